package server

import (
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// addressOf is the address that limits are counted under, in memory alone: the nearest one that is none of the operator's own proxies. Each
// proxy writes the address it was asked from behind those it was told, so only the end of the list can be believed; what stands
// before it is whatever somebody typed. An IPv6 address counts as its /64, which is one household's.
func addressOf(c *fiber.Ctx) string {
	near, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	trusted := c.App().Config().TrustedProxies
	if !among(near, trusted) {
		return household(near)
	}
	hops := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		near = hop
		if !among(hop, trusted) {
			break
		}
	}
	return household(near)
}

func household(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// among says whether an address is one of a list of addresses and networks.
func among(a netip.Addr, list []string) bool {
	a = a.Unmap()
	for _, one := range list {
		if p, err := netip.ParsePrefix(one); err == nil && p.Contains(a) {
			return true
		}
		if o, err := netip.ParseAddr(one); err == nil && o.Unmap() == a {
			return true
		}
	}
	return false
}
