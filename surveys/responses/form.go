package responses

import (
	"context"

	"cairn/surveys"
)

// form is a published version as young people answer it, ready to check by.
type form struct {
	*surveys.Ready
	wordy map[string]bool // the questions whose answers are words
}

// mostVersions is how many forms are kept at hand.
const mostVersions = 200

// Version gives a published form as its author made it; it never changes, so it is read once.
func (d *Desk) Version(ctx context.Context, survey string, n int) (*surveys.Version, error) {
	id := versionKey(survey, n)
	d.mu.Lock()
	v := d.versions[id]
	d.mu.Unlock()
	if v != nil {
		return v, nil
	}
	v, err := d.d.Shelf.Version(ctx, survey, n)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.versions) >= mostVersions {
		clear(d.versions)
		clear(d.forms)
	}
	d.versions[id] = v
	return v, nil
}

// asked is a version of an open survey as it is answered: what is asked of the
// young person cannot change any more, so that it is made once.
func (d *Desk) asked(ctx context.Context, s *surveys.Survey, n int) (*form, error) {
	id := versionKey(s.ID, n)
	d.mu.Lock()
	f := d.forms[id]
	d.mu.Unlock()
	if f != nil {
		return f, nil
	}
	v, err := d.Version(ctx, s.ID, n)
	if err != nil {
		return nil, err
	}
	whole := s.Asking(v.Form, nil)
	f = &form{Ready: whole.Ready(), wordy: wordsOf(whole)}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forms[id] = f
	return f, nil
}

// wordsOf are the questions of a form whose answers are words.
func wordsOf(form surveys.Form) map[string]bool {
	out := map[string]bool{}
	for _, q := range form.Questions() {
		if surveys.Writes(q.Kind) {
			out[q.ID] = true
		}
	}
	return out
}
