package receipts

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cairn/surveys"
)

//go:embed pictures.json
var list embed.FS

// Of is how many pictures a receipt has.
const Of = 6

// Picture is one of the pictures receipts are made of; its drawing is the built
// file "pictures/<Code>.svg" (OpenMoji), its names are Unicode's CLDR,
// or our own where those are odd.
type Picture struct {
	Code  string        `json:"code"`  // code points in hexadecimal, "1F42C"
	Kind  string        `json:"kind"`  // what it is offered under, catalogue key "receipt.kind.<kind>"
	Names surveys.Words `json:"names"` // in all six languages, each its own in every language
	Was   []string      `json:"was"`   // names it had before, still understood when typed
}

// Album is the list of pictures with what is needed to find one by its name. It
// is read-only and may be shared.
type Album struct {
	all    []Picture
	byCode map[string]int
	byName map[string][]int // folded name, in whatever language → places in all
	kinds  []string
	most   int // words the longest name has
}

// OpenAlbum reads the list that is built into the program.
func OpenAlbum() (*Album, error) {
	raw, err := list.ReadFile("pictures.json")
	if err != nil {
		return nil, fmt.Errorf("receipts: %w", err)
	}
	a := &Album{byCode: map[string]int{}, byName: map[string][]int{}}
	if err := json.Unmarshal(raw, &a.all); err != nil {
		return nil, fmt.Errorf("receipts: pictures.json: %w", err)
	}
	for i, p := range a.all {
		a.byCode[p.Code] = i
		if !slices.Contains(a.kinds, p.Kind) {
			a.kinds = append(a.kinds, p.Kind)
		}
		for _, name := range slices.AppendSeq(slices.Clone(p.Was), maps.Values(p.Names)) {
			folded := Fold(name)
			a.most = max(a.most, len(strings.Fields(folded)))
			if !slices.Contains(a.byName[folded], i) {
				a.byName[folded] = append(a.byName[folded], i)
			}
		}
	}
	return a, nil
}

// All gives every picture in the list's order.
func (a *Album) All() []Picture { return a.all }

// Kinds gives what pictures are offered under, in the list's order.
func (a *Album) Kinds() []string { return a.kinds }

// OfKind gives the pictures of one kind; none for a kind there is not.
func (a *Album) OfKind(kind string) []Picture {
	var out []Picture
	for _, p := range a.all {
		if p.Kind == kind {
			out = append(out, p)
		}
	}
	return out
}

// Picture gives the picture of a code.
func (a *Album) Picture(code string) (Picture, bool) {
	i, ok := a.byCode[code]
	if !ok {
		return Picture{}, false
	}
	return a.all[i], true
}

// Fold is a name as it is compared: small letters, no accents or vowel signs,
// and one space for whatever is neither letter nor digit.
func Fold(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.M, r) || r == 'ـ':
			continue
		case r == 'ł':
			r = 'l'
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
