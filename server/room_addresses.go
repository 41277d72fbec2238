package server

import (
	"net/url"
	"slices"
	"strings"

	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// addresses is every way phones can come into a session.
func (h *deskScreens) addresses(c *fiber.Ctx) error {
	s, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	return h.show(c, views.Addresses{
		Frame: h.frame(c, "room.title"), ID: s.ID, Heading: s.Title, State: string(s.State),
		DoorOpen: s.Door.Open && s.State == polls.Live, Code: spaced(s.Door.Code), Ways: h.ways(c, s.Door.Code),
	})
}

// ways lists the addresses phones can reach, likeliest first. Where the program
// was told none, the address this page was asked at must do.
func (h *deskScreens) ways(c *fiber.Ctx, code string) []views.Way {
	var bases []string
	if h.set.Addresses != nil {
		bases = h.set.Addresses()
	}
	if len(bases) == 0 && h.set.PublicURL != "" {
		bases = []string{strings.TrimRight(h.set.PublicURL, "/")}
	}
	if asked := c.Protocol() + "://" + c.Hostname(); len(bases) == 0 && safeHost(c.Hostname()) {
		bases = append(bases, asked)
	}
	ways := make([]views.Way, 0, len(bases))
	for _, base := range bases {
		ways = append(ways, wayOf(base, code))
	}
	slices.SortStableFunc(ways, func(a, b views.Way) int {
		switch {
		case a.Local == b.Local:
			return 0
		case b.Local:
			return -1
		}
		return 1
	})
	return ways
}

func wayOf(base, code string) views.Way {
	w := views.Way{Base: base, Host: base, Join: base + "/s/" + code}
	if u, err := url.Parse(base); err == nil {
		w.Host = u.Host + u.Path
		w.Private = u.Scheme == "https"
		w.Local = u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127.") || u.Hostname() == "::1"
	}
	w.QR = qrOf(w.Join)
	return w
}

// private says whether the line to the phones is https.
func (s *site) private() bool {
	return s.set.TLS != nil || strings.HasPrefix(s.set.PublicURL, "https")
}
