package receipts_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"cairn/fault"
	"cairn/moderation/receipts"
	"cairn/moderation/workdays"
	"cairn/store"
	"cairn/store/storetest"
)

// desk is Threads on a real store, with a clock the test turns.
type desk struct {
	*receipts.Threads
	engine store.Engine
	now    time.Time
	off    workdays.Holidays // of every service; nil is none
}

func open(t *testing.T) *desk { return openWith(t, nil, bytes.Repeat([]byte{7}, 32)) }

func openWith(t *testing.T, engine store.Engine, pepper []byte) *desk {
	t.Helper()
	if engine == nil {
		engine = storetest.Memory(t, receipts.Schemas()...)
	}
	d := &desk{engine: engine, now: time.Date(2026, 11, 19, 15, 0, 0, 0, time.UTC)} // a Thursday
	var err error
	d.Threads, err = receipts.Open(receipts.Deps{
		Engine: engine, Now: func() time.Time { return d.now }, Random: rand.Reader, Pepper: pepper,
		Holidays: func(context.Context, string) (workdays.Holidays, error) { return d.off, nil },
	})
	must(t, err)
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const formKey = "0123456789abcdef01234567"

func (d *desk) begin(t *testing.T, key string, items ...string) (pictures []string, replyTo string) {
	t.Helper()
	pictures, replyTo, err := d.Begin(t.Context(), receipts.New{Service: "link", Key: key, Items: items})
	must(t, err)
	return pictures, replyTo
}

func TestTheSixPicturesOpenTheThreadAndNothingElseDoes(t *testing.T) {
	d := open(t)
	pictures, _ := d.begin(t, formKey, "item-a")
	found, err := d.Find(t.Context(), pictures)
	if err != nil || found.Service != "link" || !slices.Equal(found.Items, []string{"item-a"}) {
		t.Fatalf("got %+v, %v; want the thread with its item", found, err)
	}
	other := d.Album().All()[0].Code
	if other == pictures[5] {
		other = d.Album().All()[1].Code
	}
	swapped := slices.Clone(pictures)
	swapped[0], swapped[1] = swapped[1], swapped[0]
	for name, wrong := range map[string][]string{
		"another last picture": append(slices.Clone(pictures[:5]), other), "two swapped": swapped, "five": pictures[:5],
		"none": nil, "no pictures of ours": {"a", "b", "c", "d", "e", "f"}, "seven": append(slices.Clone(pictures), other),
	} {
		if _, err := d.Find(t.Context(), wrong); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v, want not found", name, err)
		}
	}
}

func TestAFormSentTwiceIsOneReceiptAndOneItem(t *testing.T) {
	d := open(t)
	first, _ := d.begin(t, formKey, d.ItemID(formKey, "the same words"))
	again, _ := d.begin(t, formKey, d.ItemID(formKey, "the same words"))
	if !slices.Equal(first, again) {
		t.Errorf("got %v and then %v, want the same six", first, again)
	}
	d.begin(t, formKey, d.ItemID(formKey, "changed after Back"))
	found, err := d.Find(t.Context(), first)
	must(t, err)
	if len(found.Items) != 2 {
		t.Errorf("got %d items, want one for the same words and one for others", len(found.Items))
	}
	elsewhere, _ := d.begin(t, "another-form-key-0001", "x")
	if slices.Equal(first, elsewhere) {
		t.Error("another form has the same pictures")
	}
}

func TestAReceiptNeedsThePepperAndTheStoreTellsNeitherPicturesNorAuthor(t *testing.T) {
	d := open(t)
	pictures, replyTo := d.begin(t, formKey, "item-a")
	stranger := openWith(t, d.engine, bytes.Repeat([]byte{8}, 32))
	if _, err := stranger.Find(t.Context(), pictures); !fault.Is(err, fault.NotFound) {
		t.Errorf("with another pepper: got %v, want not found", err)
	}
	if drawn, _ := stranger.begin(t, formKey, "item-b"); slices.Equal(drawn, pictures) {
		t.Error("the pictures can be drawn without the pepper")
	}
	for snapshot, err := range d.engine.Snapshot(t.Context()) {
		must(t, err)
		raw := snapshot.Record.Body.String() + snapshot.Record.ID
		for _, secret := range append(slices.Clone(pictures), formKey, replyTo, hex.EncodeToString([]byte(formKey))) {
			if strings.Contains(raw, secret) {
				t.Errorf("the store holds %q: %s", secret, raw)
			}
		}
	}
}

