package server

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/figures"
	"cairn/live"
	"cairn/polls"
	"cairn/surveys"

	"github.com/gorilla/websocket"
)

// ideasQuestion asks for ideas that are shown as they are approved.
func ideasQuestion() surveys.Question {
	return surveys.Question{
		ID: "ideas", Kind: "ideas", Private: surveys.PrivateNo, Mode: surveys.ShowAsWeGo, Full: surveys.Words{"en": "What should we try?"},
	}
}

// writes sends one more idea from the box on the page.
func (c *caller) writes(h *hall, text string) *answer {
	h.t.Helper()
	form := c.formOn(c.get(h.path("")))
	form.Set("text", text)
	return c.post(h.path("/answer"), form)
}

// ticks sends the list with these rows ticked, and none else.
func (c *caller) ticks(h *hall, texts ...string) *answer {
	h.t.Helper()
	form := c.formOn(c.get(h.path("")))
	form["pick"] = []string{""}
	for _, i := range h.room.View().Ideas {
		if slices.Contains(texts, i.Text) {
			form.Add("pick", i.ID)
		}
	}
	return c.post(h.path("/answer"), form)
}

func TestIdeasAreWrittenReadTickedAndTakenBackWithoutAScript(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{ideasQuestion()}})
	h.asks()
	page := h.sits()
	page.get(h.path("")).wants(200).says("What should we try?", "No ideas here yet", "An adult reads it soon", "We do not keep your name", "The room may see it and how many say")
	writers := make([]*caller, 4)
	for i, text := range []string{"A later bus", "A garden", "A film night", "Nobody approved this"} {
		writers[i] = h.sits()
		writers[i].writes(h, text).wants(303)
		writers[i].get(h.path("")).wants(200).says("You have sent 1", "Send my idea").hides(text)
	}
	h.approves("A later bus", "A garden")
	list := page.get(h.path("")).says("A later bus", "A garden", "Me too", "Send what I ticked").hides("A film night", "Nobody approved", ` checked><label for="a-`)
	if keep := list.header.Get("Cairn-Keep"); keep != "" {
		t.Errorf("got Cairn-Keep %q on a page with texts of others, want none", keep)
	}
	page.ticks(h, "A garden").wants(303)
	page.get(h.path("")).first(`<input type="checkbox" name="pick" id="a-[0-9a-f]{10}" value="[0-9a-f]{10}" checked><label for="a-[0-9a-f]{10}"><span class="say"><bdi>(A garden)</bdi>`)
	page.ticks(h).wants(303)
	page.get(h.path("")).hides(` checked><label for="a-`)
	const naughty = `<img src=x onerror=alert(1)>"'`
	page.writes(h, naughty).wants(303)
	h.approves("A later bus", naughty)
	page.get(h.path("")).says("&lt;img src=x onerror=alert(1)&gt;").hides("<img src=x")
	h.approves("A later bus") // the garden is kept back after all
	page.get(h.path("")).says("A later bus").hides("A garden")
}

func TestASeatWritesFiveIdeasAndNoMoreAndNothingTypedIsLost(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{ideasQuestion()}})
	h.asks()
	me := h.sits()
	form := me.formOn(me.get(h.path("")))
	for i := range surveys.MaxIdeas {
		me.writes(h, fmt.Sprint("idea ", i)).wants(303)
	}
	me.get(h.path("")).says("That is as many as we can take from you").hides("<textarea")
	form.Set("text", "a sixth one")
	form.Set("key", "a-key-of-its-own")
	me.post(h.path("/answer"), form).wants(422).says("That is as many", "a sixth one</textarea>")
	if got := len(h.words.texts()); got != surveys.MaxIdeas {
		t.Errorf("got %d texts kept, want %d", got, surveys.MaxIdeas)
	}
	other := h.sits()
	long := strings.Repeat("ten signs ", 1024)
	other.writes(h, long).wants(422).says(long[:200], `role="alert"`)
	other.writes(h, "  ").wants(422)
}

func TestTheBoxShutsAndTheListStays(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{ideasQuestion()}})
	h.asks()
	for i := range 3 {
		h.sits().writes(h, fmt.Sprint("idea ", i)).wants(303)
	}
	h.approves("idea 1")
	h.gate.Store(true)
	h.until("shut text boxes", func(v *polls.View) bool { return !v.Text })
	me := h.sits()
	me.get(h.path("")).says("idea 1", "You can still tick").hides("<textarea")
	me.ticks(h, "idea 1").wants(303)
	me.get(h.path("")).says(` checked><label for="a-`)
}

