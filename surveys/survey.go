package surveys

import (
	"time"

	"cairn/store"
)

// SurveyState is where a survey stands.
type SurveyState string

// The states, in order; a closed survey does not open again, because its key is gone.
const (
	Draft    SurveyState = "draft"
	OpenNow  SurveyState = "open"
	Shut     SurveyState = "closed"
	Archived SurveyState = "archived"
)

// Licence is the reference under which a service may use somebody else's measure.
type Licence struct {
	Measure   string `bson:"measure" json:"measure"`
	Reference string `bson:"reference" json:"reference"`
}

// Survey is a form with what is said about it, to whom and until when.
type Survey struct {
	store.Meta `bson:",inline"`
	Service    string      `bson:"service"`
	Panel      string      `bson:"panel,omitempty"`
	Slug       string      `bson:"slug"` // its short address
	Title      Words       `bson:"title"`
	About      Words       `bson:"about,omitempty"`
	Band       Band        `bson:"band"`
	Identity   Identity    `bson:"identity"`
	State      SurveyState `bson:"state"`
	Draft      Form        `bson:"draft"`   // what is being edited; never answered
	Version    int         `bson:"version"` // newest published, 0 none
	Members    bool        `bson:"members,omitempty"`
	Opens      time.Time   `bson:"opens,omitempty"`  // day, zero where staff open it by hand
	Closes     time.Time   `bson:"closes,omitempty"` // day after which it closes, zero where by hand
	AnswerBy   time.Time   `bson:"answerby,omitempty"`
	WhoAnswers string      `bson:"whoanswers,omitempty"`
	Languages  []string    `bson:"languages"`
	Visibility Visibility  `bson:"visibility"`
	Waves      int         `bson:"waves,omitempty"` // 0 none, 2 or 3
	Wave       int         `bson:"wave,omitempty"`  // the wave answers come in for now, from 1
	Licences   []Licence   `bson:"licences,omitempty"`
	Made       time.Time   `bson:"made"`            // day
	Ended      time.Time   `bson:"ended,omitempty"` // day it closed
	Example    bool        `bson:"example,omitempty"`
	CopyOf     string      `bson:"copyof,omitempty"` // the survey or template it was copied from
}
