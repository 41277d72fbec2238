package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/store"
	"cairn/store/storetest"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// kept is a document of a collection with a date in the field its days are counted from.
func kept(t *testing.T, s store.Schema, id string, on time.Time) store.Record {
	t.Helper()
	body, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: int64(1)}, {Key: "v", Value: s.Version}, {Key: s.Keep.Field, Value: on}})
	must(t, err)
	return store.Record{ID: id, Rev: 1, Body: body}
}

func TestEveryCollectionIsKeptForItsDaysAndNoLonger(t *testing.T) {
	engine := storetest.Memory(t, schemas()...)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	counted := 0
	for _, s := range schemas() {
		if s.Purpose == "" || s.Keep.Days == 0 && s.Keep.Why == "" {
			t.Errorf("%s: purpose %q, days %d, why %q; want a purpose, and days or a reason", s.Name, s.Purpose, s.Keep.Days, s.Keep.Why)
		}
		if s.Keep.Days == 0 {
			continue
		}
		counted++
		over := time.Duration(s.Keep.Days) * day
		_, err := engine.Insert(t.Context(), s.Name, []store.Record{
			kept(t, s, "over", now.Add(-over-time.Millisecond)), kept(t, s, "last-day", now.Add(-over+time.Millisecond)), kept(t, s, "new", now),
		})
		must(t, err)
	}
	if counted < 8 {
		t.Errorf("got %d collections with days to keep, want the whole table", counted)
	}
	for round := 1; round <= 2; round++ {
		deleted, err := store.Sweep(t.Context(), engine, schemas(), now)
		must(t, err)
		if round == 2 && len(deleted) != 0 {
			t.Errorf("swept again at the same time: got %v deleted, want nothing", deleted)
		}
		for _, s := range schemas() {
			if s.Keep.Days > 0 && round == 1 && deleted[s.Name] != 1 {
				t.Errorf("%s: got %d deleted, want the one that is over", s.Name, deleted[s.Name])
			}
			if left := ids(t, engine, s.Name); s.Keep.Days > 0 && (left["over"] || !left["last-day"] || !left["new"]) {
				t.Errorf("%s after %d days: left are %v", s.Name, s.Keep.Days, left)
			}
		}
	}
}

func TestTheHourlySweepTurnsTheSecretAndLeavesALiveSessionAlone(t *testing.T) {
	var mu sync.Mutex
	ahead := time.Duration(0)
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return time.Now().Add(ahead) }
	h := unfurnished(t, furnish{now: clock})
	h.settle()
	must(t, h.cast("a"))
	was := h.secrets.Current
	must(t, h.close())
	mu.Lock()
	ahead = secretLife
	mu.Unlock()
	again := unfurnished(t, furnish{now: clock, data: h.data})
	again.session, again.ask, again.account = h.session, h.ask, h.account
	again.sweep(t.Context())
	if string(again.secrets.Previous) != string(was) || string(again.secrets.Current) == string(was) {
		t.Error("after a month the secret in use is not a new one with the old one beside it")
	}
	// The room seals what is overdue at its next tick, with the key made under the old secret.
	until(t, "the overdue question's seal with its one answer", func() bool {
		a, ok := again.room().View().Session.Activity(h.ask)
		return ok && len(a.Rounds) == 1 && a.Rounds[0].Tally.Cells["a"] == 1
	})
	must(t, again.close())
	if said := again.said.String(); strings.Contains(said, `"level":"ERROR"`) {
		t.Errorf("the sweep complained:\n%s", said)
	}
}

func TestProcessesThatShareASecretsFolderShareItsSecret(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "secrets")
	start := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	together := func(now time.Time) secretFile {
		t.Helper()
		got := make([]secretFile, 8)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				var err error
				if got[i], err = loadSecrets(dir, now); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for i, s := range got {
			if string(s.Current) != string(got[0].Current) || string(s.Previous) != string(got[0].Previous) {
				t.Fatalf("process %d has another secret than process 0", i)
			}
		}
		return got[0]
	}
	first := together(start)
	second := together(start.Add(secretLife))
	if string(second.Previous) != string(first.Current) {
		t.Error("the month turned more than once")
	}
	last := together(start.Add(secretLife + secretGrace))
	if len(last.Previous) != 0 || string(last.Current) != string(second.Current) {
		t.Error("after the grace the old secret is not gone, or the new one changed")
	}
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 1 || left[0].Name() != secretName {
		t.Errorf("got %s left in the folder, want the one file", fmt.Sprint(left))
	}
	raw, err := os.ReadFile(filepath.Join(dir, secretName))
	must(t, err)
	if strings.Contains(string(raw), base64.StdEncoding.EncodeToString(first.Current)) {
		t.Error("the destroyed secret is still in the file")
	}
	info, err := os.Stat(filepath.Join(dir, secretName))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the secret's file is %v, want it for its owner alone", info.Mode())
	}
}

func TestATurnLeftByACrashIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "turning")
	must(t, os.Mkdir(path, 0o700))
	old := time.Now().Add(-2 * time.Minute)
	must(t, os.Chtimes(path, old, old))
	if _, err := loadSecrets(dir, time.Now()); err != nil {
		t.Fatalf("got %v, want the secrets made", err)
	}
}
