package staff_test

import (
	"strings"
	"testing"

	"cairn/fault"
	"cairn/staff"
)

func TestPasswordsThatWillDo(t *testing.T) {
	for _, p := range []string{
		"lantern otter gravel", "My daughter's 3 odd socks", "Brew-kettle-Ullswater", "Ще не вмерла ковбаса",
		"qx7#mRt2!vLz", "مظلة زرقاء في الشتاء", "🦊🌲🛶🧭🥾🌧🐝🌙🍏🚲🎈🪁",
	} {
		if err := staff.CheckPassword(p, "ann.reed@example.org", "Ann Reed"); err != nil {
			t.Errorf("%q: got %v, want it to be taken", p, err)
		}
	}
}

func TestPasswordsThatAreTooShortLongOrCommon(t *testing.T) {
	for name, c := range map[string]struct{ password, key string }{
		"empty":                    {"", "staff.password.short"},
		"eleven signs":             {"qx7#mRt2!vL", "staff.password.short"},
		"eleven signs, more bytes": {"żółw jeż ąę", "staff.password.short"},
		"far too long":             {strings.Repeat("lantern ", 40), "staff.password.long"},
		"common with a year":       {"Password2026!", "staff.password.common"},
		"common with swaps":        {"P@ssw0rd12345", "staff.password.common"},
		"common said twice":        {"secretsecret", "staff.password.common"},
		"the keyboard":             {"qwertyuiopasdf", "staff.password.common"},
		"digits in order":          {"123456789012", "staff.password.common"},
		"one sign":                 {"aaaaaaaaaaaa", "staff.password.common"},
		"two signs":                {"121212121212", "staff.password.common"},
		"the place":                {"Barnardos2026", "staff.password.common"},
		"their own name":           {"AnnReedAnnie!!"[:7] + "123456", "staff.password.common"},
		"their own e-mail":         {"ann.reed@example.org", "staff.password.common"},
		"broken signs":             {"lantern otter \xff\xfe", "staff.password.signs"},
	} {
		err := staff.CheckPassword(c.password, "ann.reed@example.org", "Ann Reed")
		if err == nil || fault.Of(err).Key != c.key || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want %s", name, err, c.key)
		}
	}
}

func TestAnAddressHasOneForm(t *testing.T) {
	for typed, want := range map[string]string{
		" Ann.Reed@Example.ORG ": "ann.reed@example.org",
		"ann.reed@example.org":   "ann.reed@example.org",
	} {
		if got, err := staff.Email(typed); err != nil || got != want {
			t.Errorf("%q: got %q (%v), want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "ann", "Ann <ann@example.org>", "ann@", "@example.org", "a@b@c", "ann@exa\x00mple.org", strings.Repeat("a", 250) + "@example.org"} {
		if got, err := staff.Email(typed); err == nil {
			t.Errorf("%q: got %q, want a refusal", typed, got)
		}
	}
}
