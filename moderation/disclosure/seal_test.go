package disclosure_test

import (
	"bytes"
	"testing"

	"filippo.io/age"

	"cairn/fault"
	"cairn/moderation/disclosure"
)

func keys(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestEveryRecipientOpensWhatWasSealedAndNobodyElse(t *testing.T) {
	lead, deputy, stranger := keys(t), keys(t), keys(t)
	s, err := disclosure.NewSealer([]string{lead.Recipient().String(), deputy.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	words := []byte("please somebody help me 🫂")
	sealed, err := s.Seal(t.Context(), "link", words)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("help")) {
		t.Error("got readable words in what was sealed")
	}
	for name, id := range map[string]*age.X25519Identity{"lead": lead, "deputy": deputy} {
		if got, err := disclosure.Open(id.String(), sealed); err != nil || !bytes.Equal(got, words) {
			t.Errorf("%s: got %q (%v), want the words", name, got, err)
		}
	}
	if _, err := disclosure.Open(stranger.String(), sealed); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a stranger: got %v, want forbidden", err)
	}
	if _, err := disclosure.Open(lead.String(), sealed[:len(sealed)-1]); err == nil {
		t.Error("a cut-off copy: got words, want an error")
	}
}

func TestASealerNeedsKeysThatCanBeRead(t *testing.T) {
	for name, given := range map[string][]string{
		"none": nil, "rubbish": {"age1rubbish"}, "one of two broken": {keys(t).Recipient().String(), ""},
		"a private key by mistake": {keys(t).String()},
	} {
		if _, err := disclosure.NewSealer(given); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Closed) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
	}
}
