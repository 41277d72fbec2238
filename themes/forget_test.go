package themes_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"cairn/fault"
	"cairn/themes"
)

// traces lists the collections in which a name still stands.
func (d *desk) traces(name string) []string {
	d.t.Helper()
	var out []string
	for kept, err := range d.engine.Snapshot(d.t.Context()) {
		if err != nil {
			d.t.Fatal(err)
		}
		if bytes.Contains(kept.Record.Body, []byte(name)) {
			out = append(out, kept.Collection)
		}
	}
	return out
}

func TestForgettingLeavesNothing(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	d.add(themes.Piece{ID: "worryitem", Quote: true, Bits: []themes.Bit{{Text: "a heavy secret"}}})
	d.say("other", "the bus")
	theme := d.tag("worryitem", "Home")
	d.tag("worryitem", "Nights")
	if err := d.Pick(ctx, d.one("worryitem"), "dee"); err != nil {
		t.Fatal(err)
	}
	if err := d.LookAgain(ctx, d.one("worryitem"), "lee", true); err != nil {
		t.Fatal(err)
	}
	if n := len(d.traces("worryitem")); n != 3 {
		t.Fatalf("got %d traces before, want two assignments and a mark", n)
	}
	d.take("worryitem")
	for range 2 {
		if err := d.Forget(ctx, "worryitem"); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.traces("worryitem"); got != nil {
		t.Errorf("got traces in %v, want none", got)
	}
	if got := d.traces("secret"); got != nil {
		t.Errorf("got the words in %v, want them nowhere", got)
	}
	if got := d.ids(themes.Query{}); got != "other" {
		t.Errorf("got %q on the desk, want it gone", got)
	}
	if got := d.ids(themes.Query{Theme: theme.ID}); got != "" {
		t.Errorf("got %q in its theme, want nothing", got)
	}
	if behind, err := d.Standing(ctx, "worryitem"); err != nil || behind != nil {
		t.Errorf("got %v (%v) behind its receipt, want nothing", behind, err)
	}
}

func TestAPieceForgottenWhileTheShelfIsReadStaysAway(t *testing.T) {
	d := openDesk(t)
	d.say("first", "the bus")
	d.say("second", "the train")
	d.during = func(id string) {
		if id == "first" { // read already, and taken away before the shelf is ready
			d.take("first")
			if err := d.Forget(context.WithoutCancel(t.Context()), "first"); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := d.Offers(t.Context(), "link"); err != nil {
		t.Fatal(err)
	}
	d.during = nil
	d.gone = map[string]bool{} // so that only the shelf could know
	if got := d.ids(themes.Query{}); got != "second" {
		t.Errorf("got %q, want only what was not forgotten", got)
	}
}

func TestWhatModerationTookAwayIsNotShownThoughNobodyToldTheBoard(t *testing.T) {
	d := openDesk(t)
	d.say("a", "the bus")
	d.say("b", "the train")
	r := d.one("a")
	if got := d.ids(themes.Query{}); got != "a b" {
		t.Fatalf("got %q, want both", got)
	}
	d.take("a")
	if got := d.ids(themes.Query{}); got != "b" {
		t.Errorf("got %q, want the one that stands", got)
	}
	_, err := d.One(t.Context(), "link", "a")
	wantKey(t, "reading it", err, "themes.piece.none")
	_, err = d.Tag(t.Context(), r, "dee", "Buses")
	wantKey(t, "tagging it, read a moment before", err, "themes.piece.none")
	if got := d.traces("\x02a\x00"); got != nil {
		t.Errorf("got traces in %v, want none", got)
	}
	if err := d.Pick(t.Context(), r, "dee"); err == nil {
		t.Error("quoting it: got nil, want it refused")
	}
}

func TestAQuoteNeedsItsAuthorsYesAndASecondPerson(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	d.say("no", "do not quote me")
	d.add(themes.Piece{ID: "yes", Quote: true, Bits: []themes.Bit{{Text: "quote me"}}})
	state := func(id string) themes.QuoteState {
		t.Helper()
		s, _, err := d.Quote(ctx, d.one(id).Piece)
		return must[themes.QuoteState](t)(s, err)
	}
	wantKey(t, "picking without a yes", d.Pick(ctx, d.one("no"), "dee"), "themes.quote.no")
	wantKey(t, "looking before picking", d.LookAgain(ctx, d.one("yes"), "lee", true), "themes.quote.none")
	if got := state("yes"); got != themes.Pickable {
		t.Errorf("before: got %s", got)
	}
	if got := state("no"); got != themes.NotAllowed {
		t.Errorf("without a yes: got %s", got)
	}
	for range 2 {
		if err := d.Pick(ctx, d.one("yes"), "dee"); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Pick(ctx, d.one("yes"), "lee"); err != nil || state("yes") != themes.Waiting {
		t.Errorf("picked by another too: got %v, %s", err, state("yes"))
	}
	wantKey(t, "the same person looking", d.LookAgain(ctx, d.one("yes"), "dee", true), "themes.quote.same")
	if list := must[[]themes.Reading](t)(d.Looking(ctx, "link")); len(list) != 1 {
		t.Errorf("waiting: got %d, want 1", len(list))
	}
	if err := d.LookAgain(ctx, d.one("yes"), "lee", true); err != nil || state("yes") != themes.Copyable {
		t.Errorf("looked at: got %v, %s", err, state("yes"))
	}
	masked := themes.Piece{ID: "yes", Service: "link", Quote: true, Day: "2026-10-06", Bits: []themes.Bit{{Mask: "mask.name"}, {Text: " me"}}}
	if s, _, _ := d.Quote(ctx, masked); s != themes.Pickable {
		t.Errorf("masked otherwise since: got %s, want it looked at anew", s)
	}
	if err := d.LookAgain(ctx, d.one("yes"), "lee", false); err != nil || state("yes") != themes.Refused {
		t.Errorf("refused: got %v, %s", err, state("yes"))
	}
	wantKey(t, "picking it once more", d.Pick(ctx, d.one("yes"), "dee"), "themes.quote.refused")
}

func TestAQuoteSaysASeasonAndNeverADate(t *testing.T) {
	for day, want := range map[themes.Day]string{
		"2026-03-01": "season.spring 2026", "2026-08-31": "season.summer 2026", "2026-10-06": "season.autumn 2026",
		"2026-12-31": "season.winter 2026", "2027-02-28": "season.winter 2026",
	} {
		key, year := themes.Season(day)
		if got := key + " " + string(rune('0'+year/1000)) + string(rune('0'+year/100%10)) + string(rune('0'+year/10%10)) + string(rune('0'+year%10)); got != want {
			t.Errorf("%s: got %s, want %s", day, got, want)
		}
	}
}

func TestNothingIsPublishedWithoutSomebodyAccountable(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	d.say("a", "the bus")
	theme := d.tag("a", "Buses")
	refusal := error(fault.New(fault.Closed, "themes.accountable"))
	d.answers.Require(func(_ context.Context, service string) error {
		if service != "link" {
			t.Errorf("asked for %s", service)
		}
		return refusal
	})
	must[*themes.AnswerBack](t)(d.PromiseTheme(ctx, theme.ID, "Sam", "2026-11-10"))
	lines := []themes.Line{{Said: words("too late"), Outcome: themes.Did, Did: words("an earlier one")}}
	_, err := d.PublishTheme(ctx, theme.ID, lines)
	wantKey(t, "nobody named", err, "themes.accountable")
	if back, _ := d.answers.Of(ctx, themes.ThemeBack(theme.ID)); back.Shown() != nil {
		t.Error("got it shown")
	}
	refusal = errors.New("the store is away")
	if _, err := d.PublishTheme(ctx, theme.ID, lines); err == nil {
		t.Error("got it published while nobody could say who is accountable")
	}
	refusal = nil
	must[*themes.AnswerBack](t)(d.PublishTheme(ctx, theme.ID, lines))
	behind := must[[]themes.Behind](t)(d.Standing(ctx, "a"))
	if len(behind) != 1 || behind[0].Title != "Buses" || behind[0].Standing != themes.Answered || len(behind[0].Back.Shown()) != 1 {
		t.Errorf("got %+v behind the receipt, want the theme's answer", behind)
	}
}

func TestBehindAReceiptALateAnswerSaysSo(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	d.say("a", "the bus")
	theme := d.tag("a", "Buses")
	if behind := must[[]themes.Behind](t)(d.Standing(ctx, "a")); len(behind) != 1 || behind[0].Back != nil {
		t.Errorf("before a promise: got %+v, want the theme alone", behind)
	}
	must[*themes.AnswerBack](t)(d.PromiseTheme(ctx, theme.ID, "Sam", "2026-11-10"))
	d.now = d.now.AddDate(0, 0, 10)
	behind := must[[]themes.Behind](t)(d.Standing(ctx, "a"))
	if len(behind) != 1 || behind[0].Standing != themes.Late || behind[0].Days != 3 {
		t.Errorf("got %+v, want it three days late", behind)
	}
	home := must[*themes.Theme](t)(d.Make(ctx, "link", "dee", "Transport"))
	must[*themes.Theme](t)(d.Merge(ctx, "dee", theme.ID, home.ID))
	if behind := must[[]themes.Behind](t)(d.Standing(ctx, "a")); len(behind) != 1 || behind[0].Title != "Transport" {
		t.Errorf("merged: got %+v, want the theme it is read as", behind)
	}
}

func TestAThemesNewNameIsToldWhenItsAnswerIsPublishedAgain(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	d.say("a", "the bus")
	theme := d.tag("a", "Buses")
	titled := func(what, want string) {
		t.Helper()
		if got, _ := must[*themes.AnswerBack](t)(d.answers.Of(ctx, themes.ThemeBack(theme.ID))).Title.In("en"); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	lines := []themes.Line{{Said: words("too late"), Outcome: themes.Did, Did: words("an earlier one")}}
	must[*themes.AnswerBack](t)(d.PromiseTheme(ctx, theme.ID, "Sam", "2026-11-10"))
	must[*themes.AnswerBack](t)(d.PublishTheme(ctx, theme.ID, lines))
	must[*themes.Theme](t)(d.Rename(ctx, "dee", theme.ID, "Getting home"))
	titled("renamed", "Buses")
	must[*themes.AnswerBack](t)(d.PublishTheme(ctx, theme.ID, lines))
	titled("published again", "Getting home")
}

func TestAFeedbackPageIsNotArchivedWithoutAnAnswer(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	wantKey(t, "nothing promised", d.answers.MayArchivePage(ctx, "link"), "themes.archive.page")
	must[*themes.AnswerBack](t)(d.answers.Promise(ctx, themes.Pledge{
		Session: themes.PageBack("link"), About: themes.AboutPage, Service: "link", Title: words("Tell us"), Who: "Sam", By: "2026-11-10",
	}, london(t)))
	wantKey(t, "promised", d.answers.MayArchivePage(ctx, "link"), "themes.archive.page")
	must[*themes.AnswerBack](t)(d.answers.Publish(ctx, themes.PageBack("link"), []themes.Line{{Said: words("x"), Outcome: themes.Did, Did: words("y")}}))
	if err := d.answers.MayArchivePage(ctx, "link"); err != nil {
		t.Errorf("answered: got %v, want it allowed", err)
	}
}
