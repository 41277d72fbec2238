package e2e

import (
	"testing"
	"time"
)

// Sam ends the session: Sam answers within two weeks, and the page of the code says so. The answer appears there once it is
// written. The report opens in both prints; the paper opens.
func TestYoungPeopleHearBackOnThePageOfTheCode(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	sam.Press(openKey)
	var choices []string
	phones := make([]*phone, 3)
	for i, who := range []string{"ash", "beth", "cai"} {
		phones[i] = r.Phone(who)
		choices = phones[i].Joins()
		phones[i].Choose(choices[i%2])
		phones[i].IsIn()
	}
	sam.Reveals()

	session := sam.session()
	sam.TapOn("End the session")
	sam.Types("Who will answer?", "Sam and the LINK team")
	sam.Types("By which day?", time.Now().AddDate(0, 0, 14).Format("2006-01-02"))
	sam.Tap("main form button.big")
	sam.Sees("You said, we did")
	ash := phones[0]
	ash.Sees("This session is over")
	ash.Sees("Sam and the LINK team")

	sam.Go("/sessions/" + session + "/answer-back")
	sam.Types("You said", "Ask how they get to know us.")
	sam.Ticks("What came of it?", "We did")
	sam.Types("What you did", "It is the first question now.")
	sam.TapOn("Show it to the young people")
	sam.Sees("Young people can read it now")
	ash.Reload()
	ash.Sees("It is the first question now")

	sam.Go("/sessions/" + session + "/report?for=team")
	sam.Sees("For the team")
	sam.Sees(choices[0])
	sam.TapOn("To share")
	sam.Sees("For anybody")
	sam.Go("/sessions/" + session + "/paper")
	sam.Sees("What should we ask")
	sam.Sees("0800 1111")
}

// A member of staff plans a session: from a template, one question more, moved by keys, looked at, and started.
func TestSessionIsPlannedFromATemplateAndStarted(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Go("/home")
	sam.TapOn("Fellside young panel")
	sam.TapOn("New session")
	sam.Sees("Start from")
	sam.TapOn("Design a service together")
	sam.Types("Title", "How shall the drop-in be?")
	sam.Ticks("Area", "")
	sam.TapOn("Make the session")
	sam.Sees("How shall the drop-in be?")

	// One question more, with two answers.
	sam.tap(`#add button`, `e.innerText.includes("Choice")`)
	sam.Sees("Would anyone mind")
	sam.Types("All the words", "Which day is best?")
	sam.TypesInto("All the words", 1, "Monday")
	sam.TypesInto("All the words", 2, "Friday")
	sam.TypesInto("All the words", 3, "Sunday")
	sam.Ticks("Would anyone mind", "No")
	sam.TapOn("Save and look at it")
	sam.Sees("How a phone will show it")
	sam.Sees("In a room of 8")
	sam.Sees("Friday")

	// It moves up by the keyboard, and stays there.
	session := sam.session()
	sam.Go("/sessions/" + session)
	before := sam.Agenda()
	if n := len(before); n < 3 || before[n-1] != "Which day is best?" {
		t.Fatalf("got the agenda %q, want the new question last", before)
	}
	sam.UpByKeys("Which day is best?")
	sam.Reload()
	if after := sam.Agenda(); after[len(after)-2] != "Which day is best?" {
		t.Errorf("got the agenda %q after one key up, want the new question last but one", after)
	}
	sam.TapOn("Start the session")
	sam.TapOn("We hold a yes")
	sam.TapOn("Start and open the door")
	sam.Finds("main.desk")
	sam.Sees("The door is open")
}
