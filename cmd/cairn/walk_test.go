package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/moderation"
	"cairn/polls"
	"cairn/staff"
)

// stroll goes about the whole program at random and looks through every door
// after some steps. Each text carries a mark of its own, by which it is known
// wherever it turns up.
type stroll struct {
	*house
	rand    *rand.Rand
	people  map[string]*visitor
	markOf  map[string]string // mark → item
	danger  map[string]bool   // marks of possible disclosures
	written int
	seen    int      // how many marks turned up where they may
	files   []string // the addresses of rows that were let out
}

// mayShowUndecided are the pages on which staff decide, for those who may.
var mayShowUndecided = regexp.MustCompile(`^/(queue|sessions/[^/]+/(words|desk))$`)

func TestAtRandomNoUnapprovedTextAndNoWorryLeavesByAnyDoor(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			s := &stroll{
				house: openHouse(t, furnish{}), rand: rand.New(rand.NewPCG(seed, 5)), people: map[string]*visitor{},
				markOf: map[string]string{}, danger: map[string]bool{},
			}
			for _, role := range staff.Roles() {
				s.people[string(role)] = s.signIn(string(role)+"@link.example", s.service, role)
			}
			s.people["phone"], s.people["public"] = s.seated(), s.visitor()
			s.someSurvey()
			s.do(polls.Command{Do: polls.DoOpen, Activity: s.write})
			for range 14 {
				s.somebodyWrites(t)
			}
			for step := range 60 {
				s.step(t)
				if step%15 == 14 {
					s.lookThroughEveryDoor(t)
				}
			}
			s.reveal(t)
			s.rowsLeave(t)
			for range 10 { // what was let out once stays what it was
				s.step(t)
			}
			s.lookThroughEveryDoor(t)
			if s.seen < 20 {
				t.Errorf("got %d marks on all pages together, want many: else this test looks at nothing", s.seen)
			}
		})
	}
}

// step is one thing that happens; what is refused is refused.
func (s *stroll) step(t *testing.T) {
	t.Helper()
	ctx, item := t.Context(), s.anyItem(t)
	ruling := moderation.Ruling{Item: item, By: s.account.ID}
	room := func(c polls.Command) {
		_ = s.room().Do(ctx, polls.Actor{Kind: polls.ByStaff, ID: s.account.ID}, c)
	}
	switch s.rand.IntN(14) {
	case 0, 1, 2, 3:
		s.somebodyWrites(t)
	case 4, 5, 6:
		_, _ = s.words.Show(ctx, ruling, nil)
	case 7:
		_, _ = s.words.KeepBack(ctx, ruling, moderation.OffTopic)
	case 8:
		if _, err := s.words.Worry(ctx, ruling); err == nil {
			s.danger[s.markFor(item)] = true
		}
	case 9:
		_ = s.words.Undo(ctx, item, s.account.ID)
	case 10:
		room(polls.Command{Do: polls.DoClose, Activity: s.write})
	case 11:
		room(polls.Command{Do: polls.DoOpen, Activity: s.write})
	case 12:
		room(polls.Command{Do: polls.DoReveal, Activity: s.write})
	case 13:
		s.people["moderator"].takeNext()
	}
}

// reveal shows the room what was approved of the question, some of it just now.
func (s *stroll) reveal(t *testing.T) {
	t.Helper()
	act := func(what polls.Verb) {
		_ = s.room().Do(t.Context(), polls.Actor{Kind: polls.ByStaff, ID: s.account.ID}, polls.Command{Do: what, Activity: s.write})
	}
	act(polls.DoClose)
	for _, i := range s.items(t) {
		if i.Activity != "" && s.rand.IntN(4) > 0 {
			_, _ = s.words.Show(t.Context(), moderation.Ruling{Item: i.ID, By: s.account.ID}, nil)
		}
	}
	act(polls.DoReveal)
	until(t, "the reveal", func() bool { st := s.stage(s.write); return st == polls.Revealed || st == polls.Sealed })
	wall := "/sessions/" + s.session + "/wall"
	until(t, "texts on the wall", func() bool { return markIn.MatchString(s.people["facilitator"].get(wall).body) })
}

func (s *stroll) somebodyWrites(t *testing.T) {
	t.Helper()
	mark := fmt.Sprintf("zq%02dxw", s.written)
	s.written++
	text := "a walk to the " + mark
	if s.written%4 == 0 {
		text, s.danger[mark] = "my dad hits me in the "+mark, true
	}
	if s.written > 14 && len(s.files) == 0 && s.rand.IntN(3) == 0 { // words of a survey; where its day is over they go nowhere
		s.answered(s.asked, s.written, map[string]any{"where": []string{"pool"}, "more": text})
		s.markOf[mark] = ""
		return
	}
	if s.written > 14 && s.rand.IntN(2) == 0 { // the room is full first
		id := fmt.Sprint("fb-", s.written) // an id may stand in the lead's links; the words may not
		s.markOf[mark] = id
		s.told(id, s.service, text)
		return
	}
	if s.stage(s.write) == polls.Open {
		s.writes(text)
	}
	s.markOf[mark] = ""
}

