package e2e

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"cairn/e2e/line"
	"cairn/e2e/stage"
)

// The questions of the drop-in survey that is ready, and the one that Sam adds.
const (
	askLeaving = "How are you as you leave?"
	askFirst   = "Was this your first time here?"
	askHeard   = "How did you hear of us?"
	askSafe    = "Did you feel safe here?"
	askBest    = "What did you like best?"
	askMore    = "You liked:"
	askFriend  = "Would you bring a friend?"
	askWhen    = "When should we meet?"
	askChange  = "What should we change?"
	askSend    = "Ready to send?"
	answersIn  = "Your answers are in"
)

// Sam makes a survey from one that is ready, adds a question for those who come again, looks at it and lets it out. Ash's
// signal goes half-way: Ash goes on, sends, closes the tab and opens it again, and the answers arrive once; later Ash corrects
// one. Nine more answer, Sam closes it, and the results count each of the ten once. Whoever sends afterwards is told so.
func TestASurveyIsMadeAnsweredWithoutSignalCorrectedAndRead(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	survey := sam.copiesSurvey("A drop-in wellbeing group", "Our drop-in in May")
	sam.asksMore(survey, askFriend, []string{"Yes", "No", "Perhaps"}, askFirst, "No")
	sam.looksAt(survey)
	sam.fit("a look at a survey")
	link := sam.publishes(survey)
	sam.printsPoster(survey, link)

	signal := r.Line(line.Quality{})
	ash := r.Phone("ash")
	ash.Open(over(signal, link))
	ash.Sees("Our drop-in in May")
	ash.presses("Begin")
	ash.Gives(askLeaving, "Rainy")
	ash.Gives(askFirst, "No")
	ash.LosesSignal(signal)
	ash.Gives(askSafe, "I'd rather not say")
	ash.Gives(askBest, "The food", "Games")
	ash.Sees("You liked: ") // with what was chosen repeated in it
	ash.Gives(askMore, "Yes, more")
	ash.Gives(askFriend, "No")
	ash.TapOn("Back")
	ash.isAsked(askFriend)
	ash.Gives(askFriend, "Yes")
	ash.sharesOut()
	ash.Tells(askChange, "A warmer room")
	ash.isAsked(askSend)
	ash.TapOn("Keep my words on this phone")
	ash.TapOn("Send")
	ash.Sees("They are kept on this phone")
	ash.Open("about:blank")      // the tab is closed …
	ash.Open(over(signal, link)) // … and opened again, without signal
	ash.Sees("They are kept on this phone")
	signal.Heal()
	ash.Sees(answersIn)

	ash.Open(over(signal, link))
	ash.Sees("Your answers are in. You can still change them.")
	ash.presses("Change my answers")
	ash.Gives(askLeaving)
	ash.isAsked(askFirst)
	ash.chosen("No") // as it was sent
	ash.Next()
	ash.walksTo(askFriend)
	ash.Gives(askFriend, "Perhaps")
	ash.walksTo(askSend)
	ash.TapOn("Send")
	ash.Sees(answersIn)

	beth, tablet := r.Phone("beth"), r.Phone("beth's other phone")
	beth.Open(link)
	beth.presses("Begin")
	beth.Gives(askLeaving)
	beth.Gives(askFirst, "Yes")
	beth.Gives(askHeard, "From a friend")
	tablet.goesOn(link, beth.savesForElsewhere())
	tablet.isAsked(askSafe)
	tablet.Finds("[data-steps-form]") // the script goes on where the plain page stood
	tablet.TapOn("Back")
	tablet.isAsked(askHeard)
	tablet.walksTo(askSend)
	tablet.TapOn("Send")
	tablet.Sees(answersIn)
	beth.Open(link)
	beth.Sees("Your answers are in. You can still change them.")

	late := r.Phone("dee")
	late.Open(link)
	late.presses("Begin")
	late.Gives(askLeaving, "Cloudy")
	again, new := map[string]string{askFirst: "No", askFriend: "Perhaps"}, map[string]string{askFirst: "Yes", askHeard: "At school"}
	r.answered(link, again, again, again, new, new, new, new, new, new)
	sam.closesSurvey(survey)
	late.walksTo(askChange)
	late.Tells(askChange, "A later bus")
	late.isAsked(askSend)
	late.Forgive("410 (Gone)")
	late.TapOn("Send")
	late.Sees("This is over now")
	late.Sees("A later bus")

	sam.TapOn("Results")
	sam.Sees(askLeaving)
	sam.counts(askFirst, map[string]int{"No": 4, "Yes": 7})
	sam.counts(askHeard, map[string]int{"At school": 6, "From a friend": 1})
	sam.counts(askFriend, map[string]int{"Perhaps": 4, "Yes": 0})
	sam.SeesNot("A warmer room")
	sam.SeesNot("A later bus")
}

// savesForElsewhere keeps a begun survey under six pictures and gives their names.
func (p *phone) savesForElsewhere() []string {
	p.t.Helper()
	p.TapOn("Go on with another phone")
	p.Finds(".six")
	return ask[[]string](p.page, `[...document.querySelectorAll(".six bdi")].map(e => e.textContent)`)
}

