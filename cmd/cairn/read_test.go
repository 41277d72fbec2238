package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/staff"
	"cairn/surveys"
	"cairn/themes"
)

// wrote lets a young person tell the service something on a day, and a moderator let it through.
func (h *house) wrote(id, text string, day time.Time, quote bool) {
	h.t.Helper()
	_, err := h.words.Submit(h.t.Context(), moderation.NewText{
		ID: id, Service: h.service, Source: moderation.Feedback, Visibility: surveys.StaffOnly, Lang: "en", Text: text,
		Day: day, Quote: quote, Example: true,
	})
	must(h.t, err)
	must(h.t, h.words.ReleaseDue(h.t.Context(), h.service))
	_, err = h.words.Show(h.t.Context(), moderation.Ruling{Item: id, By: h.account.ID}, nil)
	must(h.t, err)
}

// accountable names who answers for the service's pages, or nobody.
func (h *house) accountable(name string) {
	h.t.Helper()
	service, err := h.office.Service(h.t.Context(), h.service)
	must(h.t, err)
	service.Accountable = staff.Contact{Name: name, Number: "01632 960018"}
	if name == "" {
		service.Accountable = staff.Contact{}
	}
	_, err = h.office.ChangeSafety(h.t.Context(), h.account, *service, staff.PartAnswers)
	must(h.t, err)
}

// lastMonth is a day in the month before, at noon.
func (h *house) lastMonth() time.Time {
	now := h.now().UTC()
	return time.Date(now.Year(), now.Month(), 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, -10)
}

func TestATextIsReadFoundTaggedAndTakenOutAgain(t *testing.T) {
	h := openHouse(t, furnish{})
	h.wrote("late", "The last bus goes too early for us", h.lastMonth(), false)
	h.wrote("cake", "More cake, please <b>now</b>", h.lastMonth(), false)
	wes := h.signIn("wes@link.example", h.service, staff.Designer)
	desk := "/read/" + h.service
	if got := wes.get("/read"); got.header.Get("Location") != desk {
		t.Errorf("got %d to %q, want the only service's desk", got.status, got.header.Get("Location"))
	}
	if page := wes.get(desk).body; !strings.Contains(page, "The last bus") || !strings.Contains(page, "&lt;b&gt;now") || strings.Contains(page, "<b>now") {
		t.Error("the desk does not show both texts as they were typed")
	}
	if page := wes.get(desk + "?q=BUS").body; !strings.Contains(page, "The last bus") || strings.Contains(page, "More cake") {
		t.Error("a search for BUS does not find the one text with the word")
	}
	form := url.Values{"item": {"late"}, "theme": {"Getting home"}, "back": {"q=bus"}}
	got := wes.post(desk+"/tag", form)
	if to := got.header.Get("Location"); got.status != http.StatusSeeOther || !strings.Contains(to, "q=bus") || !strings.HasSuffix(to, "#text-late") {
		t.Fatalf("tagging: got %d to %q, want back to the text and the search", got.status, to)
	}
	list, err := h.themes.Themes(t.Context(), h.service)
	must(t, err)
	if len(list) != 1 || list[0].Title != "Getting home" {
		t.Fatalf("got themes %v, want Getting home", list)
	}
	if page := wes.get(desk + "?theme=" + list[0].ID).body; !strings.Contains(page, "The last bus") || strings.Contains(page, "More cake") {
		t.Error("the theme does not show its one text")
	}
	bad := wes.post(desk+"/tag", url.Values{"item": {"late"}, "theme": {strings.Repeat("x", 90)}})
	if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.body, strings.Repeat("x", 90)) || !strings.Contains(bad.body, `id="theme-error"`) {
		t.Errorf("a name too long: got %d, want the desk again with what was typed and why", bad.status)
	}
	if got := wes.post(desk+"/tag", url.Values{"item": {"late"}, "untag": {list[0].ID}}); got.status != http.StatusSeeOther {
		t.Errorf("taking it out: got %d", got.status)
	}
	if page := wes.get(desk + "?theme=" + themes.Untagged).body; !strings.Contains(page, "The last bus") {
		t.Error("the text is not among those under no theme")
	}
}

