package server

import (
	"context"

	"cairn/fault"
	"cairn/static"

	"github.com/gofiber/fiber/v2"
)

// machineScreens answer for the program itself: health, built files, pictures.
type machineScreens struct {
	*site
	steady func(context.Context) error
}

func newMachine(s *site, p Parts) *machineScreens {
	return &machineScreens{site: s, steady: p.Ready}
}

// healthy says that the process answers.
func (m *machineScreens) healthy(c *fiber.Ctx) error { return c.SendString("ok\n") }

// ready says that the store answers too.
func (m *machineScreens) ready(c *fiber.Ctx) error {
	if err := m.steady(c.UserContext()); err != nil {
		return fault.Wrap(err, "store not ready")
	}
	return c.SendString("ok\n")
}

// asset sends a built file; its address carries its hash, so it never changes.
func (m *machineScreens) asset(c *fiber.Ctx) error {
	file, ok := m.static.File(c.Path())
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, static.Immutable)
	return sendFile(c, file)
}

// serviceWorker sends the worker under a fixed address, asked for afresh each time.
func (m *machineScreens) serviceWorker(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-cache")
	c.Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'") // what the worker itself may fetch
	c.Set("Service-Worker-Allowed", "/")                                       // it is registered for /s/ and /q/ alone, and keeps nothing else
	return sendFile(c, m.static.Worker())
}

func sendFile(c *fiber.Ctx, file *static.File) error {
	body, coding := file.Best(c.Get(fiber.HeaderAcceptEncoding))
	c.Set(fiber.HeaderContentType, file.Type)
	c.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if coding != "" {
		c.Set(fiber.HeaderContentEncoding, coding)
	}
	return c.Send(body)
}
