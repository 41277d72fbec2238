package views

import (
	"slices"
	"testing"

	"cairn/locales"
	"cairn/surveys"
)

// Authors' texts and our own come in the same six languages; neither package
// may import the other, so this holds them together.
func TestAuthorsWriteInTheLanguagesCairnSpeaks(t *testing.T) {
	if got, want := surveys.Languages(), locales.Tags(); !slices.Equal(got, want) {
		t.Errorf("authors have %v, the catalogues %v", got, want)
	}
}