func TestALongListComesInPagesAndKeepsWhatIsTickedElsewhere(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{ideasQuestion()}})
	h.asks()
	var texts []string
	for seat := range 5 {
		me := h.sits()
		for i := range surveys.MaxIdeas {
			texts = append(texts, fmt.Sprintf("idea %d of %d", i, seat))
			me.writes(h, texts[len(texts)-1]).wants(303)
		}
	}
	h.approves(texts...)
	me := h.sits()
	last := h.room.View().Ideas[24]
	me.ticks(h, last.Text).wants(303)
	page := me.get(h.path("")).says("See other ideas", `<input type="hidden" name="pick" value="`+last.ID+`">`).hides(last.Text)
	me.get(strings.ReplaceAll(page.first(`href="([^"]*list=1)"`), "&amp;", "&")).says(last.Text, ` checked><label for="a-`)
}

func TestOneQuestionIsMarkedAsBeingAnswered(t *testing.T) {
	q := ideasQuestion()
	q.Kind = "questions"
	h := openHall(t, hallPlan{ask: []surveys.Question{q}})
	now := h.asks()
	for _, text := range []string{"Why so early?", "Who pays?", "Can we bring friends?"} {
		h.sits().writes(h, text).wants(303)
	}
	h.approves("Why so early?", "Who pays?")
	h.press(polls.Command{Do: polls.DoAnswering, Activity: now.ID, Text: h.room.View().Ideas[0].ID})
	me := h.sits()
	if said := me.get(h.path("")).first(`<bdi>([^<]*)</bdi> <b class="small">Being answered now`); said != h.room.View().Ideas[0].Text {
		t.Errorf("got %q being answered, want the first", said)
	}
	h.press(polls.Command{Do: polls.DoAnswering, Activity: now.ID, Text: h.room.View().Ideas[1].ID})
	if got := []string{h.room.View().Ideas[0].Mark, h.room.View().Ideas[1].Mark}; got[0] != polls.IdeaDone || got[1] != polls.IdeaNow {
		t.Errorf("got the marks %q, want the one before answered", got)
	}
}

// Promise 4: whichever way words go, their author sees at once who can help.
func TestHelpComesAtOnceByFormByScriptAndBySocket(t *testing.T) {
	for _, q := range []surveys.Question{textQuestion(), ideasQuestion()} {
		t.Run(q.Kind, func(t *testing.T) {
			h := openHall(t, hallPlan{ask: []surveys.Question{q}})
			at := h.listens()
			now := h.asks()
			if to := h.sits().writes(h, "help me").leads(); to != h.path("/help?in=1") {
				t.Errorf("by form: got %s, want the page of who can help", to)
			}
			said := h.sits().sendJSON(h.path("/answer"), strings.NewReader(
				fmt.Sprintf(`{"activity":%q,"round":1,"key":"a-key-by-script","counter":1,"text":"help me"}`, now.ID))).wants(200)
			if !strings.Contains(said.body, `"help":"help?in=1"`) {
				t.Errorf("by script: got %s, want help", said.body)
			}
			ws, _ := h.dials(at, "http://"+at, h.sits())
			hears(t, ws, `"s":`)
			for range 2 { // the first reply may be lost
				must(t, ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil,
					`{"t":"cast","a":%q,"r":1,"k":"a-key-by-socket","c":1,"v":{"text":"help me"}}`, now.ID)))
				if got := hears(t, ws, `"t":`); !strings.Contains(got, `"t":"kept"`) || !strings.Contains(got, `"help":"help?in=1"`) {
					t.Errorf("by socket: got %s, want help", got)
				}
			}
		})
	}
}

