package disclosure_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/moderation/disclosure"
)

// room is the staff these tests look for: a lead, a deputy and three more.
func room() []disclosure.Holder {
	return []disclosure.Holder{
		{Account: "alex", Name: "Alex Reid", Lead: true}, {Account: "bess", Name: "Elizabeth Bo", Deputy: true},
		{Account: "li", Name: "Li Wu"}, {Account: "kath", Name: "Katherine Jones"}, {Account: "bill", Name: "Will Marsh"},
	}
}

func TestANameIsFoundHoweverAChildWritesIt(t *testing.T) {
	for account, said := range map[string][]string{
		"alex": {
			"Алекс Рід мене б'є", "Рід мене бив", "боюся Ріда", "мене бʼє Алекса Рейда брат", "Boję się Reida", "z Reidem", "Reidowi", "أليكس ريد يضربني",
			"خايف من ريد", "وأليكس يضربني", "domnul Reidu ma bate", "Reidului", "A l e x hits me", "r.e.i.d hits me", "al ex hits me", "A1ex hits me",
			"4lex r3id", "Alеx hits me", "Аlех", "ALEEEEX", "mrreid hits me", "alexreid", "Reed hits me", "Ried hits me", "Aleks mnie bije", "Sandy hits me",
			"the lead hits me", "the safeguarding person touches me", "the boss here hits me", "my manager", "osoba od ochrony dzieci bije mnie", "kierowniczka mnie bije",
			"керівник мене бʼє", "начальниця", "seful ma bate", "mae'r rheolwr yn fy nharo", "المديرة تضربني", "مسؤول الحماية",
		},
		"bess": {"Liz hits me", "lizzie", "Beth hits me", "the deputy hits me", "zastępczyni mnie bije", "заступниця мене бʼє", "mrs bo hits me", "Елізабет мене бʼє", "إليزابيث تضربني", "Ліз", "adjuncta", "نائب"},
		"li":   {"li hits me", "mr wu hits me", "Wu", "Лі Ву", "W u hits me", "السيد وو"},
		"kath": {"Kate hits me", "Katie", "miss jones", "Mrs Jonse", "Кейт мене бʼє", "Джонс мене бʼє", "كاثرين جونز", "Katarzyna? no, Katherina", "Catherine"},
		"bill": {"Will hurt me", "Bill hurt me", "Вілл", "pan Marshem", "وليام"},
	} {
		for _, words := range said {
			if got := disclosure.Named(room(), nil, words); !slices.Contains(got, account) {
				t.Errorf("%q: got %v, want %s among them", words, got, account)
			}
		}
	}
}

func TestWhoReadsThisMeansEveryKeyHolder(t *testing.T) {
	for _, words := range []string{
		"the one who reads this hits me", "ta osoba która to czyta", "той хто це читає", "persoana care citește asta", "y person sy’n darllen hwn", "الذي يقرأ هذا يضربني",
	} {
		if got := disclosure.Named(room(), nil, words); !slices.Contains(got, "alex") || !slices.Contains(got, "bess") {
			t.Errorf("%q: got %v, want lead and deputy", words, got)
		}
	}
}

func TestWordsThatNameNobodyNameNobody(t *testing.T) {
	for _, words := range []string{
		"that nurse with the red hair hurt me", "the football coach shouted at us and it is not fair", "медсестра мене налякала", "ta pani mnie bije i krzyczy",
		"الممرضة تصرخ وتضربني وأريد أن أذهب", "asistenta aceea țipă la mine", "mae'r nyrs yn gweiddi arna i", "it is about the food and the beds",
	} {
		if got := disclosure.Named(room(), nil, words); len(got) != 0 {
			t.Errorf("%q: got %v, want nobody", words, got)
		}
	}
}

func TestALongNameHoldsNobodyUp(t *testing.T) {
	long := disclosure.Holder{Account: "a", Name: strings.Repeat("aeiouy", 20) + " " + strings.Repeat("oueaiy", 20)}
	began := time.Now()
	disclosure.Named([]disclosure.Holder{long}, nil, strings.Repeat("aeiouy", 20)+"x لايوايوايوايو аеіоуаеіоуаеіоу")
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("got %v, want it done at once", took)
	}
}
