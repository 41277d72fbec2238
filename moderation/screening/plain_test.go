package screening

import "testing"

// The plainest sentences there are, in each language, with and without its own letters. Each of them must be heard, whatever else is changed.
func TestThePlainestSentencesAreHeard(t *testing.T) {
	s := screener(t)
	for lang, texts := range map[string][]string{
		"en": {"i want to die", "my dad hits me", "he touched me down there", "someone touched me on my leg and i didnt like it", "im scared to go home", "nobody feeds me", "i cut myself", "i dont want to live", "help me please", "i ran away from home"},
		"cy": {"dwi isio marw", "dwi eisiau marw", "dwi ddim isio byw", "mae dad yn fy nharo i", "mae o yn fy nharo i", "dwi ofn mynd adra", "dwi'n brifo fy hun"},
		"pl": {"chcę umrzeć", "chce umrzec", "chcę się zabić", "chce sie zabic", "nie chcę żyć", "nie chce zyc", "tata mnie bije", "on mnie bije", "boję się wrócić do domu", "tnę się"},
		"uk": {"хочу померти", "хочу умереть", "не хочу жити", "не хочу жить", "тато мене б'є", "він мене бʼє", "боюся йти додому", "ріжу себе"},
		"ar": {"أريد أن أموت", "اريد ان اموت", "تمنيت لو مت", "لا أريد أن أعيش", "هو يضربني", "ابي يضربني", "أخاف أن أعود إلى البيت"},
		"ro": {"vreau să mor", "vreau sa mor", "nu mai vreau sa traiesc", "tata mă bate", "tata ma bate", "el mă lovește", "mi-e frică să mă duc acasă", "mă tai"},
	} {
		for _, text := range texts {
			if s.Screen(text, lang, Lists{}).Route != Safeguarding {
				t.Errorf("%s: %q is not heard", lang, text)
			}
		}
	}
}
