package receipts_test

import (
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation/receipts"
)

func TestAComplaintHasANumberThirtyDaysAndAnAnswer(t *testing.T) {
	d := open(t)
	n := receipts.NewComplaint{Service: "link", Key: formKey, Text: "They read my form out loud.", Lang: "en"}
	number, err := d.Complain(t.Context(), n)
	must(t, err)
	if again, err := d.Complain(t.Context(), n); err != nil || again != number {
		t.Errorf("sent twice: got %s, %v; want %s", again, err, number)
	}
	c, err := d.Complaint(t.Context(), "  "+number[:4]+" "+number[5:9]+number[10:]+" ")
	must(t, err)
	today := time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC)
	if c.State != receipts.ComplaintOpen || c.DaysLeft(today) != 9 || c.DaysLeft(today.AddDate(0, 0, 10)) != -1 {
		t.Errorf("got %s and %d days left on 10 December, want open and 9", c.State, c.DaysLeft(today))
	}
	must(t, d.AnswerComplaint(t.Context(), number, "jo", "We have stopped that."))
	if c, err = d.Complaint(t.Context(), number); err != nil || c.State != receipts.ComplaintAnswered || c.Answer == "" {
		t.Errorf("got %+v, %v; want answered", c, err)
	}
	for _, wrong := range []string{"", "bado", "bado-nimu-rezo-x", "zzzzzzzzzzzz"} {
		if _, err := d.Complaint(t.Context(), wrong); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: got %v, want not found", wrong, err)
		}
	}
}

func TestAComplaintThatTellsOfDangerKeepsNoWords(t *testing.T) {
	d := open(t)
	number, err := d.Complain(t.Context(), receipts.NewComplaint{Service: "link", Key: formKey, Text: "He hits me.", Passed: true})
	must(t, err)
	later, err := d.Complain(t.Context(), receipts.NewComplaint{Service: "link", Key: formKey, Text: "Other words."})
	must(t, err)
	must(t, d.PassComplaint(t.Context(), later, "jo"))
	for _, n := range []string{number, later} {
		if c, err := d.Complaint(t.Context(), n); err != nil || c.Text != "" || c.State != receipts.ComplaintPassed {
			t.Errorf("got %+v, %v; want it without words", c, err)
		}
	}
}

func TestAPassedComplaintIsInNobodysListAndCannotBeAnswered(t *testing.T) {
	d := open(t)
	worry, err := d.Complain(t.Context(), receipts.NewComplaint{Service: "link", Key: formKey, Text: "He hits me.", Passed: true})
	must(t, err)
	byHand, err := d.Complain(t.Context(), receipts.NewComplaint{Service: "link", Key: formKey, Text: "He follows me."})
	must(t, err)
	must(t, d.PassComplaint(t.Context(), byHand, "jo"))
	for _, number := range []string{worry, byHand} {
		if err := d.AnswerComplaint(t.Context(), number, "sam", "Tell nobody else."); !fault.Is(err, fault.Conflict) {
			t.Errorf("answering %s: got %v, want a conflict", number, err)
		}
		if c, err := d.Complaint(t.Context(), number); err != nil || c.Answer != "" {
			t.Errorf("got %+v, %v; want no answer kept", c, err)
		}
	}
	if all, err := d.ComplaintsOf(t.Context(), "link"); err != nil || len(all) != 0 {
		t.Errorf("got %d complaints, %v; want none in the list", len(all), err)
	}
}

func TestAComplaintThatWasNoWorryIsOpenAgainWithItsOwnThirtyDays(t *testing.T) {
	d := open(t)
	number, err := d.Complain(t.Context(), receipts.NewComplaint{Service: "link", Key: formKey, Text: "The goat hits me.", Lang: "en", Passed: true})
	must(t, err)
	due := d.now.AddDate(0, 0, receipts.AnswerWithin)
	d.now = d.now.AddDate(0, 0, 5)
	back := receipts.ReturnedComplaint{Service: "link", Case: d.CaseOf(number), Text: "The goat hits me.", Lang: "en", Day: d.now}
	must(t, d.ReturnComplaint(t.Context(), back))
	c, err := d.Complaint(t.Context(), number)
	must(t, err)
	if c.State != receipts.ComplaintOpen || c.Text != "The goat hits me." || c.By != "" || c.Due().Format(time.DateOnly) != due.Format(time.DateOnly) {
		t.Errorf("got %+v, want it open with its words, due on %s", c, due.Format(time.DateOnly))
	}
	must(t, d.AnswerComplaint(t.Context(), number, "jo", "It lives elsewhere now."))
	must(t, d.ReturnComplaint(t.Context(), back)) // pressed again after a crash
	if c, err = d.Complaint(t.Context(), number); err != nil || c.State != receipts.ComplaintAnswered {
		t.Errorf("a second time: got %+v, %v; want it still answered", c, err)
	}
	must(t, d.PassComplaint(t.Context(), number, "jo"))
	back.Case += ".2"
	must(t, d.ReturnComplaint(t.Context(), back))
	if c, err = d.Complaint(t.Context(), number); err != nil || c.Text == "" {
		t.Errorf("sent back twice: got %+v, %v; want its words", c, err)
	}
}

func TestAComplaintWhoseCaseAloneWasKeptIsMadeAnewWhenItIsNoWorry(t *testing.T) {
	d := open(t)
	number, err := d.ComplaintNumber(formKey, "The goat hits me.")
	must(t, err)
	back := receipts.ReturnedComplaint{Service: "link", Case: d.CaseOf(number), Text: "The goat hits me.", Lang: "en", Day: d.now}
	for range 2 {
		must(t, d.ReturnComplaint(t.Context(), back))
	}
	if all, err := d.ComplaintsOf(t.Context(), "link"); err != nil || len(all) != 1 || all[0].Text != back.Text {
		t.Errorf("got %d complaints, %v; want it once", len(all), err)
	}
}

func TestAFormHasItsNumberBeforeItIsSent(t *testing.T) {
	d := open(t)
	before, err := d.ComplaintNumber(formKey, " They lost it. ")
	must(t, err)
	number, err := d.Complain(t.Context(), receipts.NewComplaint{Service: "link", Key: formKey, Text: " They lost it. "})
	must(t, err)
	if before != number {
		t.Errorf("got %s before and %s after, want one number", before, number)
	}
	if _, err := d.ComplaintNumber("short", "They lost it."); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v, want a form without a key refused", err)
	}
}
