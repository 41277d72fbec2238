package server

import (
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// What stands at the front of X-Forwarded-For is whatever somebody typed: limits go by what the operator's own proxy saw.
func TestLimitsGoByTheAddressTheProxySaw(t *testing.T) {
	for name, one := range map[string]struct {
		trusted []string
		header  string
		want    string
	}{
		"no proxy: the header is nothing":            {nil, "203.0.113.9", "0.0.0.0"},
		"one proxy":                                  {[]string{"0.0.0.0"}, "203.0.113.9", "203.0.113.9"},
		"a made-up hop before it":                    {[]string{"0.0.0.0"}, "198.51.100.7, 203.0.113.9", "203.0.113.9"},
		"two proxies of ours":                        {[]string{"0.0.0.0", "10.0.0.0/8"}, "198.51.100.7, 203.0.113.9, 10.1.2.3", "203.0.113.9"},
		"nonsense at the end":                        {[]string{"0.0.0.0"}, "203.0.113.9, nonsense", "0.0.0.0"},
		"a household of the newer kind of addresses": {[]string{"0.0.0.0"}, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
	} {
		t.Run(name, func(t *testing.T) {
			app := fiber.New(fiber.Config{TrustedProxies: one.trusted, EnableTrustedProxyCheck: true})
			got := ""
			app.Get("/", func(c *fiber.Ctx) error { got = addressOf(c); return nil })
			ask := httptest.NewRequest("GET", "/", nil)
			ask.Header.Set("X-Forwarded-For", one.header)
			if _, err := app.Test(ask); err != nil {
				t.Fatal(err)
			}
			if got != one.want {
				t.Errorf("got %q, want %q", got, one.want)
			}
		})
	}
}
