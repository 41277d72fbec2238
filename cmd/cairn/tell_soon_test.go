package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/moderation/disclosure"
	"cairn/moderation/oncall"
	"cairn/staff"
)

func TestTheNoticeSaysHowSoonOnceAMonthOfItIsOver(t *testing.T) {
	clock := &turned{}
	h := openHouse(t, furnish{now: clock.now})
	page := h.opensTelling()
	if got := h.visitor().get(page).body; strings.Contains(got, "by the next day") {
		t.Error("there is no figure yet, and the notice tells one")
	}
	for n := range 30 {
		h.wrote(fmt.Sprint("soon", n), "More walks please", h.now().AddDate(0, 0, -1), false)
	}
	clock.on(32 * 24 * time.Hour)
	must(t, h.words.Freeze(t.Context(), h.service))
	h.gate.Forget()
	_, err := h.rota.Accept(t.Context(), oncall.Acceptance{Service: h.service, Account: h.lead.ID, Number: "07700 900123", From: h.now(), Until: h.now().Add(time.Hour)})
	must(t, err)
	for _, who := range []*staff.Account{h.lead, h.deputy} { // a month on, each key opens its test item again
		_, err := h.safety.keys.OpenTest(t.Context(), disclosure.Who{Account: who.ID}, h.service, keyPassphrase)
		must(t, err)
	}
	if got := h.visitor().get(page).body; !strings.Contains(got, "Most messages are read by the next day.") {
		t.Errorf("got\n%s\nwant how soon messages were read last month", got)
	}
}
