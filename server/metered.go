package server

import (
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"cairn/fault"
	"cairn/meter"
	"cairn/polls"

	"github.com/gofiber/fiber/v2"
)

// quietly is the one name under which all routes are counted whose mere use
// tells something: that somebody looked for help, told us something, wrote of a
// worry, or that one is being read. Nobody who watches the numbers of a small
// session may see that happen.
const quietly = "(quiet)"

// countedAs is the name a route has among the numbers: its pattern or quietly.
func countedAs(path string) string {
	for _, start := range []string{"/help", "/leave", "/t/", "/back", "/wrong", "/rights", "/safe", "/pages", "/rota", "/complaints", "/replies", "/queue", "/read"} {
		if strings.HasPrefix(path, start) {
			return quietly
		}
	}
	if strings.HasSuffix(path, "/help") || strings.HasSuffix(path, "/signal") || strings.Contains(path, "/words") {
		return quietly
	}
	return path
}

// metered counts what a route answers and how long it took; without a meter it
// is the handler itself.
func (s *site) metered(r Route, do fiber.Handler) fiber.Handler {
	if s.meter == nil {
		return do
	}
	method, name := r.Method, countedAs(r.Path)
	return func(c *fiber.Ctx) error {
		began := time.Now()
		err := do(c)
		status := c.Response().StatusCode()
		if err != nil {
			_, status = faultOf(err)
		}
		s.meter.Request(method, name, status, time.Since(began))
		return err
	}
}

// unbroken lets a mistake of ours fail one request instead of the whole hall:
// whatever panics below is an answer with status 500 and a line in the log.
func (s *site) unbroken(do fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fault.Wrap(s.panicked(p, slog.String("route", routeOf(c)), slog.String("request", requestNumber(c))), "a handler")
			}
		}()
		return do(c)
	}
}

// panicked writes into the log where it happened. What was thrown is said only
// where the runtime threw it: anything else might hold what somebody typed.
func (s *site) panicked(p any, of ...any) error {
	what := fmt.Sprintf("%T", p)
	if known, ok := p.(runtime.Error); ok {
		what = known.Error()
	}
	s.log.Error("a mistake of ours was caught", append(of, slog.String("thrown", what), slog.String("stack", string(debug.Stack())))...)
	return fmt.Errorf("a mistake of ours: %s", what)
}

// countAnswer notes what became of an answer in a live session.
func (s *site) countAnswer(kept polls.Kept, err error) {
	known := fault.Of(err)
	switch {
	case known == nil && kept.Known:
		s.meter.Answer(meter.Known)
	case known == nil:
		s.meter.Answer(meter.Kept)
	case known.Kind == fault.Closed:
		s.meter.Answer(meter.Late)
	case known.Kind == fault.TooMany && known.Key != "vote.often", known.Kind == fault.Internal:
		s.meter.Answer(meter.Again)
	default:
		s.meter.Answer(meter.Refused)
	}
}
