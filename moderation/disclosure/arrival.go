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
	Unread                         bool
	Now, AboutAdult                bool
	Named                          []string
	ReplyTo                        string
	PassedBy                       string
	SeenBy                         []string
	Why                            []string
	Example                        bool
}

// Harmless is an arrival that was no worry, on its way back to the queue.
type Harmless struct {
	ID, Service, Session, Activity string
	Source                         string
	Words                          string
	Lang                           string
	By                             string
	ReplyTo                        string
	Example                        bool
	At                             time.Time
}
