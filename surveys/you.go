package surveys

import "slices"

// What a form may end with about the young person themselves. No question of an
// author can have these names: an author's ids hold no dot.
const (
	YouBand = "you.band" // roughly how old they are
	YouArea = "you.area" // in which area they live
)

// MaxAreas is how many areas young people choose from at most.
const MaxAreas = 12

// Area is a place young people may say they live in, as it was called when the
// survey opened.
type Area struct {
	ID   string `bson:"id" json:"id"`
	Name string `bson:"name" json:"name"`
}

// Asking is a form of the survey as it is answered: behind the author's sections
// stand the questions about the young person, which may always be left out. say
// gives a question's and an answer's words ("fill.you.band", "plan.band.5-7"); with nil
// they have none, which is enough to check answers by.
func (s Survey) Asking(f Form, say func(key string) Words) Form {
	if say == nil {
		say = func(string) Words { return nil }
	}
	var own []Place
	if s.AskBand && s.Band == BandMixed {
		q := Question{ID: YouBand, Kind: "choice", Private: PrivateABit, Full: say("fill.you.band")}
		for _, b := range []Band{Band5to7, Band8to10, Band11to15, Band16to19} {
			q.Options = append(q.Options, Option{ID: string(b), Full: say("plan.band." + string(b))})
		}
		own = append(own, Place{ID: YouBand, Question: q})
	}
	if len(s.Areas) > 1 {
		q := Question{ID: YouArea, Kind: "choice", Private: PrivateABit, Full: say("fill.you.area")}
		for _, a := range s.Areas {
			q.Options = append(q.Options, Option{ID: a.ID, Full: Words{"en": a.Name}})
		}
		own = append(own, Place{ID: YouArea, Question: q})
	}
	if own != nil {
		f.Sections = append(slices.Clone(f.Sections), Section{ID: "you", Title: say("fill.you.title"), About: say("fill.you.about"), Places: own})
	}
	return f
}

// AsksAboutYou says whether a form of the survey ends with questions about the
// young person.
func (s Survey) AsksAboutYou() bool { return len(s.Asking(Form{}, nil).Sections) > 0 }

// TakeYou takes what somebody said of themselves out of their checked answers:
// their band, which is the survey's own where they said none, and their area or "".
func (s Survey) TakeYou(a Answers) (Band, string) {
	band, area := s.Band, ""
	if said := a[YouBand].Pick; len(said) == 1 {
		band = Band(said[0])
	}
	if said := a[YouArea].Pick; len(said) == 1 {
		area = said[0]
	}
	delete(a, YouBand)
	delete(a, YouArea)
	return band, area
}

// PutYou puts a band and an area back among the answers, as the form asked for them.
func (s Survey) PutYou(a Answers, band Band, area string) Answers {
	if a == nil {
		a = Answers{}
	}
	if s.AskBand && s.Band == BandMixed && band != BandMixed && band != "" {
		a[YouBand] = Answer{Pick: []string{string(band)}}
	}
	if len(s.Areas) > 1 && area != "" {
		a[YouArea] = Answer{Pick: []string{area}}
	}
	return a
}

// youProblems lists what is wrong with the questions about the young person.
func (s Survey) youProblems() []Problem {
	var found []Problem
	if s.AskBand && s.Band != BandMixed {
		found = append(found, Problem{Field: "askband", Key: "survey.askband"})
	}
	if n := len(s.Areas); n == 1 || n > MaxAreas {
		found = append(found, Problem{Field: "askarea", Key: "survey.areas", Args: []any{"N", MaxAreas}})
	}
	return found
}

// areasBounded says whether the areas are no bigger than they can be.
func areasBounded(areas []Area) bool {
	return len(areas) <= 4*MaxAreas && !slices.ContainsFunc(areas, func(a Area) bool {
		return !validID(a.ID) || len(a.Name) > 4*maxOptionText
	})
}
