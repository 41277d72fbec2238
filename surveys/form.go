package surveys

// The most a form may hold.
const (
	MaxSections = 30
	MaxPlaces   = 120 // of all sections together
)

// Form is what a survey asks: sections of places, in the order they are asked.
type Form struct {
	Sections []Section `bson:"sections" json:"sections"`
}

// Section groups places under a title, as progress is told in words.
type Section struct {
	ID     string  `bson:"id" json:"id"`
	Title  Words   `bson:"title,omitempty" json:"title,omitempty"`
	About  Words   `bson:"about,omitempty" json:"about,omitempty"`
	Places []Place `bson:"places" json:"places"`
}

// Place is where a question stands in a form. When says for whom; nil is for
// everybody. Measure is the id of the measure whose wording is locked here, ""
// for none. Wave says that its answers are compared from wave to wave; what is
// not marked is asked in each wave too, and compared with none.
type Place struct {
	ID       string   `bson:"id" json:"id"`
	Question Question `bson:"question" json:"question"`
	Required bool     `bson:"required,omitempty" json:"required,omitempty"`
	When     *Rule    `bson:"when,omitempty" json:"when,omitempty"`
	Measure  string   `bson:"measure,omitempty" json:"measure,omitempty"`
	Wave     bool     `bson:"wave,omitempty" json:"wave,omitempty"`
}

// Answers are one young person's answers by Question.ID. A text that was given
// but is kept elsewhere is an Answer without text: it counts as answered.
type Answers map[string]Answer

// Questions lists what the form asks and tells, in order.
func (f Form) Questions() []Question {
	var all []Question
	for _, s := range f.Sections {
		for _, p := range s.Places {
			all = append(all, p.Question)
		}
	}
	return all
}

// Place finds a place by its own id; false where there is none.
func (f Form) Place(id string) (Place, bool) {
	for _, p := range f.places() {
		if p.ID == id {
			return p, true
		}
	}
	return Place{}, false
}

// places are all places in order.
func (f Form) places() []Place {
	var all []Place
	for _, s := range f.Sections {
		all = append(all, s.Places...)
	}
	return all
}
