package screening

import (
	"slices"
	"testing"
)

// The same word is the same word, whatever keyboard and grammar made of it.
func TestLettersAndFormsOfALanguageDoNotHideDanger(t *testing.T) {
	s := screener(t)
	for what, texts := range map[string][]string{
		"abuse": {
			"тато мене б'є", "тато мене б’є", "тато мене бʼє", "тато мене бє", // three apostrophes and none
			"mă bate tata", "ma bate tata", "mǎ bate tata",
			"tata mnie bije", "tata mnie BIJE", "táta mnie bije",
			"أبي يضربني", "ابي يضربني", "أَبِي يَضْرِبُنِي", "ابـــي يضربني", "ابى يضربنى",
			"mae dad yn taro fi", "mae fy nhad yn fy nharo i", "mae fy nhad yn fy nghuro",
		},
		"suicide": {
			"nu vreau să mai trăiesc", "nu vreau să mai traiesc", "nu vreau sa mai trãiesc",
			"nie chcę żyć", "nie chce zyc", "nie chcę źyć",
			"أريد أن أموت", "اريد ان اموت", "أُريد أن أموت",
			"dwi eisiau marw", "dwi isio marw", "hoffwn i farw, dw i eisiau marw",
			"я не хочу жити", "я не хочу жить", "я нехочу жити",
		},
		"secret": {
			"să nu spui nimănui", "sa nu spui nimanui",
			"paid â dweud wrth neb", "paid deud wrth neb", "peidiwch â dweud wrth neb",
			"нікому не кажи", "никому не говори",
		},
		"weapon": {"am un cuțit în ghiozdan la școală", "am un cuţit la şcoală", "am un cutit la scoala"}, // comma below, cedilla, neither
	} {
		for _, text := range texts {
			if r := s.Screen(text, "en", Lists{}); !slices.Contains(whats(r), what) {
				t.Errorf("%q: got %v, want %s", text, whats(r), what)
			}
		}
	}
}

// Core words of danger in languages there are no lists for go to the lead at once.
func TestAFewWordsInOtherLanguagesAreHeard(t *testing.T) {
	s := screener(t)
	for _, text := range []string{
		"abbu mujhe bahut marte hain", "ابو مجھے مارتے ہیں", "bavê min li min dixe", "پدرم مرا میزند", "babam beni dövüyor",
		"babi më rrah", "aabahay wuu i garaacaa", "tėtis mane muša", "nebenoriu gyventi", "nechcem žiť", "apám megver", "meu pai me bate",
		"mi padre me pega", "我 想死", "baba yangu ananipiga", "ne hochu zhyty", "baba bydrabni",
	} {
		if r := s.Screen(text, "en", Lists{}); r.Route != Safeguarding {
			t.Errorf("%q: got %s, known %v; want it to go to safeguarding", text, r.Route, r.Known)
		}
	}
}

// What a rule hears plainly stays heard among cheerful words: the second
// opinion may overrule soft findings only.
func TestCheerfulWordsAroundPlainOnesHideNothing(t *testing.T) {
	s := screener(t)
	for _, plain := range []string{
		"my dad hits me", "i want to kill myself", "he touches me under my clothes", "i cut my arms", "mum has no food for us",
		"he makes me carry drugs", "they want to marry me off in pakistan", "he said he will post my nudes", "i am running away tonight",
	} {
		for _, text := range []string{
			"The trip was great and the pizza was the best. " + plain + ". Thanks to everyone at club.",
			"we had such a good time at football and " + plain + " and the new goals are brilliant",
			plain + " but the youth club is fun and I like the biscuits and the games",
		} {
			if r := s.Screen(text, "en", Lists{}); r.Route != Safeguarding {
				t.Errorf("%q: got %v, want it heard", text, whats(r))
			}
		}
	}
}

func TestTheSecondOpinionSaysWhere(t *testing.T) {
	s := screener(t)
	const text = "i always check where he is before i go downstairs at night"
	r := s.Screen(text, "en", Lists{})
	if r.Route != Safeguarding || len(r.Findings) == 0 || r.Findings[0].Start >= r.Findings[0].End {
		t.Fatalf("got %s, %v; want a stretch of the text", r.Route, r.Findings)
	}
	if _, err := readSounds([]byte("too short")); err == nil {
		t.Error("a learned file of the wrong size was taken")
	}
	for list, want := range map[string]string{"[abuse]\nhome nonsense": "x:2", "home night": "x:1", "[abuse]\nhome": "x:2"} {
		if _, err := readScenes("x", list, map[string]bool{"home": true, "night": true}); err == nil || err.Error()[:3] != want {
			t.Errorf("%q: got %v, want an error at %s", list, err, want)
		}
	}
}