func TestPicturesAreDrawnEvenlyAndNoneTwice(t *testing.T) {
	a, err := receipts.OpenAlbum()
	must(t, err)
	if n := len(a.All()); n < 600 {
		t.Fatalf("got %d pictures, want 600 at least", n)
	}
	d := open(t)
	seen := map[string]bool{}
	for i := range 40 { // each costs a lock
		pictures, _ := d.begin(t, formKey+string(rune('A'+i%26))+string(rune('a'+i/26)), "x")
		for j, p := range pictures {
			if seen[p] = true; slices.Contains(pictures[:j], p) {
				t.Errorf("%v has a picture twice", pictures)
			}
		}
	}
	if len(seen) < 150 {
		t.Errorf("240 draws gave %d pictures, want most of them different", len(seen))
	}
}

func TestMoreCanBeAddedUpToAPointAndStaysOnce(t *testing.T) {
	d := open(t)
	pictures, _ := d.begin(t, formKey, "a")
	found, err := d.Find(t.Context(), pictures)
	must(t, err)
	must(t, d.Add(t.Context(), found.Key, "b", "a", "b"))
	again, err := d.Reopen(t.Context(), found.Key)
	must(t, err)
	if !slices.Equal(again.Items, []string{"a", "b"}) {
		t.Errorf("got %v, want a and b once", again.Items)
	}
	many := make([]string, 300)
	for i := range many {
		many[i] = "many-" + string(rune('a'+i%26)) + string(rune('a'+i/26))
	}
	if err := d.Add(t.Context(), found.Key, many...); !fault.Is(err, fault.TooMany) {
		t.Errorf("302 items: got %v, want a polite no", err)
	}
}

func TestASealedReplyIsReadByItsReceiptAlone(t *testing.T) {
	d := open(t)
	pictures, replyTo := d.begin(t, formKey, "a")
	others, _ := d.begin(t, "another-form-key-0001", "b")
	to, err := age.ParseX25519Recipient(replyTo)
	must(t, err)
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, to)
	must(t, err)
	_, err = w.Write([]byte("Alex will ring you at school."))
	must(t, err)
	must(t, w.Close())
	must(t, d.SealedReply(t.Context(), replyTo, sealed.Bytes()))
	must(t, d.SealedReply(t.Context(), replyTo, sealed.Bytes())) // twice is once
	for name, c := range map[string]struct {
		pictures []string
		want     int
	}{"its own": {pictures, 1}, "another": {others, 0}} {
		found, err := d.Find(t.Context(), c.pictures)
		must(t, err)
		answers, err := d.Answers(t.Context(), found)
		must(t, err)
		if len(answers) != c.want || c.want == 1 && answers[0].Text != "Alex will ring you at school." {
			t.Errorf("%s receipt: got %+v, want %d", name, answers, c.want)
		}
	}
	if err := d.SealedReply(t.Context(), "age1nonsense", sealed.Bytes()); !fault.Is(err, fault.Invalid) {
		t.Errorf("to nobody: got %v, want a refusal", err)
	}
}

// A thousand at once must not fill the memory: each lock takes 19 MiB.
func TestAThousandAtOnceAreAskedToTryAgain(t *testing.T) {
	d := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	pictures := []string{}
	for _, p := range d.Album().All()[:6] {
		pictures = append(pictures, p.Code)
	}
	var wg sync.WaitGroup
	kinds := make(chan fault.Kind, 1000)
	for range 1000 {
		wg.Go(func() {
			_, err := d.Find(ctx, pictures)
			kinds <- fault.Of(err).Kind
		})
	}
	first := <-kinds
	cancel()
	wg.Wait()
	close(kinds)
	busy := 0
	for k := range kinds {
		if k == fault.TooMany {
			busy++
		} else if k != fault.NotFound {
			t.Errorf("got %v, want not found or try again", k)
		}
	}
	if busy < 500 {
		t.Errorf("got %d asked to try again (the first was %v), want most of a thousand", busy, first)
	}
}
