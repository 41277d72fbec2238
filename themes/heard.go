package themes

import (
	"context"
	"maps"
	"slices"

	"cairn/fault"
	"cairn/figures"
	"cairn/store"
)

// Heard is what one page "What we heard and what changed" says was heard: the
// themes of a service, one of its areas (or "") and a period, with figures that
// passed the public gate. It is made by a press of a button and kept, so that
// printing it again shows the same. What changed is not in it: a page shows the
// answer-backs as they are.
type Heard struct {
	store.Meta `bson:",inline"`
	Service    string     `bson:"service"`
	Period     string     `bson:"period"`
	Area       string     `bson:"area,omitempty"`
	Made       Day        `bson:"made"`
	Took       int        `bson:"took"`          // texts in all, to the nearest 5 as released; 0 where withheld
	Why        string     `bson:"why,omitempty"` // catalogue key: why there are no numbers
	Rows       []HeardRow `bson:"rows"`
}

// HeardRow is one theme of a Heard.
type HeardRow struct {
	Theme  string          `bson:"theme"`
	Title  string          `bson:"title"`
	Figure *figures.Figure `bson:"figure,omitempty"` // nil where there is no number to tell
}

// Number is a row's released number of texts; false where none may be told.
func (r HeardRow) Number() (int, bool) {
	if r.Figure == nil {
		return 0, false
	}
	n := numberIn(*r.Figure)
	return n.N, n.Numbered() && n.N > 0
}

// HeardID names the page of a service, an area and a period: there is one.
func HeardID(service, period, area string) string { return shortHash("heard", service, period, area) }

// HeardOf gets a page that was made; NotFound "themes.heard.none".
func (b *Board) HeardOf(ctx context.Context, id string) (*Heard, error) {
	return b.heard.GetOr(ctx, id, "themes.heard.none")
}

// HeardPages lists the pages a service has made, the latest period first.
func (b *Board) HeardPages(ctx context.Context, service string) ([]*Heard, error) {
	all, err := b.heard.All(ctx, store.Query{Index: "service", Equal: []any{service}})
	slices.SortFunc(all, func(x, y *Heard) int {
		a, _ := ParsePeriod(x.Period)
		c, _ := ParsePeriod(y.Period)
		if a.Last() != c.Last() {
			if a.Last() > c.Last() {
				return -1
			}
			return 1
		}
		return len(a.Months) - len(c.Months)
	})
	return all, err
}

