package main

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/staff"
)

func TestAnAppealThatIsLateIsSaidCalmlyInTheQueueAndInTheNumbers(t *testing.T) {
	var ahead atomic.Int64
	h := openHouse(t, furnish{now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	for n := range 3 {
		h.told(fmt.Sprint("fb", n), h.service, fmt.Sprint("Number ", n))
	}
	h.signIn("kim@link.example", h.service, staff.Moderator).rulesOnAndIsAsked("fb0")
	for days, late := range []bool{false, true} {
		ahead.Store(int64(time.Duration(staff.DefaultAppealDays+days) * 24 * time.Hour))
		lou := h.signedIn(fmt.Sprint("lou", days), h.service, staff.Moderator, staff.Administrator)
		page := lou.takeNext()
		if got := strings.Contains(page, "It is late. Its author was told: an answer within 5 days."); got != late {
			t.Errorf("day %d, on the text: got late %v, want %v", staff.DefaultAppealDays+days, got, late)
		}
		if got := strings.Contains(page, "1 of these is late."); got != late {
			t.Errorf("day %d, beside the queue: got late %v, want %v", staff.DefaultAppealDays+days, got, late)
		}
		lou.post("/queue", url.Values{"do": {"away"}})
		if got := strings.Contains(lou.get("/numbers").body, "Somebody has waited longer than 5 days"); got != late {
			t.Errorf("day %d, in the numbers: got late %v, want %v", staff.DefaultAppealDays+days, got, late)
		}
	}
}

// rulesOnAndIsAsked keeps a text back, and its author asks for another look.
func (v *visitor) rulesOnAndIsAsked(item string) {
	v.h.t.Helper()
	v.takeNext()
	v.post("/queue/"+item, url.Values{"reason": {string(moderation.OffTopic)}})
	must(v.h.t, v.h.words.Appeal(v.h.t.Context(), item))
	v.post("/queue", url.Values{"do": {"away"}})
}
