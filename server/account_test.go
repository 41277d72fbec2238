package server

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cairn/staff"
)

func TestTheSetUpLinkMakesServiceAndAccountOnce(t *testing.T) {
	s := openOffice(t)
	token, err := s.office.SetUpLink(t.Context())
	must(t, err)
	me := s.stranger()
	me.get("/setup/" + token).wants(200)
	form := url.Values{
		"service": {"Fellside LINK"}, "short": {"LINK"}, "areas": {"Keswick\n\nSolway\n"},
		"name": {"Sam"}, "email": {"sam@link.example"}, "password": {"short"},
	}
	me.post("/setup/"+token, form).wants(422).says(`value="Fellside LINK"`, `value="sam@link.example"`, "Keswick\n\nSolway", "at least 12 signs", `href="#password"`).
		hides(`value="short"`)
	form.Set("password", goodPassword)
	if home := me.post("/setup/"+token, form).leads(); home != "/home" {
		t.Errorf("got %s, want /home", home)
	}
	me.get("/home").wants(200).says("Fellside LINK", "Facilitator, Administrator", "Sam")
	services, err := s.office.Services(t.Context())
	must(t, err)
	if len(services) != 1 || len(services[0].Areas) != 2 || services[0].Areas[1].Name != "Solway" {
		t.Errorf("got %+v, want one service with two areas", services)
	}
	s.stranger().get("/setup/" + token).wants(410)
	other := s.stranger()
	other.get("/sign-in")
	other.post("/setup/"+token, form).wants(410)
}

func TestSigningInGivesBackTheEmailAndNeverThePassword(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	s.hire("ann@link.example", service.ID, staff.Designer)
	me := s.stranger()
	me.get("/sign-in").wants(200)
	me.post("/sign-in", url.Values{"email": {"Ann@link.example"}, "password": {"quite the wrong one"}}).wants(422).
		says(`value="Ann@link.example"`, "do not go together").hides("quite the wrong one")
	me.post("/sign-in", url.Values{"email": {"nobody@link.example"}, "password": {"quite the wrong one"}}).wants(422).says("do not go together")
	if home := me.post("/sign-in", url.Values{"email": {"Ann@link.example"}, "password": {goodPassword}}).leads(); home != "/home" {
		t.Errorf("got %s, want /home", home)
	}
	if to := me.get("/sign-in").leads(); to != "/home" {
		t.Errorf("got %s, want somebody signed in to go home", to)
	}
	me.get("/home").wants(200)
	me.post("/sign-out", url.Values{}).wants(303)
	if to := me.get("/home").leads(); to != "/sign-in" {
		t.Errorf("got %s, want the sign-in after signing out", to)
	}
}

func TestAOneUseLinkIsTakenByAPostAloneAndLeadsOnlyInside(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	ann := s.hire("ann@link.example", service.ID, staff.Designer)
	for to, want := range map[string]string{
		"/panels/new": "/panels/new", "": "/home", "https://elsewhere.example": "/home", "//elsewhere.example": "/home",
		`/\elsewhere.example`: "/home", "/sign-in/x": "/home",
	} {
		token, err := s.office.SignInLink(t.Context(), ann.account.ID, staff.LinkLasts)
		must(t, err)
		me := s.stranger()
		me.get("/sign-in/" + token + "?to=" + url.QueryEscape(to)).wants(200)
		me.get("/sign-in/" + token + "?to=" + url.QueryEscape(to)).wants(200).says(`name="to" value="` + want + `"`)
		if got := me.post("/sign-in/"+token, url.Values{"to": {to}}).leads(); got != want {
			t.Errorf("%q: got %s, want %s", to, got, want)
		}
		s.stranger().get("/sign-in/" + token).wants(200)
		again := s.stranger()
		again.get("/sign-in")
		again.post("/sign-in/"+token, url.Values{}).wants(410)
	}
}

func TestSomebodySeesAndEndsTheirOwnSessionsAndNobodyElses(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	ann := s.hire("ann@link.example", service.ID, staff.Designer)
	bob := s.hire("bob@link.example", service.ID, staff.Facilitator)
	phone := s.stranger()
	phone.get("/sign-in")
	phone.post("/sign-in", url.Values{"email": {"ann@link.example"}, "password": {goodPassword}}).wants(303)
	page := ann.get("/me").wants(200).says("This browser", "Sign out everywhere else", "Designer")
	theirs := page.first(`name="session" value="([0-9a-f]+)"`)
	bob.get("/me")
	bob.post("/me/sessions", url.Values{"session": {theirs}}).wants(404)
	phone.get("/me").wants(200)
	ann.get("/me")
	ann.post("/me/sessions", url.Values{"session": {theirs}}).wants(303)
	phone.get("/me").wants(303)
	ann.get("/me").wants(200).hides("Sign out everywhere else")
}