// MakeHeard makes the page of a period and an area ("" for all), or makes it
// again: a figure changes only as far as the gate lets it. Numbers come when the
// period is over.
func (b *Board) MakeHeard(ctx context.Context, service string, p Period, area string) (*Heard, error) {
	s, err := b.shelfOf(ctx, service)
	if err != nil {
		return nil, err
	}
	themes, err := b.resolved(ctx, service)
	if err != nil {
		return nil, err
	}
	id := HeardID(service, p.Key, area)
	before, err := b.heard.Get(ctx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	page := &Heard{Meta: store.Meta{ID: id}, Service: service, Period: p.Key, Area: area, Made: b.today(ctx, service)}
	alive, err := b.Themes(ctx, service)
	if err != nil {
		return nil, err
	}
	for _, t := range alive {
		row := HeardRow{Theme: t.ID, Title: t.Title}
		if p.Over(page.Made) {
			f := b.publicOf(before, row, counting{s, themes, p, area})
			row.Figure = &f
		}
		page.Rows = append(page.Rows, row)
		if row.Figure != nil {
			page.Took = max(page.Took, row.Figure.Took)
		}
	}
	page.Why = whyNoNumbers(page, p, area)
	return page, b.keepHeard(ctx, before, page)
}

// Listed gives the rows a reader may see: those with a number, and those that
// were answered in public. That a few wrote about something is not said.
func (h Heard) Listed(answered func(theme string) bool) []HeardRow {
	return slices.DeleteFunc(slices.Clone(h.Rows), func(r HeardRow) bool {
		_, numbered := r.Number()
		return !numbered && !answered(r.Theme)
	})
}

func whyNoNumbers(page *Heard, p Period, area string) string {
	if slices.ContainsFunc(page.Rows, func(r HeardRow) bool { _, ok := r.Number(); return ok }) {
		return ""
	}
	switch {
	case !p.Over(page.Made):
		return "read.heard.notover"
	case area != "":
		return "read.heard.area"
	default:
		return "read.heard.few"
	}
}

func (b *Board) keepHeard(ctx context.Context, before, page *Heard) error {
	if before == nil {
		err := b.heard.Insert(ctx, page)
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		made, err := b.heard.Get(ctx, page.ID) // somebody else made it a moment ago: theirs stands
		if err == nil {
			*page = *made
		}
		return err
	}
	page.Meta = before.Meta
	return b.heard.Replace(ctx, page)
}

// counting is what a public figure is counted over.
type counting struct {
	shelf  *shelf
	themes resolved
	period Period
	area   string
}

// publicOf lets a theme's number in a period through the public gate. A period
// of several months is a pool of them, so that no month comes out by subtracting
// the others; an area is one value of a filter over the whole.
func (b *Board) publicOf(before *Heard, row HeardRow, c counting) figures.Figure {
	var prev *figures.Figure
	if before != nil {
		for _, was := range before.Rows {
			if was.Theme == row.Theme {
				prev = was.Figure
			}
		}
	}
	now := c.shelf.gather(row.Theme, c.themes, func(p Piece) bool {
		return c.period.Holds(p.Day) && (c.area == "" || p.Area == c.area)
	})
	key := HeardID(row.Theme, c.period.Key, c.area)
	changed := b.changedSince(key, now)
	if prev != nil && changed == 0 {
		return *prev
	}
	f := c.whole(prev, row.Theme, changed)
	if c.area != "" {
		f = c.ofArea(row.Theme, changed, prev)
	}
	if !f.Kept() {
		b.countedNow(key, now)
	}
	f.Note = ""
	return f
}

// whole is the figure of all areas.
func (c counting) whole(prev *figures.Figure, theme string, changed int) figures.Figure {
	var parts []figures.Part
	for _, month := range c.period.Months {
		counts := c.shelf.gather(theme, c.themes, func(p Piece) bool { return p.Day.Month() == month }).counts()
		if counts.Total() == 0 {
			continue // a month in which nobody wrote tells of nobody
		}
		shown := figures.Release(nil, counts, 0, figures.Public, sensitivity)
		parts = append(parts, figures.Part{Counts: counts, Shown: &shown})
	}
	if len(parts) < 2 {
		if len(parts) == 0 {
			return figures.Figure{Shape: figures.Took, Audience: figures.Public, Sensitivity: sensitivity, Reason: "figures.reason.public"}
		}
		return figures.Release(prev, parts[0].Counts, changed, figures.Public, sensitivity)
	}
	return figures.Pool(prev, parts, changed, figures.Public, sensitivity)
}

// sensitivity of themes in public: that all or none wrote of something would
// tell of each of them.
const sensitivity = figures.Sensitive

// ofArea is one area's figure: a value of the filter by area over the whole
// period. It is withheld where the whole period's figure had to hide more for
// its months' sake than the filter reckons with.
func (c counting) ofArea(theme string, changed int, prev *figures.Figure) figures.Figure {
	withheld := figures.Figure{Shape: figures.Nothing, Audience: figures.Public, Sensitivity: sensitivity, Reason: "figures.reason.filter"}
	areas, groups, at := c.areas(), []figures.Counts{}, -1
	for i, area := range areas {
		if area == c.area {
			at = i
		}
		groups = append(groups, c.shelf.gather(theme, c.themes, func(p Piece) bool {
			return c.period.Holds(p.Day) && p.Area == area
		}).counts())
	}
	all := c.shelf.gather(theme, c.themes, func(p Piece) bool { return c.period.Holds(p.Day) }).counts()
	plain, pooled := figures.Release(nil, all, 0, figures.Public, sensitivity), c.whole(nil, theme, 0)
	if at < 0 || !slices.Equal(plain.Cells, pooled.Cells) {
		return withheld
	}
	split, ok := figures.Filters(all, groups, figures.Public, sensitivity)
	if !ok {
		return withheld
	}
	if prev != nil && prev.Shows() && changed < figures.Standard().Apart {
		return *prev
	}
	return split[at]
}

// areas are the areas of the period's pieces, "" among them.
func (c counting) areas() []string {
	c.shelf.mu.RLock()
	defer c.shelf.mu.RUnlock()
	seen := map[string]bool{}
	for _, e := range c.shelf.order {
		if c.period.Holds(e.Day) {
			seen[e.Area] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
