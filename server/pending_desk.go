package server

import (
	"cairn/fault"

	"github.com/gofiber/fiber/v2"
)

// desk is a stub being built.
type deskScreens struct{ *site }

func newDesk(s *site, _ Parts) *deskScreens { return &deskScreens{s} }

func (h *deskScreens) start(*fiber.Ctx) error     { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) startNow(*fiber.Ctx) error  { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) desk(*fiber.Ctx) error      { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) press(*fiber.Ctx) error     { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) live(*fiber.Ctx) error      { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) poll(*fiber.Ctx) error      { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) decide(*fiber.Ctx) error    { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) wall(*fiber.Ctx) error      { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) wallLive(*fiber.Ctx) error  { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) wallPoll(*fiber.Ctx) error  { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) addresses(*fiber.Ctx) error { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) remoteQR(*fiber.Ctx) error  { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) remoteMake(*fiber.Ctx) error {
	return fault.New(fault.NotFound, "fault.notfound")
}
func (h *deskScreens) count(*fiber.Ctx) error     { return fault.New(fault.NotFound, "fault.notfound") }
func (h *deskScreens) countSave(*fiber.Ctx) error { return fault.New(fault.NotFound, "fault.notfound") }
