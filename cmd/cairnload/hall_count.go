package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// expect begins to wait for everybody's answer.
func (h *hall) expect() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.place, h.picked, h.says, h.all = "", map[string]int{}, map[string]string{}, make(chan struct{})
	h.missing = map[int]bool{}
	for i := range h.guests {
		h.missing[i] = true
	}
	h.opened = time.Now()
}

// seen notes that a phone has the open question before it.
func (h *hall) seen(g *guest) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.report.live(g.way, time.Since(h.opened))
}

// kept notes a phone's last answer, which the server has said is in.
func (h *hall) kept(g *guest) {
	h.mu.Lock()
	defer h.mu.Unlock()
	place := g.page.activity + "." + g.page.round
	if h.place == "" {
		h.place = place
	}
	if place != h.place || !h.missing[g.index] {
		h.report.wrong(fmt.Sprintf("phone %d answered %s, and the room is at %s", g.index, place, h.place))
		return
	}
	delete(h.missing, g.index)
	h.picked[g.pick]++
	h.says[g.pick] = g.page.says[g.pick]
	if len(h.missing) == 0 {
		close(h.all)
	}
}

// lagging says who has not heard yet, by manner.
func (h *hall) lagging() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	who := map[string]int{}
	for i := range h.missing {
		who[h.guests[i].way]++
	}
	var said []string
	for _, way := range slices.Sorted(maps.Keys(who)) {
		said = append(said, fmt.Sprintf("%d of %s", who[way], way))
	}
	return strings.Join(said, ", ")
}

// differences sets what the wall shows, by its words, beside what was acknowledged.
func (h *hall) differences(shown map[string]int) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var found []string
	seen := map[string]bool{}
	for _, pick := range slices.Sorted(maps.Keys(h.picked)) {
		words := h.says[pick]
		seen[words] = true
		if n, is := shown[words]; !is || n != h.picked[pick] {
			found = append(found, fmt.Sprintf("%q: %d phones were told it is in, the wall shows %d", words, h.picked[pick], n))
		}
	}
	for _, words := range slices.Sorted(maps.Keys(shown)) {
		if !seen[words] && shown[words] != 0 {
			found = append(found, fmt.Sprintf("%q: nobody was told it is in, the wall shows %d", words, shown[words]))
		}
	}
	return found
}

// memory notes what the program holds now, if it is more than ever before.
func (h *hall) memory() {
	if used, err := h.house.Use(); err == nil {
		h.report.MiB = max(h.report.MiB, used.Resident>>20)
	}
}
