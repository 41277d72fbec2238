package views

import "cairn/locales"

// Frame is what every page carries around its <main>. Page structs embed it.
type Frame struct {
	Lang        string
	Dir         string
	Title       string // the <title>, already in the page's language
	Example     bool   // "Example. Nobody real wrote this." stands on the page
	Service     string // phone pages: whose session this is, "" where it belongs to none
	Session     string // phone pages: the session's title
	SessionLang string // the title's language where it is not the page's
	Help        string // where "Get help" leads
	Leave       string // where "Leave quickly" leads, "" for the site's own way out
	Back        string // this page's own address, for the language form
	CSRF        string // staff pages: the token every form carries; young people's pages: "" (origin decides)
	Staff       string // the signed-in person's name, "" where nobody is
	Safeguards  bool   // that person is lead or deputy somewhere, and can be paged
	Pages       int    // how many pages wait for them
	Live        string // base address of the page's live endpoints ("/s/K7R4TN"), "" where nothing is live
	Shape       string // what <main> shows now; a frame with another shape makes the page ask again
	Quiet       bool   // quiet mode: no motion, no countdown, dim
	Large       bool   // large text: one step up
	Version     string // the live version this page was made with: its long poll waits for a newer one
	Seat        string // phone pages: names the seat for this phone's own storage, "" without a seat
	Tools       Tools  // phone pages: the quiet extras
}

// Failure is the page for something that did not go: one kind sentence, the way
// on, and what was typed where there was something. Signed-in staff see it as
// one of their own pages.
type Failure struct {
	Frame
	Status int
	Say    string // key of the sentence
	Args   []any
	Typed  string // what the person typed, given back
	Next   string // address of the way on
	Number string // names this request to whoever reads the log, "" where the log says nothing of it
}

// numberHere stands in the page of our own failures where a request's number goes.
const numberHere = "000-number-000"

// Template names the failure page.
func (f Failure) Template() (page, layout string) {
	if f.Staff != "" {
		return "phone/failure", "staff"
	}
	return "phone/failure", "phone"
}

// Broken is the failure page for our own failures.
func Broken(texts *locales.Catalogues, lang string) Failure {
	return Failure{
		Frame: Frame{
			Lang: lang, Dir: texts.Language(lang).Dir,
			Title: texts.Text(lang, "fault.title"), Help: "/help", Back: "/",
		},
		Status: 500, Say: "fault.internal", Next: "/", Number: numberHere,
	}
}
