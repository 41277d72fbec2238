// Package results folds the responses of one survey into tables: counted as they come in, filtered, compared, and handed to
// the release gate before anybody sees a number.
package results

import (
	"errors"
	"slices"
	"strings"

	"cairn/surveys"
)

// Row is one response as it is counted: no id, no token, no text.
type Row struct {
	Version int
	Band    surveys.Band
	Area    string
	Lang    string
	Pair    string // the keyed form of a code over waves, "" where there is none
	Wave    int    // 1, 2 or 3; 0 where the survey has no waves
	Answers surveys.Answers
	Said    Said // the answers as they lie in the store, instead of Answers; only lent to whoever is given the row
}

// Said are answers that are read once and not kept: each question, how it was passed ("" where it was not) and what was picked.
type Said interface {
	Each(do func(question, pass []byte, picks [][]byte)) error
}

// A Table holds all responses of a survey by column: for every question one small number for each response, which stands for
// a distinct answer. Fifty thousand responses to forty questions take about 6 MB, and a fold is one pass over whole numbers. It is
// not safe for several callers at once; Book locks.
type Table struct {
	heads   []head
	columns map[string]*column
	free    []int // places whose response was taken out
	gone    map[int]bool
	words   words
	key     []byte // where said makes a key
	failed  error  // what kept an answer from being read
}

// column is one question's answers: the code at i stands for dict[code]; 0 is "was not asked, or gave nothing".
type column struct {
	codes codes
	dict  []surveys.Answer
	known map[string]uint32
}

// NewTable is an empty table.
func NewTable() *Table {
	return &Table{columns: map[string]*column{}, gone: map[int]bool{}}
}

// Len is how many responses the table holds.
func (t *Table) Len() int { return len(t.heads) - len(t.gone) }

// Add puts a response in and gives its place, by which it can be replaced while the survey is open.
func (t *Table) Add(r Row) int {
	place := len(t.heads)
	if n := len(t.free); n > 0 {
		place, t.free = t.free[n-1], t.free[:n-1]
		delete(t.gone, place)
	} else {
		t.heads = append(t.heads, head{})
	}
	t.Replace(place, r)
	return place
}

// Replace writes a corrected response over the one at place.
func (t *Table) Replace(place int, r Row) {
	for _, c := range t.columns {
		if place < c.codes.len() {
			c.codes.put(place, 0)
		}
	}
	for question, answer := range r.Answers {
		t.column(question).set(place, answer)
	}
	if r.Said != nil {
		t.failed = errors.Join(t.failed, r.Said.Each(func(question, pass []byte, picks [][]byte) { t.said(place, question, pass, picks) }))
	}
	t.setHead(place, r)
}

// said sets an answer as it lies in the store; only one that is new in its column is made anew.
func (t *Table) said(place int, question, pass []byte, picks [][]byte) {
	c := t.columns[string(question)]
	if c == nil {
		c = t.column(string(question))
	}
	t.key = t.key[:0]
	if len(pass) == 0 && len(picks) == 1 {
		t.key = append(t.key, picks[0]...)
	} else {
		t.key = append(append(append(t.key, 0), pass...), 0)
		for i, p := range picks {
			if i > 0 {
				t.key = append(t.key, 0)
			}
			t.key = append(t.key, p...)
		}
	}
	code, ok := c.known[string(t.key)]
	if !ok {
		a := surveys.Answer{Pass: surveys.Pass(pass)}
		for _, p := range picks {
			a.Pick = append(a.Pick, string(p))
		}
		code = c.learn(string(t.key), a)
	}
	c.codes.put(place, code)
}

// Remove takes a response out.
func (t *Table) Remove(place int) {
	t.Replace(place, Row{})
	t.gone[place] = true
	t.free = append(t.free, place)
}

func (t *Table) column(question string) *column {
	c, ok := t.columns[question]
	if !ok {
		c = &column{dict: make([]surveys.Answer, 1), known: map[string]uint32{}}
		t.columns[question] = c
	}
	return c
}

func (c *column) set(place int, a surveys.Answer) {
	a.Text, a.Quote = "", false // words go to moderation; that something was written is all that counts here
	key := answerKey(a)
	code, ok := c.known[key]
	if !ok {
		code = c.learn(key, a)
	}
	c.codes.put(place, code)
}

func (c *column) learn(key string, a surveys.Answer) uint32 {
	code := uint32(len(c.dict))
	c.known[key] = code
	c.dict = append(c.dict, a)
	return code
}

// answerKey tells answers apart. A pick never holds a nought: it is an option's id, a number, or both.
func answerKey(a surveys.Answer) string {
	if a.Pass == surveys.PassNone && len(a.Pick) == 1 {
		return a.Pick[0]
	}
	return "\x00" + string(a.Pass) + "\x00" + strings.Join(a.Pick, "\x00")
}

// at is the code of a place; places behind the column's end were never asked.
func (c *column) at(place int) uint32 {
	if c == nil {
		return 0
	}
	return c.codes.at(place)
}

// Rows gives every response in the order of the table, answers and all, to whoever may see rows.
func (t *Table) Rows(yield func(Row) bool) {
	for place, head := range t.eachHead {
		if t.gone[place] {
			continue
		}
		head.Answers = surveys.Answers{}
		for question, c := range t.columns {
			if code := c.at(place); code != 0 {
				a := c.dict[code]
				a.Pick = slices.Clone(a.Pick)
				head.Answers[question] = a
			}
		}
		if !yield(head) {
			return
		}
	}
}
