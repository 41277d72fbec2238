package responses

import (
	"context"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/surveys"
	"cairn/surveys/measures"
)

// Sending is a filled form on its way in. Words stand in the Text of their
// answer; a text question answered without words means "as I wrote before".
type Sending struct {
	Survey  string
	Version int // the version it was filled in
	Token   string
	First   bool   // its browser holds no token yet: most likely nothing stands under this one
	Key     string // submission key: the same for every resend, 16 to 64 signs
	Lang    string
	Pair    []string // answers to measures.PairParts; none where waves are not paired
	Answers surveys.Answers
}

// Sent is what became of it. Where Problems stand nothing was stored: each names
// its question. Newer says that the form has changed meanwhile in what was asked.
type Sent struct {
	New      bool // a first answer, else a correction
	Help     bool // show at once who can help now; said to its author alone
	Problems []surveys.Problem
	Newer    bool
}

// PairField is the Field of a problem with the code that pairs waves; no question is called so.
const PairField = "you.pair"

// tries is how often a correction starts again when another of the same token was faster.
const tries = 5

// Send stores an answer, or puts it in the place of the one its token gave
// before: spending the token and storing are one write. The same sending again
// changes nothing. Closed "responses.closed" where the survey takes none any
// more, Forbidden "responses.notoken" for a token that is none, and whatever the
// door for words says; the phone still has everything then.
func (d *Desk) Send(ctx context.Context, n Sending) (Sent, error) {
	s, k, done, err := d.enter(ctx, n.Survey)
	if err != nil {
		return Sent{}, err
	}
	defer done()
	t, err := readToken(k, n.Token)
	if err != nil {
		return Sent{}, err
	}
	if !goodKey(n.Key) {
		return Sent{}, fault.New(fault.Invalid, "responses.key")
	}
	if n.Version > s.Version { // published by another process since this one looked
		if s, err = d.anew(ctx, s.ID); err != nil {
			return Sent{}, err
		}
	}
	w := &writing{desk: d, survey: s, keys: k, token: t, n: n, id: responseID(k, t, s.Wave)}
	for try := 1; ; try++ {
		sent, err := w.once(ctx, n.First && try == 1)
		if !fault.Is(err, fault.Conflict) || try == tries {
			return sent, err
		}
	}
}

// once looks at what stands, checks what came and puts it in its place.
// first spares the look; where something stands after all the store says so.
func (w *writing) once(ctx context.Context, first bool) (Sent, error) {
	var before *stood
	var err error
	if !first {
		before, err = w.desk.standing(ctx, w.survey.ID, w.id, w.token)
	}
	if err != nil {
		return Sent{}, err
	}
	sent, err := w.check(ctx, before)
	if err != nil || len(sent.Problems) > 0 {
		return sent, err
	}
	return w.store(ctx, before)
}

// responseID is what a token's answer is stored under: with the survey's key gone
// nobody can make it again.
func responseID(k *keys, t token, wave int) string {
	return idOf(k.tag, string(t[:]), string(rune('0'+wave)))
}

// writing is one sending while it is being stored.
type writing struct {
	desk   *Desk
	survey *surveys.Survey
	keys   *keys
	token  token
	n      Sending
	id     string

	answers surveys.Answers // checked, without words and without what is said of oneself
	band    surveys.Band
	area    string
	words   map[string]surveys.Answer
	pair    string
}

// check takes the words out and has the form look at everything else.
func (w *writing) check(ctx context.Context, before *stood) (Sent, error) {
	form, err := w.desk.asked(ctx, w.survey, w.survey.Version)
	if err != nil {
		return Sent{}, err
	}
	given, problems := w.takeWords(form.wordy, before)
	if newer, err := w.changed(ctx, form, given); err != nil || newer {
		return Sent{Newer: newer, Problems: []surveys.Problem{{Key: "responses.newer"}}}, err
	}
	kept, wrong := form.Kept(w.survey.Band, given)
	w.answers = withoutWords(form.wordy, kept)
	for _, p := range problems {
		if onPath(form, given, p.Field) {
			wrong = append(wrong, p)
		}
	}
	if err := w.pairs(); err != nil {
		known := fault.Of(err)
		wrong = append(wrong, surveys.Problem{Field: PairField, Key: known.Key, Args: known.Args})
	}
	for q := range w.words {
		if _, on := kept[q]; !on {
			delete(w.words, q)
		}
	}
	w.band, w.area = w.survey.TakeYou(kept)
	return Sent{Problems: wrong}, nil
}

