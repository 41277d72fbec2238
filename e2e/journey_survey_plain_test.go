package e2e

import "testing"

// Nobody here has a script: neither Sam, who makes the survey, nor Dee, who answers it, goes back, leaves one out, would rather
// not say, goes on with another phone, corrects and leaves quickly (P7).
func TestASurveyNeedsNoScriptToBeMadeAnsweredAndCorrected(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	plain := wideGlass()
	plain.NoScript = true
	sam := r.DeskOn("sam", plain)
	survey := sam.copiesSurvey("A drop-in wellbeing group", "Our drop-in in May")
	sam.asksMore(survey, askFriend, []string{"Yes", "No", "Perhaps"}, askFirst, "No")
	sam.looksAt(survey)
	link := sam.publishes(survey)

	dee := r.PhoneWith("dee", noScript())
	dee.Open(link)
	dee.presses("Begin")
	dee.Gives(askLeaving, "Rainy")
	dee.Gives(askFirst, "Yes")
	dee.isAsked(askHeard)
	dee.presses("Back")
	dee.isAsked(askFirst)
	dee.chosen("Yes")
	dee.Gives(askFirst, "No") // another way: nobody asks now how Dee heard of us
	dee.Gives(askSafe, "I'd rather not say")
	dee.Gives(askBest) // left out, so that there is nothing to repeat
	dee.Gives(askFriend, "Perhaps")
	six := dee.savesForElsewhere()

	other := r.PhoneWith("dee's other phone", noScript())
	other.goesOn(link, six)
	other.Tap("main input[type=number]")
	other.Keys("5")
	other.Next()
	other.Tells(askChange, "A warmer room")
	other.isAsked(askSend)
	other.Sees(askSafe + " passed")
	other.Sees(askBest + " You can pick two. left out")
	other.SeesNot(askHeard)
	other.presses(askBest)
	other.Gives(askBest, "Games")
	other.Gives(askMore, "Just as it is")
	other.walksTo(askSend)
	other.presses("Send")
	other.Sees(answersIn)
	other.presses("Change my answers")
	other.isAsked(askLeaving)
	other.chosen("rainy")
	other.Gives(askLeaving, "sunny")
	other.walksTo(askSend)
	other.presses("Send")
	other.Sees("Your new answers are in")
	other.Open(link)
	other.Sees("Your answers are in. You can still change them.")
	other.TapOn("Get help")
	other.Sees("0800 1111")
	other.TapOn("Leave quickly")
	other.Sees("Rain later")
	other.Open(link)
	other.SeesNot("Your answers are in")

	sam.closesSurvey(survey)
	dee.Open(link)
	dee.Forgive("410 (Gone)")
	dee.Sees("This is over now")
	dee.Sees("Sam and the LINK team")
}

// chosen looks at what is ticked on the question that is asked.
func (p *phone) chosen(words string) {
	p.t.Helper()
	p.until(words+" chosen", `(() => { const s = `+squeeze+`, got = [...document.querySelectorAll("main :checked")].filter(e => e.checkVisibility() && e.labels).map(e => s(e.labels[0].querySelector(".say").innerText)).join(); return got === s(`+quoted(words)+`) ? "" : got })()`)
}
