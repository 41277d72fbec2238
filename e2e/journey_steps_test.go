package e2e

import (
	"fmt"
	"testing"
)

// Each step of a survey is a page of its own to whoever answers, with its own kind of question; and each can be wrong.
func TestEachStepOfASurveyIsForEverybody(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	survey := sam.copiesSurvey("A drop-in wellbeing group", "Our drop-in in May")
	link := sam.publishes(survey)

	ash, dee := r.Phone("ash"), r.PhoneWith("dee", noScript())
	for _, p := range []*phone{ash, dee} {
		p.Open(link)
		p.fit("the first page of a survey")
		p.presses("Begin")
		for step := 1; ; step++ {
			at := ask[string](p.page, asked)
			p.fit(fmt.Sprintf("step %d, %q", step, at))
			for _, wrong := range findings(p.page, "targets") {
				t.Errorf("%s at %q: %s", p.who, at, wrong)
			}
			if at == askSend {
				break
			}
			if step > 20 {
				t.Fatalf("%s never comes to %q", p.who, askSend)
			}
			p.Next()
		}
	}

	dee.presses(askWhen)
	dee.Forgive("422 (Unprocessable Entity)")
	for row := 1; row <= 2; row++ { // six of five stones
		ask[bool](dee.page, fmt.Sprintf(`(document.querySelector("main .share li:nth-child(%d) input").select(), true)`, row))
		dee.Keys("3")
	}
	dee.TapOn("Next")
	dee.Finds("[aria-invalid=true], .error, [role=alert]")
	dee.fit("a step that is wrong")
	if got := ask[string](dee.page, `document.querySelector("main input[type=number]").value`); got != "3" {
		t.Errorf("got %q after a sum that is wrong, want what was typed", got)
	}

	yes := map[string]string{askFirst: "Yes"}
	r.answered(link, yes, yes, yes, yes, yes, yes)
	const askCame = "Have you come here before?"
	sam.Go(survey + "/edit")
	sam.TapOn(askFirst)
	sam.Types("All the words", askCame)
	sam.swapped(func() { sam.Tap(`button[name=do][value=save]:not([tabindex])`) })
	sam.Go(survey + "/publish")
	sam.Sees("It becomes a new question if you say that it asks something else")
	sam.Forgive("422 (Unprocessable Entity)")
	sam.swapped(func() { sam.Tap(`form[action$="/publish"] button`) })
	sam.fit("publishing without a word on what changed")
	sam.Ticks("What did you change?", "What is asked")
	sam.swapped(func() { sam.Tap(`form[action$="/publish"] button`) })
	r.answered(link, map[string]string{askCame: "No"})
	sam.closesSurvey(survey)
	sam.Go(survey + "/versions")
	sam.Sees(askCame)
	sam.fitForAll("versions side by side")
}

// What is said of something wrong is a page of its own as well, after it was sent.
func TestSayingThatSomethingIsWrongIsForEverybody(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	ash := r.Phone("ash").page
	ash.Open(r.Path(tellPage + "/wrong"))
	ash.Forgive("422 (Unprocessable Entity)")
	ash.swapped(func() { ash.TapOn("Send") })
	ash.fitForAll("nothing was written")
	ash.Open(r.Path(tellPage + "/wrong"))
	ash.Tap("#text")
	ash.Keys("Nobody answered my question.")
	ash.swapped(func() { ash.TapOn("Send") })
	ash.Sees("Thank you. We have it.")
	ash.fitForAll("something wrong, sent")
}
