package polls

import (
	"bytes"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"cairn/store"
	"cairn/surveys"
)

func TestAfterARestoreTheSupportIsTheOneWrittenLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		for i, text := range []string{"garden", "bus", "film"} {
			kept, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), text)
			must(t, kept, err)
		}
		s.rule(room, "garden", true)
		for range 4 {
			kept, err := h.tick(room, h.sit(room), 1, "garden")
			must(t, kept, err)
		}
		<-time.After(time.Minute + tickEvery)
		synctest.Wait()
		kept, err := h.tick(room, h.sit(room), 1, "garden") // after the tally was written
		must(t, kept, err)
		elsewhere := newHallway(t)
		elsewhere.site, elsewhere.words = h.site, s
		elsewhere.gate.Store(true)
		var backup bytes.Buffer
		if err := store.Backup(t.Context(), h.engine, &backup); err != nil {
			t.Fatal(err)
		}
		if err := store.Restore(t.Context(), elsewhere.engine, &backup); err != nil {
			t.Fatal(err)
		}
		rooms := elsewhere.process()
		s.changed = rooms.WordsChanged
		back := elsewhere.room(rooms, room.ID())
		if now := back.View().Now; now.State != Closed || !now.Restored {
			t.Fatalf("restored: got %s, restored %v, want closed and said so", now.State, now.Restored)
		}
		wantSupport(t, back, "restored", map[string]int{"garden": 5})
		elsewhere.reveal(back)
		elsewhere.do(back, Command{Do: DoSeal, Activity: back.View().Now.ID})
		wantSupport(t, back, "sealed", map[string]int{"garden": 5})
		if cell, ok := back.View().Room.Cell(ideaNamed(back, "garden")); !ok || cell.N != 5 {
			t.Errorf("what the room sees: got %+v, want five for the garden", back.View().Room)
		}
	})
}

func TestAPowerCutBetweenTheTallyAndTheEndKeepsTheSupport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		for i := range 3 {
			kept, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), "garden")
			must(t, kept, err)
		}
		s.rule(room, "garden", true)
		at := room.View().Now
		sealUntil(t, room, at, "key")
		crash(room.rooms)
		rooms := h.process()
		s.changed = rooms.WordsChanged
		room = h.room(rooms, room.ID())
		if got := room.View().Now.State; got != Sealed {
			t.Fatalf("got %s, want the seal finished", got)
		}
		wantNothingLeft(t, room, at.ID)
		wantSupport(t, room, "sealed", map[string]int{"garden": 3})
	})
}
