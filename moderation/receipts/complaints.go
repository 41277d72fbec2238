package receipts

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// ComplaintState is where a complaint stands; its text is "wrong.state.<state>".
type ComplaintState string

// A complaint is open until it is answered. One whose words told of danger holds
// no words: the safeguarding lead has them, sealed.
const (
	ComplaintOpen     ComplaintState = "open"
	ComplaintAnswered ComplaintState = "answered"
	ComplaintPassed   ComplaintState = "passed"
)

// held are the states in which the named person has a complaint's words.
func held() []ComplaintState { return []ComplaintState{ComplaintOpen, ComplaintAnswered} }

// AnswerWithin is how many days the named person has to answer.
const AnswerWithin = 30

// Complaint is "Something is wrong": its _id is the reference number its author
// was given. It names no author, and nothing leads to one.
type Complaint struct {
	store.Meta `bson:",inline"`
	Service    string         `bson:"service"`
	State      ComplaintState `bson:"state"`
	Text       string         `bson:"text"` // as typed; "" where it was passed on
	Lang       string         `bson:"lang"`
	Day        time.Time      `bson:"day"` // midnight UTC of the date at the service
	Answer     string         `bson:"answer,omitempty"`
	By         string         `bson:"by,omitempty"`       // account that answered or passed it on
	Answered   time.Time      `bson:"answered,omitempty"` // date, as Day
}

// Due is the last day to answer it.
func (c Complaint) Due() time.Time { return c.Day.AddDate(0, 0, AnswerWithin) }

// DaysLeft is how many days are left to answer it, negative when it is late;
// today is a date as midnight UTC.
func (c Complaint) DaysLeft(today time.Time) int {
	return int(c.Due().Sub(today) / (24 * time.Hour))
}

// NewComplaint is a complaint as it comes in.
type NewComplaint struct {
	Service, Key, Text, Lang string
	// Passed says that its words told of danger and are with the safeguarding
	// lead already; none of them are kept here.
	Passed bool
}

// Complain keeps a complaint and gives its reference number ("bavo-timu-rela");
// the same form again gives the same number and changes nothing.
func (t *Threads) Complain(ctx context.Context, n NewComplaint) (reference string, err error) {
	if !GoodKey(n.Key) {
		return "", fault.New(fault.Invalid, "fault.badform")
	}
	text, err := surveys.CleanText(n.Text)
	if err != nil {
		return "", err
	}
	c := &Complaint{
		Meta: store.Meta{ID: t.reference(n.Key, text)}, Service: n.Service, State: ComplaintOpen, Text: text, Lang: n.Lang,
		Day: t.today(ctx, n.Service),
	}
	if n.Passed {
		c.State, c.Text = ComplaintPassed, ""
	}
	err = t.complaints.Insert(ctx, c)
	if fault.Is(err, fault.Conflict) {
		err = nil
	}
	return c.ID, err
}

// ComplaintNumber is the reference number that Complain gives a form, whether it
// was sent before or not.
func (t *Threads) ComplaintNumber(key, text string) (string, error) {
	if !GoodKey(key) {
		return "", fault.New(fault.Invalid, "fault.badform")
	}
	text, err := surveys.CleanText(text)
	return t.reference(key, text), err
}

// Complaint finds a complaint by its reference number, however it was typed;
// NotFound "wrong.none".
func (t *Threads) Complaint(ctx context.Context, typed string) (*Complaint, error) {
	id, ok := tidyReference(typed)
	if !ok {
		return nil, fault.New(fault.NotFound, "wrong.none")
	}
	return t.complaints.GetOr(ctx, id, "wrong.none")
}

// ComplaintsOf lists a service's complaints, those that wait for an answer first,
// each group by day. What is with safeguarding is left out for everybody: that it
// is there would tell somebody it names of it.
func (t *Threads) ComplaintsOf(ctx context.Context, service string) ([]*Complaint, error) {
	return t.complaintsIn(ctx, service, held()...)
}

func (t *Threads) complaintsIn(ctx context.Context, service string, states ...ComplaintState) ([]*Complaint, error) {
	var all []*Complaint
	for _, state := range states {
		some, err := t.complaints.All(ctx, store.Query{Index: "service", Equal: []any{service, string(state)}})
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(some, func(a, b *Complaint) int { return a.Day.Compare(b.Day) })
		all = append(all, some...)
	}
	return all, nil
}

// AnswerComplaint gives the answer its author reads by the reference number; an
// answer may be written again. Conflict "wrong.passed" for one that was passed on.
func (t *Threads) AnswerComplaint(ctx context.Context, reference, by, answer string) error {
	answer, err := surveys.CleanText(answer)
	if err != nil {
		return err
	}
	_, err = t.complaints.Update(ctx, reference, func(c *Complaint) error {
		if !slices.Contains(held(), c.State) {
			return fault.New(fault.Conflict, "wrong.passed")
		}
		c.State, c.Answer, c.By, c.Answered = ComplaintAnswered, answer, by, t.today(ctx, c.Service)
		return nil
	})
	return err
}