func TestTheReadingDeskIsForThoseWhoReadForTheService(t *testing.T) {
	h := openHouse(t, furnish{})
	h.wrote("late", "The last bus goes too early for us", h.lastMonth(), false)
	theme, err := h.themes.Make(t.Context(), h.service, h.account.ID, "Getting home")
	must(t, err)
	other, err := h.office.FoundService(t.Context(), staff.NewService("Elsewhere", "Else"))
	must(t, err)
	paths := []string{"", "/themes", "/themes/" + theme.ID, "/themes/" + theme.ID + "/answer", "/answer", "/heard"}
	for name, v := range map[string]*visitor{
		"a moderator": h.signIn("kim@link.example", h.service, staff.Moderator), "a designer of another service": h.signIn("else@link.example", other.ID, staff.Designer),
		"an administrator": h.signIn("adm@link.example", h.service, staff.Administrator),
	} {
		for _, path := range paths {
			if got := v.get("/read/" + h.service + path); got.status != http.StatusNotFound || strings.Contains(got.body, "last bus") {
				t.Errorf("%s, %s: got %d, want nothing there", name, path, got.status)
			}
		}
		for _, path := range []string{"/tag", "/quote", "/themes", "/themes/" + theme.ID, "/heard", "/answer"} {
			if got := v.post("/read/"+h.service+path, url.Values{"item": {"late"}, "theme": {"x"}, "do": {"pick"}, "title": {"x"}}); got.status != http.StatusNotFound {
				t.Errorf("%s, posting to %s: got %d, want nothing there", name, path, got.status)
			}
		}
	}
	lead := h.signIn("alex@link.example", h.service, staff.Lead)
	if got := lead.get("/read/" + h.service); got.status != http.StatusOK || strings.Contains(got.body, `id="tagging"`) {
		t.Errorf("the lead: got %d, want them to read and not to tag", got.status)
	}
	if got := h.signIn("des@link.example", other.ID, staff.Designer).get("/read/" + other.ID + "/themes/" + theme.ID); got.status != http.StatusNotFound {
		t.Errorf("another service's theme under one's own: got %d, want nothing there", got.status)
	}
}

