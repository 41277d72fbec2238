package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/oncall"
	"cairn/moderation/receipts"
	"cairn/staff"
	"cairn/store"

	"github.com/gofiber/fiber/v2"
)

// toldForm is what the form of a tell page sends.
type toldForm struct {
	Key     string
	Text    string
	Feel    string
	Topics  []string
	Grownup string // "yes", "no" or ""
	Quote   string // "yes", "no" or ""
	More    bool   // adds to the thread this browser has open
}

// mostTopics is how many topics one form may tick.
const mostTopics = 12

// readTold reads the form; what cannot have been chosen there counts as nothing.
// Text stays as it was typed.
func readTold(c *fiber.Ctx, service *staff.Service) toldForm {
	f := toldForm{Key: c.FormValue("key"), Text: cleanText(c.FormValue("text")), More: c.FormValue("more") != ""}
	if feel := c.FormValue("feel"); slices.Contains(receipts.Feels(), receipts.Feel(feel)) {
		f.Feel = feel
	}
	ticked := fields(c, "topic")
	for _, topic := range service.Topics() {
		if len(f.Topics) < mostTopics && slices.Contains(ticked, topic.ID) {
			f.Topics = append(f.Topics, topic.ID)
		}
	}
	for to, name := range map[*string]string{&f.Grownup: "grownup", &f.Quote: "quote"} {
		if v := c.FormValue(name); v == "yes" || v == "no" {
			*to = v
		}
	}
	if !receipts.GoodKey(f.Key) {
		f.Key = freshKey() // a form without one is nobody's resend
	}
	return f
}

func (f toldForm) wrote() bool { return strings.TrimSpace(f.Text) != "" }

// body is all that makes this sending another than one before with the same key.
func (f toldForm) body() string {
	return f.Text + "\x00" + f.Feel + "\x00" + strings.Join(f.Topics, " ") + "\x00" + f.Grownup + "\x00" + f.Quote
}

// send takes in what somebody tells. The same form again is one item and one
// receipt; a form with something wrong comes back with all that was in it.
func (h *tellScreens) send(c *fiber.Ctx) error {
	service, err := h.service(c)
	if err != nil {
		return err
	}
	f := readTold(c, service)
	verdict := h.verdict(c, service)
	if shut := h.shutPage(c, service); shut != nil {
		if f.wrote() { // it was open when the form was shown
			return h.tellAgain(c, service, verdict, f, fault.New(fault.Closed, "tell.shut"))
		}
		c.Status(fiber.StatusGone)
		return h.show(c, shut)
	}
	if h.sends.count(addressOf(c), 1) > sendsAMinute {
		wait(c, sendWait)
	}
	ack := c.FormValue("ack") != "" || h.noticed(c, service)
	note, err := h.take(c, service, verdict, f, ack)
	if err != nil {
		return h.tellAgain(c, service, verdict, f, err)
	}
	if ack && f.wrote() {
		setCookie(c, "notice", noticeMark(service), 0)
	}
	if err := h.cookies.write(c, "sent", note); err != nil {
		return err
	}
	return seeOther(c, "/t/"+service.Slug+"/sent")
}

// take checks the form, makes or finds its thread, and hands its words to the
// one door.
func (h *tellScreens) take(c *fiber.Ctx, service *staff.Service, v oncall.Verdict, f toldForm, ack bool) (sentNote, error) {
	note := sentNote{Service: service.ID, Added: f.More}
	switch {
	case f.wrote() && !v.Open:
		return note, fault.New(fault.Closed, v.Why)
	case f.wrote() && !ack:
		return note, fault.New(fault.Invalid, "tell.notice.first")
	case !f.wrote() && f.Feel == "" && len(f.Topics) == 0:
		return note, fault.New(fault.Invalid, "tell.nothing")
	}
	if f.wrote() {
		// As it came: f.Text has a mark for what nobody can read, for its author to mend.
		if _, err := moderation.CheckText(c.FormValue("text")); err != nil {
			return note, err
		}
	}
	item := h.Threads.ItemID(f.Key, f.body())
	replyTo, err := h.thread(c, service, f, item, &note)
	if err != nil {
		return note, err
	}
	heard, err := h.door(c, service, v, f, moderation.NewText{ID: item, ReplyTo: replyTo})
	note.Help = heard.Help
	return note, err
}

