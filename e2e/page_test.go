package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A page is somebody in front of a browser of their own: own cookies, own
// storage, own size of glass.
type page struct {
	t    *testing.T
	who  string
	ctx  context.Context
	size glass

	mu       sync.Mutex
	troubles []string // errors in the console, refused by the policy or thrown
	forgiven []string
}

// glass says what somebody looks at, and how they asked to see it.
type glass struct {
	Wide, High int64
	Touch      bool
	Language   string            // as the browser asks for it; "" is en-GB
	Media      map[string]string // prefers-color-scheme, forced-colors, prefers-reduced-motion …
	NoScript   bool
}

func phoneGlass() glass { return glass{Wide: 360, High: 740, Touch: true} }
func wideGlass() glass  { return glass{Wide: 1280, High: 800} }

// sit puts somebody in front of a browser context of their own. When the test
// fails, a picture of what they saw is left in .cache/e2e.
func sit(t *testing.T, who string, g glass) *page {
	t.Helper()
	browser, err := house.browser()
	if err != nil {
		without(t, "no browser", err)
	}
	return seated(t, who, g, browser, chromedp.WithNewBrowserContext())
}

// seated opens a tab: with a browser context of its own, or in that of another tab.
func seated(t *testing.T, who string, g glass, beside context.Context, opts ...chromedp.ContextOption) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(beside, opts...)
	p := &page{t: t, who: who, ctx: ctx, size: g}
	p.do("sit down", chromedp.Steps())
	p.look(g)
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == chromedp.ConsoleError {
				p.mu.Lock()
				p.troubles = append(p.troubles, m.String())
				p.mu.Unlock()
			}
		}
	}()
	t.Cleanup(func() {
		for _, trouble := range p.Troubles() {
			t.Errorf("%s: the console says %s", who, trouble)
		}
		if t.Failed() {
			p.picture()
		}
		cancel()
	})
	return p
}

// look sets size, language, media and scripting; it may be called again at any time.
func (p *page) look(g glass) {
	p.t.Helper()
	p.size = g
	shape := []chromedp.EmulateViewportOption{}
	if g.Touch {
		shape = append(shape, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	p.do("choose a glass", chromedp.EmulateViewport(g.Wide, g.High, shape...))
	media := emulation.SetEmulatedMediaParams{}
	for name, value := range g.Media {
		media.Features = append(media.Features, &emulation.MediaFeature{Name: name, Value: value})
	}
	call(p, emulation.SetEmulatedMedia, media)
	language := g.Language
	if language == "" {
		language = "en-GB"
	}
	call(p, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: g.NoScript})
}

func call[P, R any](p *page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	got, err := chromedp.Call(p.ctx, command, params)
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.who, command.Method, err)
	}
	return got
}

func (p *page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := p.ctx, context.CancelFunc(func() {})
	if what != "sit down" { // the first call binds the tab's life to its context
		ctx, cancel = context.WithTimeout(p.ctx, patience)
	}
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s could not %s: %v", p.who, what, err)
	}
}

// Open goes to an address and waits for the page.
func (p *page) Open(address string) {
	p.t.Helper()
	p.do("open "+address, chromedp.Navigate(address))
}

// Reload loads the page again, as an impatient thumb does.
func (p *page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
}

// ask evaluates an expression on p's page; it fails the test when it throws.
func ask[T any](p *page, expression string) T {
	p.t.Helper()
	got, err := tryAsk[T](p, expression)
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.who, shorten(expression), err)
	}
	return got
}

func tryAsk[T any](p *page, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// until waits for a condition on the page, however often the page is swapped
// meanwhile. The expression gives "" when it is met, else what is seen instead: on a page whose first words are still
// on their way, that would be "" too.
func (p *page) until(what, expression string) {
	p.t.Helper()
	expression = `document.readyState === "loading" && !document.body?.innerText ? "a page that is still coming" : (` + expression + ")"
	tick := time.NewTicker(40 * time.Millisecond)
	defer tick.Stop()
	var last string
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if last, err = tryAsk[string](p, expression); err == nil && last == "" {
			return
		}
	}
	p.t.Fatalf("%s waited for %s; saw %s %v", p.who, what, shorten(last), err)
}

// Sees waits until the text can be seen on the page. Differences in case and
// white space don't matter.
func (p *page) Sees(text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("%q", text), fmt.Sprintf(`(() => { const s = %s; return s(document.body.innerText).includes(s(%s)) ? "" : document.body.innerText })()`, squeeze, quoted(text)))
}

// SeesNot waits until the text is nowhere to be seen.
func (p *page) SeesNot(text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("%q to go", text), fmt.Sprintf(`(() => { const s = %s; return s(document.body.innerText).includes(s(%s)) ? "it is still there" : "" })()`, squeeze, quoted(text)))
}

// Finds waits until something matches the selector and is visible.
func (p *page) Finds(selector string) {
	p.t.Helper()
	p.until(selector, fmt.Sprintf(`[...document.querySelectorAll(%s)].some(e => e.checkVisibility({visibilityProperty: true})) ? "" : document.body.innerText`, quoted(selector)))
}

// Has tells whether something visible matches the selector now.
func (p *page) Has(selector string) bool {
	p.t.Helper()
	return ask[bool](p, fmt.Sprintf(`[...document.querySelectorAll(%s)].some(e => e.checkVisibility({visibilityProperty: true}))`, quoted(selector)))
}

// Keys presses keys on the keyboard, one after another; kb has names for the others.
func (p *page) Keys(keys string) {
	p.t.Helper()
	p.do("press "+keys, chromedp.KeyEvent(keys))
}

// Tab moves the focus on by the keyboard.
func (p *page) Tab() {
	p.t.Helper()
	p.Keys(kb.Tab)
}

// Where is the path the page is at.
func (p *page) Where() string {
	p.t.Helper()
	return ask[string](p, "location.pathname")
}

// Forgive names a part of console errors that this journey brings about itself, such as a cut line's.
func (p *page) Forgive(part ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forgiven = append(p.forgiven, part...)
}

// Troubles lists the console's errors so far, without the forgiven ones.
func (p *page) Troubles() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.troubles), func(trouble string) bool {
		return slices.ContainsFunc(p.forgiven, func(part string) bool { return strings.Contains(trouble, part) })
	})
}

// squeeze is a JavaScript function that makes texts comparable.
const squeeze = `(text => text.replace(/[’‘]/g, "'").replace(/\s+/g, " ").toLowerCase())`

// quoted writes a text as a JavaScript string.
func quoted(text string) string {
	b, _ := json.Marshal(text) // a string always can be
	return string(b)
}

func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > 400 {
		return string(runes[:400]) + "…"
	}
	return text
}
