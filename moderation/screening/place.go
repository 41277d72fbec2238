package screening

import (
	"slices"
	"strings"
)

// recognisers are the checkers for what tells who somebody is.
func (r *reading) recognisers() []func() {
	return []func(){r.people, r.numbers, r.phones, r.addresses, r.places}
}

// listed finds the entries of a service's list, case and accents aside; a word
// of everyday English counts only with a capital.
func (r *reading) listed(what string, entries []string) {
	begins := map[string][][]string{}
	for _, e := range entries {
		if parts := nameParts(e); len(parts) > 0 {
			begins[parts[0]] = append(begins[parts[0]], parts)
			if len(parts) > 1 && what == "name" {
				for _, p := range parts {
					begins[p] = append(begins[p], []string{p})
				}
			}
		}
	}
	for i := range r.words {
		best := 0
		for _, parts := range append(begins[r.words[i].s], begins[bare(r.words[i].s)]...) {
			if n := startsWith(r.words[i:], parts); n > best && (n > 1 || r.words[i].up || !r.s.words.ordinary(parts[0])) {
				best = n
			}
		}
		if best > 0 {
			r.found(Personal, what, r.words[i].from, r.words[i+best-1].to)
		}
	}
}

// places finds schools and places: listed ones, and the shapes "… School",
// "12 … Road".
func (r *reading) places() {
	r.listed("school", r.lists.Schools)
	r.listed("place", r.lists.Places)
	for i, w := range r.words {
		if slices.Contains([]string{"school", "academy", "primary", "college", "infants", "infant", "juniors", "junior", "nursery", "secondary", "grammar", "comp", "comprehensive", "high", "uni", "university"}, w.s) {
			r.school(i)
		}
		if slices.Contains([]string{"road", "rd", "street", "avenue", "ave", "close", "lane", "drive", "crescent", "terrace", "gardens", "court", "grove", "walk", "place", "way", "row", "square", "brow", "mews"}, w.s) {
			r.street(i)
		}
	}
	r.foreignSchools()
}

// kinds of school that name none by themselves.
func schoolKind(s string) bool {
	return slices.Contains([]string{"school", "academy", "primary", "college", "infants", "infant", "juniors", "junior", "nursery", "secondary", "grammar", "comp", "comprehensive", "high", "catholic", "ce", "rc", "c", "of", "e", "special", "community", "church", "england", "the", "at", "and", "uni", "university", "middle", "free", "boarding", "old", "new", "sixth", "form", "after", "prep"}, s)
}

// school looks back from "School" to the name before it.
func (r *reading) school(i int) {
	from, named := i, false
	for k := i - 1; k >= 0 && k >= i-5; k-- {
		w := r.words[k]
		if r.words[k+1].stop || r.words[k+1].from-w.to > 2 {
			break
		}
		town := r.s.towns[w.s]
		switch {
		case town, w.up && !schoolKind(w.s) && !r.everyday(w, k):
			from, named = k, true
			continue
		case schoolKind(w.s) && (w.up || w.s != "the" && w.s != "at" && w.s != "and" && w.s != "old" && w.s != "new" && w.s != "after"):
			continue
		}
		break
	}
	if !named {
		return
	}
	to := i + 1
	for to < len(r.words) && schoolKind(r.words[to].s) && r.words[to].up && !r.words[to].stop && r.words[to].from-r.words[to-1].to <= 2 {
		to++
	}
	r.found(Personal, "school", r.words[from].from, r.words[to-1].to)
}

// everyday tells whether a capital says nothing: the first word of a sentence,
// or one that stands before "school" in everyday talk.
func (r *reading) everyday(w word, k int) bool {
	small := r.s.tongue.small["en"][w.s]
	if (k == 0 || w.stop) && (r.s.words.ordinary(w.s) || small) {
		return true
	}
	return small || w.caps && r.s.words.ordinary(w.s) || slices.Contains([]string{"my", "our", "your", "summer", "sunday", "saturday", "art", "music", "drama", "dance", "forest", "big", "every", "year", "english", "welsh", "polish", "french", "driving", "state", "private", "public", "local", "i", "mr", "mrs", "miss", "ms", "hogwarts", "monday", "friday", "language", "swimming", "riding", "ski", "film", "cooking"}, w.s)
}

// street finds a house number and a street.
func (r *reading) street(i int) {
	for k := i - 1; k >= max(0, i-4); k-- {
		if r.words[k+1].stop || r.words[k+1].from-r.words[k].to > 3 {
			return
		}
		s := r.words[k].s
		if s[0] >= '0' && s[0] <= '9' && len(s) <= 4 && (numeral(s) || numeral(s[:len(s)-1])) {
			if k < i-1 && r.capital(k+1, i+1) {
				r.found(Personal, "place", r.words[k].from, r.words[i].to)
			}
			return
		}
	}
}

// capital tells whether the words from..to (to not included) are a street's
// name: in capitals, or none of them everyday words.
func (r *reading) capital(from, to int) bool {
	up, strange := true, true
	for k := from; k < to; k++ {
		up = up && r.words[k].up
		strange = strange && (k == to-1 || !r.s.words.ordinary(r.words[k].s))
	}
	return up || strange
}

// foreignSchools finds "Ysgol X", "szkoła … nr 5", "школа № 5", "Școala X".
func (r *reading) foreignSchools() {
	for i, w := range r.words {
		if !slices.Contains([]string{"ysgol", "szkola", "szkole", "szkoly", "школа", "школи", "школі", "школу", "scoala", "liceul", "colegiul", "مدرسه", "ліцей", "liceum", "gimnazjum"}, plainWord(w.s)) && !strings.HasPrefix(w.s, "школ") {
			continue
		}
		to := i + 1
		for to < len(r.words) && to-i < 5 && (r.words[to].up && !r.words[to].stop || slices.Contains([]string{"nr", "no", "im", "n"}, r.words[to].s) || numeral(r.words[to].s) && to > i) && r.words[to].from-r.words[to-1].to <= 3 {
			to++
		}
		if to > i+1 && (r.words[to-1].up || numeral(r.words[to-1].s)) {
			r.found(Personal, "school", w.from, r.words[to-1].to)
		}
	}
}
