package server

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"cairn/polls"
	"cairn/surveys"

	"github.com/gorilla/websocket"
)

const lateWords = "it was too loud for me"

// A text box may shut while somebody writes: nobody is on call any more, or the
// question is over. What they wrote is refused with its reason, given back to
// them, and stored nowhere.
func TestWordsForABoxThatShutMeanwhileComeBackInTheSameForm(t *testing.T) {
	for kind, q := range map[string]surveys.Question{"a text": textQuestion(), "an idea": ideasQuestion()} {
		h := openHall(t, hallPlan{ask: []surveys.Question{q}})
		h.asks()
		me := h.sits()
		form := me.formOn(me.get(h.path("")))
		form.Set("text", lateWords)
		h.gate.Store(true)
		for _, room := range []string{"has not looked", "has looked"} {
			again := me.post(h.path("/answer"), form).wants(403).says(`role="alert"`, `data-answer="`, lateWords+"</textarea>")
			if key := again.first(`name="key" value="([^"]*)"`); key == "" || key == form.Get("key") {
				t.Errorf("%s: got key %q, want a fresh one, so that sending again works", kind, key)
			}
			if room == "has not looked" {
				h.until("shut text boxes", func(v *polls.View) bool { return !v.Text })
			}
		}
		if got := h.words.texts(); len(got) != 0 {
			t.Errorf("%s: got %q stored, want nothing", kind, got)
		}
		h.gate.Store(false)
		h.until("open text boxes", func(v *polls.View) bool { return v.Text })
		me.post(h.path("/answer"), form).wants(303)
		if got := h.words.texts(); len(got) != 1 {
			t.Errorf("%s: got %q stored once it is open again, want the one", kind, got)
		}
	}
}

func TestWordsForAQuestionThatIsOverComeBackWithASentence(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	now := h.asks()
	for i := range 3 {
		h.sits().answers(h, url.Values{"text": {fmt.Sprint("in time ", i)}}).wants(303)
	}
	me := h.sits()
	form := me.formOn(me.get(h.path("")))
	form.Set("text", lateWords)
	h.reveals()
	before := len(h.words.texts())
	me.post(h.path("/answer"), form).wants(410).says("The room has seen this one", lateWords)
	if got := h.words.texts(); len(got) != before {
		t.Errorf("got %q stored for %s, want only what came in time", got, now.ID)
	}
}

func TestASocketTellsAPhoneThatTheBoxShutMeanwhile(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	at := h.listens()
	me := h.sits()
	now := h.asks()
	ws, _ := h.dials(at, "http://"+at, me)
	h.gate.Store(true)
	cast := func(key string) string {
		t.Helper()
		must(t, ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil,
			`{"t":"cast","a":%q,"r":1,"k":%q,"c":1,"v":{"text":%q}}`, now.ID, key, lateWords)))
		return hears(t, ws, `"k":"`+key+`"`)
	}
	// "no" and not "try": the phone shows the sentence over the form, with the words still in it, and sends nothing by itself.
	if said := cast("key-number-one"); !strings.Contains(said, `"t":"no"`) || !strings.Contains(said, `"why":"no"`) || !strings.Contains(said, "rite") {
		t.Errorf("got %s, want a refusal with its sentence", said)
	}
	h.gate.Store(false)
	if said := cast("key-number-one"); !strings.Contains(said, `"t":"kept"`) {
		t.Errorf("open again: got %s, want it kept", said)
	}
	if got := h.words.texts(); len(got) != 1 {
		t.Errorf("got %q stored, want the one that was kept", got)
	}
}
