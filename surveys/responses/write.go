package responses

import (
	"context"
	"slices"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// links lead from a response to the texts of the same author: question to item.
// Old are items whose place others took; they are withdrawn.
type links struct {
	Items map[string]string `bson:"i,omitempty"`
	Old   []string          `bson:"o,omitempty"`
}

const linkStep = 512

// stood is a response that is there already.
type stood struct {
	meta    store.Meta
	content content
	links   links
}

// standing reads what a token gave before; nil where it gave nothing.
func (d *Desk) standing(ctx context.Context, survey, id string, t token) (*stood, error) {
	r, err := d.rows.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !r.Open || r.Survey != survey {
		return nil, fault.New(fault.Closed, "responses.closed")
	}
	c, err := d.read(r)
	if err != nil {
		return nil, err
	}
	s := &stood{meta: r.Meta, content: c}
	if len(c.Links) == 0 {
		return s, nil
	}
	box, err := aeadOf(t[:], nil, "cairn survey links")
	if err != nil {
		return nil, err
	}
	raw, err := opened(box, id, c.Links)
	if err == nil {
		err = bson.Unmarshal(raw, &s.links)
	}
	return s, fault.Wrap(err, "read a response's links")
}

// submit hands new words to the door. A text question answered without words
// keeps what was written before.
func (w *writing) submit(ctx context.Context, before *stood) (Heard, links, error) {
	next, was := links{Items: map[string]string{}}, links{}
	if before != nil {
		was = before.links
	}
	var heard Heard
	for id, a := range w.answers {
		words, wrote := w.words[id]
		if !wrote {
			if was.Items[id] != "" && a.Pass == "" {
				next.Items[id] = was.Items[id]
			}
			continue
		}
		if w.desk.d.Words == nil {
			return heard, next, fault.New(fault.Closed, "responses.nowords")
		}
		next.Items[id] = idOf(w.keys.item, string(w.token[:]), w.n.Key, id, words.Text)
		h, err := w.desk.d.Words.Submit(ctx, Text{
			ID: next.Items[id], Service: w.survey.Service, Question: id, Visibility: w.survey.Visibility, Lang: w.n.Lang,
			Words: words.Text, Quote: words.Quote, Example: w.survey.Example,
		})
		if err != nil {
			return heard, next, err
		}
		heard.Help = heard.Help || h.Help
	}
	next.Old = w.gone(was, next)
	return heard, next, nil
}

// gone are the items no answer leads to any more, those of the sending before
// among them, so that a resend finishes what a crash left.
func (w *writing) gone(was, next links) []string {
	old := slices.Clone(was.Old)
	for id, item := range was.Items {
		if next.Items[id] != item {
			old = append(old, item)
		}
	}
	for _, item := range next.Items {
		old = slices.DeleteFunc(old, func(o string) bool { return o == item })
	}
	slices.Sort(old)
	return slices.Compact(old)
}

func (w *writing) sealLinks(l links) ([]byte, error) {
	if len(l.Items) == 0 && len(l.Old) == 0 {
		return nil, nil
	}
	raw, err := bson.Marshal(l)
	if err != nil {
		return nil, fault.Wrap(err, "write a response's links")
	}
	box, err := aeadOf(w.token[:], nil, "cairn survey links")
	if err != nil {
		return nil, err
	}
	return sealed(box, w.desk.d.Random, w.id, raw, linkStep)
}

// put writes the row with one call to the store, and lets results follow after
// the store returned.
func (w *writing) put(ctx context.Context, before *stood, c content) error {
	meta, write := store.Meta{ID: w.id}, func(ctx context.Context, r *row) error { return w.desk.rows.Insert(ctx, r) }
	if before != nil {
		meta, write = before.meta, w.desk.rows.Replace
	}
	r, err := w.desk.sealedRow(meta, w.survey.ID, c)
	if err != nil {
		return err
	}
	if err := write(ctx, r); err != nil || w.desk.d.Came == nil {
		return err
	}
	now := c.Response
	now.Row, now.Rev = idOf(w.desk.names, w.id), r.Rev
	w.desk.d.Came(w.survey.ID, &now)
	return nil
}

// Mine gives back what a token answered, and the version it was filled in: what
// was chosen, and of a text only that there is one. NotFound "responses.none"
// where it has not answered yet.
func (d *Desk) Mine(ctx context.Context, survey, text string) (surveys.Answers, int, error) {
	s, k, done, err := d.enter(ctx, survey)
	if err != nil {
		return nil, 0, err
	}
	defer done()
	t, err := readToken(k, text)
	if err != nil {
		return nil, 0, err
	}
	was, err := d.standing(ctx, survey, responseID(k, t, s.Wave), t)
	if err != nil {
		return nil, 0, err
	}
	if was == nil {
		return nil, 0, fault.New(fault.NotFound, "responses.none")
	}
	r := was.content.Response
	return s.PutYou(r.Answers, r.Band, r.Area), r.Version, nil
}
