package staff

import (
	"context"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/surveys"
)

// Safety is what a service has said about being told things: who answers for
// it, where worries go when nobody inside may have them, what the tell page
// asks, and which words screening looks for here. It is part of a Service.
type Safety struct {
	Slug           string             `bson:"slug,omitempty"`       // the short link's word: /t/SLUG and /said/SLUG; lower case, one service has it
	Accountable    Contact            `bson:"accountable"`          // the named person who answers for the service's pages; nothing is published without
	Partner        string             `bson:"partner,omitempty"`    // id of the service whose staff take appeals and second looks, "" for none
	Outside        OutsidePerson      `bson:"outside"`              // who gets a worry about an adult when every key-holder is named in it
	AllegationsTo  Contact            `bson:"allegationsto"`        // the LADO or the local equivalent
	ScreenLists    ScreenLists        `bson:"screenlists"`          // what screening looks for besides its own lists
	TellOpen       bool               `bson:"tellopen"`             // the tell page may be open
	TellVisibility surveys.Visibility `bson:"tellvisibility"`       // who may see what is told there, once approved; "" is StaffOnly
	TellTopics     []Topic            `bson:"telltopics"`           // picture choices for those who do not write; none is DefaultTopics
	HardLimit      int                `bson:"hardlimit,omitempty"`  // hard texts one moderator is given in a row; 0 is DefaultHardLimit
	AppealDays     int                `bson:"appealdays,omitempty"` // days in which an appeal is answered; 0 is DefaultAppealDays
}

// OutsidePerson is somebody who works for none of the service's staff and gets
// what they all must not see. Recipient is an age public key ("age1…"), or
// empty, in which case the person is rung and the words stay sealed.
type OutsidePerson struct {
	Name      string `bson:"name"`
	Email     string `bson:"email"`
	Number    string `bson:"number"`
	Recipient string `bson:"recipient,omitempty"`
}

// ScreenLists are words of this service that screening masks: extra names of
// people, schools and places. Names of staff are found without them; a panel
// keeps no names of its members yet, so those are written here.
type ScreenLists struct {
	Names   []string `bson:"names"`
	Schools []string `bson:"schools"`
	Places  []string `bson:"places"`
}

// Topic is one picture choice of the tell page. Its text is Words where the
// service has its own, else the catalogue's Key.
type Topic struct {
	ID      string        `bson:"id"`
	Picture string        `bson:"picture"` // "set:1F343"
	Words   surveys.Words `bson:"words,omitempty"`
	Key     string        `bson:"key,omitempty"`
}

// What holds where a service has said nothing.
const (
	DefaultHardLimit  = 3
	DefaultAppealDays = 5
)

// DefaultTopics are the picture choices a tell page starts with; their texts
// stand in the catalogue.
func DefaultTopics() []Topic {
	return []Topic{
		{ID: "talk", Picture: "set:1F4AC", Key: "topic.talk"},
		{ID: "place", Picture: "set:1F3E0", Key: "topic.place"},
		{ID: "waiting", Picture: "set:23F0", Key: "topic.waiting"},
		{ID: "letters", Picture: "set:1F4E8", Key: "topic.letters"},
		{ID: "getting", Picture: "set:1F68C", Key: "topic.getting"},
		{ID: "doing", Picture: "set:1F3A8", Key: "topic.doing"},
		{ID: "idea", Picture: "set:1F4A1", Key: "topic.idea"},
	}
}

// Topics are the picture choices of this service's tell page.
func (s Safety) Topics() []Topic {
	if len(s.TellTopics) == 0 {
		return DefaultTopics()
	}
	return s.TellTopics
}

// HardInARow is how many hard texts one moderator is given in a row.
func (s Safety) HardInARow() int {
	if s.HardLimit <= 0 {
		return DefaultHardLimit
	}
	return s.HardLimit
}

// DaysToAppeal is in how many days an appeal is answered.
func (s Safety) DaysToAppeal() int {
	if s.AppealDays <= 0 {
		return DefaultAppealDays
	}
	return s.AppealDays
}

// Seen is who may see what is told on the tell page, once approved.
func (s Safety) Seen() surveys.Visibility {
	if s.TellVisibility == "" {
		return surveys.StaffOnly
	}
	return s.TellVisibility
}

// MayPublish is nil where the service names somebody accountable and how to
// reach them; else Closed "staff.service.accountable". Whoever opens a tell
// page, a public page or a session of a service asks this first.
func (s Safety) MayPublish() error {
	if strings.TrimSpace(s.Accountable.Name) == "" || s.Accountable.Number == "" && s.Accountable.Email == "" {
		return fault.New(fault.Closed, "staff.service.accountable")
	}
	return nil
}

// StaffNames are the names by which screening knows the staff of a service:
// everybody with a role there, and the people its settings name.
func (o *Office) StaffNames(ctx context.Context, service string) ([]string, error) {
	s, err := o.Service(ctx, service)
	if err != nil {
		return nil, err
	}
	people, err := o.Accounts(ctx, service)
	if err != nil {
		return nil, err
	}
	var names []string
	add := func(name string) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, a := range people {
		add(a.Name)
	}
	add(s.RingFirst.Name)
	add(s.Accountable.Name)
	return names, nil
}

// ReadsIn says whether an account reads texts in a language; one that said
// nothing reads English.
func (a *Account) ReadsIn(lang string) bool {
	if len(a.Reads) == 0 {
		return lang == "en"
	}
	return slices.Contains(a.Reads, lang)
}