func TestAQuoteIsCopiedAfterASecondPersonLookedAndNeverNamesADay(t *testing.T) {
	h := openHouse(t, furnish{})
	h.wrote("no", "Please keep this among you", h.lastMonth(), false)
	h.wrote("yes", "Ring my mate Tom on 07700 900123 about the bus", h.lastMonth(), true)
	wes, dee := h.signIn("wes@link.example", h.service, staff.Designer), h.signIn("dee@link.example", h.service, staff.Designer)
	desk, quote := "/read/"+h.service, "/read/"+h.service+"/quote"
	if page := wes.get(desk + "?item=no").body; strings.Contains(page, `value="pick"`) {
		t.Error("a text whose author said no can be picked")
	}
	if got := wes.post(quote, url.Values{"item": {"no"}, "do": {"pick"}}); got.status < 400 {
		t.Errorf("picking it all the same: got %d", got.status)
	}
	if page := wes.get(desk + "?item=yes").body; strings.Contains(page, "quote-text") || strings.Contains(page, "900123") || strings.Contains(page, "Tom") {
		t.Error("before anybody looked: the quote, the number or the name is on the page")
	}
	if got := wes.post(quote, url.Values{"item": {"yes"}, "do": {"pick"}}); got.status != http.StatusSeeOther {
		t.Fatalf("picking: got %d\n%s", got.status, got.body)
	}
	if got := wes.post(quote, url.Values{"item": {"yes"}, "do": {"fine"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("the same person looking again: got %d, want it refused", got.status)
	}
	if page := dee.get(desk + "/themes").body; !strings.Contains(page, "item=yes") {
		t.Error("the board does not say that a quote waits for a second look")
	}
	if got := dee.post(quote, url.Values{"item": {"yes"}, "do": {"fine"}}); got.status != http.StatusSeeOther {
		t.Fatalf("the second look: got %d", got.status)
	}
	page := wes.get(desk + "?item=yes").body
	found := regexp.MustCompile(`(?s)<blockquote id="quote-text".*?</blockquote>`).FindString(page)
	if !strings.Contains(found, "young person, LINK, ") || !strings.Contains(found, "[a name]") || !strings.Contains(found, "data-copy") && !strings.Contains(page, `data-copy-text="quote-text"`) {
		t.Errorf("got %q, want masked words and whom to name", found)
	}
	day := h.lastMonth()
	for _, never := range []string{"Tom", "900123", day.Format("2006-01-02"), day.Format("2 January"), day.Format("January"), "11-15"} {
		if strings.Contains(found, never) {
			t.Errorf("the quote says %q: %s", never, found)
		}
	}
}

func TestNoPageOfTheReadingDeskTellsACountTheGateWithheld(t *testing.T) {
	h := openHouse(t, furnish{})
	for i := range 17 { // a count that stands nowhere else by chance
		h.wrote(fmt.Sprint("p", i), fmt.Sprint("the bus is late, number ", string(rune('a'+i))), h.lastMonth(), false)
	}
	wes := h.signIn("wes@link.example", h.service, staff.Designer)
	desk := "/read/" + h.service
	for i := range 13 {
		if got := wes.post(desk+"/tag", url.Values{"item": {fmt.Sprint("p", i)}, "theme": {"Buses"}}); got.status != http.StatusSeeOther {
			t.Fatalf("tagging: got %d", got.status)
		}
	}
	list, err := h.themes.Themes(t.Context(), h.service)
	must(t, err)
	must2(t, wes.post(desk+"/heard", url.Values{"period": {h.lastMonth().Format("2006-01")}}))
	pages, err := h.themes.HeardPages(t.Context(), h.service)
	must(t, err)
	raw := regexp.MustCompile(`>\s*(about )?(13|17|4)( texts?| wrote)?\s*<`)
	for _, path := range []string{desk, desk + "/themes", desk + "/themes/" + list[0].ID, desk + "/heard/" + pages[0].ID, "/said/" + h.service} {
		page := wes.get(path)
		if page.status != http.StatusOK {
			t.Errorf("%s: got %d", path, page.status)
		}
		if at := raw.FindString(page.body); at != "" {
			t.Errorf("%s tells %q", path, at)
		}
	}
	if page := wes.get(desk).body; !strings.Contains(page, "most") && !strings.Contains(page, "half") {
		t.Error("the desk says no words instead of the number")
	}
	if page := wes.get(desk + "/heard/" + pages[0].ID).body; strings.Contains(page, "Buses") {
		t.Error("the printed page lists a theme that few wrote about and nobody answered")
	}
}

// must2 is must for an answer that leads on.
func must2(t *testing.T, r reply) {
	t.Helper()
	if r.status != http.StatusSeeOther {
		t.Fatalf("got status %d\n%s", r.status, r.body)
	}
}

func TestAThemeIsAnsweredBehindTheReceiptAndInPublic(t *testing.T) {
	h := openHouse(t, furnish{})
	h.wrote("late", "The last bus goes too early for us", h.lastMonth(), false)
	wes := h.signIn("wes@link.example", h.service, staff.Designer)
	desk, said := "/read/"+h.service, "/said/"+h.service
	must2(t, wes.post(desk+"/tag", url.Values{"item": {"late"}, "theme": {"Getting home"}}))
	list, err := h.themes.Themes(t.Context(), h.service)
	must(t, err)
	form := desk + "/themes/" + list[0].ID + "/answer"
	if got := wes.post(form, url.Values{"do": {"promise"}, "who": {"Sam & all"}, "by": {"2020-01-01"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Sam &amp; all") {
		t.Errorf("a day that is over: got %d, want the form with what was typed", got.status)
	}
	must2(t, wes.post(form, url.Values{"do": {"promise"}, "who": {"Sam"}, "by": {h.now().AddDate(0, 0, 3).Format(time.DateOnly)}}))
	lines := url.Values{"do": {"publish"}, "said": {"It ends after the last bus"}, "outcome-0": {"did"}, "words": {"It starts an hour earlier"}}
	h.accountable("")
	got := wes.post(form, lines)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Name the person who answers") || !strings.Contains(got.body, "It starts an hour earlier") {
		t.Errorf("with nobody accountable: got %d, want a sentence and the lines again", got.status)
	}
	if page := h.visitor().get(said).body; strings.Contains(page, "Getting home") {
		t.Error("something is public though nobody is accountable")
	}
	h.accountable("Jo Farrow")
	if page := h.visitor().get(said).body; !strings.Contains(page, "Getting home") || !strings.Contains(page, "Jo Farrow") || strings.Contains(page, "an hour earlier") {
		t.Error("the public page does not show the promise, and who looks after it")
	}
	must2(t, wes.post(form, lines))
	if page := h.visitor().get(said).body; !strings.Contains(page, "It starts an hour earlier") || strings.Contains(page, "last bus goes too early") {
		t.Error("the public page does not show the answer alone")
	}
	behind, err := h.themes.Standing(t.Context(), "late")
	must(t, err)
	if len(behind) != 1 || behind[0].Title != "Getting home" || len(behind[0].Back.Shown()) != 1 {
		t.Errorf("got %+v behind the receipt, want the theme and its answer", behind)
	}
	sheet := func(month time.Time) string {
		t.Helper()
		got := wes.post(desk+"/heard", url.Values{"period": {month.Format("2006-01")}})
		must2(t, got)
		return wes.get(got.header.Get("Location")).body
	}
	if page := sheet(h.lastMonth()); strings.Contains(page, "Getting home") {
		t.Error("last month's page says that somebody wrote of it, without a number and before it was answered")
	}
	if page := sheet(h.now()); !strings.Contains(page, "Getting home") || !strings.Contains(page, "It starts an hour earlier") {
		t.Error("the printed page does not say what was heard and what changed")
	}
}

func TestAWorryFoundLateLeavesTheReadingDeskAtOnce(t *testing.T) {
	h := openHouse(t, furnish{})
	h.wrote("hard", "I do not like going home on Fridays", h.lastMonth(), true)
	wes := h.signIn("wes@link.example", h.service, staff.Designer)
	desk := "/read/" + h.service
	must2(t, wes.post(desk+"/tag", url.Values{"item": {"hard"}, "theme": {"Fridays"}}))
	must2(t, wes.post(desk+"/quote", url.Values{"item": {"hard"}, "do": {"pick"}}))
	_, err := h.words.Worry(t.Context(), moderation.Ruling{Item: "hard", By: h.account.ID})
	must(t, err)
	for _, path := range []string{desk, desk + "?item=hard", desk + "/themes"} {
		if page := wes.get(path).body; strings.Contains(page, "going home") {
			t.Errorf("%s still shows its words", path)
		}
	}
	for _, name := range []string{"assignments", "quotes"} {
		for kept, err := range h.engine.Snapshot(t.Context()) {
			must(t, err)
			if kept.Collection == name && strings.Contains(string(kept.Record.Body), "hard") {
				t.Errorf("%s still holds a trace of it", name)
			}
		}
	}
}

// A moderator may miss a worry; whoever reads it next can pass it on, and it is gone from the desk.
func TestAReaderPassesAMissedWorryOn(t *testing.T) {
	h := openHouse(t, furnish{})
	h.wrote("hard", "I do not like going home on Fridays", h.lastMonth(), true)
	h.wrote("cake", "More cake, please", h.lastMonth(), false)
	wes, stranger := h.signIn("wes@link.example", h.service, staff.Designer), h.signIn("far@link.example", "elsewhere", staff.Designer)
	desk := "/read/" + h.service
	if page := wes.get(desk + "?item=hard").body; !strings.Contains(page, `action="`+desk+`/worry"`) {
		t.Fatal("the reading desk offers no way to pass a text on")
	}
	if got := stranger.post(desk+"/worry", url.Values{"item": {"hard"}}); got.status != http.StatusNotFound {
		t.Errorf("a reader of another service: got %d, want 404", got.status)
	}
	got := wes.post(desk+"/worry", url.Values{"item": {"hard"}, "adult": {"1"}})
	if to := got.header.Get("Location"); got.status != http.StatusSeeOther || !strings.Contains(to, "done=passed") {
		t.Fatalf("passing on: got %d to %q, want back to the desk, which says so", got.status, to)
	}
	page := wes.get(got.header.Get("Location")).body
	if strings.Contains(page, "going home") || !strings.Contains(page, "More cake") || !strings.Contains(page, "The safeguarding lead has it now") {
		t.Error("the desk does not say that it was passed on, or still shows it, or lost the other text")
	}
	item, err := h.words.Item(t.Context(), "hard")
	must(t, err)
	if item.State != moderation.Worried || item.Text != "" {
		t.Errorf("got state %q with text %q, want passed on and empty", item.State, item.Text)
	}
	if again := wes.post(desk+"/worry", url.Values{"item": {"hard"}}); again.status != http.StatusNotFound {
		t.Errorf("a second time: got %d, want 404", again.status)
	}
}
