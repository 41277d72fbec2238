package server

import (
	"net/url"
	"strings"
	"testing"
)

func TestATextQuestionOfASurveyCarriesTheWordsThatOpenHelp(t *testing.T) {
	w := surveyOne(t)
	p := w.addChoice("How was it?")
	at := w.add("text")
	w.press(at, url.Values{"full:en": {"What was bad?"}, "private": {"bit"}, "do": {"save"}}).leads()
	words := ` data-words="` + strings.ReplaceAll(askSite(t).texts.Text("en", "tell.helpwords"), "'", "&#39;")
	page := w.me.get(w.home + "/preview?at=" + strings.TrimPrefix(at, "/edit/")).wants(200)
	box, list := strings.Index(page.body, "<textarea"), strings.Index(page.body, words)
	if list < 0 || box < list || !strings.Contains(page.body, `<section class="helpers`) && !strings.Contains(page.body, `helpers`) {
		t.Errorf("got the words at %d and the box at %d, want the words around it and who can help on the page", list, box)
	}
	w.me.get(w.home + "/preview?at=" + p.ID).hides("data-words")
}
