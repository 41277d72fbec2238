package polls

import (
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/surveys"
)

func TestTextBoxesShutWhileOpenAndPhonesAreToldWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _, room := written(t, surveys.CollectNow)
		before := room.View()
		if !before.Text || before.TextWhy != "" {
			t.Fatalf("got text %v, %q, want text boxes open", before.Text, before.TextWhy)
		}
		h.gate.Store(false)
		<-time.After(1100 * time.Millisecond) // the bubble's clock
		after := room.View()
		if after.Text || after.TextWhy != "gate.nobody" {
			t.Errorf("got text %v, %q, want it shut because nobody is on call", after.Text, after.TextWhy)
		}
		if after.PhoneShape == before.PhoneShape {
			t.Error("the phones' shape is the same as before, want them to ask for their page again")
		}
		h.gate.Store(true)
		<-time.After(1100 * time.Millisecond)
		if v := room.View(); !v.Text || v.PhoneShape != before.PhoneShape {
			t.Errorf("somebody is on call again: got text %v, want it open as before", v.Text)
		}
	})
}

func TestATextThatComesAfterTheGateShutIsRefusedWithItsReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := written(t, surveys.CollectNow)
		seat := h.sit(room)
		h.gate.Store(false)
		_, err := h.write(room, seat, "key-shut", "help me")
		if known := fault.Of(err); known == nil || known.Key != "gate.nobody" {
			t.Fatalf("got %v, want the gate's own sentence", err)
		}
		if got := s.texts(); got != "map[]" {
			t.Errorf("items: got %s, want none", got)
		}
		synctest.Wait()
		if room.View().Text {
			t.Error("the room still shows text boxes, want it to have looked at once")
		}
	})
}
