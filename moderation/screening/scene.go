package screening

import (
	"fmt"
	"slices"
	"strings"
)

// Ideas are what words stand for in any language: fear, night, a grown-up. Each
// language has its own words for them (headings like [+fear] in its ideas.txt).
const idea = "+"

// near is how many signs of text the ideas of one scene may lie apart.
const near = 85

// A scene is a handful of ideas that rarely stand together by chance: a
// grown-up, a bed, the night. The order does not matter, so one list of scenes
// serves every language.
type scene struct {
	what  string
	needs [][]string // all of them, each by one idea or another
}

// readScenes reads the list of scenes; an error names the line.
func readScenes(name, text string, known map[string]bool) ([]scene, error) {
	var out []scene
	what, n := "", 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if strings.HasPrefix(line, "[") {
			what = strings.Trim(line, "[]")
			continue
		}
		s := scene{what: what}
		for _, part := range strings.Fields(line) {
			any := strings.Split(part, "|")
			for _, a := range any {
				if !known[a] {
					return nil, fmt.Errorf("%s:%d: no language has words for %s", name, n, a)
				}
			}
			s.needs = append(s.needs, any)
		}
		if what == "" || len(s.needs) < 2 {
			return nil, fmt.Errorf("%s:%d: a scene needs a heading and two ideas", name, n)
		}
		out = append(out, s)
	}
	return out, nil
}

// ideasOf lists the ideas that some rule stands for.
func ideasOf(rules []rule) map[string]bool {
	known := map[string]bool{}
	for _, r := range rules {
		if name, ok := strings.CutPrefix(r.what, idea); ok {
			known[name] = true
		}
	}
	return known
}

// play looks for scenes among the ideas of one language at a time, and gives
// the stretches that tell of harm by somebody else.
func (r *reading) play(hits []found, pardons []span) []span {
	var harms []span
	b := &steps{left: 1 << 20}
	byLang := map[string]map[string][]found{}
	for _, h := range hits {
		name, ok := strings.CutPrefix(h.rule.what, idea)
		if !ok || slices.ContainsFunc(pardons, h.overlaps) {
			continue
		}
		if byLang[h.rule.lang] == nil {
			byLang[h.rule.lang] = map[string][]found{}
		}
		byLang[h.rule.lang][name] = append(byLang[h.rule.lang][name], h)
	}
	for _, lang := range Languages() {
		ideas := byLang[lang]
		if len(ideas) < 2 || !r.speaks(lang) {
			continue
		}
		for i := range r.s.scenes {
			s := &r.s.scenes[i]
			if at, ok := s.among(ideas, b); ok && !amid(ideas["fun"], at) && !r.calm("unsafe", at) {
				r.found(Risk, s.what, at.from, at.to)
				if byOthers(s.what) {
					harms = append(harms, at)
				}
			}
		}
	}
	return harms
}

// amid tells whether talk of games and the like stands close to a stretch.
func amid(fun []found, at span) bool {
	return slices.ContainsFunc(fun, func(f found) bool { return f.from < at.to+near/2 && at.from < f.to+near/2 })
}

// speaks tells whether a text may be partly in a language: short words of one
// are words of another, too.
func (r *reading) speaks(lang string) bool {
	return r.result.Lang == lang || lang == "en" || lang == "uk" || lang == "ar" || r.smallWords(lang) >= 1 || r.result.Lang == ""
}

// among finds a place where all ideas of a scene stand, each with words of its own.
func (s *scene) among(ideas map[string][]found, b *steps) (span, bool) {
	for _, any := range s.needs {
		if !slices.ContainsFunc(any, func(a string) bool { return len(ideas[a]) > 0 }) {
			return span{}, false
		}
	}
	taken := make([]span, 0, len(s.needs))
	return s.fit(ideas, taken, b)
}

func (s *scene) fit(ideas map[string][]found, taken []span, b *steps) (span, bool) {
	whole := span{}
	for i, t := range taken {
		if i == 0 {
			whole = t
		}
		whole.from, whole.to = min(whole.from, t.from), max(whole.to, t.to)
	}
	if len(taken) == len(s.needs) {
		return whole, true
	}
	for _, a := range s.needs[len(taken)] {
		for _, h := range ideas[a] {
			b.take(1)
			if slices.ContainsFunc(taken, h.overlaps) {
				continue
			}
			if len(taken) > 0 && max(whole.to, h.to)-min(whole.from, h.from) > near {
				continue
			}
			if at, ok := s.fit(ideas, append(taken, h.span), b); ok {
				return at, true
			}
		}
	}
	return span{}, false
}
