package polls

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/store/sqlite"
	"cairn/surveys"
)

// crash drops every room of a process as a power cut does: nothing is drained,
// written or given back.
func crash(rooms *Rooms) {
	rooms.mu.Lock()
	defer rooms.mu.Unlock()
	rooms.stopped = true
	for _, o := range rooms.open {
		<-o.ready
		o.room.yield()
		<-o.room.done
	}
	clear(rooms.open)
}

func TestAfterAPowerCutEveryAcknowledgedBallotIsThereOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		first := h.process()
		room := h.live(first, place3(surveys.PrivateNo))
		id := room.ID()
		token, _ := room.Sit(t.Context(), room.View().Session.Door.Code)
		seat, _ := room.Seat(token)
		_, _ = room.Cast(t.Context(), seat, cast(room, "before-the-cut", 1, "a"))
		_, _ = room.Cast(t.Context(), seat, cast(room, "changed-before", 2, "b"))
		_, _ = h.pick(room, h.sit(room), 1, "c")
		crash(first)

		room = h.room(h.process(), id)
		wantTally(t, h.tally(room), map[string]int{"b": 1, "c": 1})
		seat, err := room.Seat(token)
		if err != nil {
			t.Fatalf("the seat after the cut: %v", err)
		}
		if mine, ok := room.Mine(seat, room.View().Now.ID); !ok || mine.Answer.Pick[0] != "b" || mine.Counter != 2 {
			t.Errorf("mine after the cut: got %+v, %v, want b", mine, ok)
		}
		if room.View().Desk.Seats != 2 {
			t.Errorf("seats after the cut: got %d, want 2", room.View().Desk.Seats)
		}
		kept, err := room.Cast(t.Context(), seat, cast(room, "before-the-cut", 1, "a"))
		if err != nil || kept.Answer.Pick[0] != "b" {
			t.Errorf("an old answer sent again: got %v, %v, want the kept b", kept, err)
		}
		kept, err = room.Cast(t.Context(), seat, cast(room, "changed-before", 2, "c"))
		if err != nil || kept.Answer.Pick[0] != "c" {
			t.Errorf("back, then another: got %v, %v, want c", kept, err)
		}
		wantTally(t, h.tally(room), map[string]int{"c": 2})
	})
}

func TestSealingIsFinishedWhereverACrashCame(t *testing.T) {
	for _, step := range []string{"before anything", "after the tally", "after the ballots", "after the key"} {
		t.Run(step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHallway(t)
				first := h.process()
				room := h.live(first, place3(surveys.PrivateNo))
				for _, p := range []string{"a", "a", "b"} {
					_, _ = h.pick(room, h.sit(room), 1, p)
				}
				id, at := room.ID(), room.View().Now
				sealUntil(t, room, at, step)
				crash(first)

				room = h.room(h.process(), id)
				if a := room.View().Now; step != "before anything" && a.State != Sealed {
					t.Errorf("after the restart: got %s, want sealed", a.State)
				}
				h.do(room, Command{Do: DoSeal, Activity: at.ID})
				wantTally(t, h.tally(room), map[string]int{"a": 2, "b": 1})
				wantNothingLeft(t, room, at.ID)
			})
		})
	}
}

