package screening

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// one is read once for all tests: the lists never change.
var one = sync.OnceValues(New)

func screener(t testing.TB) *Screener {
	t.Helper()
	s, err := one()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func whats(r Result) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.What)
	}
	return out
}

func TestFindingsStandInTheTextAsItWasTyped(t *testing.T) {
	s := screener(t)
	for _, c := range []struct{ text, what, words string }{
		{"ring me: 07700 900123!", "phone", "07700 900123"},
		{"Żółw: oh seven seven double oh nine oh oh one two three", "phone", "oh seven seven double oh nine oh oh one two three"},
		{"🙂🙂 jess at example dot com", "email", "jess at example dot com"},
		{"I live at CA13\n9PJ, you know", "postcode", "CA13\n9PJ"},
		{"é́́ k\u200bi\u200bl\u200bl myself", "suicide", "k\u200bi\u200bl\u200bl myself"},
		{"so I wаnt tо kіll mуsеlf ok", "suicide", "wаnt tо kіll mуsеlf"},
		{"ﬁrst Miss Jones came", "name", "Miss Jones"},
		{"k i l l   m y s e l f", "suicide", "k i l l   m y s e l f"},
	} {
		r := s.Screen(c.text, "en", Lists{})
		at := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.What == c.what })
		if at < 0 {
			t.Errorf("%q: got %v, want %s", c.text, whats(r), c.what)
			continue
		}
		if f := r.Findings[at]; !strings.Contains(c.text[f.Start:f.End], c.words) && !strings.Contains(c.words, c.text[f.Start:f.End]) {
			t.Errorf("%q: %s stands at %q, want %q", c.text, c.what, c.text[f.Start:f.End], c.words)
		}
	}
}

func TestOrdinaryUkrainianAndArabicStayInTheirAlphabet(t *testing.T) {
	s := screener(t)
	for _, text := range []string{"тато і мама", "хочу додому", "سلام عليكم", "сором"} {
		if copy, _ := s.Match(text); strings.ContainsAny(copy, "abcdefghijklmnopqrstuvwxyz") && text != "сором" {
			t.Errorf("%q is matched as %q, want its own letters", text, copy)
		}
	}
	if copy, at := s.Match("kіll ℌ4️⃣"); copy != "kill h4" || len(at) != len(copy) || at[5] != 6 {
		t.Errorf("got %q at %v, want it unmasked, each byte with its place", copy, at)
	}
}

func TestDangerNowIsToldFromDangerThen(t *testing.T) {
	s := screener(t)
	for text, now := range map[string]bool{
		"I want to kill myself tonight":             true,
		"I took loads of pills":                     true,
		"I am on the bridge and I want to die":      true,
		"my dad is outside the door with a knife":   true,
		"stoję na moście i zaraz skoczę":            true,
		"я стою на мосту і хочу померти":            true,
		"my stepdad hit me when I was six":          false,
		"we play football tonight":                  false,
		"the bus is right now outside the building": false,
	} {
		if got := s.Screen(text, "en", Lists{}).Now; got != now {
			t.Errorf("%q: got now %v, want %v", text, got, now)
		}
	}
}

func TestHarmTogetherWithStaffIsAboutStaff(t *testing.T) {
	s := screener(t)
	lists := Lists{Staff: []string{"Sarah Bell", "Mr Tom Airey"}}
	for _, c := range []struct {
		text  string
		about bool
		named []string
	}{
		{"Sarah Bell grabbed me and hurt my arm", true, []string{"Sarah Bell"}},
		{"sarah hit me", true, []string{"Sarah Bell"}},
		{"mr airey touches me", true, []string{"Mr Tom Airey"}},
		{"S a r a h is nice", false, nil},
		{"the youth worker kissed me and said dont tell", true, nil},
		{"my coach makes me undress", true, nil},
		{"I told my teacher that my dad hits me", false, nil},
		{"Sarah Bell is lovely", false, []string{"Sarah Bell"}},
		{"trener mnie dotyka", true, nil},
		{"المدرب يلمسني", true, nil},
		{"I get touched by the coach after training", true, nil},
		{"my dad hits me and my teacher is nice", false, nil},
		{"my uncle touches me and only the nurse knows", false, nil},
		{"my stepdad threw a plate at my head", false, nil},
		{"Sarah Bell is lovely but my dad hits me", false, []string{"Sarah Bell"}},
		{"Sarah Bell helped me when my uncle hurt me", false, []string{"Sarah Bell"}},
		{"I want to die and Sarah Bell listens", false, []string{"Sarah Bell"}},
		{"my coach is great, it is my brother who hits me", false, nil},
		{"ma dad yn taro fi pan mae o di meddwi", false, nil},
		{"мій вітчим мене б'є, вчителька добра", false, nil},
		{"trener jest super ale tata mnie bije", false, nil},
		{"profesorul e bun dar tata mă bate", false, nil},
	} {
		r := s.Screen(c.text, "en", lists)
		if r.AboutStaff != c.about || !slices.Equal(r.Named, c.named) {
			t.Errorf("%q: got about staff %v, named %v; want %v, %v (%v)", c.text, r.AboutStaff, r.Named, c.about, c.named, whats(r))
		}
	}
}

