package screening

import (
	"regexp"
	"strings"
)

// The shapes of addresses on the net. Go's regexp is RE2: no text takes long.
var (
	mail     = regexp.MustCompile(`[a-z0-9][a-z0-9._%+-]*\s?@\s?[a-z0-9-]+(?:\s?\.\s?[a-z0-9-]+)*\.\s?[a-z]{2,}`)
	saidMail = regexp.MustCompile(`[a-z0-9][a-z0-9._-]*(?: (?:dot|dash|underscore) [a-z0-9]+)* ?[\[(<{]?(?: at |@|\bat\b)[\])>}]? ?[a-z0-9-]+(?: ?[\[(]?(?: dot |\bdot\b|\.| kropka | крапка | punct | نقطه )[\])]? ?(?:com|co|org|net|uk|ac|edu|gov|io|me|pl|ro|ua|sch|cymru|wales|info))+\b`)
	atMail   = regexp.MustCompile(`[a-z0-9][a-z0-9._-]+ ?(?: at |@) ?(?:gmail|hotmail|outlook|yahoo|icloud|googlemail|protonmail|live)\b`)
	web      = regexp.MustCompile(`\bhttps?\s?:\s?//\S+|\bhxxps?://\S+|\bwww\s?\.\s?\S+|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|uk|gg|tv|app|xyz|info|biz|eu|pl|ua|wales|cymru|edu|gov|ly|link|site|online|shop|dev|io)\b(?:/\S*)?|\b[a-z0-9-]+\.(?:me|co|be|ro|tk|cc|to|ai)/\S+`)
	saidWeb  = regexp.MustCompile(`\b[a-z0-9-]{2,}(?: dot [a-z0-9-]+)? dot (?:com|org|net|co dot uk|org dot uk|gg|tv|io|uk)\b`)
	handle   = regexp.MustCompile(`(?:^|[^a-z0-9@._])@\s?[a-z0-9_][a-z0-9_.]{2,}`)
	tagged   = regexp.MustCompile(`\b[a-z0-9_.]{2,32}#\d{4}\b`)
	platform = regexp.MustCompile(`(?:^|[^\p{L}\d])(?:snap|snapchat|sc|insta|instagram|ig|tiktok|tik tok|tt|discord|disc|dc|twitter|xbox|xbox live|psn|playstation|roblox|fortnite|epic|steam|whatsapp|telegram|tg|kik|bereal|facebook|fb|youtube|yt|twitch|gamertag|gamer tag|gt|minecraft|switch|user ?name|user|handle|снап|снепчат|инстаграм|інста|інстаграм|інстаграмі|тікток|телеграм|діскорд|سناب|سنابي|انستا|انستقرام|انستغرام|تيك توك)(?:a|em|ie|ul|u)?(?:'?s)?(?: (?:name|user|username|account|handle|tag|id|acc|code))?(?: ?(?:is|are|i yw|yw|ydy|to|e|este|це|هو|:|=|-|->|~|at|as|@|under|me at|me on|,)){0,2}(?: ?[:=@-]\s?"?| "?)([a-z0-9_][a-z0-9_.-]{2,31})`)
	adding   = regexp.MustCompile(`\b(?:add|follow|message|dm|msg|friend|find|hmu|text|dodaj|додай|adauga)(?: me| us| mnie| мене| ma)?(?: (?:on|at|in|na|pe|в|в)){0,1}(?: (?:my|the))? ?(?:snap|snapchat|insta|instagram|ig|tiktok|discord|xbox|psn|roblox|fortnite|steam|telegram|kik|twitch|facebook|it)?(?: ?[:=,@-])? ?([a-z0-9_][a-z0-9_.-]{2,31})`)
)

// addresses finds e-mail, web addresses and names on other platforms.
func (r *reading) addresses() {
	var taken []span
	add := func(what string, from, to int) {
		for to > from && strings.ContainsRune(" .,;:!?)\"'\n", r.signs[to-1].r) {
			to--
		}
		s := span{from: from, to: to}
		for _, t := range taken {
			if t.overlaps(s) {
				return
			}
		}
		if to > from {
			taken = append(taken, s)
			r.found(Personal, what, from, to)
		}
	}
	at := strings.Contains(r.plain, "@")
	for _, shape := range []*regexp.Regexp{mail, saidMail, atMail} {
		if !at && (shape == mail || !strings.Contains(r.plain, "at")) {
			continue
		}
		r.each(shape, func(m []int) { add("email", r.at[m[0]], r.after(m[1])) })
	}
	for _, shape := range []*regexp.Regexp{web, saidWeb} {
		if shape == web && !strings.ContainsAny(r.plain, ".:") || shape == saidWeb && !strings.Contains(r.plain, " dot ") {
			continue
		}
		r.each(shape, func(m []int) { add("url", r.at[m[0]], r.after(m[1])) })
	}
	r.each(handle, func(m []int) {
		at := m[0] + strings.IndexByte(r.plain[m[0]:m[1]], '@')
		name := strings.TrimSpace(r.plain[at+1 : m[1]])
		if !r.s.words.ordinary(strings.TrimRight(name, ".")) && !numberFirst(name) {
			add("handle", r.at[at], r.after(m[1]))
		}
	})
	r.each(tagged, func(m []int) { add("handle", r.at[m[0]], r.after(m[1])) })
	for _, shape := range []*regexp.Regexp{platform, adding} {
		r.each(shape, func(m []int) {
			if name := r.plain[m[2]:m[3]]; r.invented(name) {
				add("handle", r.at[m[2]], r.after(m[3]))
			}
		})
	}
}

// invented tells whether a word looks like a name somebody made up for a
// platform: digits or signs among letters, or, in English, no word at all.
func (r *reading) invented(name string) bool {
	name = strings.TrimRight(name, ".-_")
	letters := strings.ContainsAny(name, "abcdefghijklmnopqrstuvwxyz")
	digits, signs := strings.ContainsAny(name, "0123456789"), strings.ContainsAny(name, "_.")
	switch {
	case len(name) < 3 || !letters:
		return false
	case digits && !numberFirst(name), signs:
		return true
	}
	return r.result.Lang == "en" && !digits && !strings.Contains(name, "-") && !r.s.words.ordinary(name) &&
		!r.s.words.has(name) && !r.s.tongue.small["en"][name] && r.named(name)
}

// named tells whether the text says of an unknown word that it is a name.
func (r *reading) named(name string) bool {
	at := strings.Index(r.plain, name)
	return at > 0 && contains(r.plain[max(0, at-14):at], []string{" is ", ": ", "= ", "@", "'s ", "- ", "name ", ":", "me on ", "snap ", "insta "})
}

// numberFirst tells whether a word is an amount or a time: 5pm, 3rd, 10min.
func numberFirst(name string) bool {
	trimmed := strings.TrimLeft(name, "0123456789")
	return len(trimmed) < len(name) && len(trimmed) <= 4
}

// each calls do with the places of every match of a shape in the match copy.
func (r *reading) each(shape *regexp.Regexp, do func(m []int)) {
	for _, m := range shape.FindAllStringSubmatchIndex(r.plain, -1) {
		do(m)
	}
}

// after is the sign behind byte end of the match copy.
func (r *reading) after(end int) int { return r.at[end-1] + 1 }
