package main

import (
	"bytes"
	"context"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cairn/figures"
	"cairn/polls"
	"cairn/staff"
	"cairn/themes"
)

// storyAt tells the story in a fresh folder.
func storyAt(t *testing.T, now func() time.Time) config {
	t.Helper()
	folder := t.TempDir()
	c := config{addr: "127.0.0.1:0", data: filepath.Join(folder, "data"), secrets: filepath.Join(folder, "secrets")}
	must(t, tellStory(t.Context(), c, now))
	return c
}

// storyHouse is the whole program on a real port, with the story in it and Sam at hand.
func storyHouse(t *testing.T) (*house, demoAt) {
	t.Helper()
	c := storyAt(t, time.Now)
	h := unfurnished(t, furnish{data: c.data, config: func(own *config) { own.secrets = c.secrets }})
	at, err := findStory(t.Context(), h.office, h.rooms)
	must(t, err)
	h.account, h.session, h.code = at.sam, at.ready, at.code
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.base = "http://" + listener.Addr().String()
	served := make(chan error, 1)
	go func() { served <- h.site.Serve(listener) }()
	t.Cleanup(func() {
		must(t, h.close())
		must(t, <-served)
	})
	return h, at
}

// chapterOf finds a session of the story by a question it asks.
func (h *house) chapterOf(question string) *polls.Session {
	h.t.Helper()
	services, err := h.office.Services(h.t.Context())
	must(h.t, err)
	for _, service := range services {
		sessions, err := h.rooms.Sessions(h.t.Context(), service.ID)
		must(h.t, err)
		for _, s := range sessions {
			if asksFor(s, question) {
				return s
			}
		}
	}
	h.t.Fatalf("no session of the story asks %q", question)
	return nil
}

// TestStory reads the story where it lies; none of its parts changes it.
func TestStory(t *testing.T) {
	h, at := storyHouse(t)
	t.Run("it counts its fourteen texts", func(t *testing.T) { countsItsTexts(t, h, at) })
	t.Run("October is closed and answered", func(t *testing.T) { octoberIsAnswered(t, h, at) })
	t.Run("it has a late answer, a small group and a door that is open", func(t *testing.T) { lateSmallAndOpen(t, h, at) })
}

func countsItsTexts(t *testing.T, h *house, at demoAt) {
	sum, err := h.words.SummaryOfSession(t.Context(), at.closed)
	must(t, err)
	kept := 0
	for _, n := range sum.KeptBack {
		kept += n
	}
	got := []int{sum.Written, sum.Shown - sum.Masked, sum.Masked, kept, sum.Worries, sum.Undone}
	if want := []int{14, 11, 1, 1, 1, 0}; !equal(got, want) {
		t.Errorf("got %v written, shown as written, masked, kept back, worries, undone; want %v", got, want)
	}
}

func equal(a, b []int) bool {
	for i := range a {
		if len(a) != len(b) || a[i] != b[i] {
			return false
		}
	}
	return true
}

func octoberIsAnswered(t *testing.T, h *house, at demoAt) {
	s, err := h.rooms.Session(t.Context(), at.closed)
	must(t, err)
	if s.State != polls.Ended || s.Day.Month() != time.October || s.Seats != 9 || s.Heads != 9 || !s.Example {
		t.Errorf("got %s on %s with %d seats, %d heads, example %v; want it ended in October with nine, as an example",
			s.State, s.Day.Format(time.DateOnly), s.Seats, s.Heads, s.Example)
	}
	first, _ := s.Agenda[0].Last()
	if got := first.Staff.Shape; got != figures.Exact || len(s.Agenda[0].Rounds) != 2 {
		t.Errorf("the first question came out %s in %d rounds, want exact in 2", got, len(s.Agenda[0].Rounds))
	}
	if places, _ := s.Agenda[1].Last(); len(places.Staff.Cells) != 4 {
		t.Errorf("got %d places ranked, want 4", len(places.Staff.Cells))
	}
	if feels, _ := s.Agenda[2].Last(); feels.Room.Shape != figures.Words || feels.Staff.Shape != figures.Words {
		t.Errorf("how a first meeting feels came out %s to the room and %s to staff, want words", feels.Room.Shape, feels.Staff.Shape)
	}
	back, err := h.answers.Of(t.Context(), at.closed)
	must(t, err)
	if standing, _ := themes.Stand(*back, themes.DayOf(h.now(), time.UTC), time.UTC); standing != themes.Answered || len(back.Shown()) != 2 {
		t.Errorf("got %s with %d lines, want answered with 2", standing, len(back.Shown()))
	}
}

