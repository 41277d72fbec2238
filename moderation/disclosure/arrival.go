package disclosure

import "time"

// Arrival is one possible disclosure on its way in; Words are readable only
// here, for as long as the request lasts. PassedBy is the account of who passed
// it on, "" for screening. Named are names of staff found in the words.
type Arrival struct {
	ID, Service, Session, Activity string
	Source                         string
	Words                          []byte
	Lang                           string
	Kept                           Kept
	Unread                         bool
	Now, AboutAdult                bool
	Named                          []string
	ReplyTo                        string
	PassedBy                       string
	SeenBy                         []string
	Why                            []string
	Example                        bool
}

// Kept is what the queue needs again should an arrival be no worry: which
// question it answered, in which round, on which date, who may see it, and
// whether its author said that it may be quoted. It is sealed with the words.
type Kept struct {
	Question   string    `json:"question,omitempty"`
	Round      int       `json:"round,omitempty"`
	Day        time.Time `json:"day,omitzero"`
	Visibility string    `json:"visibility,omitempty"`
	Quote      bool      `json:"quote,omitempty"`
}

// Harmless is an arrival that was no worry, on its way back to the queue.
type Harmless struct {
	ID, Service, Session, Activity string
	Source                         string
	Words                          string
	Lang                           string
	Kept                           Kept
	By                             string
	ReplyTo                        string
	Example                        bool
	At                             time.Time
}