// items reads every item there is, as only the test can.
func (s *stroll) items(t *testing.T) []*moderation.Item {
	t.Helper()
	var all []*moderation.Item
	for one, err := range s.engine.Snapshot(t.Context()) {
		must(t, err)
		if one.Collection != "items" {
			continue
		}
		i, err := s.words.Item(t.Context(), one.Record.ID)
		if err == nil {
			all = append(all, i)
		}
	}
	return all
}

func (s *stroll) anyItem(t *testing.T) string {
	t.Helper()
	all := s.items(t)
	if len(all) == 0 {
		return "none"
	}
	return all[s.rand.IntN(len(all))].ID
}

var markIn = regexp.MustCompile(`zq\d\dxw`)

func (s *stroll) markFor(item string) string {
	for mark, id := range s.markOf {
		if id == item {
			return mark
		}
	}
	return ""
}

// lookThroughEveryDoor asks for every page, file and frame there is, as everybody.
func (s *stroll) lookThroughEveryDoor(t *testing.T) {
	t.Helper()
	approved := map[string]*moderation.Item{}
	for _, i := range s.items(t) {
		for _, mark := range markIn.FindAllString(i.Text, -1) {
			s.markOf[mark] = i.ID
			if i.State == moderation.Shown {
				approved[mark] = i
			}
		}
	}
	look := func(who, door, body string) {
		for _, mark := range markIn.FindAllString(body, -1) {
			s.seen++
			switch i := approved[mark]; {
			case s.danger[mark]:
				t.Fatalf("%s for %s shows a worry", door, who)
			case i == nil && (!mayShowUndecided.MatchString(door) || !decides(who, door)):
				t.Fatalf("%s for %s shows %s, which nobody approved", door, who, mark)
			case i != nil && i.From() != moderation.Live && slices.Contains([]string{"phone", "public"}, who):
				t.Fatalf("%s for %s shows %s, which is for staff alone", door, who, mark)
			}
		}
	}
	for _, r := range s.site.Routes() {
		if r.Method != http.MethodGet || strings.HasSuffix(r.Path, "/poll") || strings.HasSuffix(r.Path, "/live") || r.Path == "/static/*" {
			continue
		}
		for who, v := range s.people {
			address := s.address(r.Path)
			look(who, address, opened(v.get(address).body))
		}
	}
	for _, format := range []string{"csv", "xlsx", "json"} {
		for who, v := range s.people {
			address := "/surveys/" + s.asked.ID + "/figures/" + format
			look(who, address, opened(v.get(address).body))
		}
	}
	for _, address := range s.files {
		for who, v := range s.people {
			look(who, address, opened(v.get(address).body))
		}
	}
	s.fromSurveys(t)
	for _, topic := range []string{"s/", "wall/", "desk/", "words/", "remote/"} {
		if f, ok := s.board.Latest(topic + s.session); ok {
			look("a socket", topic, string(f.Bytes))
		}
	}
	look("whoever has the log", "the log", s.said.String())
}

// rowsLeave closes the survey of the walk and lets its rows out in every form, on two people's word.
func (s *stroll) rowsLeave(t *testing.T) {
	t.Helper()
	for n := range 60 { // fewer rows would stay here
		s.answered(s.asked, 1000+n, map[string]any{"where": []string{"pool"}})
	}
	_, err := s.surveys.shelf.Close(t.Context(), s.asked.ID)
	must(t, err)
	for _, format := range []string{"csv", "xlsx", "json"} {
		if rows := opened(s.rowsFile(s.asked.ID, s.member(), s.people[string(staff.Designer)], format).body); !strings.Contains(rows, "pool") {
			t.Errorf("got no answer in the rows as %s: this walk looks at nothing\n%.300s", format, rows)
		}
	}
	for _, id := range s.exportIDs(s.asked.ID) {
		s.files = append(s.files, "/surveys/"+s.asked.ID+"/exports/"+id)
	}
}

// fromSurveys makes sure that this walk has words of a survey in it, and that
// none of them stands in a response.
func (s *stroll) fromSurveys(t *testing.T) {
	t.Helper()
	n := 0
	for _, i := range s.items(t) {
		if i.From() == moderation.Survey {
			n++
		}
	}
	if s.written > 40 && n == 0 {
		t.Error("no text of this walk came from a survey: its doors were not tried")
	}
	for _, r := range s.responsesOf(s.asked.ID) {
		if got := markIn.FindString(fmt.Sprintf("%+v", r)); got != "" {
			t.Fatalf("the words %s stand in a response", got)
		}
	}
}

// decides says whether somebody of that role rules on the words of a door.
func decides(who, door string) bool {
	if door == "/queue" {
		return who == string(staff.Moderator)
	}
	return who == string(staff.Moderator) || who == string(staff.Facilitator)
}

// opened is a body with everything in it readable: what is zipped is unpacked.
func opened(body string) string {
	archive, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		return body
	}
	var all strings.Builder
	for _, f := range archive.File {
		if r, err := f.Open(); err == nil {
			_, _ = io.Copy(&all, r)
			_ = r.Close()
		}
	}
	return all.String()
}