// sealUntil does the steps of sealing up to the one named and no further.
func sealUntil(t *testing.T, room *Room, a Activity, step string) {
	t.Helper()
	err := room.inWriter(t.Context(), func(ctx context.Context) error {
		kept := room.rooms.kept
		if step == "before anything" {
			return nil
		}
		doc, err := room.finalTally(ctx, a)
		if err != nil {
			return err
		}
		if err := kept.tallies.Insert(ctx, doc); err != nil || step == "after the tally" {
			return err
		}
		if _, err := kept.ballots.Delete(ctx, ballotsOf(a.ID, 0)); err != nil || step == "after the ballots" {
			return err
		}
		return kept.salts.DeleteID(ctx, a.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func wantNothingLeft(t *testing.T, room *Room, activity string) {
	t.Helper()
	kept := room.rooms.kept
	left, err := kept.ballots.All(t.Context(), store.Query{})
	if err != nil || len(left) > 0 {
		t.Errorf("ballots after sealing: got %d, %v, want none", len(left), err)
	}
	if _, err := kept.salts.Get(t.Context(), activity); !fault.Is(err, fault.NotFound) {
		t.Errorf("the key's salt after sealing: got %v, want none", err)
	}
}

func TestAnActivityIsSealedTwelveHoursAfterOpeningAlsoByTheNextProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		first := h.process()
		room := h.live(first, place3(surveys.PrivateNo))
		id, at := room.ID(), room.View().Now.ID
		_, _ = h.pick(room, h.sit(room), 1, "a")
		crash(first)
		<-time.After(SealAfter)
		second := h.process()
		if err := second.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		room = h.room(second, id)
		<-time.After(2 * tickEvery)
		synctest.Wait()
		if a, _ := room.View().Session.Activity(at); a.State != Sealed || a.Rounds[0].Revealed {
			t.Errorf("twelve hours on: got %s, want sealed and not revealed", a.State)
		}
		wantNothingLeft(t, room, at)
	})
}

func TestAfterARestoreAnOpenActivityComesBackClosedWithItsLastTally(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		first := h.process()
		room := h.live(first, place3(surveys.PrivateNo))
		for _, p := range []string{"a", "a", "b"} {
			_, _ = h.pick(room, h.sit(room), 1, p)
		}
		<-time.After(time.Minute + tickEvery)
		synctest.Wait()
		_, _ = h.pick(room, h.sit(room), 1, "c") // after the tally was written
		elsewhere := newHallway(t)
		elsewhere.site = h.site
		var backup bytes.Buffer
		if err := store.Backup(t.Context(), h.engine, &backup); err != nil {
			t.Fatal(err)
		}
		if err := store.Restore(t.Context(), elsewhere.engine, &backup); err != nil {
			t.Fatal(err)
		}
		back := elsewhere.room(elsewhere.process(), room.ID())
		now := back.View().Now
		if now.State != Closed || !now.Restored {
			t.Fatalf("restored: got %s, restored %v, want closed and said so", now.State, now.Restored)
		}
		wantTally(t, elsewhere.tally(back), map[string]int{"a": 2, "b": 1})
		if err := back.Do(t.Context(), staff(), Command{Do: DoOpen, Activity: now.ID}); !fault.Is(err, fault.Conflict) {
			t.Errorf("open again: got %v, want a refusal", err)
		}
		elsewhere.reveal(back)
		wantTally(t, elsewhere.tally(back), map[string]int{"a": 2, "b": 1})
		elsewhere.do(back, Command{Do: DoSeal, Activity: now.ID})
		if last, _ := back.View().Now.Last(); !last.Restored {
			t.Error("the sealed round does not say that it was restored")
		}
	})
}

func TestNoFileJoinsASeatToAnAnswer(t *testing.T) {
	dir := t.TempDir()
	engine, err := sqlite.Open(t.Context(), dir, sqlite.WithSynchronousOff())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	if err := engine.Ensure(t.Context(), append(Schemas(), store.LeaseSchema())); err != nil {
		t.Fatal(err)
	}
	h := &hallway{t: t, engine: engine, site: Secrets{Current: bytes.Repeat([]byte{7}, 32)}}
	rooms := h.process()
	room := h.live(rooms, place3(surveys.PrivateNo))
	var hidden [][]byte
	var tokens []string
	at := room.View().Now
	for _, p := range []string{"a", "b", "b", "c"} {
		token, _ := room.Sit(t.Context(), room.View().Session.Door.Code)
		seat, _ := room.Seat(token)
		if _, err := h.pick(room, seat, 1, p); err != nil {
			t.Fatal(err)
		}
		raw, _ := content{Pick: []string{p}}.bytes()
		hidden = append(hidden, []byte(token), seat.bytes[:], []byte(hex.EncodeToString(seat.bytes[:])), raw)
		tokens = append(tokens, room.keys[at.ID].tagOf(seat))
	}
	wantAbsent(t, dir, "while open", hidden)
	h.do(room, Command{Do: DoSeal, Activity: at.ID})
	wantNothingLeft(t, room, at.ID)
	wantAbsent(t, dir, "after sealing", hidden)
	for _, tag := range tokens {
		for rec, err := range engine.Snapshot(t.Context()) {
			if err != nil || bytes.Contains(rec.Record.Body, []byte(tag)) {
				t.Errorf("a tag in a backup: %s, %v", rec.Collection, err)
			}
		}
	}
}

func wantAbsent(t *testing.T, dir, when string, hidden [][]byte) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("files of the store: got %d, %v", len(files), err)
	}
	looked := false
	for _, name := range files {
		bytesIn, err := os.ReadFile(name)
		if err != nil {
			continue // the lock file
		}
		looked = looked || bytes.Contains(bytesIn, []byte("A place to go"))
		for _, secret := range hidden {
			if bytes.Contains(bytesIn, secret) {
				t.Errorf("%s: %s holds %q", when, filepath.Base(name), secret)
			}
		}
	}
	if !looked {
		t.Errorf("%s: the session's title is in no file, so nothing was looked at", when)
	}
}
