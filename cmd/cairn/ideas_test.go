package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cairn/moderation"
	"cairn/polls"
	"cairn/surveys"
)

// gives lets a new seat answer the ideas that are open.
func (h *house) gives(a surveys.Answer) {
	h.t.Helper()
	room := h.room()
	token, err := room.Sit(h.t.Context(), h.code)
	must(h.t, err)
	seat, err := room.Seat(token)
	must(h.t, err)
	now := room.View().Now
	_, err = room.Cast(h.t.Context(), seat, polls.Cast{Activity: now.ID, Round: now.Round, Key: "key-" + token[:16], Counter: 1, Answer: a})
	must(h.t, err)
}

// ideas asks for ideas in the room and gives their activity.
func (h *house) ideas() string {
	h.t.Helper()
	h.do(polls.Command{Do: polls.DoAdd, N: -1, Question: surveys.Question{
		Kind: "ideas", Private: surveys.PrivateNo, Full: surveys.Words{"en": "What should we try?"},
	}})
	agenda := h.room().View().Session.Agenda
	at := agenda[len(agenda)-1].ID
	h.do(polls.Command{Do: polls.DoOpen, Activity: at})
	return at
}

// approved lets these texts be shown, and waits until the room has them.
func (h *house) approved(activity string, texts ...string) {
	h.t.Helper()
	held, err := h.words.HeldItems(h.t.Context(), activity)
	must(h.t, err)
	for _, item := range held {
		if slices.Contains(texts, item.Text) {
			_, err := h.words.Show(h.t.Context(), moderation.Ruling{Item: item.ID, By: h.account.ID}, nil)
			must(h.t, err)
		}
	}
	until(h.t, "the approved ideas", func() bool { return len(h.room().View().Labels) == len(texts) })
}

// TestIdeasGoFromPhonesToBothPrints goes the whole way on the real program: only
// what somebody let be quoted is in the print to share, no print names an item,
// and what was ticked is in all files alike.
func TestIdeasGoFromPhonesToBothPrints(t *testing.T) {
	h := openHouse(t, furnish{})
	at := h.ideas()
	const bus, garden, quiet, never = "A later bus", "A garden", "A quiet room", "Nobody decided on this"
	for text, quote := range map[string]bool{bus: true, garden: true, quiet: false, never: true} {
		h.gives(surveys.Answer{Text: text, Quote: quote})
	}
	h.do(polls.Command{Do: polls.DoClose, Activity: at})
	sam := h.member()
	desk := sam.get(h.deskPath()).body
	for _, text := range []string{bus, garden, quiet, never} {
		if !strings.Contains(desk, text) {
			t.Fatalf("the desk does not hold %q, want every idea there after closing", text)
		}
	}
	h.approved(at, bus, garden, quiet)
	h.do(polls.Command{Do: polls.DoOpen, Activity: at})
	ids := map[string]string{}
	for _, i := range h.room().View().Ideas {
		ids[i.Text] = i.ID
	}
	for n := range 36 {
		pick := []string{ids[bus]}
		if n%2 == 0 {
			pick = append(pick, ids[garden])
		}
		if n%3 == 0 {
			pick = append(pick, ids[quiet])
		}
		h.gives(surveys.Answer{Pick: pick})
	}
	h.revealed(at)
	h.do(polls.Command{Do: polls.DoSeal, Activity: at})

	base := "/sessions/" + h.session
	items, err := h.words.ShownItems(t.Context(), at)
	must(t, err)
	for print, want := range map[string][]string{"team": {bus, garden, quiet}, "share": {bus, garden}} {
		report := sam.report(base + "/report.json?for=" + print)
		last := report.Items[len(report.Items)-1]
		var got []string
		for _, text := range last.Texts {
			got = append(got, text.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q, most supported first", print, got, want)
		}
		for _, path := range []string{"/report?for=", "/report.json?for=", "/report.csv?for="} {
			body := sam.get(base + path + print).body
			if strings.Contains(body, never) || print == "share" && strings.Contains(body, quiet) {
				t.Errorf("%s%s has words in it that are not for it", path, print)
			}
			for _, item := range items {
				if strings.Contains(body, item.ID) {
					t.Errorf("%s%s names item %s, want no item's id in it", path, print, item.ID)
				}
			}
		}
	}
	want := map[string]string{bus: "37", garden: "19", quiet: "13"}
	for _, row := range sam.csvRows(base + "/report.csv?for=team") {
		if n, idea := want[row[4]]; idea && row[5] != n {
			t.Errorf("CSV: got %s for %q, want %s", row[5], row[4], n)
		}
	}
	book := sam.book(base + "/report.xlsx?for=team")
	defer func() { must(t, book.Close()) }()
	rows, err := book.GetRows(book.GetSheetList()[len(book.GetSheetList())-1])
	must(t, err)
	if !strings.Contains(fmt.Sprint(rows), bus+" 37") {
		t.Errorf("XLSX: got %v, want %q with 37", rows, bus)
	}
}

func TestAnAgendaWithIdeasGoesThroughAFile(t *testing.T) {
	h := openHouse(t, furnish{})
	h.do(polls.Command{Do: polls.DoAdd, N: -1, Question: surveys.Question{
		Kind: "questions", Order: surveys.OrderNewest, Private: surveys.PrivateNo, Full: surveys.Words{"en": "What do you want to ask us?"},
	}})
	file := h.member().get("/sessions/" + h.session + "/file").body
	read, err := polls.LoadFile(strings.NewReader(file))
	must(t, err)
	last := read.Activities()[len(read.Agenda)-1].Question
	if last.Kind != "questions" || last.Order != surveys.OrderNewest {
		t.Errorf("got %+v, want the questions and their order", last)
	}
}
