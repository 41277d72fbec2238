package staff_test

import (
	"slices"
	"strings"
	"testing"

	"cairn/staff"
	"cairn/surveys"
)

func TestLeaveQuicklyLeadsOnlyToAWholeSafeAddress(t *testing.T) {
	for address, fit := range map[string]bool{
		"":                               true, // the site's own way out
		"https://www.bbc.co.uk/weather":  true,
		"https://example.org:8443/a?b=c": true,
		"http://www.bbc.co.uk/weather":   false,
		"javascript:alert(1)":            false,
		"//www.bbc.co.uk":                false,
		"/home":                          false,
		"https://":                       false,
		"https://localhost/":             false,
		"https://.":                      false,
		"https://name:word@example.org/": false,
		"https://example.org/\r\nX: y":   false,
		"www.bbc.co.uk":                  false,
		"https://example.org/" + strings.Repeat("a", 200): false,
	} {
		s := staff.NewService("LINK", "")
		s.LeaveTo = address
		problems := s.Problems(func(string) bool { return true })
		refused := slices.ContainsFunc(problems, func(p surveys.Problem) bool { return p.Key == "staff.service.leave" })
		if refused == fit {
			t.Errorf("%q: got refused %t, want %t", address, refused, !fit)
		}
	}
}
