package server

import (
	"cairn/fault"

	"github.com/gofiber/fiber/v2"
)

// after is a stub being built.
type afterScreens struct{ *site }

func newAfter(s *site, _ Parts) *afterScreens { return &afterScreens{s} }

func (h *afterScreens) end(*fiber.Ctx) error    { return fault.New(fault.NotFound, "fault.notfound") }
func (h *afterScreens) endNow(*fiber.Ctx) error { return fault.New(fault.NotFound, "fault.notfound") }
func (h *afterScreens) report(*fiber.Ctx) error { return fault.New(fault.NotFound, "fault.notfound") }
func (h *afterScreens) xlsx(*fiber.Ctx) error   { return fault.New(fault.NotFound, "fault.notfound") }
func (h *afterScreens) csv(*fiber.Ctx) error    { return fault.New(fault.NotFound, "fault.notfound") }
func (h *afterScreens) json(*fiber.Ctx) error   { return fault.New(fault.NotFound, "fault.notfound") }
func (h *afterScreens) answerBack(*fiber.Ctx) error {
	return fault.New(fault.NotFound, "fault.notfound")
}
func (h *afterScreens) answerBackSave(*fiber.Ctx) error {
	return fault.New(fault.NotFound, "fault.notfound")
}
func (h *afterScreens) paper(*fiber.Ctx) error { return fault.New(fault.NotFound, "fault.notfound") }
