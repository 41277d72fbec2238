package responses

import (
	"context"
	"crypto/hmac"
	"encoding/base64"

	"cairn/fault"
)

// token is what lets somebody answer once, as their browser holds it: 128 random
// bits and their MAC under the survey's key. The server keeps nothing of it.
type token [16]byte

func (t token) text(k *keys) string {
	return base64.RawURLEncoding.EncodeToString(append(t[:], mac(k.seat, string(t[:]))[:16]...))
}

// readToken proves a token. An invented one, one of another survey and one from
// before a restore are Forbidden "responses.notoken".
func readToken(k *keys, text string) (token, error) {
	refused := fault.New(fault.Forbidden, "responses.notoken")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != 32 {
		return token{}, refused
	}
	t := token(raw[:16])
	if !hmac.Equal(raw[16:], mac(k.seat, string(t[:]))[:16]) {
		return token{}, refused
	}
	return t, nil
}

// Token hands out a token of an open survey: 43 signs of base64url. claim is the
// submission key of the form it is for: the same form always gets the same one, so
// that an answer whose acknowledgement was lost is not counted again. Closed where
// the survey takes no answers; Forbidden "responses.membersonly" where it wants a card.
func (d *Desk) Token(ctx context.Context, survey, claim string) (string, error) {
	s, k, done, err := d.enter(ctx, survey)
	if err != nil {
		return "", err
	}
	defer done()
	if s.Members {
		return "", fault.New(fault.Forbidden, "responses.membersonly")
	}
	if !goodKey(claim) {
		return "", fault.New(fault.Invalid, "responses.key")
	}
	// The claim is random and kept nowhere, and so is what is made of it.
	return token(mac(k.card, "open", claim)[:16]).text(k), nil
}

// Holds says whether a token is one of this survey's, as far as it can be told
// while the survey takes answers.
func (d *Desk) Holds(ctx context.Context, survey, text string) bool {
	if text == "" {
		return false
	}
	k, err := d.keysOf(ctx, survey, false)
	if err != nil || k == nil {
		return false
	}
	_, err = readToken(k, text)
	return err == nil
}
