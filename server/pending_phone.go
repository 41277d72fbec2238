package server

import (
	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

func nothing() error { return fault.New(fault.NotFound, "fault.notfound") }

func (h *phoneScreens) help(*fiber.Ctx) error        { return nothing() }
func (h *phoneScreens) check(*fiber.Ctx) error       { return nothing() }
func (h *phoneScreens) checkLive(*fiber.Ctx) error   { return nothing() }
func (h *phoneScreens) remote(*fiber.Ctx) error      { return nothing() }
func (h *phoneScreens) remoteLive(*fiber.Ctx) error  { return nothing() }
func (h *phoneScreens) remotePoll(*fiber.Ctx) error  { return nothing() }
func (h *phoneScreens) remotePress(*fiber.Ctx) error { return nothing() }
func (h *phoneScreens) remoteOffer(*fiber.Ctx) error { return nothing() }
func (h *phoneScreens) remoteTake(*fiber.Ctx) error  { return nothing() }

func (h *phoneScreens) endedPage(_ *fiber.Ctx, _ *polls.View, f views.Frame) (views.Page, error) {
	return waitPage(f, "ended", standing{}, views.Tools{}), nil
}

func (h *phoneScreens) readPage(f views.Frame, _ *polls.View, tools views.Tools) (views.Page, error) {
	return waitPage(f, stageWait, standing{}, tools), nil
}
