package screening

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
)

func edges(text string) map[int]bool {
	out, at := map[int]bool{0: true}, 0
	for g, rest, state := "", text, -1; rest != ""; {
		g, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		at += len(g)
		out[at] = true
	}
	return out
}

// wrongs says what is amiss with a result: every finding must lie on the edges
// of graphemes, hold something and stand in order, so that masks may be made of
// it; a route to safeguarding has a reason.
func wrongs(s *Screener, text string) []string {
	var out []string
	r := s.Screen(text, "en", Lists{Staff: []string{"Ann Lee"}, Names: []string{"Kit"}, Places: []string{"x"}})
	e, last, risky := edges(text), 0, false
	for _, f := range r.Findings {
		if f.Start >= f.End || !e[f.Start] || !e[f.End] {
			out = append(out, "a finding off the edges: "+f.What)
		}
		if f.Start < last || f.Why != "screen.why."+f.What {
			out = append(out, "a finding out of order or without its reason: "+f.What)
		}
		last, risky = f.Start, risky || f.Kind == Risk
	}
	if risky != (r.Route == Safeguarding) || r.Now && !risky || r.AboutStaff && !risky || r.Hard < 0 || r.Hard > 3 {
		out = append(out, "route and findings differ")
	}
	copy, at := s.Match(text)
	if len(copy) != len(at) || !slices.IsSorted(at) || len(at) > 0 && at[len(at)-1] >= len(text) {
		out = append(out, "the match copy does not map back")
	}
	for _, a := range at {
		if !e[a] {
			out = append(out, "the match copy maps into a grapheme")
			break
		}
	}
	return out
}

func FuzzScreen(f *testing.F) {
	for _, seed := range []string{
		"", " ", "I want to kill myself", "k.i.l.l m y s e l f", "ring 07700 900123 or CA13\n9PJ", "é́́́\u200d\u200b", "\xff\xfe\x80",
		"👨‍👩‍👧‍👦🔪 4️⃣ 🇬🇧🏴󠁧󠁢󠁷󠁬󠁳󠁿", "я не хочу жити", "بابا يضربني ـــ", "كِتَاب", "f*ck **** *a* k*ll", "@x @ @@ a@b.c http://", "İIıi ﬁ ㎏ ½", "\r\n\r\n'’`",
		"Miss  Jones's school", "０７７００９００１２３", strings.Repeat("a ", 300), "ⓚⓘⓛⓛ ᴍʏѕᴇʟꜰ", "각각 ᄀ", "\u202e gnihtyna", "Ann Lee touched Kit at x",
	} {
		f.Add(seed)
	}
	s := screener(f)
	f.Fuzz(func(t *testing.T, text string) {
		if got := wrongs(s, text); len(got) > 0 {
			t.Errorf("%q: %v", text, got)
		}
	})
}

// long texts are what somebody sends who wants screening to stop.
func long() map[string]string {
	return map[string]string{
		"zalgo":      strings.Repeat("k\u0336\u0315\u031b\u0340i\u0321l\u0322l\u0323 ", 860),
		"emoji":      strings.Repeat("👨‍👩‍👧‍👦", 600),
		"many emoji": strings.Repeat("🔪", 4000),
		"me":         strings.Repeat("me ", 5400),
		"hits":       strings.Repeat("dad hits ", 1800),
		"apart":      strings.Repeat("a ", 8000),
		"together":   strings.Repeat("killmyself", 1600),
		"digits":     strings.Repeat("07 ", 5400),
		"stars":      strings.Repeat("k*** s**t ", 1600),
		"words":      strings.Repeat("he said they want to touch my face and cut it all with a knife at home ", 220),
		"Arabic":     strings.Repeat("هو يضربني ", 850),
	}
}

// No clock decides: every checker counts its steps. What is held here is that
// long texts are read to their end or said to have failed.
func TestLongTextsComeToAnEnd(t *testing.T) {
	s := screener(t)
	for name, text := range long() {
		text = strings.ToValidUTF8(text, "")
		if got := wrongs(s, text); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
		if s.Screen(text, "en", Lists{}).Failed {
			t.Errorf("%s: the steps did not suffice", name)
		}
	}
}

// costs is how many steps the rules take over a text; how long they last no test can say.
func costs(s *Screener, text string) int {
	const plenty = 1 << 40
	left := plenty
	for _, m := range []*matcher{&s.risks, &s.rude, &s.hate} {
		r := &reading{s: s, text: text}
		r.copy()
		r.listen()
		b := &steps{left: left}
		m.find(r.words, b)
		left = b.left
	}
	return plenty - left
}

func TestATextTwiceAsLongCostsNoMoreThanTwiceAsMuch(t *testing.T) {
	s := screener(t)
	for name, text := range long() {
		half, whole := costs(s, strings.ToValidUTF8(text[:len(text)/8], "")), costs(s, strings.ToValidUTF8(text[:len(text)/4], ""))
		if whole > 2*half+half/4+1000 {
			t.Errorf("%s: got %d steps for the half and %d for the whole, want about twice as many", name, half, whole)
		}
	}
	if got := costs(s, long()["me"]); got == 0 {
		t.Error("got no step counted over 5,400 words, want each comparison counted")
	}
}

func TestACheckerThatRunsOutOfStepsStopsAndSaysSo(t *testing.T) {
	s := screener(t)
	r := &reading{s: s, text: strings.Repeat("me hits ", 200)}
	r.copy()
	r.listen()
	r.safely(func() { s.risks.find(r.words, &steps{left: 10}) })
	if !r.result.Failed {
		t.Error("got a checker that went on without steps, want it stopped and a person to read the text")
	}
}

func TestTheEndOfALongLineIsReadToo(t *testing.T) {
	text := strings.Repeat("nothing to see here at all. ", 8000) + "my dad hits me " + strings.Repeat("\"x\" ", 1000)
	r := screener(t).Screen(text, "en", Lists{})
	if r.Route != Safeguarding || text[r.Findings[0].Start:r.Findings[0].End] != "dad hits me" {
		t.Errorf("got %s, %v; want the one finding where it stands", r.Route, r.Findings)
	}
}

func BenchmarkScreen(b *testing.B) {
	s := screener(b)
	for name, text := range long() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.Screen(text, "en", Lists{})
			}
		})
	}
	b.Run("ordinary", func(b *testing.B) {
		for b.Loop() {
			s.Screen("I think the bus should come more often because we wait in the rain", "en", Lists{})
		}
	})
}
