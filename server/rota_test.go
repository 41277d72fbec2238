package server

import (
	"net/url"
	"testing"

	"cairn/moderation/oncall"
	"cairn/polls"
	"cairn/staff"
)

func TestALeadKeepsTheRotaByForms(t *testing.T) {
	s := openRota(t, false)
	s.ann.get("/rota").wants(200).says("Nobody is on call now", "Monday 23 November 2026 · today", "Nobody planned. Text boxes will be shut.")
	s.ann.get("/rota/plan").wants(200).says("Nobody is on call before they have said yes")
	s.ann.post("/rota/plan", form("do", "weekly", "who", s.ann.account.ID, "day", "1", "from", "9:00", "until", "nine")).wants(422).
		says("Give two different times", `value="nine"`)
	s.ann.follow("/rota/plan", form("do", "weekly", "who", s.ann.account.ID, "day", "1", "from", "09:00", "until", "21:00")).
		says("The plan is saved.", "Monday · 09:00 to 21:00")
	s.ann.get("/rota").says("Nobody from 14:00 to 21:00: text boxes will be shut.", "I accept to be reachable from 14:00 to 21:00.")
	s.accepts(s.ann, "09:00", "17:00").wants(303)
	s.ann.get("/rota").says("Nobody from 17:00 to 21:00: text boxes will be shut.", "On call now:", "tel:07700900123").hides("Nobody from 14:00", "from 14:00 to 21:00")
	s.bob.get("/rota").says("Nobody from 17:00 to 21:00").hides("I can't any more", "I accept to be reachable")

	span := s.ann.get("/rota").first(`action="/rota/([a-z0-9]{26})"`)
	s.bob.post("/rota/"+span, form("do", "leave")).wants(404)
	s.ann.follow("/rota/"+span, form("do", "offer", "to", s.bob.account.ID)).says("They are asked.", "bob@link.example is asked to take over")
	s.bob.get("/rota").says("ann@link.example asks you to take these hours over")
	s.bob.follow("/rota/"+span, form("do", "take", "number", "07700 900456")).says("These hours are yours now.", "tel:07700900456")
	mine := s.bob.get("/rota").first(`<details id="span-([a-z0-9]{26})"`)
	s.bob.follow("/rota/"+mine, form("do", "leave")).says("You are no longer on call", "Nobody is on call now", "Nobody from 14:00 to 21:00")

	s.ann.follow("/rota/plan", form("do", "off", "who", s.ann.account.ID, "first", "2026-11-30", "last", "")).says("30 November 2026 · <bdi>ann@link.example")
	s.ann.post("/rota/plan", form("do", "off", "who", s.ann.account.ID, "first", "soon", "last", "later")).wants(422).says("Give the first day off")
	s.ann.get("/rota?week=2026-11-30").says("Nobody planned.").hides("I accept to be reachable")
	s.ann.follow("/rota/plan", form("do", "region", "region", "scotland"))
	s.ann.get("/rota?week=2026-11-30").says("St Andrew's Day")
}

func TestWhatCannotBeAcceptedComesBackWithWhatWasTyped(t *testing.T) {
	s := openRota(t, false)
	got := s.ann.post("/rota/accept", form("service", s.link.ID, "date", "2026-11-23", "from", "15:00", "until", "17:00", "number", "ring me"))
	got.wants(422).says("Give a number that can be rung", `value="ring me"`, `value="15:00"`)
	s.ann.post("/rota/accept", form("service", s.link.ID, "date", "today", "from", "15:00", "until", "17:00", "number", "999")).wants(422).says("Give a day")
	s.ann.post("/rota/accept", form("service", s.link.ID, "date", "2026-11-22", "from", "15:00", "until", "17:00", "number", "999")).wants(422).says("That time is over")
	for _, c := range []*caller{s.fay, s.hire("adm@link.example", s.link.ID, staff.Administrator)} {
		c.get("/rota").wants(200).hides("I accept")
		s.accepts(c, "15:00", "17:00").wants(404)
		c.get("/pages").wants(404)
	}
	other := s.hire("els@link.example", "another", staff.Lead)
	other.get("/rota?service=" + s.link.ID).wants(404)
	s.accepts(other, "15:00", "17:00").wants(404)
}

