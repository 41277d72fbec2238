package server

import (
	"cairn/fault"

	"github.com/gofiber/fiber/v2"
)

func (h *deskScreens) start(*fiber.Ctx) error     { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) startNow(*fiber.Ctx) error  { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) decide(*fiber.Ctx) error    { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) addresses(*fiber.Ctx) error { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) remoteQR(*fiber.Ctx) error  { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) remoteMake(*fiber.Ctx) error {
	return fault.New(fault.NotFound, "fault.notfound")
}
func (h *deskScreens) count(*fiber.Ctx) error     { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) countSave(*fiber.Ctx) error { return fault.New(fault.NotFound, "fault.notfound") }
