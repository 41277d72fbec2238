package staff

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"filippo.io/age"

	"cairn/fault"
	"cairn/surveys"
)

// Part is one section of the safety settings; each is saved by itself.
type Part string

// The sections, in the order they are shown.
const (
	PartAnswers Part = "answers" // who answers for the pages
	PartTell    Part = "tell"    // the tell page
	PartOutside Part = "outside" // where worries about staff go
	PartScreen  Part = "screen"  // words screening looks for
	PartQueue   Part = "queue"   // moderators, appeals, the partner service
)

// SafetyParts lists the sections in the order they are shown.
func SafetyParts() []Part { return []Part{PartAnswers, PartTell, PartOutside, PartScreen, PartQueue} }

// The most the safety settings may carry.
const (
	MaxTopics     = 8
	MaxScreened   = 500 // names, schools or places, each
	maxSafetyName = 80
	maxHardLimit  = 20
	maxAppealDays = 28
)

// With is s with one section taken from typed.
func (s Safety) With(part Part, typed Safety) Safety {
	switch part {
	case PartAnswers:
		s.Accountable = typed.Accountable
	case PartTell:
		s.Slug, s.TellOpen, s.TellVisibility, s.TellTopics = typed.Slug, typed.TellOpen, typed.TellVisibility, typed.TellTopics
	case PartOutside:
		s.Outside, s.AllegationsTo = typed.Outside, typed.AllegationsTo
	case PartScreen:
		s.ScreenLists = typed.ScreenLists
	case PartQueue:
		s.Partner, s.HardLimit, s.AppealDays = typed.Partner, typed.HardLimit, typed.AppealDays
	}
	return s
}

// Same says whether one section reads alike in both.
func (s Safety) Same(part Part, other Safety) bool {
	switch part {
	case PartAnswers:
		return s.Accountable == other.Accountable
	case PartTell:
		return s.Slug == other.Slug && s.TellOpen == other.TellOpen && s.Seen() == other.Seen() &&
			SameTopics(s.TellTopics, other.TellTopics)
	case PartOutside:
		return s.Outside == other.Outside && s.AllegationsTo == other.AllegationsTo
	case PartScreen:
		return slices.Equal(s.ScreenLists.Names, other.ScreenLists.Names) &&
			slices.Equal(s.ScreenLists.Schools, other.ScreenLists.Schools) &&
			slices.Equal(s.ScreenLists.Places, other.ScreenLists.Places)
	case PartQueue:
		return s.Partner == other.Partner && s.HardLimit == other.HardLimit && s.AppealDays == other.AppealDays
	}
	return true
}

// SameTopics says whether two lists of picture choices read alike.
func SameTopics(a, b []Topic) bool { return slices.EqualFunc(a, b, sameTopic) }

func sameTopic(a, b Topic) bool {
	if a.ID != b.ID || a.Picture != b.Picture || a.Key != b.Key || len(a.Words) != len(b.Words) {
		return false
	}
	for lang, text := range a.Words {
		if b.Words[lang] != text {
			return false
		}
	}
	return true
}

// Problems lists what must be put right in one section before it can be saved.
// Whether a short word or a partner can be had at all is found out on saving.
func (s Safety) Problems(part Part) []surveys.Problem {
	var out []surveys.Problem
	add := func(bad bool, field, key string) {
		if bad {
			out = append(out, surveys.Problem{Field: field, Key: key})
		}
	}
	switch part {
	case PartAnswers:
		reach := s.Accountable.Number + s.Accountable.Email
		add(s.Accountable.Name != "" && reach == "" || s.Accountable.Name == "" && reach != "", "accountable", "staff.safety.accountable")
		add(tooLong(s.Accountable.Name), "accountable", "staff.safety.long")
		add(badNumber(s.Accountable.Number), "accountablenumber", "staff.safety.number")
		add(badEmail(s.Accountable.Email), "accountableemail", "staff.email.form")
	case PartTell:
		add(s.Slug != "" && !slugFits(s.Slug), "slug", "staff.slug.form")
		add(s.TellOpen && s.Slug == "", "slug", "staff.slug.need")
		add(s.TellOpen && s.MayPublish() != nil, "accountable", "staff.service.accountable")
		add(!slices.Contains(surveys.Visibilities(), s.Seen()), "tellvisibility", "staff.safety.visibility")
		for _, key := range topicProblems(s.TellTopics) {
			add(true, "topics", key)
		}
	case PartOutside:
		add(s.Outside.Name == "" && s.Outside != (OutsidePerson{}), "outside", "staff.safety.outside")
		add(s.Outside.Name != "" && s.Outside.Number == "", "outsidenumber", "staff.safety.outside.reach")
		add(tooLong(s.Outside.Name), "outside", "staff.safety.long")
		add(badNumber(s.Outside.Number), "outsidenumber", "staff.safety.number")
		add(badEmail(s.Outside.Email), "outsideemail", "staff.email.form")
		add(badRecipient(s.Outside.Recipient), "outsidekey", "staff.safety.recipient")
		add(tooLong(s.AllegationsTo.Name), "allegations", "staff.safety.long")
		add(badNumber(s.AllegationsTo.Number), "allegationsnumber", "staff.safety.number")
		add(badEmail(s.AllegationsTo.Email), "allegationsemail", "staff.email.form")
	case PartScreen:
		add(badList(s.ScreenLists.Names), "names", "staff.safety.list")
		add(badList(s.ScreenLists.Schools), "schools", "staff.safety.list")
		add(badList(s.ScreenLists.Places), "places", "staff.safety.list")
	case PartQueue:
		add(s.HardLimit < 0 || s.HardLimit > maxHardLimit, "hard", "staff.safety.hard")
		add(s.AppealDays < 0 || s.AppealDays > maxAppealDays, "appealdays", "staff.safety.appealdays")
	}
	return out
}

func topicProblems(topics []Topic) []string {
	if len(topics) > MaxTopics {
		return []string{"staff.safety.topics"}
	}
	seen := map[string]bool{}
	for _, t := range topics {
		words, _ := t.Words.In("en")
		if t.ID == "" || seen[t.ID] || words == "" && t.Key == "" || !strings.HasPrefix(t.Picture, "set:") || utf8.RuneCountInString(words) > maxSafetyName {
			return []string{"staff.safety.topic"}
		}
		seen[t.ID] = true
	}
	return nil
}

func tooLong(s string) bool { return utf8.RuneCountInString(s) > maxSafetyName }

// badNumber says that something stands there that cannot be rung.
func badNumber(s string) bool {
	return s != "" && (len((HelpLine{Number: s}).Dial()) < 3 || tooLong(s))
}

func badEmail(s string) bool {
	if s == "" {
		return false
	}
	_, err := Email(s)
	return err != nil
}

func badRecipient(s string) bool {
	if s == "" {
		return false
	}
	_, err := age.ParseX25519Recipient(s)
	return err != nil
}

func badList(words []string) bool {
	return len(words) > MaxScreened || slices.ContainsFunc(words, tooLong)
}

// firstOf turns the first problem of a section into its error.
func firstOf(problems []surveys.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, problems[0].Key, problems[0].Args...)
}

// slugFits says whether a word can stand in a short link as it is.
func slugFits(slug string) bool {
	if len(slug) < 3 || len(slug) > 30 || url.PathEscape(slug) != slug || strings.Contains(slug, "--") {
		return false
	}
	if strings.HasPrefix(slug, "-") || strings.HasSuffix(slug, "-") {
		return false
	}
	return strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
