package responses

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"io"

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

// Token hands out a token of an open survey: 43 signs of base64url. Closed where
// the survey takes no answers; Forbidden "responses.membersonly" where it wants a card.
func (d *Desk) Token(ctx context.Context, survey string) (string, error) {
	s, k, done, err := d.enter(ctx, survey)
	if err != nil {
		return "", err
	}
	defer done()
	if s.Members {
		return "", fault.New(fault.Forbidden, "responses.membersonly")
	}
	var t token
	if _, err := io.ReadFull(d.d.Random, t[:]); err != nil {
		return "", fault.Wrap(err, "make a token")
	}
	return t.text(k), nil
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
