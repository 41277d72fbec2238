package server

import (
	"crypto/rand"
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/store"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// safetySave saves every section nothing is wrong with, whichever button was
// pressed, and comes back with the others as they were typed: nothing typed is
// lost, and one field to put right does not hold up the rest.
func (h *safetyScreens) safetySave(c *fiber.Ctx) error {
	kept, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	typed := typedSafety(c, kept)
	next := *kept
	if rev, err := strconv.ParseInt(c.FormValue("rev"), 10, 64); err == nil {
		next.Rev = rev
	}
	var wrong views.Wrongs
	saved := false
	for _, part := range staff.SafetyParts() {
		if next.Safety.Same(part, typed.Safety) || !staff.MayChangePart(who(c).account, part, kept.ID) {
			continue
		}
		problems := next.Safety.With(part, typed.Safety).Problems(part)
		if len(problems) > 0 {
			wrong = append(wrong, h.wrongs(c, problems)...)
			continue
		}
		try := next
		try.Safety = typed.Safety
		changed, err := h.staff.ChangeSafety(c.UserContext(), who(c).account, try, part)
		if err == nil {
			next, saved = *changed, true
			continue
		}
		if !sayable(err) {
			return err
		}
		wrong = append(wrong, h.wrong(c, safetyField(err), savedMeanwhile(err))...)
	}
	if len(wrong) == 0 {
		return seeOther(c, "/services/"+kept.ID+"/safety?done=saved")
	}
	page, err := h.safetyPage(c, &next, typed)
	if err != nil {
		return err
	}
	page.Kept, page.Errors = saved, wrong
	return h.again(c, page)
}

// wrongs puts a subject's problems beside their fields, each sentence once.
func (s *site) wrongs(c *fiber.Ctx, problems []surveys.Problem) views.Wrongs {
	var out views.Wrongs
	for _, p := range problems {
		one := views.Wrong{ID: p.Field, Say: s.texts.Text(who(c).lang, p.Key, p.Args...)}
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// safetyField finds the field a refusal to save a section is about.
func safetyField(err error) string {
	switch key := fault.Of(err).Key; {
	case strings.HasPrefix(key, "staff.slug"):
		return "slug"
	case key == "staff.safety.partner":
		return "partner"
	default:
		return "main"
	}
}

// savedMeanwhile says in a sentence that a colleague was quicker.
func savedMeanwhile(err error) error {
	if fault.Is(err, fault.Conflict) && fault.Of(err).Key != "staff.slug.taken" {
		return fault.New(fault.Conflict, "services.changed")
	}
	return err
}

// typedSafety is what the form says. A section whose fields it did not have
// (somebody may not change it) stays as it is.
func typedSafety(c *fiber.Ctx, kept *staff.Service) shownSafety {
	s := shownSafety{Safety: kept.Safety, hard: field(c, "hard"), days: field(c, "appealdays")}
	s.Accountable = typedReach(c, "accountable")
	s.Slug, s.TellOpen = strings.ToLower(field(c, "slug")), ticked(c, "tellopen")
	s.TellVisibility = surveys.Visibility(field(c, "tellvisibility"))
	s.TellTopics = typedTopics(c)
	if c.Request().PostArgs().Has("outside") {
		out := typedReach(c, "outside")
		s.Outside = staff.OutsidePerson{Name: out.Name, Number: out.Number, Email: out.Email, Recipient: field(c, "outsidekey")}
		s.AllegationsTo = typedReach(c, "allegations")
	}
	s.ScreenLists = staff.ScreenLists{Names: typedEntries(c, "names"), Schools: typedEntries(c, "schools"), Places: typedEntries(c, "places")}
	s.Partner = field(c, "partner")
	s.HardLimit, s.AppealDays = typedCount(s.hard, kept.HardLimit, staff.DefaultHardLimit), typedCount(s.days, kept.AppealDays, staff.DefaultAppealDays)
	return s
}

func typedReach(c *fiber.Ctx, name string) staff.Contact {
	return staff.Contact{Name: field(c, name), Number: field(c, name+"number"), Email: strings.ToLower(field(c, name+"email"))}
}

// typedCount reads a number; the usual one where the service never chose
// another is no choice, and what is no number is -1, which no rule takes.
func typedCount(typed string, kept, usual int) int {
	n, err := strconv.Atoi(typed)
	switch {
	case typed == "":
		return 0
	case err != nil || n == 0:
		return -1
	case kept == 0 && n == usual:
		return 0
	}
	return n
}

// typedLines reads one entry a line, each once.
func typedEntries(c *fiber.Ctx, name string) []string {
	var out []string
	for line := range strings.SplitSeq(field(c, name), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

// typedTopics reads the picture choices. A row whose picture and words were
// both emptied goes; where all are the usual ones the service has no choice of
// its own, so that it follows when the usual ones change.
func typedTopics(c *fiber.Ctx) []staff.Topic {
	ids, pictures, keys := fields(c, "topicid"), fields(c, "topicpicture"), fields(c, "topickey")
	words := map[string][]string{}
	for _, lang := range surveys.Languages() {
		words[lang] = fields(c, "topic:"+lang)
	}
	var out []staff.Topic
	for i := range ids {
		t := staff.Topic{ID: ids[i], Picture: at(pictures, i), Key: knownTopic(at(keys, i))}
		for lang, typed := range words {
			if text := at(typed, i); text != "" {
				if t.Words == nil {
					t.Words = surveys.Words{}
				}
				t.Words[lang] = text
			}
		}
		switch {
		case t.Picture == "" && len(t.Words) == 0, ticked(c, "topicaway:"+ids[i]) && ids[i] != "":
			continue
		case t.ID == "":
			t.ID = store.NewID(rand.Reader)[:8]
		}
		out = append(out, t)
	}
	if staff.SameTopics(out, staff.DefaultTopics()) {
		return nil
	}
	return out
}

// knownTopic lets only the sentences through that Cairn has for its own topics.
func knownTopic(key string) string {
	for _, t := range staff.DefaultTopics() {
		if t.Key == key {
			return key
		}
	}
	return ""
}
