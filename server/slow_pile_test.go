package server

import (
	"testing"
	"time"
)

func TestWrongCodesWaitAfterSixtyInAMinuteAndNobodyIsRefused(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	p := newSlowPile(func() time.Time { return now })
	for i := range wrongCodesAMinute {
		if wait := p.countWrong("192.0.2.1"); wait != 0 {
			t.Fatalf("wrong code %d: got a wait of %v, want none", i+1, wait)
		}
	}
	if wait := p.countWrong("192.0.2.1"); wait != wrongCodeWait {
		t.Errorf("wrong code 61: got a wait of %v, want %v", wait, wrongCodeWait)
	}
	if wait := p.countWrong("192.0.2.2"); wait != 0 {
		t.Errorf("another address: got a wait of %v, want none", wait)
	}
	now = now.Add(time.Minute)
	if wait := p.countWrong("192.0.2.1"); wait != 0 {
		t.Errorf("a minute later: got a wait of %v, want none", wait)
	}
}

func TestAWholeSchoolBehindOneAddressSitsDownBeforeItWaits(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	p := newSlowPile(func() time.Time { return now })
	for i := range seatsASession {
		if wait := p.countSeat("192.0.2.1", "s"); wait != 0 {
			t.Fatalf("seat %d: got a wait of %v, want none", i+1, wait)
		}
	}
	if wait := p.countSeat("192.0.2.1", "s"); wait != seatWait {
		t.Errorf("seat 601: got a wait of %v, want %v", wait, seatWait)
	}
	if wait := p.countSeat("192.0.2.1", "another"); wait != 0 {
		t.Errorf("another session: got a wait of %v, want none", wait)
	}
}

func TestNoAddressIsKeptAndItsNameChangesEveryDay(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	p := newSlowPile(func() time.Time { return now })
	p.countWrong("192.0.2.1")
	before := p.name("192.0.2.1")
	if _, ok := p.wrong[before]; !ok {
		t.Fatal("got no count under the address's name, want one")
	}
	now = now.Add(24 * time.Hour)
	p.countWrong("192.0.2.9")
	if after := p.name("192.0.2.1"); after == before {
		t.Error("got the same name for an address on two days, want another")
	}
	if _, ok := p.wrong[before]; ok {
		t.Error("got yesterday's count still there, want it forgotten")
	}
}