func TestAPasswordIsChangedOnlyWithTheOldOne(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	ann := s.hire("ann@link.example", service.ID, staff.Designer)
	ann.get("/me")
	ann.post("/me/sessions", url.Values{"do": {"password"}, "old": {"not this one at all"}, "password": {"eight green hats hum"}}).
		wants(422).says("The old password is not right", `id="old-error"`)
	ann.post("/me/sessions", url.Values{"do": {"password"}, "old": {goodPassword}, "password": {"eight green hats hum"}}).wants(303)
	ann.get("/me?done=password").says("Your password is changed")
	me := s.stranger()
	me.get("/sign-in")
	me.post("/sign-in", url.Values{"email": {"ann@link.example"}, "password": {goodPassword}}).wants(422)
	me.post("/sign-in", url.Values{"email": {"ann@link.example"}, "password": {"eight green hats hum"}}).wants(303)
}

func TestAnInvitationIsShownOnceAndBringsItsRoles(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	boss := s.hire("boss@link.example", service.ID, staff.Administrator)
	boss.get("/people").wants(200).says("Safeguarding lead")
	boss.post("/people", url.Values{"email": {"new@link.example"}}).wants(422).says("at least one role", `value="new@link.example"`)
	boss.post("/people", url.Values{"email": {"no address"}, "role": {service.ID + ":designer"}}).wants(422).
		says(`value="no address"`, `value="`+service.ID+`:designer" id="role-`+service.ID+`-2" aria-describedby="role-`+service.ID+`-2-hint" checked`)
	page := boss.post("/people", url.Values{"email": {"new@link.example"}, "role": {service.ID + ":designer", service.ID + ":lead"}}).wants(200)
	link := page.first(`value="https?://[^"]*(/invite/[^"]+)"`)
	boss.get("/people").hides(link)

	me := s.stranger()
	me.get(link).wants(200).says("new@link.example", "LINK", "Designer, Safeguarding lead")
	me.post(link, url.Values{"name": {"Nia"}, "password": {"short"}}).wants(422).says(`value="Nia"`)
	me.post(link, url.Values{"name": {"Nia"}, "password": {goodPassword}}).wants(303)
	me.get("/home").wants(200).says("Nia", "Designer, Safeguarding lead")
	s.stranger().get(link).wants(410)
}

func TestRolesAreTickedPerServiceAndTheLastAdministratorStays(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	boss := s.hire("boss@link.example", service.ID, staff.Administrator)
	ann := s.hire("ann@link.example", service.ID, staff.Designer)
	boss.get("/people")
	boss.post("/people/"+boss.account.ID, url.Values{"role": {service.ID + ":facilitator"}}).wants(422).says("only administrator")
	boss.post("/people/"+ann.account.ID, url.Values{"role": {service.ID + ":moderator", service.ID + ":facilitator", "x:administrator"}}).wants(303)
	kept, err := s.office.Account(t.Context(), ann.account.ID)
	must(t, err)
	if got := kept.RolesIn(service.ID); len(got) != 2 || got[0] != staff.Facilitator || got[1] != staff.Moderator || len(kept.Grants) != 2 {
		t.Errorf("got %v, want facilitator and moderator", kept.Grants)
	}
	ann.get("/home").wants(303) // new roles end the old sessions
	boss.post("/people/"+ann.account.ID, url.Values{"do": {"end"}}).wants(303)
	boss.get("/people").hides("ann@link.example")
}

func TestAForgottenPasswordIsChosenAnewByALink(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	boss := s.hire("boss@link.example", service.ID, staff.Administrator)
	ann := s.hire("ann@link.example", service.ID, staff.Designer)
	boss.get("/people")
	link := boss.post("/people/"+ann.account.ID, url.Values{"do": {"password"}}).wants(200).first(`value="https?://[^"]*(/password/[^"]+)"`)
	me := s.stranger()
	me.get(link).wants(200)
	me.post(link, url.Values{"password": {"password1234"}}).wants(422)
	me.post(link, url.Values{"password": {"eight green hats hum"}}).wants(303)
	me.post("/sign-in", url.Values{"email": {"ann@link.example"}, "password": {"eight green hats hum"}}).wants(303)
	s.stranger().post(link, url.Values{"password": {"nine brown coats wait"}}).wants(410)
}

