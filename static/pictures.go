package static

import (
	"encoding/json"

	"cairn/surveys"
)

// Picture is one drawing of the set that answers and questions may carry
// (OpenMoji, CC BY-SA 4.0; pictures/ATTRIBUTION.md).
type Picture struct {
	Code  string        `json:"code"`  // "1F333", as in a Question's Picture "set:1F333"
	Group string        `json:"group"` // "places", "nature", "food", "doing", "things"
	Names surveys.Words `json:"names"` // from Unicode's CLDR, in all six languages
}

// Asset is the name to ask URL for.
func (p Picture) Asset() string { return "pictures/" + p.Code + ".svg" }

// Pictures lists the set in the order it is offered: by group, then by kin.
func (a *Assets) Pictures() []Picture { return a.pictures() }

// Picture gives one of the set by its code.
func (a *Assets) Picture(code string) (Picture, bool) {
	for _, p := range a.pictures() {
		if p.Code == code {
			return p, true
		}
	}
	return Picture{}, false
}

// readPictures reads the set's names, which are inside the program: none where
// they cannot be read, so that pages come without pictures and tests fail.
func readPictures() []Picture {
	var list []Picture
	if err := json.Unmarshal(embedded("pictures/pictures.json"), &list); err != nil {
		return nil
	}
	return list
}
