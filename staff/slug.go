package staff

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cairn/fault"
	"cairn/store"
)

// slugClaim makes a short link's word belong to one service: its _id is the
// word, since only _id is unique on every engine.
type slugClaim struct {
	store.Meta `bson:",inline"`
	Service    string `bson:"service"`
}

func slugSchema() store.Schema {
	return store.Schema{
		Name: "service_slugs", Version: 1,
		Keep:    store.Keep{Why: "A word stays with its service, so that a printed card never leads to another one."},
		Purpose: "Which service a short link's word belongs to.",
	}
}

// ServiceBySlug finds the service a short link's word belongs to; NotFound
// "staff.service.none". A word a service had before still leads to it, so that
// printed cards keep working.
func (o *Office) ServiceBySlug(ctx context.Context, slug string) (*Service, error) {
	none := fault.New(fault.NotFound, "staff.service.none")
	if slug = strings.ToLower(slug); !slugFits(slug) {
		return nil, none
	}
	c, err := o.slugs.Get(ctx, slug)
	if fault.Is(err, fault.NotFound) {
		return nil, none
	}
	if err != nil {
		return nil, err
	}
	return o.Service(ctx, c.Service)
}

// SlugFor suggests a word for a service that has none: its short name, or its
// name, in small letters, with a number behind it where another service has it.
// It claims nothing; empty where the name has no letter it could use.
func (o *Office) SlugFor(ctx context.Context, s Service) (string, error) {
	word := plainWord(s.ShortName)
	if len(word) < 3 {
		word = plainWord(s.Name)
	}
	if len(word) < 3 {
		return "", nil
	}
	for n := 1; ; n++ {
		try := word
		if n > 1 {
			try += "-" + strconv.Itoa(n)
		}
		c, err := o.slugs.Get(ctx, try)
		if fault.Is(err, fault.NotFound) {
			return try, nil
		}
		if err != nil {
			return "", err
		}
		if c.Service == s.ID {
			return try, nil
		}
	}
}

// plainWord is a name as a word of a link: accents off, small letters, a dash
// for everything between, 24 signs at most.
func plainWord(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			b.WriteByte('-')
		}
	}
	word := strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' }), "-")
	return strings.Trim(word[:min(len(word), 24)], "-")
}

// claimSlug makes a word belong to a service; Conflict "staff.slug.taken".
func (o *Office) claimSlug(ctx context.Context, slug, service string) error {
	err := o.slugs.Insert(ctx, &slugClaim{Meta: store.Meta{ID: slug}, Service: service})
	if err == nil || !fault.Is(err, fault.Conflict) {
		return err
	}
	c, err := o.slugs.Get(ctx, slug)
	if err != nil {
		return err
	}
	if c.Service != service {
		return fault.New(fault.Conflict, "staff.slug.taken")
	}
	return nil
}
