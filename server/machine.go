package server

import (
	"context"
	"strings"
	"time"

	"cairn/static"

	"github.com/gofiber/fiber/v2"
)

// readyWithin is how long the parts may take to say that they are well.
const readyWithin = 3 * time.Second

// machineScreens answer for the program itself: health, built files, pictures.
type machineScreens struct {
	*site
	troubles func(context.Context) []string
}

func newMachine(s *site, p Parts) *machineScreens {
	return &machineScreens{site: s, troubles: p.Ready}
}

// healthy says that the process lives, and no more: whoever starts a program
// again because it does not answer here must not do so because its store is away.
func (m *machineScreens) healthy(c *fiber.Ctx) error { return c.SendString("ok\n") }

// ready says whether this process can be given work, and if not which part is
// in the way, one line each, for a load balancer and whoever looks after it.
func (m *machineScreens) ready(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), readyWithin)
	defer cancel()
	troubles := m.troubles(ctx)
	if len(troubles) == 0 {
		return c.SendString("ok\n")
	}
	c.Set(fiber.HeaderRetryAfter, "5")
	return c.Status(fiber.StatusServiceUnavailable).SendString(strings.Join(troubles, "\n") + "\n")
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