// goesOn opens a survey by its six pictures.
func (p *phone) goesOn(link string, six []string) {
	p.t.Helper()
	p.Open(link)
	p.TapOn("I have a picture code")
	p.Tap("#find")
	p.Keys(strings.Join(six, ", "))
	p.Tap(`[value="find"]`)
	p.Finds(`[value="open"]`)
	p.Tap(`[value="open"]`)
}

// sharesOut gives the stones of the drop-in's question to its first answer.
func (p *phone) sharesOut() {
	p.t.Helper()
	p.isAsked(askWhen)
	for range 5 {
		p.Tap(`[data-step="1"]`)
	}
	p.Next()
}

// walksTo presses Next until a question is asked.
func (p *phone) walksTo(question string) {
	p.t.Helper()
	for range 12 {
		if strings.HasPrefix(ask[string](p.page, asked), question) {
			return
		}
		p.Next()
	}
	p.isAsked(question)
}

// looksAt walks through a survey's preview on both ways the rule gives.
func (d *desk) looksAt(survey string) {
	d.t.Helper()
	d.Go(survey + "/preview")
	p := &phone{page: d.page, room: d.room}
	for _, way := range []struct {
		came string
		seen bool
	}{{"No", true}, {"Yes", false}} {
		p.Gives(askLeaving, "Sunny")
		p.Gives(askFirst, way.came)
		met := false
		for range 12 {
			if met = met || ask[string](p.page, asked) == askFriend; p.Has("button[value=again]") {
				break
			}
			p.presses("Next")
		}
		if met != way.seen {
			d.t.Errorf("whoever answers %q is asked the question that was added: %v, want %v", way.came, met, way.seen)
		}
		p.presses("Begin again")
	}
}

// printsPoster looks for the way young people get there: the address, its QR, and both on the poster.
func (d *desk) printsPoster(survey, link string) {
	d.t.Helper()
	if got := ask[string](d.page, `document.querySelector(".qr svg")?.getAttribute("aria-label") || ""`); !strings.Contains(got, link) {
		d.t.Errorf("the QR says %q, want the link %s", got, link)
	}
	d.Go(survey + "/poster")
	d.Sees("Our drop-in in May")
	if got := ask[string](d.page, `document.querySelector(".poster img").alt`); got != link {
		d.t.Errorf("the poster's QR leads to %q, want %s", got, link)
	}
	d.Sees("0800 1111")
}

// closesSurvey ends it for good.
func (d *desk) closesSurvey(survey string) {
	d.t.Helper()
	d.Go(survey)
	d.TapOn("Close the survey")
	d.Sees("A closed survey never opens again")
	d.Tap(`button[value=close]`)
	d.Sees("It is closed, and its key is gone")
}

// counts looks at one question's result: a sentence, a chart and a table, and the numbers in it.
func (d *desk) counts(question string, want map[string]int) {
	d.t.Helper()
	section := fmt.Sprintf(`[...document.querySelectorAll("main section")].find(e => e.querySelector("h2")?.innerText.includes(%s))`, quoted(question))
	d.until("the result of "+question, section+` ? "" : document.body.innerText`)
	if missing := ask[string](d.page, fmt.Sprintf(`(s => ["figure.chart", "table", "figcaption, .sentence, figure p"].filter(q => !s.querySelector(q)).join())(%s)`, section)); missing != "" {
		d.t.Errorf("%s has no %s", question, missing)
	}
	got := ask[map[string]int](d.page, fmt.Sprintf(`Object.fromEntries([...%s.querySelectorAll("tbody tr")].map(r => [r.querySelector("th").textContent.trim().replace(/[\u2066-\u2069]/g, ""), +[...r.querySelectorAll("td")].map(e => e.textContent.trim()).find(s => /^\d+$/.test(s))]))`, section))
	for words, n := range want {
		if got[words] != n {
			d.t.Errorf("%s: the table says %v, want %d for %q", question, got, n, words)
		}
	}
	for _, wrong := range findings(d.page, "numbers") {
		d.t.Errorf("%s: %s", question, wrong)
	}
}

// answered has young people answer a survey without a script, all at once: each says what stands under a question's first words,
// and leaves out the others.
func (r *room) answered(link string, all ...map[string]string) {
	r.t.Helper()
	failed := make([]error, len(all))
	var busy sync.WaitGroup
	for i, said := range all {
		busy.Go(func() { failed[i] = r.answerOne(link, said) })
	}
	busy.Wait()
	for _, err := range failed {
		if err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *room) answerOne(link string, said map[string]string) error {
	hand := stage.NewHand()
	page, err := hand.Open(r.t.Context(), link)
	for do := "begin"; err == nil; do = "next" {
		if page.Heading() == askSend {
			do = "send"
		}
		form, ok := page.Button("value", do)
		if !ok {
			return fmt.Errorf("there is no button %q under %q", do, page.Heading())
		}
		for question, words := range said {
			if name, value, there := page.Labelled(words); there && strings.HasPrefix(page.Heading(), question) {
				form.Fields.Set(name, value)
			}
		}
		if page, err = hand.Send(r.t.Context(), form); do == "send" {
			break
		}
	}
	if err == nil && !strings.HasPrefix(page.Heading(), answersIn) {
		err = fmt.Errorf("got %q after sending, want that it is in", page.Heading())
	}
	return err
}
