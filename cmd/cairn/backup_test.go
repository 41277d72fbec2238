package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/polls"
	"cairn/store"
	"cairn/store/sqlite"
	"cairn/store/storetest"
)

// lastSecond is a clock that reaches the next minute a second after its start.
func lastSecond() func() time.Time {
	began := time.Now()
	return func() time.Time { return began.Truncate(time.Minute).Add(59 * time.Second).Add(time.Since(began)) }
}

// plain is what a backup holds, unpacked.
func plain(t *testing.T, file string) []byte {
	t.Helper()
	raw, err := os.ReadFile(file)
	must(t, err)
	zip, err := gzip.NewReader(bytes.NewReader(raw))
	must(t, err)
	all, err := io.ReadAll(zip)
	must(t, err)
	return append(all, raw...)
}

// voted fills a house with forty answers that were written down, and goes on
// voting until stop is called; it gives what was written down.
func voted(t *testing.T, h *house) (written map[string]int, stop func()) {
	t.Helper()
	written = map[string]int{"a": 25, "b": 15}
	for pick, n := range written {
		for range n {
			must(t, h.cast(pick))
		}
	}
	until(t, "the minute's tally", func() bool {
		for rec, err := range h.engine.Find(t.Context(), "tallies", store.Query{}) {
			must(t, err)
			if strings.HasPrefix(rec.ID, h.ask) {
				return true
			}
		}
		return false
	})
	ctx, cancel := context.WithCancel(t.Context())
	var voting sync.WaitGroup
	voting.Go(func() {
		for ctx.Err() == nil {
			if err := h.cast("c"); err != nil && ctx.Err() == nil {
				t.Errorf("voting during the backup: %v", err)
				return
			}
		}
	})
	return written, func() { cancel(); voting.Wait() }
}

// until waits for something that another goroutine does.
func until(t *testing.T, what string, happened func() bool) {
	t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
		if happened() {
			tick.Stop()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come within 15 seconds", what)
		}
	}
}

func TestABackupMadeWhileVotingIsRestoredElsewhereOnEitherEngine(t *testing.T) {
	h := openHouse(t, furnish{now: lastSecond()})
	written, stop := voted(t, h)
	file := filepath.Join(t.TempDir(), "hall.backup")
	err := runBackup(t.Context(), []string{file, "--data", h.data, "--secrets", h.config.secrets})
	stop()
	must(t, err)
	nothingSecret(t, h, file)

	second := filepath.Join(t.TempDir(), "elsewhere")
	must(t, runRestore(t.Context(), []string{file, "--data", second}))
	again := filepath.Join(t.TempDir(), "again.backup")
	t.Run("onto the embedded engine", func(t *testing.T) {
		engine, err := sqlite.Open(t.Context(), second)
		must(t, err)
		wantRestored(t, h, engine, second, written)
	})
	t.Run("onto MongoDB and back", func(t *testing.T) {
		onMongo := storetest.OpenMongo(t, storetest.MongoURI(t))
		backup, err := os.Open(file)
		must(t, err)
		defer backup.Close()
		must(t, restoreInto(t.Context(), onMongo, backup))
		must(t, writeBackup(t.Context(), onMongo, again))
		back := filepath.Join(t.TempDir(), "back")
		must(t, runRestore(t.Context(), []string{again, "--data", back}))
		engine, err := sqlite.Open(t.Context(), back)
		must(t, err)
		wantRestored(t, h, engine, back, written)
		wantRestored(t, h, onMongo, t.TempDir()+"/third", written)
	})
}

// nothingSecret looks for ballots, salts and the site secret byte by byte.
func nothingSecret(t *testing.T, h *house, file string) {
	t.Helper()
	found := plain(t, file)
	hunted := map[string][]byte{
		"the site secret":      h.secrets.Current,
		"the form key":         h.secrets.FormKey,
		"the name of ballots":  []byte("\x02c\x00\x08\x00\x00\x00ballots\x00"),
		"the name of salts":    []byte("\x02c\x00\x06\x00\x00\x00salts\x00"),
		"the sealed field":     []byte("\x05sealed\x00"),
		"the data folder name": []byte(h.data),
	}
	counts := map[string]int{}
	for _, collection := range []string{"ballots", "salts"} {
		for rec, err := range h.engine.Find(t.Context(), collection, store.Query{}) {
			must(t, err)
			counts[collection]++
			hunted[collection+" "+rec.ID] = rec.Body
			hunted["id of "+collection+" "+rec.ID] = []byte("\x02_id\x00" + string(rune(len(rec.ID)+1)) + "\x00\x00\x00" + rec.ID + "\x00\x12rev\x00\x01\x00\x00\x00\x00\x00\x00\x00\x10v\x00\x01\x00\x00\x00\x05")
		}
	}
	if counts["ballots"] < 40 || counts["salts"] < 1 {
		t.Fatalf("got %v, want ballots and salts to hunt for", counts)
	}
	for what, bytesOf := range hunted {
		if bytes.Contains(found, bytesOf) {
			t.Errorf("the backup holds %s", what)
		}
	}
	if !bytes.Contains(found, []byte("Which animal?")) {
		t.Error("the backup does not hold the question; what was hunted for may be hidden from this test")
	}
}

