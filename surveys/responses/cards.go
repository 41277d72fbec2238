package responses

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// card is an invitation to a members-only survey: that it was printed, and
// whether a token was given for it. Nothing leads from it to that token.
type card struct {
	store.Meta `bson:",inline"` // made of the code, which is kept nowhere
	Survey     string           `bson:"survey"`
	Given      bool             `bson:"given"`
	Claim      string           `bson:"claim,omitempty"` // keyed name of the page that claimed it, so that it may ask again
	Day        time.Time        `bson:"day"`             // the date it was made on
}

// A card's code: no vowels, nothing that looks like something else, typed in groups of four.
const (
	cardSigns   = "BCDFGHJKLMNPQRSTVWXZ2456789"
	cardLength  = 12
	mostCards   = 500 // made at once
	mostInvited = 5000
)

// Cards says how many invitation cards a survey has, and how many were used.
func (d *Desk) Cards(ctx context.Context, survey string) (made, used int, err error) {
	for c, err := range d.cards.Find(ctx, store.Query{Index: "survey", Equal: []any{survey}}) {
		if err != nil {
			return 0, 0, err
		}
		made++
		if c.Given {
			used++
		}
	}
	return made, used, nil
}

// NewCards makes n invitation cards and gives their codes, which can be had this
// once: "BCDF-GHJK-LMNP". Invalid "responses.cards" for fewer than 1 or more than 500.
func (d *Desk) NewCards(ctx context.Context, survey string, n int) ([]string, error) {
	s, err := d.survey(ctx, survey)
	if err != nil {
		return nil, err
	}
	made, _, err := d.Cards(ctx, survey)
	if err != nil {
		return nil, err
	}
	if n < 1 || n > mostCards || made+n > mostInvited {
		return nil, fault.New(fault.Invalid, "responses.cards", "N", mostCards)
	}
	if s.State == surveys.Shut || s.State == surveys.Archived {
		return nil, fault.New(fault.Closed, "responses.closed")
	}
	codes, docs := make([]string, n), make([]*card, n)
	for i := range codes {
		if codes[i], err = d.cardCode(); err != nil {
			return nil, err
		}
		docs[i] = &card{Meta: store.Meta{ID: d.cardName(survey, codes[i])}, Survey: survey, Day: d.today(ctx, s.Service)}
	}
	return codes, d.cards.Insert(ctx, docs...)
}

// VoidCards takes back every card that was not used, for a stack that was lost.
func (d *Desk) VoidCards(ctx context.Context, survey string) (int, error) {
	n := 0
	for c, err := range d.cards.Find(ctx, store.Query{Index: "survey", Equal: []any{survey}}) {
		if err != nil {
			return n, err
		}
		if c.Given {
			continue
		}
		if err := d.cards.DeleteID(ctx, c.ID); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Invited gives the one token of an invitation card, and marks only that it was
// given. claim is the page's own submission key: the same page may ask again
// when the answer did not reach it. NotFound "responses.nocard"; Closed
// "responses.cardused" for everybody else.
func (d *Desk) Invited(ctx context.Context, survey, code, claim string) (string, error) {
	s, k, done, err := d.enter(ctx, survey)
	if err != nil {
		return "", err
	}
	defer done()
	code = plainCard(code)
	if len(code) != cardLength || !goodKey(claim) || !s.Members {
		return "", fault.New(fault.NotFound, "responses.nocard")
	}
	mine := hex.EncodeToString(mac(k.card, "claim", claim))
	_, err = d.cards.Update(ctx, d.cardName(survey, code), func(c *card) error {
		if c.Given && !hmac.Equal([]byte(c.Claim), []byte(mine)) {
			return fault.New(fault.Closed, "responses.cardused")
		}
		c.Given, c.Claim = true, mine
		return nil
	})
	if fault.Is(err, fault.NotFound) {
		return "", fault.New(fault.NotFound, "responses.nocard")
	}
	if err != nil {
		return "", err
	}
	// The claim is random and kept nowhere, and so is what is made of it.
	return token(mac(k.card, "token", claim, code)[:16]).text(k), nil
}

func (d *Desk) cardName(survey, code string) string { return idOf(d.cardID, survey, plainCard(code)) }

func (d *Desk) cardCode() (string, error) {
	var out strings.Builder
	for n := 0; n < cardLength; {
		var b [1]byte
		if _, err := io.ReadFull(d.d.Random, b[:]); err != nil {
			return "", fault.Wrap(err, "make a card")
		}
		if int(b[0]) >= 256/len(cardSigns)*len(cardSigns) {
			continue // above it some signs would come more often
		}
		if n > 0 && n%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(cardSigns[int(b[0])%len(cardSigns)])
		n++
	}
	return out.String(), nil
}

// plainCard reads a code however it was typed.
func plainCard(code string) string {
	return strings.Map(func(r rune) rune {
		if !strings.ContainsRune(cardSigns, r) {
			return -1
		}
		return r
	}, strings.ToUpper(code))
}
