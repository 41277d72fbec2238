package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/store"
)

// holding names the files of the house's data folder in which words stand.
func (h *house) holding(words string) []string {
	h.t.Helper()
	var found []string
	must(h.t, filepath.WalkDir(h.data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(raw), []byte(words)) {
			found = append(found, d.Name())
		}
		return err
	}))
	return found
}

func TestWordsThatWerePassedOnStandInNoneOfTheDatabasesFiles(t *testing.T) {
	h := openHouse(t, furnish{})
	ids := []string{store.NewID(bytes.NewReader(bytes.Repeat([]byte{1}, 16))), "b", "c"}
	for i, text := range []string{"quaverly mill is where we meet on mondays", "more dogs", "more cats"} {
		_, err := h.words.Submit(t.Context(), moderation.NewText{
			ID: ids[i], Service: h.service, Source: moderation.Feedback, Lang: "en", Text: text, Example: true,
		})
		must(t, err)
	}
	must(t, h.engine.Scrub(t.Context())) // as after some hours: they stand in the file itself
	item, err := h.words.Item(t.Context(), ids[0])
	must(t, err)
	if item.State != moderation.Held || len(h.holding("quaverly")) == 0 {
		t.Fatalf("got %s, and the words in %v; want them readable to begin with, else this test sees nothing", item.State, h.holding("quaverly"))
	}
	drain(h)
	_, err = h.words.Worry(t.Context(), moderation.Ruling{Item: ids[0], By: h.account.ID})
	must(t, err)
	if len(h.safety.scrubs) != 1 {
		t.Error("got nobody asked to scrub, want it soon after the words went")
	}
	must(t, h.engine.Scrub(t.Context()))
	if found := h.holding("quaverly"); len(found) != 0 {
		t.Errorf("got the words still in %v", found)
	}
}

func drain(h *house) {
	select {
	case <-h.safety.scrubs:
	default:
	}
}

// scrubbed is an engine that says when it was asked to scrub, and is busy at first.
type scrubbed struct {
	store.Engine
	at   []time.Time
	busy int
}

func (s *scrubbed) Scrub(context.Context) error {
	s.at = append(s.at, time.Now())
	if s.busy--; s.busy >= 0 {
		return fault.New(fault.TooMany, "store.busy")
	}
	return nil
}

func TestFilesAreScrubbedAtTheStartSoonAfterWordsWentAndAgainWhereSomebodyRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := &scrubbed{busy: 1}
		a := &app{engine: engine, safety: safety{scrubs: make(chan struct{}, 1)}}
		ctx, stop := context.WithCancel(t.Context())
		began, done := time.Now(), make(chan error, 1)
		go func() { a.scrubOften(ctx); done <- errors.New("ended") }()
		time.AfterFunc(time.Minute, func() { a.scrubSoon(); a.scrubSoon() })
		time.AfterFunc(time.Minute+time.Second, a.scrubSoon)
		time.AfterFunc(2*time.Minute, stop)
		<-done
		var after []time.Duration
		for _, at := range engine.at {
			after = append(after, at.Sub(began))
		}
		want := []time.Duration{0, scrubAgain, time.Minute, time.Minute + scrubPause}
		if !slices.Equal(after, want) {
			t.Errorf("got scrubs after %v, want %v", after, want)
		}
	})
}
