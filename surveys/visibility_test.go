package surveys

import (
	"slices"
	"testing"
)

// TestTheSentenceUnderAQuestionAndWhoMaySeeItsWordsAgree holds what young people
// are told together with what is done with their words.
func TestTheSentenceUnderAQuestionAndWhoMaySeeItsWordsAgree(t *testing.T) {
	for name := range Kinds() {
		for _, private := range []Private{PrivateUnanswered, PrivateNo, PrivateABit, PrivateYes} {
			q := Question{Kind: name, Private: private}
			key, sees := RoomWill(q)
			got := VisibilityOf(q)
			switch {
			case !takesWords(name):
				if got != "" {
					t.Errorf("%s takes no words and has visibility %q, want none", name, got)
				}
			case (sees == RoomSeesNothing) != (got == StaffOnly):
				t.Errorf("%s, private %q: the sentence %q says the room sees %s, the words are for %s", name, private, key, sees, got)
			case got == PublicAfter:
				t.Errorf("%s, private %q: got public, want no live question to show its words to everybody", name, private)
			}
		}
	}
}

func TestEveryWayToShowWordsHasItsRowInTheTableOfDuties(t *testing.T) {
	want := []Showing{
		{TellPage, StaffOnly, false, NotBetween}, {TellPage, PublicAfter, true, Limited},
		{"text", StaffOnly, false, NotBetween}, {"text", RoomAfter, true, Limited},
		{"ideas", StaffOnly, false, NotBetween}, {"ideas", RoomAfter, true, Limited},
		{"questions", StaffOnly, false, NotBetween}, {"questions", RoomAfter, true, Unsure},
	}
	if got := Showings(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if row := ShowingOf("text", "unheard of"); !row.Between || row.Reading != Limited {
		t.Errorf("an unknown mode: got %+v, want it read as seen by others", row)
	}
}
