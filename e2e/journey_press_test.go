package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
)

// News that comes while a finger is down waits until it is up: taken away under it, a button would never be pressed, and what
// came in its place might be.
func TestNewsWaitsWhileAFingerIsDown(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	ash := r.Phone("ash")
	ash.Scan()
	ash.Sit()
	sam.Press(openKey)
	ash.Choices()
	const answer = answerForm + " label"
	ash.Finds(answer)
	ash.until("the page to come to rest", `document.readyState === "complete" ? "" : document.readyState`)
	at := ask[[]float64](ash.page, `(() => {
		const e = [...document.querySelectorAll('`+answer+`')].find(e => e.checkVisibility()), line = fetch;
		e.scrollIntoView({block: "center", behavior: "instant"});
		document.querySelector("main").cairnSeen = true;
		window.fetch = (...asked) => line(...asked).then(answer => {
			if (!asked[1]?.headers?.["Cairn-Part"]) return answer;
			window.cairnCame = true; // and waits for the finger
			return new Promise(go => addEventListener("touchstart", () => go(answer)));
		});
		addEventListener("touchstart", () => setTimeout(() => { window.cairnUnder = document.querySelector("main").cairnSeen ? "it stays" : "it went" }, 300));
		const b = e.getBoundingClientRect();
		return [b.x + b.width / 2, b.y + b.height / 2];
	})()`)
	finger := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		call(ash.page, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)})
	}
	sam.Press(closeKey)
	ash.until("the news to come", `window.cairnCame ? "" : "not yet"`)
	finger(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[0], Y: at[1]})
	ash.until("a moment under the finger", `window.cairnUnder ? "" : "not yet"`)
	if got := ask[string](ash.page, `window.cairnUnder`); got != "it stays" {
		t.Errorf("the page under the finger: %s, want that it stays", got)
	}
	finger(input.DispatchTouchEventTypeTouchEnd)
	ash.until("the news in its place", `document.querySelector("main").cairnSeen ? document.body.innerText : ""`)
}