func TestASessionWithATextBoxBeginsOnlyWithSomebodyOnCallUntilAnHourAfter(t *testing.T) {
	s := openRota(t, false)
	session := s.session()
	start := "/sessions/" + session.ID + "/start"
	s.fay.get(start).wants(200).says("Text boxes are shut: nobody is on call", "When does it end?", "We start without writing")
	s.fay.get("/sessions/" + session.ID).says("Nobody has accepted to be on call that day.")
	s.fay.post(start, form("consent", "yes", "until", "16:00")).wants(422).says("Tick that you start without writing")
	s.accepts(s.ann, "13:00", "16:59").wants(303)
	s.fay.get("/sessions/" + session.ID).hides("Nobody has accepted to be on call that day.")
	s.fay.post(start, form("consent", "yes", "until", "16:00")).wants(422)
	s.fay.post(start, form("consent", "yes", "until", "half past")).wants(422).says("a time within the next 14 hours", `value="half past"`)
	s.accepts(s.bob, "16:30", "17:00").wants(303)
	s.fay.get(start).says("On call: ann@link.example")
	s.fay.post(start, form("consent", "yes", "until", "16:00")).wants(303)
	desk := "/sessions/" + session.ID + "/desk"
	s.fay.get(desk).wants(200).says("ann@link.example", "tel:07700900123")
	room := s.room(session)
	if !room.View().Text {
		t.Fatalf("got text boxes shut (%s), want open", room.View().TextWhy)
	}
	must(t, room.Do(t.Context(), polls.Actor{Kind: polls.ByStaff, ID: "fay"}, polls.Command{Do: polls.DoOpen, Activity: session.Agenda[0].ID}))
	s.fay.get(desk).says("Text boxes shut at 16:00 unless somebody stays on call longer.")

	phone := s.stranger()
	code := "/s/" + room.View().Session.Door.Code
	phone.get(code)
	phone.post(code+"/seat", form()).wants(303)
	page := phone.get(code).says("<textarea")

	// Ann can't any more: the box goes from the phone, and a text on its way is refused.
	mine := s.ann.get("/rota").first(`<details id="span-([a-z0-9]{26})"`)
	s.ann.post("/rota/"+mine, form("do", "leave")).wants(303)
	sent := url.Values{
		"activity": {session.Agenda[0].ID}, "round": {"1"}, "key": {page.first(`name="key" value="([^"]+)"`)}, "text": {"more walks"},
	}
	phone.post(code+"/answer", sent).wants(403).says("Nobody can read it just now", "more walks")
	s.see(room, false)
	phone.get(code).says("Nobody can read it just now, so you cannot write here.").hides("<textarea")
	s.fay.get(desk).says("Text boxes are shut: nobody is on call")
	s.accepts(s.bob, "13:00", "19:00").wants(303)
	s.see(room, true)
	phone.get(code).says("<textarea")
}

func TestASessionMayBeginWithoutWriting(t *testing.T) {
	s := openRota(t, false)
	session := s.session()
	s.fay.post("/sessions/"+session.ID+"/start", form("consent", "yes", "until", "16:00", "nowriting", "yes")).wants(303)
	room := s.room(session)
	err := room.Do(t.Context(), polls.Actor{Kind: polls.ByStaff, ID: "fay"}, polls.Command{Do: polls.DoOpen, Activity: session.Agenda[0].ID})
	if err == nil {
		t.Error("the text box opened, want it shut")
	}
}

func TestAPhoneWritesOnlyInALanguageASpeakerHasRead(t *testing.T) {
	s := openRota(t, false)
	session := s.session()
	s.accepts(s.ann, "13:00", "19:00").wants(303)
	s.fay.post("/sessions/"+session.ID+"/start", form("consent", "yes", "until", "16:00")).wants(303)
	room := s.room(session)
	must(t, room.Do(t.Context(), polls.Actor{Kind: polls.ByStaff, ID: "fay"}, polls.Command{Do: polls.DoOpen, Activity: session.Agenda[0].ID}))
	code := "/s/" + room.View().Session.Door.Code
	english, polish := s.stranger(), s.stranger()
	polish.header = map[string]string{"Accept-Language": "pl"}
	var key string
	for _, c := range []*caller{english, polish} {
		c.get(code)
		c.post(code+"/seat", form()).wants(303)
	}
	key = english.get(code).says("<textarea").first(`name="key" value="([^"]+)"`)
	polish.get(code).wants(200).hides("<textarea")
	sent := url.Values{"activity": {session.Agenda[0].ID}, "round": {"1"}, "key": {key}, "text": {"więcej spacerów"}}
	polish.post(code+"/answer", sent).wants(403)
	if got := room.View().Desk.Answered; got != 0 {
		t.Errorf("got %d answers, want none", got)
	}
	polish.header = map[string]string{"Accept-Language": "en"}
	polish.post(code+"/answer", sent).wants(303)
}