func TestAServiceKeepsItsAreasWhenTheyAreRenamedAndItsHelpLinesWhenNothingIsTyped(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	boss := s.hire("boss@link.example", service.ID, staff.Administrator)
	other, err := s.office.FoundService(t.Context(), staff.NewService("B-Wild", ""))
	must(t, err)
	stranger := s.hire("wild@bwild.example", other.ID, staff.Administrator)
	stranger.get("/services/" + service.ID).wants(404)
	address := "/services/" + service.ID
	page := boss.get(address).wants(200).says("999", "0800 1111", "85258", "SHOUT", "Talk to someone about anything")
	page.says(`value="0800 1111" inputmode="tel" dir="ltr"`, `name="leave" type="text" value="" inputmode="url" dir="ltr"`) // else Arabic pages show "1111 0800"
	form := formOf(page, address)
	stranger.get("/home")
	stranger.post(address, url.Values{"service": {"Taken over"}}).wants(404)

	form["area"][0], form["area"][2] = "Far north", "West"
	form.Set("carer", "yes")
	form.Set("answers", "Sam and the LINK team")
	form.Set("leave", "javascript:alert(1)")
	boss.post(address, form).wants(422).says("starts with https://", `value="javascript:alert(1)"`, "Far north")
	form.Set("leave", "https://www.bbc.co.uk/newsround")
	boss.post(address, form).wants(303)
	kept, err := s.office.Service(t.Context(), service.ID)
	must(t, err)
	if len(kept.Areas) != 3 || kept.Areas[0] != (staff.Area{ID: "north", Name: "Far north"}) || kept.Areas[2].Name != "West" || kept.Areas[2].ID == "" {
		t.Errorf("got areas %+v, want north renamed and West new", kept.Areas)
	}
	if len(kept.HelpLines) != 3 || kept.HelpLines[1].Key != "helpline.childline" || kept.HelpLines[2].Send != "SHOUT" || !kept.NeedsCarerYes {
		t.Errorf("got %+v, want the three lines as they were", kept)
	}
	form.Set("csrf", boss.csrf)
	boss.post(address, form).wants(422).says("A colleague saved this service", "Far north")
	form = formOf(boss.get(address), address)
	form.Set("service", "")
	boss.post(address, form).wants(422).says("Please give the service a name", "Far north")
}

func TestAFormFromElsewhereDoesNothing(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	boss := s.hire("boss@link.example", service.ID, staff.Administrator)
	boss.get("/people")
	boss.from = "cross-site"
	boss.post("/people/"+boss.account.ID, url.Values{"do": {"end"}}).wants(403)
	boss.from = "same-origin"
	boss.post("/people/"+boss.account.ID, url.Values{"do": {"end"}, "csrf": {"made up"}}).wants(403)
	boss.get("/home").wants(200)
}

// formOf reads the values of a page's form as a browser without a script would send them.
func formOf(a *answer, action string) url.Values {
	a.t.Helper()
	start := strings.Index(a.body, `action="`+action+`"`)
	if start < 0 {
		a.t.Fatalf("%s: got no form for %s", a.what, action)
	}
	part, _, _ := strings.Cut(a.body[start:], "</form>")
	form := url.Values{}
	for _, field := range regexp.MustCompile(`<(input|select|textarea)([^>]*)>([^<]*)`).FindAllStringSubmatch(part, -1) {
		get := func(name string) string {
			if v := regexp.MustCompile(`\s` + name + `="([^"]*)"`).FindStringSubmatch(field[2]); v != nil {
				return unescape(v[1])
			}
			return ""
		}
		kind := get("type")
		switch {
		case get("name") == "" || (kind == "radio" || kind == "checkbox") && !strings.Contains(field[2], " checked"):
		case field[1] == "textarea":
			form.Add(get("name"), unescape(field[3]))
		case field[1] == "select":
			form.Add(get("name"), selected(part, get("name"), len(form[get("name")])))
		default:
			form.Add(get("name"), get("value"))
		}
	}
	return form
}

// selected finds what the nth select of a name has chosen.
func selected(part, name string, nth int) string {
	selects := regexp.MustCompile(`(?s)<select[^>]*name="`+regexp.QuoteMeta(name)+`".*?</select>`).FindAllString(part, -1)
	if nth >= len(selects) {
		return ""
	}
	if v := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(selects[nth]); v != nil {
		return v[1]
	}
	return ""
}

func unescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#43;", "+").Replace(s)
}
