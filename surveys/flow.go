package surveys

import "cairn/fault"

// Path gives the places somebody with these answers is asked, in order. It is
// one pass from the first place to the last: a rule sees only answers to places
// already on the path, so answers off it count as not given.
func (f Form) Path(a Answers) []Place {
	var path []Place
	f.walk(func(p Place, seen Answers) {
		path = append(path, p)
		if given, ok := a[p.Question.ID]; ok && asks(p.Question) {
			seen[p.Question.ID] = given
		}
	})
	return path
}

// walk calls each for every place on the path; each puts what was answered there into seen.
func (f Form) walk(each func(p Place, seen Answers)) {
	all, seen := f.byID(), Answers{}
	for _, p := range f.places() {
		if p.When == nil || p.When.readable() && p.When.holds(all, seen) {
			each(p, seen)
		}
	}
}

// Kept gives the answers that count: checked, in canonical form, without those
// off the path. Each problem's Field is the id of its question: an answer its
// kind refuses (which then counts as not given), or a required one that is
// missing or skipped. "I don't know" and "I'd rather not say" are answers.
func (f Form) Kept(band Band, a Answers) (Answers, []Problem) {
	kept, found := Answers{}, []Problem(nil)
	f.walk(func(p Place, seen Answers) {
		q := p.Question
		given, ok := a[q.ID]
		if !asks(q) {
			return
		}
		if ok {
			checked, err := Check(q, band, given)
			if err != nil {
				found = append(found, refusal(q.ID, err))
				return
			}
			kept[q.ID], seen[q.ID] = checked, checked
		}
		if p.Required && (!ok || given.Pass == PassSkip) {
			found = append(found, Problem{Field: q.ID, Key: "answer.required"})
		}
	})
	return kept, found
}

func refusal(field string, err error) Problem {
	why := fault.Of(err)
	return Problem{Field: field, Key: why.Key, Args: why.Args}
}

// asks says whether a question takes an answer at all.
func asks(q Question) bool {
	k, known := KindOf(q.Kind)
	return known && k.Asks()
}

// byID gives the form's questions by their ids, the first where one comes twice.
func (f Form) byID() map[string]Question {
	all := map[string]Question{}
	for _, q := range f.Questions() {
		if _, twice := all[q.ID]; !twice {
			all[q.ID] = q
		}
	}
	return all
}