// wantRestored opens a whole program on an engine and compares it with where it came from.
func wantRestored(t *testing.T, from *house, engine store.Engine, data string, written map[string]int) {
	t.Helper()
	b := unfurnished(t, furnish{engine: engine, data: data})
	t.Cleanup(func() { _ = b.close() }) // MongoDB's engine is closed by its own cleanup as well
	b.session, b.ask, b.account = from.session, from.ask, from.account
	for _, s := range schemas() {
		if s.NeverSnapshot {
			continue
		}
		want, got := ids(t, from.engine, s.Name), ids(t, engine, s.Name)
		for id := range want {
			if !got[id] {
				t.Errorf("%s: %s did not come along", s.Name, id)
			}
		}
	}
	must(t, b.rooms.Recover(t.Context()))
	now := b.room().View().Now
	if now.ID != from.ask || now.State != polls.Closed || !now.Restored {
		t.Fatalf("the open question: got %s, state %s, restored %v; want it closed and said so", now.ID, now.State, now.Restored)
	}
	b.do(polls.Command{Do: polls.DoSeal, Activity: now.ID})
	sealed, _ := b.room().View().Session.Activity(now.ID)
	last, ok := sealed.Last()
	if !ok || !last.Restored {
		t.Fatalf("got %+v, want a round that says it was restored", last)
	}
	if got := maps.Clone(last.Tally.Cells); !maps.Equal(got, written) {
		t.Errorf("tally: got %v, want %v as it was written last", got, written)
	}
	if _, err := b.office.SignInLink(t.Context(), from.account.ID, time.Minute); err != nil {
		t.Errorf("the account did not come along: %v", err)
	}
}

func ids(t *testing.T, e store.Engine, collection string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for rec, err := range e.Find(t.Context(), collection, store.Query{}) {
		must(t, err)
		all[rec.ID] = true
	}
	return all
}

func TestARestoreWantsAnEmptyStoreAndAWholeFile(t *testing.T) {
	h := openHouse(t, furnish{})
	dir := t.TempDir()
	file := filepath.Join(dir, "whole.backup")
	must(t, runBackup(t.Context(), []string{file, "--data", h.data}))
	target := filepath.Join(dir, "target")

	raw, err := os.ReadFile(file)
	must(t, err)
	half := filepath.Join(dir, "half.backup")
	must(t, os.WriteFile(half, raw[:len(raw)/2], 0o600))
	err = runRestore(t.Context(), []string{half, "--data", target})
	if fault.Of(err).Key != "store.backup" {
		t.Errorf("half a file: got %v, want store.backup", err)
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("half a file made a data folder")
	}

	must(t, runRestore(t.Context(), []string{file, "--data", target}))
	err = runRestore(t.Context(), []string{file, "--data", target})
	if fault.Of(err).Key != "store.notempty" {
		t.Errorf("a store that holds something: got %v, want store.notempty", err)
	}
	if said := sentence(err); !strings.Contains(said, "empty store") {
		t.Errorf("got %q, want a sentence about the empty store", said)
	}
	err = runRestore(t.Context(), []string{file, "--data", h.data})
	if fault.Of(err).Key != "store.locked" {
		t.Errorf("a folder in use: got %v, want store.locked", err)
	}
	err = runBackup(t.Context(), []string{file, "--data", filepath.Join(dir, "nothing")})
	if fault.Of(err).Key != "store.nofolder" {
		t.Errorf("no data: got %v, want store.nofolder", err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup file: %v %v, want it there and for its owner alone", info, err)
	}
}

// full fails as a disk does that has no room left for the backup.
type full struct{ store.Engine }

func (f full) Schemas() []store.Schema { return nil }

func TestABackupThatFailsLeavesTheLastOne(t *testing.T) {
	h := openHouse(t, furnish{})
	dir := t.TempDir()
	file := filepath.Join(dir, "hall.backup")
	must(t, os.WriteFile(file, []byte("last week's"), 0o600))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := writeBackup(ctx, full{h.engine}, file); err == nil {
		t.Fatal("a backup that was broken off said it was written")
	}
	got, err := os.ReadFile(file)
	must(t, err)
	left, err := os.ReadDir(dir)
	must(t, err)
	if string(got) != "last week's" || len(left) != 1 {
		t.Errorf("got %q and %s, want last week's file alone", got, fmt.Sprint(left))
	}
}
