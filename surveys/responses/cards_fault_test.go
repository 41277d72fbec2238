package responses

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"cairn/store"
	"cairn/surveys"
)

// TestNoCardHoldsItsTokenInAnyForm: whoever holds the cards must not come to
// the token, from which the name of an answer is made while a survey is open.
func TestNoCardHoldsItsTokenInAnyForm(t *testing.T) {
	b := lay(t, membersOnly)
	codes, err := b.NewCards(t.Context(), b.survey, 1)
	must(t, err)
	token, err := b.Invited(t.Context(), b.survey, codes[0], b.key())
	must(t, err)
	b.sends(token, b.key(), surveys.Answers{"where": pick("wood")})
	raw, err := base64.RawURLEncoding.DecodeString(token)
	must(t, err)
	cards := 0
	for c, err := range b.cards.Find(t.Context(), store.Query{}) {
		must(t, err)
		cards++
		kept := strings.ToLower(fmt.Sprintf("%+v", *c))
		for what, part := range map[string][]byte{"the token": raw[:16], "its proof": raw[16:]} {
			for _, form := range []string{string(part), hex.EncodeToString(part), strings.ToLower(base64.RawURLEncoding.EncodeToString(part))} {
				if strings.Contains(kept, strings.ToLower(form)) {
					t.Errorf("a card holds %s: %s", what, kept)
				}
			}
		}
	}
	if cards != 1 {
		t.Fatalf("got %d cards, want the one to look at", cards)
	}
}
