package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cairn/e2e/line"
)

// A liveSight is something that comes to a live page by itself, and by what it is known.
type liveSight struct {
	at   string // the page, as server/routes.go names it
	what string // what stands on it then and not before, a JavaScript expression
}

// waitingTexts is how many texts the queue says wait.
const waitingTexts = `Number((document.querySelector("main").innerText.match(/(\d+) texts? wait/) || [0, 0])[1])`

func stands(selector string) string {
	return fmt.Sprintf(`!!document.querySelector(%s)`, quoted(selector))
}

func says(words string) string {
	return fmt.Sprintf(`document.querySelector("main").textContent.includes(%s)`, quoted(words))
}

// A newsItem is something that happens in the journey below, and where it is seen.
type newsItem struct {
	name string
	seen []liveSight
}

// news is all of it, in the order in which it happens.
func news() []newsItem {
	return []newsItem{
		{"a question opens", []liveSight{
			{"/s/:code", stands(answerForm)}, {"/remote", stands("[value=close]")}, {"/sessions/:id/desk", stands("[data-key=c]")}, {"/sessions/:id/wall", stands("[data-stones]")},
		}},
		{"words are written and held", []liveSight{{"/sessions/:id/words", says("More walks by the lake")}, {"/queue", waitingTexts + " > window.cairnTexts"}}},
		{"somebody is called", []liveSight{{"/pages", `document.querySelectorAll("article.card").length > window.cairnCards`}}},
	}
}

// alsoLive are pages that listen where another page does, with the same script, and need no journey of their own.
func alsoLive() map[string]string {
	return map[string]string{"/safe": "/pages", "/safe/:item": "/pages"}
}

// watchedLive tells whether a page that is live is looked at where there are no sockets.
func watchedLive(pattern string) bool {
	if as, ok := alsoLive()[pattern]; ok {
		pattern = as
	}
	return slices.ContainsFunc(news(), func(n newsItem) bool {
		return slices.ContainsFunc(n.seen, func(s liveSight) bool { return s.at == pattern })
	})
}

// Where websockets are swallowed every live page is live all the same, by long poll (P5): what is new stands on it without a
// hand being moved. A live page that is added has to join the list above; TestEveryPageIsForEverybody asks that of each page it comes to.
func TestEveryLivePageIsLiveWhereSocketsAreNot(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take("What else should we ask")
	session := "/sessions/" + sam.session()
	bo := r.Chair("bo", sam.offersRemote())
	bo.Finds("main[data-live]")
	sam.Go(session + "/desk")
	school := r.Line(line.Quality{})
	school.Treat(line.Hang)
	ash := r.Phone("ash")
	ash.Open(over(school, r.Join))
	ash.Sit()
	pages := map[string]*page{
		"/s/:code": ash.page, "/remote": bo.page, "/queue": r.Staff("ruth"), "/pages": r.Staff("alex"),
		"/sessions/:id/desk": sam.Beside("another desk", wideGlass()), "/sessions/:id/wall": sam.Beside("wall", wideGlass()),
		"/sessions/:id/words": sam.Beside("held words", wideGlass()),
	}
	for _, row := range siteRoutes(t) {
		if at, live := strings.CutSuffix(row.Path, "/poll"); live && !watchedLive(at) {
			t.Errorf("%s is live, and nobody looks at it here", at)
		}
	}
	for at, p := range pages {
		if p.Forgive("WebSocket connection to"); p != ash.page {
			p.Open(over(school, r.Path(strings.Replace(at, "/sessions/:id", session, 1))))
		}
		p.Finds("main[data-live]")
		ask[bool](p, `(window.cairnCards = document.querySelectorAll("article.card").length, window.cairnTexts = `+waitingTexts+`, true)`)
	}
	happens := []func(){
		func() { sam.Press(openKey) },
		func() { r.write(3); sam.Press(closeKey) },
		func() { r.Phone("cai").tells("My uncle hits me behind the boathouse", false) },
	}
	for n, event := range news() {
		for _, s := range event.seen {
			if ask[bool](pages[s.at], s.what) {
				t.Errorf("%s shows already what comes when %s, so nothing is proved", s.at, event.name)
			}
		}
		happens[n]()
		for _, s := range event.seen {
			pages[s.at].until("news at "+s.at+" that "+event.name, "("+s.what+`) ? "" : document.querySelector("main").innerText || "nothing"`)
		}
	}
	for at, p := range pages {
		if tried := ask[bool](p, `performance.getEntriesByType("resource").some(e => e.name.includes("/poll"))`); !tried {
			t.Errorf("%s: no long poll was made", at)
		}
	}
	if got := school.Counts().Sockets; got < len(pages) {
		t.Errorf("%d sockets were tried, want one for each of %d pages: else nothing is proved", got, len(pages))
	}
}
