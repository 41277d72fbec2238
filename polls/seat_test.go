package polls

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"cairn/fault"
)

func TestASeatIsProvedByTheSessionsKeyAlone(t *testing.T) {
	key, other := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	token, err := newSeat(rand.Reader, key)
	if err != nil || len(token) != 43 {
		t.Fatalf("token: got %d signs, %v, want 43", len(token), err)
	}
	if _, err := readSeat(key, token); err != nil {
		t.Errorf("its own: got %v, want proved", err)
	}
	flipped := []byte(token)
	flipped[3] ^= 1
	for name, c := range map[string]struct {
		key   []byte
		token string
	}{
		"another session's key": {other, token}, "one sign changed": {key, string(flipped)}, "empty": {key, ""},
		"cut": {key, token[:42]}, "long": {key, token + "A"}, "not base64": {key, strings.Repeat("!", 43)},
	} {
		if _, err := readSeat(c.key, c.token); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: got %v, want forbidden", name, err)
		}
	}
}

func TestTagsOfTwoActivitiesHaveNothingInCommon(t *testing.T) {
	secret := bytes.Repeat([]byte{7}, 32)
	one, _ := newKeys(secret, []byte("salt one"))
	two, _ := newKeys(secret, []byte("salt two"))
	seat := Seat{bytes: [16]byte{1, 2, 3}}
	if one.tagOf(seat) == two.tagOf(seat) {
		t.Error("a seat has the same tag in two activities, so its ballots could be joined")
	}
	if len(one.tagOf(seat)) < 32 {
		t.Errorf("tag: got %d signs, want 16 bytes in hex", len(one.tagOf(seat)))
	}
}

func TestASealedAnswerOpensOnlyInItsPlaceAndHidesItsLength(t *testing.T) {
	k, _ := newKeys(bytes.Repeat([]byte{7}, 32), []byte("salt"))
	short, err := k.sealed(rand.Reader, "here", []byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	long, _ := k.sealed(rand.Reader, "here", bytes.Repeat([]byte("b"), 90))
	if len(short) != len(long) {
		t.Errorf("lengths: got %d and %d, want the same", len(short), len(long))
	}
	if plain, err := k.opened("here", short); err != nil || string(plain) != "a" {
		t.Errorf("opened: got %q, %v, want a", plain, err)
	}
	if _, err := k.opened("elsewhere", short); err == nil {
		t.Error("a ballot moved to another id opened, want a refusal")
	}
	for n := range 300 {
		plain := bytes.Repeat([]byte{0}, n)
		box, _ := k.sealed(rand.Reader, "x", plain)
		if got, err := k.opened("x", box); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d zero bytes: got %d, %v", n, len(got), err)
		}
	}
	if _, err := k.opened("here", nil); err == nil {
		t.Error("an empty box opened, want a refusal")
	}
}

func TestJoinCodesHaveNoVowelsAndNoLookAlikes(t *testing.T) {
	seen := map[string]bool{}
	for range 2_000 {
		c, err := newCode(rand.Reader)
		if err != nil || len(c) != CodeLength || strings.ContainsAny(c, "AEIOUY01258LSZBV6") {
			t.Fatalf("code: got %q, %v", c, err)
		}
		seen[c] = true
	}
	if len(seen) < 1_990 {
		t.Errorf("2,000 codes: got %d different ones", len(seen))
	}
	for place := range CodeLength { // whoever knows one code knows nothing of the next
		signs := map[byte]int{}
		for c := range seen {
			signs[c[place]]++
		}
		for i := range codeSigns {
			if n := signs[codeSigns[i]]; n < 50 || n > 190 { // 111 on average
				t.Errorf("sign %d is %q in %d of 2,000 codes, want each as often as any other", place+1, codeSigns[i], n)
			}
		}
	}
	for typed, want := range map[string]string{"cdf ghj": "CDFGHJ", " C-D-F-G-H-J ": "CDFGHJ", "CDFGH": "", "CDFGHA": "", "": "", "CDFGHJK": ""} {
		got, ok := TidyCode(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", typed, got, ok, want)
		}
	}
}

func TestASiteSecretThatIsTooShortCarriesNothing(t *testing.T) {
	if _, err := Build(Parts{Secrets: Secrets{Current: []byte("short")}}); err == nil {
		t.Error("got rooms, want a refusal")
	}
}

func FuzzASealedBallotFromAnywhereNeverCrashes(f *testing.F) {
	k, _ := newKeys(bytes.Repeat([]byte{7}, 32), []byte("salt"))
	raw, _ := content{Pick: []string{"a"}}.bytes()
	box, _ := k.sealed(rand.Reader, "id", raw)
	f.Add(box, raw, "cdf ghj")
	f.Fuzz(func(t *testing.T, box, raw []byte, typed string) {
		if plain, err := k.opened("id", box); err == nil {
			_, _ = readContent(plain)
		}
		if c, err := readContent(raw); err == nil {
			if _, err := c.bytes(); err != nil {
				t.Errorf("what was read cannot be written: %v", err)
			}
		}
		if code, ok := TidyCode(typed); ok && len(code) != CodeLength {
			t.Errorf("code: got %q", code)
		}
	})
}