func TestAServicesOwnListsAreMasked(t *testing.T) {
	s := screener(t)
	l := Lists{Names: []string{"Hope Fell"}, Schools: []string{"Green Lane"}, Places: []string{"The Hut", "Wigton"}}
	for text, what := range map[string]string{
		"Hope was there": "name", "at green lane it rains": "school", "meet in wigton": "place", "WIGTON is big": "place",
	} {
		if r := s.Screen(text, "en", l); !slices.Contains(whats(r), what) {
			t.Errorf("%q: got %v, want %s", text, whats(r), what)
		}
	}
	if r := s.Screen("we hope it is open", "en", l); len(r.Findings) != 0 {
		t.Errorf("an everyday word was taken for a listed name: %v", r.Findings)
	}
}

func TestLanguagesAreKnownOrNot(t *testing.T) {
	s := screener(t)
	for _, c := range []struct {
		text, lang string
		known      bool
	}{
		{"I like the youth club because it is warm", "en", true},
		{"Dwi'n hoffi'r clwb achos mae'n gynnes", "cy", true},
		{"Lubię ten klub bo jest ciepło", "pl", true},
		{"Мені подобається цей клуб", "uk", true},
		{"احب هذا النادي لانه دافئ", "ar", true},
		{"Îmi place clubul pentru că e cald", "ro", true},
		{"من این باشگاه را دوست دارم", "", false},
		{"我想死", "", false},
		{"Waan jeclahay naadiga sababtoo ah waa diiran yahay", "", false},
		{"Bu kulübü çok seviyorum çünkü sıcak", "", false},
		{"Мне очень нравится этот клуб, потому что там тепло", "", false},
		{"ok", "en", true}, {"👍👍👍", "en", true}, {"", "en", true}, {"10/10", "en", true}, {"lol idk", "en", true},
	} {
		r := s.Screen(c.text, "en", Lists{})
		if r.Known != c.known || c.known && r.Lang != c.lang {
			t.Errorf("%q: got %q known %v, want %q known %v", c.text, r.Lang, r.Known, c.lang, c.known)
		}
	}
}

func TestACheckerThatBreaksLeavesTheRestStanding(t *testing.T) {
	whole := screener(t)
	broken := *whole
	broken.hate = matcher{first: map[int32][]int32{}}
	for sym := range int32(10_000) {
		broken.hate.first[sym] = []int32{7} // a rule that is not there
	}
	r := broken.Screen("my dad hits me, ring 07700 900123", "en", Lists{})
	if !r.Failed || r.Route != Safeguarding || !slices.Contains(whats(r), "phone") {
		t.Errorf("got failed %v, route %s, %v; want it to fail and the rest to stand", r.Failed, r.Route, whats(r))
	}
	reading := &reading{result: Result{}}
	reading.safely(func() { b := &steps{left: 3}; b.take(4) })
	if !reading.result.Failed {
		t.Error("a checker that used up its steps did not fail")
	}
	if whole.Screen("my dad hits me", "en", Lists{}).Failed {
		t.Error("a whole screener failed")
	}
}

func TestWhatOnlySoundsLikeDangerStaysOrdinary(t *testing.T) {
	s := screener(t)
	for _, text := range []string{
		"we shot zombies in the game", "I nearly died laughing", "in minecraft I kill everyone with a sword", "I'm dying to see it",
		"he hit me up about the trip", "I hurt myself playing football", "Zabiłem bossa", "я вбив дракона", "omorâm timpul", "lladd amser",
	} {
		if r := s.Screen(text, "en", Lists{}); r.Route != Ordinary {
			t.Errorf("%q: got %v, want nothing that matters", text, whats(r))
		}
	}
}

func TestAListThatCannotBeReadSaysWhere(t *testing.T) {
	for list, want := range map[string]string{
		"[abuse]\n@nobody hits": "x:2", "hits me": "x:1", "[abuse]\n\nhits ~99 me": "x:3", "[]\n": "x:1", "[abuse]\nhits? me": "x:2",
	} {
		y := &symbols{exact: map[string]int32{}, stem: map[string]int32{}}
		if _, err := y.readRules("x", "en", list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error at %s", list, err, want)
		}
	}
}

func TestEveryReasonHasItsOwnWord(t *testing.T) {
	for _, r := range screener(t).risks.rules {
		if strings.HasPrefix(r.what, idea) {
			continue
		}
		switch r.what {
		case innocent, soon, staffed, told, family, byWhom, weighs1, weighs2:
		case "suicide", "selfharm", "abuse", "sexual", "neglect", "exploitation", "online", "violence", "eating", "runaway",
			"bullying", "marriage", "radical", "weapon", "unsafe", "secret", "despair":
		default:
			t.Errorf("a rule finds %q, which the package's head does not name", r.what)
		}
	}
}

func TestSeveralWeakSignsCloseTogetherAreHeardThoughNoRuleHearsOne(t *testing.T) {
	s := screener(t)
	for text, want := range map[string]Route{
		"there is blood on the bed and I was crying in the night at home": Safeguarding,
		"the belt was there and I was crying alone in my room":            Safeguarding,
		"I was alone and there was a knife and blood":                     Safeguarding,
		"there was blood on the plaster":                                  Ordinary, // one sign
		"blood blood blood blood":                                         Ordinary, // the same one
		"there was blood on the plaster. " + strings.Repeat("We played a game in the park. ", 8) + "I was crying with laughter": Ordinary, // far apart
	} {
		r := s.Screen(text, "en", Lists{})
		if r.Route != want {
			t.Errorf("%q: got %s (%v), want %s", text, r.Route, r.Findings, want)
		}
		if want == Safeguarding && (len(r.Findings) != 1 || r.Findings[0].What != "unsafe") {
			t.Errorf("%q: got %v, want what the signs make together, alone", text, r.Findings)
		}
	}
}