func lateSmallAndOpen(t *testing.T, h *house, at demoAt) {
	late := h.chapterOf("link-listened")
	back, err := h.answers.Of(t.Context(), late.ID)
	must(t, err)
	zone := staff.Service{}.Location()
	if standing, days := themes.Stand(*back, themes.DayOf(h.now(), zone), zone); standing != themes.Late || days != 7 {
		t.Errorf("the Thursday group's answer is %s by %d days, want late by 7", standing, days)
	}
	if by := late.Promise.By.Format(time.DateOnly); by != string(back.Promise.By) || late.Promise.Who != back.Promise.Who {
		t.Errorf("the session promises %s by %s, the answer-back %s by %s; want the same", late.Promise.Who, by, back.Promise.Who, back.Promise.By)
	}
	for _, a := range h.chapterOf("bwild-best").Agenda {
		if last, _ := a.Last(); last.Staff.Shape != figures.Few || last.Room.Shape != figures.Few {
			t.Errorf("%s of three young people came out %s, want too few", a.Question.ID, last.Staff.Shape)
		}
	}
	ready, err := h.rooms.Session(t.Context(), at.ready)
	must(t, err)
	first := ready.Agenda[0]
	if ready.State != polls.Live || !ready.Door.Open || first.State != polls.Draft || len(first.Question.Options) != 5 || first.Question.Options[4].ID != "e" {
		t.Errorf("got %s, door open %v, first activity %s with %d answers; want it live, open, a draft of a to e",
			ready.State, ready.Door.Open, first.State, len(first.Question.Options))
	}
	two := 0
	accounts, err := h.office.Accounts(t.Context(), at.link)
	must(t, err)
	for _, a := range accounts {
		if len(a.RolesIn(at.link)) == 2 {
			two++
		}
	}
	if len(accounts) != 5 || two != 1 {
		t.Errorf("got %d adults, %d of them with two roles; want 5 and 1", len(accounts), two)
	}
}

func TestWorrysWordsAreNowhereInTheStorysFolder(t *testing.T) {
	c := storyAt(t, time.Now)
	october, err := readScript("october")
	must(t, err)
	var worry, shown string
	for _, sc := range october.Agenda {
		for _, w := range sc.Texts {
			switch w.Then {
			case "worry":
				worry = w.Text
			case "show":
				shown = w.Text
			}
		}
	}
	if got := filesWith(t, c, worry); got != 0 {
		t.Errorf("the worry's words are in %d files, want none", got)
	}
	if got := filesWith(t, c, worry[10:40]); got != 0 {
		t.Errorf("a part of the worry's words is in %d files, want none", got)
	}
	if got := filesWith(t, c, shown); got == 0 {
		t.Error("a text that is shown is in no file either, so the search proves nothing")
	}
}

func filesWith(t *testing.T, c config, text string) int {
	t.Helper()
	n := 0
	for _, folder := range []string{c.data, c.secrets} {
		must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			if bytes.Contains(bytes.ToLower(raw), bytes.ToLower([]byte(text))) {
				n++
			}
			return err
		}))
	}
	return n
}

func TestStoryIsFoundAgainAndNotToldTwice(t *testing.T) {
	now := time.Now()
	c := storyAt(t, func() time.Time { return now })
	sessions := func() (at demoAt, n int) {
		h := unfurnished(t, furnish{data: c.data, config: func(own *config) { own.secrets = c.secrets }})
		defer func() { must(t, h.close()) }()
		at, err := findStory(t.Context(), h.office, h.rooms)
		must(t, err)
		list, err := h.rooms.Sessions(t.Context(), at.link)
		must(t, err)
		return at, len(list)
	}
	first, before := sessions()
	must(t, tellStory(t.Context(), c, func() time.Time { return now }))
	again, after := sessions()
	if first.code != again.code || first.closed != again.closed || before != after || after != 4 {
		t.Errorf("got %d sessions and code %s, then %d and %s; want 4 and the same code", before, first.code, after, again.code)
	}
	h := unfurnished(t, furnish{data: c.data, config: func(own *config) { own.secrets = c.secrets }})
	h.account, h.session = again.sam, again.ready
	h.do(polls.Command{Do: polls.DoEnd, Promise: polls.Promise{Who: "Sam", By: now.AddDate(0, 0, 7)}})
	must(t, h.close())
	must(t, tellStory(context.Background(), c, func() time.Time { return now }))
	if fresh, n := sessions(); n != 5 || fresh.code == "" || fresh.ready == again.ready {
		t.Errorf("got %d sessions and ready %q after the last one ended, want 5 and another one", n, fresh.ready)
	}
}

func TestStorysOctoberIsTwoWeeksPastAtLeast(t *testing.T) {
	for today, want := range map[string]string{
		"2026-11-23": "2026-10-29", "2026-11-11": "2025-10-29", "2026-11-13": "2026-10-29", "2026-03-01": "2025-10-29",
	} {
		now, err := time.Parse(time.DateOnly, today)
		must(t, err)
		if got := lastOctober(now).Format(time.DateOnly); got != want {
			t.Errorf("on %s: got %s, want %s", today, got, want)
		}
	}
}