// What came while the result was about to appear is told to come again, and may
// be too late then: help is shown the first time.
func TestHelpComesEvenWhereTheAnswerIsTooLate(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	now := h.asks()
	me, script := h.sits(), h.sits()
	form := me.formOn(me.get(h.path("")))
	for i := range 3 {
		h.sits().writes(h, fmt.Sprint("word ", i)).wants(303)
	}
	h.press(polls.Command{Do: polls.DoClose, Activity: now.ID})
	h.press(polls.Command{Do: polls.DoReveal, Activity: now.ID, Seen: h.room.View().Desk.Seen})
	form.Set("text", "help me")
	if to := me.post(h.path("/answer"), form).leads(); to != h.path("/help") {
		t.Errorf("by form: got %s, want the page of who can help", to)
	}
	said := script.sendJSON(h.path("/answer"), strings.NewReader(
		fmt.Sprintf(`{"activity":%q,"round":1,"key":"a-key-by-script","counter":1,"text":"help me"}`, now.ID)))
	if said.status != http.StatusTooManyRequests || !strings.Contains(said.body, `"help":"help"`) {
		t.Errorf("by script: got %d %s, want help beside the refusal", said.status, said.body)
	}
}

func TestWhatIsOnNoListIsRefusedKindly(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{ideasQuestion()}})
	h.asks()
	me := h.sits()
	for _, bad := range []url.Values{
		{"pick": {"zz"}}, {"pick": {"0123456789", "0123456789"}}, {"pick": {strings.Repeat("0", 40)}},
	} {
		form := me.formOn(me.get(h.path("")))
		for name, values := range bad {
			form[name] = values
		}
		me.post(h.path("/answer"), form).wants(422).says(`role="alert"`)
	}
	if got := h.votes(); got != 0 {
		t.Errorf("got %d answers, want none", got)
	}
}

// P4: what a phone loads when the list changes, as the line carries it.
func TestAnOrdinaryListIsLightAndSoIsItsFrame(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{ideasQuestion()}})
	h.asks()
	texts := []string{
		"A later bus home on Fridays", "A garden we plant ourselves", "Film nights where we choose", "Less shouting, more time to think",
		"Boats on the lake in summer", "Meet outside when it is dry", "Hot drinks", "A quiet room with a sofa", "Someone to walk home with",
		"Longer sessions", "Music we can choose", "A wall to draw on",
	}
	var me *caller
	for _, text := range texts {
		me = h.sits()
		me.writes(h, text).wants(303)
	}
	h.approves(texts...)
	me.header = map[string]string{"Cairn-Part": "main"}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(me.get(h.path("")).says("Hot drinks").body))
	must(t, errors.Join(err, w.Close()))
	if packed.Len() > 2000 {
		t.Errorf("the list's part is %d bytes, want at most 2,000", packed.Len())
	}
	h.until("numbers while it is open", func(v *polls.View) bool { return v.Live != nil })
	for _, seat := range []int{0, 1, 2} {
		h.sits().ticks(h, texts[seat:seat+3]...).wants(303)
	}
	h.until("a number above one", func(v *polls.View) bool {
		return v.Live != nil && slices.ContainsFunc(v.Live.Cells, func(c figures.Released) bool { return c.N > 1 })
	})
	for newest := (live.Version{}); ; {
		frame, err := h.board.Wait(t.Context(), phoneTopic(h.room.ID()), newest)
		must(t, err)
		if newest = frame.Version; !strings.Contains(string(frame.Bytes), `"i0":`) {
			continue
		}
		if len(frame.Bytes) > 200 {
			t.Errorf("a frame is %d bytes, want at most 200: %s", len(frame.Bytes), frame.Bytes)
		}
		return
	}
}

func TestAChildAtASharedTabletTicksAndWritesAtOnceAndPassesItOn(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{ideasQuestion()}})
	h.asks()
	for _, text := range []string{"A garden", "A later bus", "Film nights"} {
		h.sits().writes(h, text).wants(303)
	}
	h.approves("A garden", "A later bus")
	c := h.tablet(3)
	c.post(h.path("/pass-on"), url.Values{"do": {"ready"}}).wants(303)
	c.get(h.path("")).says("A garden", "data-after", "I don’t know").hides("data-too")
	id := h.room.View().Ideas[0].ID
	c.answers(h, url.Values{"pick": {"", id}, "text": {"A secret of the first"}}).wants(303)
	c.get(h.path("")).says("Done.").hides("A secret", "A garden")
	c.post(h.path("/pass-on"), url.Values{}).wants(303)
	c.post(h.path("/pass-on"), url.Values{"do": {"ready"}}).wants(303)
	c.get(h.path("")).says("A garden").hides("A secret", ` checked><label for="a-`)
	if got := h.words.texts(); len(got) != 4 || h.votes() != 4 {
		t.Errorf("got %q of %d answers, want four texts of four seats", got, h.votes())
	}
}
