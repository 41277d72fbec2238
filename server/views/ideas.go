package views

import "cairn/polls"

// PhoneIdeas is the page of ideas and questions of the room while they are
// open: what is on the list, to be ticked, and a box for one more.
type PhoneIdeas struct {
	Frame
	Ask     Ask      // Rows are this page of the list
	Ticked  []string // what this seat supports that stands on other pages
	More    int      // the next page of the list, 0 where this is all there is
	Wrote   int      // how many this seat has sent
	Full    bool     // it may send no more
	Shut    string   // why text boxes are shut, as a key; "" while they are open
	Wrong   string
	Shared  bool
	Minutes int
}

// Template names the page.
func (PhoneIdeas) Template() (page, layout string) { return "phone/ideas", "phone" }

// DeskIdeas is the list as the desk has it: in which order, and of questions
// which one is being answered. Its texts are young people's and stand folded.
type DeskIdeas struct {
	List   []polls.Idea
	Orders []string // to choose from
	Order  string
	Marks  bool // one can be marked as being answered
}
