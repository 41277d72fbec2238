package results

import "cairn/surveys"

// head is everything of a response but its answers, in as little room as may be: a table of fifty thousand has as many.
type head struct {
	pair             string
	version          int32
	wave             int32
	band, area, lang uint32 // places among the table's words
}

// words holds one copy of each text that many heads say.
type words struct {
	list []string
	at   map[string]uint32
}

func (w *words) place(text string) uint32 {
	if i, ok := w.at[text]; ok {
		return i
	}
	if w.at == nil {
		w.at = map[string]uint32{}
	}
	i := uint32(len(w.list))
	w.list, w.at[text] = append(w.list, text), i
	return i
}

func (t *Table) setHead(place int, r Row) {
	t.heads[place] = head{
		pair: r.Pair, version: int32(r.Version), wave: int32(r.Wave),
		band: t.words.place(string(r.Band)), area: t.words.place(r.Area), lang: t.words.place(r.Lang),
	}
}

// head gives a response without its answers.
func (t *Table) head(place int) Row {
	h := &t.heads[place]
	said := t.words.list
	return Row{Version: int(h.version), Wave: int(h.wave), Pair: h.pair, Band: surveys.Band(said[h.band]), Area: said[h.area], Lang: said[h.lang]}
}

// eachHead gives every place with its head, those whose response was taken out among them.
func (t *Table) eachHead(yield func(place int, r Row) bool) {
	for place := range t.heads {
		if !yield(place, t.head(place)) {
			return
		}
	}
}

// codes are the codes of one column: a byte each while there are few different answers, else four.
type codes struct {
	small []uint8
	wide  []uint32
}

func (c *codes) len() int { return len(c.small) + len(c.wide) } // one of them is empty

func (c *codes) at(place int) uint32 {
	switch {
	case place < len(c.small):
		return uint32(c.small[place])
	case place < len(c.wide):
		return c.wide[place]
	}
	return 0
}

func (c *codes) put(place int, code uint32) {
	if c.wide == nil && code > 255 {
		c.wide = make([]uint32, len(c.small), max(place+1, cap(c.small)))
		for i, one := range c.small {
			c.wide[i] = uint32(one)
		}
		c.small = nil
	}
	if c.wide != nil {
		for place >= len(c.wide) {
			c.wide = append(c.wide, 0)
		}
		c.wide[place] = code
		return
	}
	for place >= len(c.small) {
		c.small = append(c.small, 0)
	}
	c.small[place] = uint8(code)
}

// sum counts how often each code stands there, into sums by code.
func (c *codes) sum(sums []int) {
	for _, code := range c.small {
		sums[code]++
	}
	for _, code := range c.wide {
		sums[code]++
	}
}