// withoutWords takes what may stand beside words out of their answers.
func withoutWords(wordy map[string]bool, kept surveys.Answers) surveys.Answers {
	for id := range wordy {
		if a, ok := kept[id]; ok {
			kept[id] = surveys.Answer{Pass: a.Pass}
		}
	}
	return kept
}

// onPath says whether somebody with these answers is asked a question.
func onPath(f *form, a surveys.Answers, question string) bool {
	return slices.ContainsFunc(f.Path(a), func(p surveys.Place) bool { return p.Question.ID == question })
}

// takeWords splits what was written from what was chosen. A text question
// answered without words counts only where words were written before.
func (w *writing) takeWords(wordy map[string]bool, before *stood) (surveys.Answers, []surveys.Problem) {
	var wrong []surveys.Problem
	given := make(surveys.Answers, len(w.n.Answers))
	w.words = map[string]surveys.Answer{}
	for id, a := range w.n.Answers {
		if !wordy[id] || a.Pass != "" {
			a.Text = ""
			given[id] = a
			continue
		}
		if strings.TrimSpace(a.Text) == "" {
			if before != nil && before.links.Items[id] != "" {
				given[id] = surveys.Answer{}
			}
			continue
		}
		given[id] = surveys.Answer{}
		words, err := surveys.CleanText(a.Text)
		if err != nil {
			known := fault.Of(err)
			wrong = append(wrong, surveys.Problem{Field: id, Key: known.Key, Args: known.Args})
			continue
		}
		w.words[id] = surveys.Answer{Text: words, Quote: a.Quote}
	}
	return given, wrong
}

// changed says whether an answer to an older version can no longer be taken:
// something it answers is not asked any more, or is asked anew in another meaning.
func (w *writing) changed(ctx context.Context, now *form, given surveys.Answers) (bool, error) {
	if w.n.Version == w.survey.Version {
		return false, nil
	}
	old, err := w.desk.asked(ctx, w.survey, w.n.Version)
	if fault.Is(err, fault.NotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	was := old.Path(given)
	for _, p := range now.Path(given) {
		if !slices.ContainsFunc(was, func(o surveys.Place) bool { return o.Question.ID == p.Question.ID }) {
			return true, nil // they were never asked this
		}
	}
	return false, nil
}

// pairs makes of the young person's own code what is kept of it.
func (w *writing) pairs() error {
	if w.survey.Waves == 0 || strings.TrimSpace(strings.Join(w.n.Pair, "")) == "" {
		return nil
	}
	code, err := measures.PairCode(w.n.Pair)
	if err == nil {
		w.pair = measures.PairKey(w.keys.pair, code)
	}
	return err
}

// store hands the words to the door and writes the response.
func (w *writing) store(ctx context.Context, before *stood) (Sent, error) {
	heard, links, err := w.submit(ctx, before)
	if err != nil {
		return Sent{}, err
	}
	c := content{Response: Response{
		Version: w.survey.Version, Band: w.band, Area: w.area, Lang: w.n.Lang, Pair: w.pair, Wave: w.survey.Wave, Answers: w.answers,
	}}
	if c.Links, err = w.sealLinks(links); err != nil {
		return Sent{}, err
	}
	if before != nil && c.Response.Pair == "" {
		c.Response.Pair = before.content.Response.Pair
	}
	if err := w.put(ctx, before, c); err != nil {
		return Sent{}, err
	}
	for _, item := range links.Old {
		// Left for the next sending where it fails: withdrawing may be repeated.
		_ = w.desk.d.Words.Withdraw(ctx, item)
	}
	return Sent{New: before == nil, Help: heard.Help}, nil
}