func TestPagesWakeOnEveryStaffPageAndAreSeenOnAPhone(t *testing.T) {
	s := openRota(t, false)
	session := s.session()
	s.accepts(s.ann, "13:00", "19:00").wants(303)
	s.page("case-1", session, oncall.Call{})
	s.ann.get("/home").says(`<title>(1) `, "Something is waiting for you. Look now.").hides(`data-paged="/pages/count" hidden`)
	s.bob.get("/home").says(`data-paged="/pages/count" hidden`).hides("<title>(1)")
	s.fay.get("/home").hides("data-paged")
	if got := s.ann.get("/pages/count").wants(200).body; got != `{"n":1}` {
		t.Errorf("count: got %s", got)
	}
	if got := s.fay.get("/pages/count").wants(200).body; got != `{"n":0}` {
		t.Errorf("a facilitator's count: got %s", got)
	}
	page := s.ann.get("/pages").wants(200).says("Something is waiting for you", "Came 23 November 2026").hides("case-1", "worry", session.ID)
	id := page.first(`action="/pages/([a-z0-9]{26})"`)
	s.bob.post("/pages/"+id, form("do", "have")).wants(404)
	s.ann.post("/pages/"+id, form("do", "look")).wants(303)
	s.ann.get("/pages").says("Nothing waits for you.", "had it at").hides("<title>(1)")

	s.bob.follow("/rota/test", form("service", s.link.ID)).says("A test page is on its way to you.", "A test page", "It arrived")
	s.bob.post("/rota/test", form("service", s.link.ID)).wants(422).says("Your last test page still waits")
	s.bob.follow("/pages/"+s.bob.get("/pages").first(`action="/pages/([a-z0-9]{26})"`), form()).says("Noted.", "Nothing waits for you.")
	s.ann.get("/pages").hides("A test page ·")
}

func TestTheDeskRingsWithoutTheWordsAndOnlyWhenItMust(t *testing.T) {
	s := openRota(t, false)
	session := s.session()
	s.accepts(s.ann, "13:00", "19:00").wants(303)
	s.fay.post("/sessions/"+session.ID+"/start", form("consent", "yes", "until", "16:00")).wants(303)
	desk := "/sessions/" + session.ID + "/desk"
	ring := "A worry came in. Ring ann@link.example now:"
	s.page("quiet", session, oncall.Call{AboutAdult: true, Now: true})
	s.page("case-1", session, oncall.Call{})
	s.fay.get(desk).wants(200).hides("A worry came in")
	s.later(oncall.NextAfter)
	must(t, s.rota.Tick(t.Context()))
	s.fay.get(desk).says(ring, "tel:07700900123").hides("case-1")
	must(t, s.rota.AcknowledgeCase(t.Context(), "case-1", s.ann.account.ID))
	s.fay.get(desk).hides("A worry came in")
	s.page("case-2", session, oncall.Call{Now: true})
	s.fay.get(desk).says(ring)
	must(t, s.rota.AcknowledgeCase(t.Context(), "case-2", s.bob.account.ID))
	s.fay.get(desk).says("bob@link.example knows of it.", "2 messages were passed on").hides("A worry came in")
}

func TestALaptopWithoutInternetNeedsSomebodyInTheHall(t *testing.T) {
	s := openRota(t, true)
	session := s.session()
	s.accepts(s.ann, "13:00", "19:00").wants(303)
	s.fay.post("/sessions/"+session.ID+"/start", form("consent", "yes", "until", "16:00", "nowriting", "yes")).wants(303)
	room := s.room(session)
	if v := room.View(); v.Text || v.TextWhy != "gate.shut.hall" {
		t.Fatalf("nobody in the hall: got %v %s, want it shut", v.Text, v.TextWhy)
	}
	s.fay.post("/sessions/"+session.ID+"/hall", form("here", "1")).wants(404)
	s.ann.get("/rota").says("This laptop has no internet", "I am in the hall")
	s.ann.follow("/sessions/"+session.ID+"/hall", form("here", "1")).says("Text boxes can open while you are in the hall.", "I have left the hall")
	s.see(room, true)
	s.ann.follow("/sessions/"+session.ID+"/hall", form("here", ""))
	s.see(room, false)
}

func TestTheClockOfAWeekFollowsTheServicesZone(t *testing.T) {
	s := openRota(t, false)
	s.accepts(s.ann, "23:00", "02:00").wants(303)
	s.ann.get("/rota").says("23:00 to Tuesday 02:00", "Monday 23:00 to 02:00")
}

func TestAWeekOfPlannedHoursIsAcceptedAtOnce(t *testing.T) {
	s := openRota(t, false)
	for _, day := range []string{"1", "2", "3"} {
		s.ann.follow("/rota/plan", form("do", "weekly", "who", s.ann.account.ID, "day", day, "from", "15:00", "until", "21:00"))
	}
	s.ann.get("/rota").says("3 planned times of this week wait for your yes")
	s.bob.get("/rota").hides("wait for your yes")
	week := func(number string) url.Values {
		return url.Values{
			"service": {s.link.ID}, "number": {number}, "date": {"2026-11-23", "2026-11-24", "2026-11-25"},
			"from": {"15:00", "15:00", "15:00"}, "until": {"21:00", "21:00", "21:00"},
		}
	}
	s.ann.post("/rota/accept", week("ring me")).wants(422).says("Give a number that can be rung")
	short := week("07700 900123")
	short["until"] = short["until"][:2]
	s.ann.post("/rota/accept", short).wants(422)
	s.ann.get("/rota").hides("tel:")
	s.ann.follow("/rota/accept", week("07700 900123")).says("You are on call in these hours").hides("wait for your yes", "Nobody from")
}
