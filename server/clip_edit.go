package server

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// clipTarget is one text of a question that can be read aloud.
type clipTarget struct {
	id    string // "question" or an option's id
	words surveys.Words
	clips surveys.Words
}

// clipTargets are the question itself and each of its answers that has words or a
// picture of its own.
func clipTargets(q surveys.Question) []clipTarget {
	list := []clipTarget{{"question", q.Full, q.Clips}}
	if editable(q)["options"] {
		for _, o := range q.Options {
			list = append(list, clipTarget{o.ID, o.Full, o.Clips})
		}
	}
	return list
}

// clipCount is how many recordings a question has in all languages.
func clipCount(q surveys.Question) int {
	n := 0
	for _, t := range clipTargets(q) {
		n += len(t.clips)
	}
	return n
}

// clipsStale says whether any recording of a question reads other words than are
// there now.
func clipsStale(q surveys.Question) bool {
	for _, t := range clipTargets(q) {
		for lang, ref := range t.clips {
			if !surveys.ClipFits(ref, t.words[lang]) {
				return true
			}
		}
	}
	return false
}

// withClip sets or, with "", takes away the recording of a question or of one
// option in a language. The question it came from stays as it was.
func withClip(q surveys.Question, target, lang, ref string) surveys.Question {
	set := func(clips surveys.Words) surveys.Words {
		next := maps.Clone(clips)
		if next == nil {
			next = surveys.Words{}
		}
		if next[lang] = ref; ref == "" {
			delete(next, lang)
		}
		if len(next) == 0 {
			return nil
		}
		return next
	}
	if target == "question" {
		q.Clips = set(q.Clips)
		return q
	}
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		if q.Options[i].ID == target {
			q.Options[i].Clips = set(q.Options[i].Clips)
		}
	}
	return q
}

// clipsPage fills the form of a question's recordings in the language asked for,
// one of langs.
func (h *planScreens) clipsPage(c *fiber.Ctx, page views.Clips, q surveys.Question, langs []string) (views.Clips, error) {
	page.Frame, page.About = h.frame(c, "clips.title"), titleOfQuestion(q)
	if !slices.Contains(langs, page.In) {
		page.In = langs[0]
	}
	page.Dir = h.texts.Language(page.In).Dir
	for _, tag := range langs {
		page.Langs = append(page.Langs, views.Choice{Value: page.Form + "?clips=" + url.QueryEscape(tag), Say: h.texts.Language(tag).Name, On: tag == page.In})
	}
	part := partOf(q.Kind)
	for i, t := range clipTargets(q) {
		row := views.ClipRow{Target: t.id, ID: "file-" + t.id, Label: h.texts.Text(who(c).lang, "plan.picture.question"), Say: plainText(t.words[page.In])}
		if i > 0 {
			row.Label = h.texts.Text(who(c).lang, "plan.edit.option"+part, "Number", i)
		}
		row.Piped = len(surveys.Pipes(t.words[page.In])) > 0 && repeats(t.words[page.In])
		if ref := t.clips[page.In]; ref != "" {
			row.Stale = !row.Piped && !surveys.ClipFits(ref, t.words[page.In])
			kept, err := h.pictures.Clips.Clip(c.UserContext(), surveys.ClipID(ref))
			switch {
			case fault.Is(err, fault.NotFound):
				row.Lost = true
			case err != nil:
				return page, err
			default:
				row.URL, row.Seconds, row.Picky = "/clips/"+kept.ID, (kept.Millis+999)/1000, !surveys.PlaysEverywhere(kept.Type)
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

// clipsTyped takes the files of the form in: each that is a recording is kept, and
// of every other it is said why it is not. A button may take one away too.
func (h *planScreens) clipsTyped(c *fiber.Ctx, service, lang string, q surveys.Question) (surveys.Question, views.Wrongs, error) {
	var wrongs views.Wrongs
	do, target, _ := strings.Cut(c.FormValue("do"), ":")
	for _, t := range clipTargets(q) {
		if do == "drop" && target == t.id {
			q = withClip(q, t.id, lang, "")
			continue
		}
		if ref := t.clips[lang]; do == "fits" && target == t.id && ref != "" {
			q = withClip(q, t.id, lang, surveys.ClipMarked(ref, t.words[lang]))
		}
		upload, err := c.FormFile("file-" + t.id)
		if err != nil || upload.Size == 0 && upload.Filename == "" {
			continue // none chosen
		}
		raw, err := readUpload(upload, surveys.MaxClipBytes+1)
		if fault.Is(err, fault.Invalid) {
			err = fault.New(fault.Invalid, "clip.large", "Size", surveys.MaxClipBytes/1000)
		}
		if err == nil {
			var kept *surveys.Clip
			if kept, err = h.pictures.Clips.Add(c.UserContext(), service, raw); err == nil {
				q = withClip(q, t.id, lang, kept.Ref(t.words[lang]))
			}
		}
		if err != nil {
			if !sayable(err) {
				return q, nil, err
			}
			wrongs = append(wrongs, h.wrong(c, "file-"+t.id, err)...)
		}
	}
	return q, wrongs, nil
}

// clipsOf is the address of a session's question and of its recordings.
func clipsOf(s *polls.Session, a polls.Activity, in string) views.Clips {
	return views.Clips{Form: "/sessions/" + s.ID + "/activities/" + a.ID, Upload: "/sessions/" + s.ID + "/clips", Place: a.ID, In: in}
}

// sessionLangs are all languages, the session's own first.
func sessionLangs(s *polls.Session) []string {
	langs := slices.DeleteFunc(surveys.Languages(), func(tag string) bool { return tag == s.Lang })
	return append([]string{s.Lang}, langs...)
}

// clips shows the recordings of one question of a session.
func (h *planScreens) clips(c *fiber.Ctx, s *polls.Session, a polls.Activity) error {
	page, err := h.clipsPage(c, clipsOf(s, a, c.Query("clips")), a.Question, sessionLangs(s))
	if err != nil {
		return err
	}
	page.Saved = c.Query("done") == "saved"
	return h.show(c, page)
}

// clipsDo keeps recordings of a session's question, or takes one away.
func (h *planScreens) clipsDo(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	activity, ok := session.Activity(field(c, "activity"))
	lang := field(c, "in")
	if !ok || !slices.Contains(surveys.Languages(), lang) {
		return missing()
	}
	if err := draftOnly(activity); err != nil {
		return err
	}
	typed := activity
	var wrongs views.Wrongs
	if typed.Question, wrongs, err = h.clipsTyped(c, session.Service, lang, activity.Question); err != nil {
		return err
	}
	if err := h.keepActivity(c, session, activity, typed); err != nil {
		return err
	}
	if len(wrongs) == 0 {
		return seeOther(c, "/sessions/"+session.ID+"/activities/"+activity.ID+"?clips="+lang+"&done=saved")
	}
	page, err := h.clipsPage(c, clipsOf(session, typed, lang), typed.Question, sessionLangs(session))
	if err != nil {
		return err
	}
	page.Errors = wrongs
	return h.again(c, page)
}
