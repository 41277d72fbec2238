package e2e

import (
	"net/url"

	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// Tab opens a second tab in the same browser, with the same cookies and storage.
func (p *phone) Tab(who string) *phone {
	p.t.Helper()
	other := seated(p.t, who, p.size, p.ctx)
	return &phone{page: other, room: p.room}
}

// begins has every page that p opens from now on begin with a script of the test's.
func (p *page) begins(with string) pages.ScriptIdentifier {
	p.t.Helper()
	return call(p, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: with}).Identifier
}

// wrongClock is a phone whose clock is so many hours from the truth.
func (p *page) wrongClock(hours string) pages.ScriptIdentifier {
	return p.begins(`(() => { const D = Date, off = ` + hours + ` * 3600000; window.Date = class extends D {
		constructor(...a) { if (a.length) super(...a); else super(D.now() + off) }
		static now() { return D.now() + off } } })()`)
}

// mendClock sets a phone's clock right.
func (p *page) mendClock(wrong pages.ScriptIdentifier) {
	p.t.Helper()
	call(p, pages.RemoveScriptToEvaluateOnNewDocument, pages.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: wrong})
}

// isFull leaves a phone no room for anything more.
func (p *page) isFull(address string) {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		p.t.Fatal(err)
	}
	call(p, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: u.Scheme + "://" + u.Host, QuotaSize: new(float64(1))})
}

// isPrivate is a phone that keeps nothing at all: no database, no worker, no caches, no storage.
func (p *page) isPrivate() {
	p.t.Helper()
	p.begins(`for (const name of ["indexedDB", "caches", "localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { if (name === "indexedDB" || name === "caches") return undefined; throw new DOMException("no", "SecurityError") } });
		Object.defineProperty(Navigator.prototype, "serviceWorker", { get() { return undefined } })`)
}

// closes the tab, as a thumb or a phone that dies does.
func (p *page) closes() {
	p.t.Helper()
	p.do("close the tab", chromedp.Navigate("about:blank"))
}
