package surveys

import "cairn/fault"

// Path gives the places somebody with these answers is asked, in order. It is
// one pass from the first place to the last: a rule sees only answers to places
// already on the path, so answers off it count as not given.
func (f Form) Path(a Answers) []Place { return f.Ready().Path(a) }

// Kept gives the answers that count: checked, in canonical form, without those
// off the path. Each problem's Field is the id of its question: an answer its
// kind refuses (which then counts as not given), or a required one that is
// missing or skipped. "I don't know" and "I'd rather not say" are answers, and so
// is a text without its words: those are judged and kept elsewhere.
func (f Form) Kept(band Band, a Answers) (Answers, []Problem) { return f.Ready().Kept(band, a) }

// Ready is a form made ready to look at many people's answers. It never changes,
// and the form must not change under it.
type Ready struct {
	places []Place
	kinds  []Kind // of each place's question; nil where it asks nothing
	all    map[string]Question
	ruled  bool // a place depends on answers
}

// Ready makes a form ready for Path and Kept, which otherwise do it each time.
func (f Form) Ready() *Ready {
	r := &Ready{places: f.places()}
	r.kinds = make([]Kind, len(r.places))
	for i := range r.places {
		if k, known := KindOf(r.places[i].Question.Kind); known && k.Asks() {
			r.kinds[i] = k
		}
		r.ruled = r.ruled || r.places[i].When != nil
	}
	if r.ruled {
		r.all = f.byID()
	}
	return r
}

// Path is Form.Path.
func (r *Ready) Path(a Answers) []Place {
	var path []Place
	r.walk(func(i int, seen Answers) {
		p := &r.places[i]
		path = append(path, *p)
		if given, ok := a[p.Question.ID]; ok && r.kinds[i] != nil && r.ruled {
			seen[p.Question.ID] = given
		}
	})
	return path
}

// walk calls each for the number of every place on the path; each puts what was
// answered there into seen where rules look.
func (r *Ready) walk(each func(i int, seen Answers)) {
	seen := Answers{}
	for i := range r.places {
		if when := r.places[i].When; when == nil || when.readable() && when.holds(r.all, seen) {
			each(i, seen)
		}
	}
}

// Kept is Form.Kept.
func (r *Ready) Kept(band Band, a Answers) (Answers, []Problem) {
	kept, found := make(Answers, len(a)), []Problem(nil)
	r.walk(func(i int, seen Answers) {
		p := &r.places[i]
		if r.kinds[i] == nil {
			return
		}
		given, ok := a[p.Question.ID]
		if ok {
			checked, err := Answer{}, error(nil)
			if !wordless(p.Question, given) {
				checked, err = r.kinds[i].Check(p.Question, band, given)
			}
			if err != nil {
				found = append(found, refusal(p.Question.ID, err))
				return
			}
			kept[p.Question.ID] = checked
			if r.ruled {
				seen[p.Question.ID] = checked
			}
		}
		if p.Required && (!ok || given.Pass == PassSkip) {
			found = append(found, Problem{Field: p.Question.ID, Key: "answer.required"})
		}
	})
	return kept, found
}

// wordless says whether an answer stands for words that lie elsewhere.
func wordless(q Question, a Answer) bool {
	return Writes(q.Kind) && a.Pass == PassNone && a.Text == "" && len(a.Pick) == 0
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
