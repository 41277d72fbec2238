package server

import (
	"net/url"
	"strings"
	"testing"

	"cairn/polls"
	"cairn/staff"
	"cairn/surveys"
)

func TestEveryPageOffersHelpAndAWayOut(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	for _, address := range []string{"/", h.path(""), h.path("/help"), "/help", "/check", "/s/QQQQQQ", "/nowhere", "/remote"} {
		me.get(address).says(`class="leave" href="/leave`, "/help", "Get help")
	}
	service, err := h.office.Service(t.Context(), h.link.ID)
	must(t, err)
	if len(service.HelpLines) == 0 || len(staff.DefaultHelpLines()) == 0 {
		t.Fatal("got no help lines, want some")
	}
	me.get(h.path("/help")).wants(200).says("tel:08001111", "sms:85258", "tel:999", "Ring 999<", `href="`+h.path("")+`"`)
}

func TestLeavingEmptiesTheBrowserAndSaysNothingOfUs(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	for _, method := range []string{"GET", "POST"} {
		me.from = "cross-site" // it works from anywhere
		left := me.send(method, "/leave", "", nil)
		if got := left.header.Get("Clear-Site-Data"); !strings.Contains(got, "storage") || !strings.Contains(got, "cache") {
			t.Errorf("%s: got Clear-Site-Data %q, want cache and storage", method, got)
		}
	}
	me.from = "same-origin"
	away := me.get("/leave").wants(200).says("Stones beside a path").hides("LINK", "meet", "Get help", "Cairn<", "script", "/s/")
	if away.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got Cache-Control %q, want no-store", away.header.Get("Cache-Control"))
	}
	elsewhere := openHall(t, hallPlan{set: Settings{LeaveTo: "https://weather.example/"}})
	if to := elsewhere.stranger().get("/leave").leads(); to != "https://weather.example/" {
		t.Errorf("got %s, want the operator's page", to)
	}
}

func TestALanguageIsChosenRememberedAndLeadsOnlyInside(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	me.get(h.path(""))
	if to := me.post("/language", url.Values{"lang": {"ar"}, "back": {h.path("")}}).leads(); to != h.path("") {
		t.Errorf("got %s, want the page it was chosen on", to)
	}
	me.get(h.path("")).says(`<html lang="ar" dir="rtl"`, `<b lang="en">`)
	me.get("/nowhere").says(`<html lang="ar" dir="rtl"`)
	me.post("/language", url.Values{"lang": {"xx"}, "back": {"/"}}).wants(422)
	for _, back := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "/a\r\nX: y", ""} {
		if to := me.post("/language", url.Values{"lang": {"en"}, "back": {back}}).leads(); to != "/" {
			t.Errorf("%q: got %s, want the start page", back, to)
		}
	}
}

func TestAPageLooksAsItsReaderLikes(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	me.get(h.path("")).says(`name="quiet" value="1" aria-pressed="false"`)
	me.post("/quiet", url.Values{"quiet": {"1"}, "back": {h.path("")}}).wants(303)
	me.post("/quiet", url.Values{"large": {"1"}, "back": {h.path("")}}).wants(303)
	me.get(h.path("")).says(`class="calm large"`, `name="quiet" value="0" aria-pressed="true"`)
	me.post("/quiet", url.Values{"quiet": {"0"}, "back": {h.path("")}}).wants(303)
	me.get(h.path("")).says(`class=" large"`)
}

func TestASignalIsToldTakenBackAndForgottenAtTheNextQuestion(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{choiceQuestion(), placeAgain()}})
	me := h.sits()
	h.asks()
	me.get(h.path("")).says("Tell the adult something quietly", `value="lost" aria-pressed="false"`)
	me.post(h.path("/signal"), url.Values{"is": {"lost"}}).wants(303)
	me.get(h.path("")).says(`value="lost" aria-pressed="true"`, "The adult can see it now")
	if got := h.room.View().Desk.Signals.Lost; got != 1 {
		t.Errorf("got %d lost at the desk, want one", got)
	}
	me.accept = "application/json"
	if got := inJSON[toldOut](me.post(h.path("/signal"), url.Values{"is": {"lost"}})); got.On || got.T != "told" {
		t.Errorf("got %+v, want it taken back", got)
	}
	me.post(h.path("/signal"), url.Values{"is": {"dance"}}).wants(422)
	me.accept = ""
	if got := h.room.View().Desk.Signals.Lost; got != 0 {
		t.Errorf("got %d lost at the desk, want none", got)
	}
	me.post(h.path("/signal"), url.Values{"is": {"fast"}}).wants(303)
	h.asks()
	me.get(h.path("")).hides(`aria-pressed="true"`)
}

func TestTheRemoteShowsLittleAndCanBeTakenBack(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{choiceQuestion(), placeAgain()}})
	sam := polls.Actor{Kind: polls.ByStaff, ID: "sam"}
	token, err := h.room.InviteRemote(t.Context(), sam)
	must(t, err)
	link := "/remote/" + h.room.ID() + "." + token
	me := h.stranger()
	me.get(link).wants(200).says("Take the remote")
	me.get(link).wants(200) // looking takes nothing
	if to := me.post(link, url.Values{}).leads(); to != "/remote" {
		t.Fatalf("got %s, want the remote", to)
	}
	h.stranger().get("/remote").wants(410)
	again := h.stranger()
	again.get(link)
	again.post(link, url.Values{}).wants(410).says("This link has been used")
	now := h.room.View().Now.ID
	me.get("/remote").wants(200).says("Which place is best?", "data-stay", "remote.")
	me.post("/remote", url.Values{"do": {"open"}, "activity": {now}}).wants(303)
	for _, pick := range []string{"a", "b", "c", "c"} {
		h.sits().answers(h, url.Values{"pick": {pick}}).wants(303)
	}
	me.post("/remote", url.Values{"do": {"close"}, "activity": {now}}).wants(303)
	me.get("/remote").says("Show it", "Open again").hides("class=\"stones", "data-chart", "4 of", "seats")
	me.post("/remote", url.Values{"do": {"end"}, "activity": {now}}).wants(403).says("Only staff can do this")
	me.post("/remote", url.Values{"do": {"seal"}, "activity": {now}}).wants(403)
	h.press(polls.Command{Do: polls.DoTakeBack})
	me.get("/remote").wants(410).says("Staff have the remote again")
	me.post("/remote", url.Values{"do": {"reveal"}, "activity": {now}}).wants(410)
}

func TestSafetySentencesStandBesideTheEnglishUntilASpeakerReadThem(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.stranger()
	me.get("/")
	me.post("/language", url.Values{"lang": {"cy"}, "back": {"/"}}).wants(303)
	page := me.get(h.path("")).wants(200)
	secret := page.first(`(?s)class="note"[^>]*>.*?<span>(.*?)</p>`)
	if !strings.Contains(secret, "No one can tell how you voted") {
		t.Errorf("got %q, want the English of the promise on the page", secret)
	}
}

func TestCheckTheRoomSaysWhetherTheLineIsPrivate(t *testing.T) {
	h := openHall(t, hallPlan{})
	h.stranger().get("/check").wants(200).says("This phone reaches Cairn", "The line is not private", `data-check="/check/live"`, "js/remote").hides("The line is private.")
}
