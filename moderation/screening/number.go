package screening

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	postcode  = regexp.MustCompile(`(?:^|[^a-z0-9])([a-z](?:\s?[a-z])??\s?\d(?:\s?[a-z\d])??)([\s.,-]{0,3})([\do](?:\s?[a-z]){2})(?:[^a-z0-9]|$)`)
	nhs       = regexp.MustCompile(`(?:^|\D)(\d{3}[ -]?\d{3}[ -]?\d{4})(?:\D|$)`)
	insurance = regexp.MustCompile(`(?:^|[^a-z0-9])([a-z]\s?[a-z][\s-]{0,2}\d\s?\d[\s-]{0,2}\d\s?\d[\s-]{0,2}\d\s?\d[\s-]{0,2}[a-d])(?:[^a-z0-9]|$)`)
	plate     = regexp.MustCompile(`(?:^|[^a-z0-9])([a-z]{2}\s?\d{2}\s?[a-z]{3}|[a-z]\d{1,3}\s?[a-z]{3}|[a-z]{3}\s?\d{1,3}[a-z])(?:[^a-z0-9]|$)`)
	day       = regexp.MustCompile(`\b(?:\d{1,2}(?:\s?[/.-]\s?| )\d{1,2}(?:\s?[/.-]\s?| )(?:\d{4}|\d{2})|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ion|chw|maw|ebr|mai|meh|gor|aws|med|hyd|tach|rhag|sty|lut|kwi|maj|cze|lip|sie|wrz|paz|lis|gru|ian|iun|iul|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)[a-zа-яіїє]*\.?(?:,? \d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{1,2} (?:يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر)(?: \d{4})?|\d{1,2}(?:-?го)? (?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)(?: \d{4})?`)
)

// areas are the letters UK postcodes begin with.
const areas = " ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze je "

// numbers finds what is written in letters and figures: postcodes, NHS and
// National Insurance numbers, number plates, dates of birth.
func (r *reading) numbers() {
	if !strings.ContainsAny(r.plain, "0123456789") {
		return
	}
	r.each(postcode, func(m []int) {
		if r.isPostcode(m) {
			r.found(Personal, "postcode", r.at[m[2]], r.after(m[7]))
		}
	})
	r.each(nhs, func(m []int) {
		if mod11(r.plain[m[2]:m[3]]) && r.about(m[2], m[3], "nhs", "gig ", "hospital number") {
			r.found(Personal, "nhs", r.at[m[2]], r.after(m[3]))
		}
	})
	r.each(insurance, func(m []int) {
		s := strings.ReplaceAll(strings.Join(strings.Fields(r.plain[m[2]:m[3]]), ""), "-", "")
		if strings.ContainsAny(s[:2], "dfiuv") || s[1] == 'o' || strings.Contains(" bg gb nk kn tn nt zz ", " "+s[:2]+" ") {
			return
		}
		r.found(Personal, "ni", r.at[m[2]], r.after(m[3]))
	})
	r.each(plate, func(m []int) {
		if r.isPlate(m[2], m[3]) {
			r.found(Personal, "plate", r.at[m[2]], r.after(m[3]))
		}
	})
	r.each(day, func(m []int) {
		if r.about(m[0], m[1], "born", "birthday", "bday", "b-day", "dob", "d.o.b", "birth", "urodz", "народи", "народж", "nascut", "ziua mea", "nastere", "eni ", "eni'", "ganwyd", "penblwydd", "pen-blwydd", "ولد", "ميلاد", "مواليد") {
			r.found(Personal, "birth", r.at[m[0]], r.after(m[1]))
		}
	})
}

// about tells whether one of the words stands shortly before or after.
func (r *reading) about(start, end int, words ...string) bool {
	return contains(r.plain[max(0, start-40):start], words) || contains(r.plain[end:min(len(r.plain), end+24)], words)
}

// isPostcode checks the letters of what has a postcode's shape.
func (r *reading) isPostcode(m []int) bool {
	out := strings.Join(strings.Fields(r.plain[m[2]:m[3]]), "")
	in := strings.Join(strings.Fields(r.plain[m[6]:m[7]]), "")
	area := out[:strings.IndexAny(out, "0123456789")]
	if !strings.Contains(areas, " "+area+" ") || strings.ContainsAny(in[1:], "cikmov") || strings.IndexByte(out, '0') == len(area) && len(out) > len(area)+1 && out[len(area)+1] == '0' {
		return false
	}
	capitals := 0
	for _, g := range r.signs[r.at[m[2]]:r.after(m[7])] {
		if g.up {
			capitals++
		}
	}
	split := strings.ContainsAny(r.plain[m[2]:m[3]]+r.plain[m[6]:m[7]], " \n\t") || strings.ContainsAny(r.plain[m[4]:m[5]], ".,")
	ordinal := strings.Contains(" st nd rd th pe pd hr hrs am pm yr ", " "+in[1:]+" ")
	switch {
	case in[0] == 'o':
		return capitals >= 3
	case capitals >= 3:
		return true
	case ordinal, split && !r.about(m[2], m[7], "postcode", "post code", "live", "address", "cod post", "cod poczt", "індекс", "بريدي"):
		return false
	}
	return len(area) == 2 || m[4] == m[5] || !r.s.words.ordinary(area) // "a 1 2nd" is a list, not a place
}

// isPlate tells a number plate from a word and an amount.
func (r *reading) isPlate(start, end int) bool {
	s := strings.Join(strings.Fields(r.plain[start:end]), "")
	now := len(s) == 7 && unicode.IsLetter(rune(s[0])) && unicode.IsLetter(rune(s[1])) && unicode.IsDigit(rune(s[2])) && unicode.IsDigit(rune(s[3]))
	capitals := true
	for _, g := range r.signs[r.at[start]:r.after(end)] {
		if unicode.IsLetter(g.r) && !g.up {
			capitals = false
		}
	}
	told := r.about(start, end, "reg", "plate", " car ", "car is", "van ", "lorry", "motorbike", "ford", "audi", "bmw", "vauxhall", "golf", "fiesta", "drives", "mașin", "masin", "машин", "سيار", "samoch")
	switch {
	case !now:
		return told && capitals
	case strings.ContainsAny(s[:2], "iqz"), strings.ContainsAny(s[4:], "iq"):
		return false
	}
	return told || capitals || !strings.Contains(r.plain[start:end], " ") && !r.s.words.ordinary(s[4:])
}

// mod11 checks an NHS number's last figure.
func mod11(s string) bool {
	sum, n := 0, 0
	for _, c := range s {
		if c < '0' || c > '9' {
			continue
		}
		n++
		if n < 10 {
			sum += (11 - n) * int(c-'0')
			continue
		}
		check := 11 - sum%11
		return check%11 == int(c-'0') && check != 10
	}
	return false
}
