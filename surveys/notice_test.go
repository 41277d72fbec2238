package surveys

import (
	"slices"
	"testing"
)

// TestWhatIsSaidAboutSecrecyIsWhatIsStored writes down what each mode may
// keep once more, by hand: whoever changes a mode has to change it in both places.
func TestWhatIsSaidAboutSecrecyIsWhatIsStored(t *testing.T) {
	want := map[Identity][]string{
		NamedPanel:     {"notice.kept.words", "notice.kept.day", "notice.kept.member", "notice.kept.receipt", "notice.notkept.address"},
		CodeOnly:       {"notice.kept.words", "notice.kept.day", "notice.notkept.member", "notice.kept.receipt", "notice.notkept.address"},
		FullyAnonymous: {"notice.kept.words", "notice.kept.day", "notice.notkept.member", "notice.notkept.receipt", "notice.notkept.address"},
		"unheard of":   {"notice.notkept.words", "notice.notkept.day", "notice.notkept.member", "notice.notkept.receipt", "notice.notkept.address"},
	}
	for mode, keys := range want {
		var said []string
		for _, p := range mode.Notice() {
			said = append(said, p.Key)
			if p.Kept != mode.Stores(p.What) {
				t.Errorf("%s says kept %v of %s and stores %v", mode, p.Kept, p.What, mode.Stores(p.What))
			}
		}
		if !slices.Equal(said, keys) {
			t.Errorf("%s: got %v, want %v", mode, said, keys)
		}
	}
}

func TestNoModeKeepsWhereAnAnswerCameFrom(t *testing.T) {
	for _, mode := range Identities() {
		if mode.Stores(StoredAddress) {
			t.Errorf("%s keeps an address, want none to", mode)
		}
	}
}

func TestTheSentenceUnderAQuestionFollowsItsPrivacy(t *testing.T) {
	for _, tc := range []struct {
		kind    string
		private Private
		want    string
	}{
		{"choice", PrivateNo, "notice.room.counts"},
		{"scale", PrivateABit, "notice.room.words"},
		{"ranking", PrivateUnanswered, "notice.room.words"},
		{"choice", PrivateYes, "notice.room.nothing"},
		{"text", PrivateNo, "notice.room.text.counts"},
		{"text", PrivateUnanswered, "notice.room.text.words"},
		{"text", PrivateYes, "notice.room.text.nothing"},
		{"page", PrivateNo, ""},
		{"break", PrivateNo, ""},
		{"riddle", PrivateNo, ""},
	} {
		if got, _ := RoomWill(Question{Kind: tc.kind, Private: tc.private}); got != tc.want {
			t.Errorf("%s, private %q: got %q, want %q", tc.kind, tc.private, got, tc.want)
		}
	}
}
