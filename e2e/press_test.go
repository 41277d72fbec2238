package e2e

import (
	"fmt"

	"github.com/chromedp/chromedp"
)

// Tap finds the first visible thing that matches the selector, brings it into
// view and presses its middle with a real pointer, so what is covered cannot
// be pressed.
func (p *page) Tap(selector string) {
	p.t.Helper()
	p.tap(selector, "true")
}

// TapOn presses the first visible button, link, label or summary that carries the text.
func (p *page) TapOn(text string) {
	p.t.Helper()
	p.tap("button, a[href], label, summary, [role=button], input[type=submit]",
		fmt.Sprintf(`(() => { const s = %s; return s(e.innerText || e.value || e.ariaLabel || "").includes(s(%s)) })()`, squeeze, quoted(text)))
}

func (p *page) tap(selector, also string) {
	p.t.Helper()
	find := fmt.Sprintf(`(() => {
		%s
		const e = [...document.querySelectorAll(%s)].find(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && %s);
		if (!e) return [];
		e.scrollIntoView({block: "center", behavior: "instant"});
		const b = e.getBoundingClientRect(), x = b.x + b.width / 2, y = b.y + b.height / 2, top = document.elementFromPoint(x, y);
		return top && (e.contains(top) || top.contains(e) || top.closest("label")?.control === e || [...(top.labels || [])].includes(e)) ? (window.cairnAim = e, window.cairnTop = top, window.cairnMissed = false, [x, y]) : [];
	})()`, aiming, quoted(selector), also)
	for tries := 0; tries < 20; tries++ { // a page that is swapped meanwhile takes it away once or twice
		p.until("something to press: "+selector+" "+shorten(also), fmt.Sprintf(`%s.length ? "" : document.body.innerText`, find))
		spot := ask[[]float64](p, find)
		if len(spot) != 2 {
			continue
		}
		if p.size.Touch {
			p.do("tap", chromedp.TapXY(spot[0], spot[1]))
		} else {
			p.do("click", chromedp.MouseClickXY(spot[0], spot[1]))
		}
		if missed, err := tryAsk[bool](p, "window.cairnMissed === true"); err != nil || !missed { // an error: the press led away
			return
		}
	}
	p.t.Fatalf("%s: what was to be pressed moves away: %s", p.who, selector)
}

// aiming keeps a press on what it was meant for: where the page has moved between the look and the press, nothing at
// all is pressed, and the caller looks again, as a person does whose finger has not come down yet.
const aiming = `if (!window.cairnAims) {
	window.cairnAims = true;
	let off = false;
	for (const name of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click"]) addEventListener(name, event => {
		const e = window.cairnAim, at = event.target;
		if (!e || !event.isTrusted) return;
		if (name === "pointerdown") off = window.cairnMissed = !(e.isConnected && (e.contains(at) || at === window.cairnTop) || at.closest?.("label")?.control === e || [...(at.labels || [])].includes(e));
		if (off) { event.preventDefault(); event.stopImmediatePropagation(); }
		if (name === "click") { window.cairnAim = null; off = false; }
	}, {capture: true, passive: false});
}`