// thread begins the thread of a form, or adds to the one that is open here.
func (h *tellScreens) thread(c *fiber.Ctx, service *staff.Service, f toldForm, item string, note *sentNote) (replyTo string, err error) {
	if !f.More {
		note.Pictures, replyTo, err = h.Threads.Begin(c.UserContext(), receipts.New{Service: service.ID, Key: f.Key, Items: []string{item}})
		return replyTo, err
	}
	open, err := h.threadOf(c)
	if err != nil {
		return "", err
	}
	if open == nil || open.Service != service.ID {
		return "", fault.New(fault.Closed, "tell.again.over")
	}
	if err := h.Threads.Add(c.UserContext(), open.Key, item); err != nil {
		return "", err
	}
	return open.Key.ReplyTo()
}

// door hands words to moderation and keeps what was tapped. Somebody who does
// not write, and taps that it was not good and about a grown-up here, is heard
// as well: what they tapped is put into words and goes through the same door.
func (h *tellScreens) door(c *fiber.Ctx, service *staff.Service, v oncall.Verdict, f toldForm, n moderation.NewText) (moderation.Heard, error) {
	n.Service, n.Source, n.Visibility = service.ID, moderation.Feedback, service.Seen()
	n.Lang, n.Text, n.Quote, n.AboutStaff, n.Example = who(c).lang, f.Text, f.Quote == "yes", f.Grownup == "yes", h.example
	spoken := v.Open && !f.wrote() && n.AboutStaff && f.Feel != string(receipts.FeelGood)
	if spoken {
		n.Text, n.Quote = h.tapped(service, n.Lang, f), false
	}
	var heard moderation.Heard
	if f.wrote() || spoken {
		var err error
		if heard, err = h.words.Submit(c.UserContext(), n); err != nil {
			return heard, err
		}
	}
	if heard.Passed || f.Feel == "" && len(f.Topics) == 0 {
		return heard, nil // nothing readable stays beside a sealed text
	}
	return heard, h.Threads.Keep(c.UserContext(), receipts.Tap{
		Meta: store.Meta{ID: n.ID}, Service: service.ID, Feel: receipts.Feel(f.Feel), Topics: f.Topics,
	})
}

// tapped is what was tapped as a sentence each, in the page's language.
func (h *tellScreens) tapped(service *staff.Service, lang string, f toldForm) string {
	said := []string{h.texts.Text(lang, "tell.tapped")}
	if f.Feel != "" {
		said = append(said, h.texts.Text(lang, "tell.feel."+f.Feel)+".")
	}
	for _, topic := range service.Topics() {
		if !slices.Contains(f.Topics, topic.ID) {
			continue
		}
		words, _ := topic.Words.In(lang)
		if words == "" {
			words = h.texts.Text(lang, topic.Key)
		}
		said = append(said, words+".")
	}
	return strings.Join(append(said, h.texts.Text(lang, "tell.grownup")+" "+h.texts.Text(lang, "tell.yes")+"."), " ")
}

// tellAgain shows the form once more with what was typed and chosen, and why.
func (h *tellScreens) tellAgain(c *fiber.Ctx, service *staff.Service, v oncall.Verdict, f toldForm, err error) error {
	known := fault.Of(err)
	if known.Kind == fault.Internal {
		return err // the failure page gives the words back too
	}
	page := h.askPage(c, service, v, f)
	page.Whole, page.Wrong = true, h.texts.Text(who(c).lang, known.Key, known.Args...)
	page.ReadIt = known.Key == "tell.notice.first"
	if f.wrote() {
		page.Open = true // the box stays, so that nothing typed is lost
	}
	c.Status(statusOf(known.Kind))
	return h.show(c, page)
}
