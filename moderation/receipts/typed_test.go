package receipts_test

import (
	"slices"
	"testing"

	"cairn/moderation/receipts"
)

func album(t *testing.T) *receipts.Album {
	t.Helper()
	a, err := receipts.OpenAlbum()
	must(t, err)
	return a
}

func codes(pictures []receipts.Picture) []string {
	var out []string
	for _, p := range pictures {
		out = append(out, p.Code)
	}
	return out
}

func TestEveryPictureIsFoundByItsNameInEveryLanguage(t *testing.T) {
	a := album(t)
	for _, p := range a.All() {
		if len(p.Names) != 6 {
			t.Errorf("%s has %d names, want six", p.Code, len(p.Names))
		}
		for lang, name := range p.Names {
			if got := a.Read(name); len(got.Found) != 1 || got.Found[0].Code != p.Code || got.Unknown != "" {
				t.Errorf("%s in %s: got %v, unknown %q; want %s", name, lang, codes(got.Found), got.Unknown, p.Code)
			}
		}
	}
}

func TestANameThatAPictureHadBeforeStillFindsIt(t *testing.T) {
	a := album(t)
	for before, want := range map[string]string{"hot beverage": "2615", "card file box": "1F5C3", "gorący napój": "2615", "water wave": "1F30A"} {
		if got := codes(a.Read(before).Found); !slices.Equal(got, []string{want}) {
			t.Errorf("%q: got %v, want %s", before, got, want)
		}
	}
}

func TestNamesAreDistinctInEachLanguage(t *testing.T) {
	seen := map[string]string{}
	for _, p := range album(t).All() {
		for lang, name := range p.Names {
			key := lang + " " + receipts.Fold(name)
			if other, ok := seen[key]; ok {
				t.Errorf("%s: %s and %s are both called %s", lang, p.Code, other, name)
			}
			seen[key] = p.Code
		}
	}
}

func TestNothingThatMustNotBeThereIsAmongThePictures(t *testing.T) {
	a := album(t)
	for _, code := range []string{
		"1F52B", "1F4A3", "1F5E1", "1F52A", "1FA93", "1F489", "1F48A", "1F6AC", "26B0", "1FAA6", "1F37A", "1F377", "1F376", "1F550", "1F311", "1F3B0",
	} {
		if p, ok := a.Picture(code); ok {
			t.Errorf("%s (%s) is among the pictures", code, p.Names["en"])
		}
	}
}

func TestSixNamesAreReadHoweverTheyAreTyped(t *testing.T) {
	a := album(t)
	want := codes(a.Read("dog, owl, ice cream, rocket, guitar, rainbow").Found)
	if len(want) != 6 {
		t.Fatalf("got %d pictures for six plain names", len(want))
	}
	for name, typed := range map[string]string{
		"without commas": "dog owl ice cream rocket guitar rainbow",
		"shouted":        "DOG;OWL;ICE CREAM;ROCKET;GUITAR;RAINBOW",
		"on lines":       "dog\nowl\nice  cream\nrocket\nguitar\nrainbow\n",
		"mixed tongues":  "pies, tylluan, ice cream, ракета, chitară, rainbow",
	} {
		if got := a.Read(typed); !slices.Equal(codes(got.Found), want) {
			t.Errorf("%s: got %v (stopped at %q), want %v", name, codes(got.Found), got.Unknown, want)
		}
	}
}

func TestANameTypedWrongIsOfferedTheRightOne(t *testing.T) {
	a := album(t)
	for typed, want := range map[string]string{"guitr": "guitar", "elepant": "elephant", "rocet": "rocket", "choclate": "chocolate bar"} {
		got := a.Read(typed)
		if got.Unknown == "" {
			t.Errorf("%q was taken for %v", typed, codes(got.Found))
		}
		if !slices.ContainsFunc(got.Maybe, func(p receipts.Picture) bool { return p.Names["en"] == want }) {
			names := []string{}
			for _, p := range got.Maybe {
				names = append(names, p.Names["en"])
			}
			t.Errorf("%q: got %v, want %s among them", typed, names, want)
		}
	}
}

func FuzzWhateverIsTypedIsReadWithoutHarm(f *testing.F) {
	for _, seed := range []string{"dog", "", "\x00", "ﷺ", "ice cream ice", "a\u202eb", "🐕🐕"} {
		f.Add(seed)
	}
	a, err := receipts.OpenAlbum()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if got := a.Read(typed); len(got.Found) > receipts.Of || len(got.Maybe) > 8 {
			t.Errorf("%q: got %d found and %d offered", typed, len(got.Found), len(got.Maybe))
		}
		a.Search(typed)
	})
}
