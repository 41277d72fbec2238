package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/server"
	"cairn/store"
)

const (
	formKind = "application/x-www-form-urlencoded"
	jsonKind = "application/json"
)

// asksNothing are the doors that do what they do whatever the form says, for
// whoever may; operators change nothing there.
var asksNothing = []string{
	"/language", "/quiet", "/leave", "/remote", "/s/:code/seat", "/s/:code/layer", "/t/:slug/notice", "/t/:slug/sent", "/t/:slug/check", "/back",
	"/sign-out", "/me/own", "/services/:id", "/services/:id/safety", "/people/:id", "/safe/keys/carry", "/safe/keys/recovery", "/rota/test", "/rota/accept",
	"/sessions/:id/duplicate", "/sessions/:id/stop", "/sessions/:id/start", "/sessions/:id/remote", "/sessions/:id/count", "/sessions/:id/end",
	"/sessions/:id/hall", "/s/:code/pass-on",
}

// operators are what would be an order to some databases, in every way a form
// or a script can say it.
func operators(csrf string) map[string][2]string {
	names := []string{
		"do", "text", "key", "item", "theme", "title", "about", "into", "untag", "with", "reason", "label", "hide", "rev", "reference", "answer", "number", "pick",
		"find", "activity", "code", "name", "email", "password", "passphrase", "outcome", "whom", "basis", "child", "service", "who", "from", "until", "date", "row",
		"to", "is", "said", "words", "period", "session", "slug", "partner", "names", "feel", "topic", "note", "round", "counter",
	}
	sent := map[string][2]string{
		"a deep form": {formKind, "csrf=" + csrf + "&text" + strings.Repeat("[a]", 5000) + "=1"},
		"deep JSON":   {jsonKind, strings.Repeat(`{"text":[`, 5000) + strings.Repeat(`]}`, 5000)},
		"key twice":   {jsonKind, `{"activity":"a","activity":{"$ne":""}}`},
		"a list":      {jsonKind, `[{"$where":"sleep(9000)"}]`},
	}
	for _, op := range []string{`{"$ne":""}`, `{"$gt":""}`, `{"$regex":".*"}`, `{"$where":"sleep(9000)"}`, `["$in"]`, `{"__proto__":{"admin":true}}`} {
		var pairs []string
		for _, name := range names {
			pairs = append(pairs, fmt.Sprintf("%q:%s", name, op))
		}
		sent["JSON "+op] = [2]string{jsonKind, "{" + strings.Join(pairs, ",") + "}"}
	}
	for _, op := range []string{"[$ne]", "[$gt]", "[$in][]", ".$ne", "[__proto__][x]"} {
		form := "csrf=" + csrf
		for _, name := range names {
			form += "&" + url.QueryEscape(name+op) + "="
		}
		sent["form "+op] = [2]string{formKind, form}
	}
	return sent
}

func TestNoOperatorPassesADoorOrReachesTheStore(t *testing.T) {
	engine := &watched{noted: noted{writes: map[string]int{}}}
	s := openStocked(t, furnish{wrap: func(e store.Engine) store.Engine { engine.Engine = e; return engine }})
	kept := s.everything("accounts", "services", "staff_sessions")
	refused := 0
	var all sync.WaitGroup // a wrong number is told after a second, so that the tries at a door go together
	for _, r := range s.site.Routes() {
		if r.Method != http.MethodPost || slices.Contains(asksNothing, r.Path) {
			continue
		}
		v := s.whose(string(r.Who), r.Needs)
		v.get(map[server.Who]string{server.Staff: "/me"}[r.Who])
		for name, sent := range operators(url.QueryEscape(v.csrf)) {
			one, to := *v, s.at(r.Path)
			all.Go(func() {
				got := one.send("POST", to, sent[1], "Content-Type", sent[0], "Accept", jsonKind, "Cairn-Token", one.csrf, "Sec-Fetch-Site", "same-origin", "Origin", s.base)
				if got.status < 400 || got.status >= 500 {
					t.Errorf("%s: %s: got status %d to %q, want it refused", r.Path, name, got.status, got.header.Get("Location"))
				}
			})
			refused++
		}
		all.Wait()
	}
	if refused < 400 {
		t.Errorf("got %d tries, want every door and every operator", refused)
	}
	if now := s.everything("accounts", "services", "staff_sessions"); now != kept {
		t.Errorf("something changed in the store:\n%s\nwas\n%s", now, kept)
	}
	if len(engine.found) > 0 {
		t.Errorf("operators reached the store: %q", engine.found)
	}
}

// everything is how much there is of each collection but some, as one text.
func (h *house) everything(but ...string) string {
	h.t.Helper()
	count := map[string]int{}
	for one, err := range h.engine.Snapshot(h.t.Context()) {
		must(h.t, err)
		if !slices.Contains(but, one.Collection) {
			count[one.Collection]++
		}
	}
	return fmt.Sprint(count)
}

// bomb is zeros, packed.
func bomb(t *testing.T, megabytes int, head, tail string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	must(t, err)
	_, err = io.WriteString(w, head)
	must(t, err)
	for range megabytes {
		_, err = w.Write(make([]byte, 1<<20))
		must(t, err)
	}
	_, err = io.WriteString(w, tail)
	must(t, err)
	must(t, w.Close())
	return packed.Bytes()
}

func TestAPackedBodyIsNeverUnpacked(t *testing.T) {
	s := openStocked(t, furnish{})
	const parts = "multipart/form-data; boundary=x"
	const head, tail = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n", "\r\n--x--\r\n"
	const megabytes = 100 // about 100 KB packed, under every limit
	sent := map[string][2]string{
		jsonKind: {jsonKind, string(bomb(t, megabytes, `{"text":"`, `"}`))},
		parts:    {parts, string(bomb(t, megabytes, head, tail))},
		formKind: {formKind, string(bomb(t, megabytes, "text=", ""))},
	}
	if n := len(sent[parts][1]); n > 127<<10 {
		t.Fatalf("the bomb is %d bytes and would be refused for its size", n)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	doors := map[string]*visitor{
		"/s/" + s.code + "/answer": s.seated(), s.page: s.child, s.page + "/wrong": s.child, "/back": s.child, "/wrong/look": s.child, "/nothing/here": s.child,
		"/queue/" + s.item: s.sam, s.of("tag"): s.sam, "/replies/" + s.shown: s.sam, "/safe/" + s.safe: s.lead, "/sign-in": s.visitor(),
	}
	for door, v := range doors {
		for _, kind := range []string{jsonKind, parts, formKind} {
			for _, how := range []string{"gzip", "GZIP", "gzip, gzip", "br", "deflate", "x-gzip"} {
				got := v.send("POST", door, sent[kind][1], "Content-Type", kind, "Content-Encoding", how, "Cairn-Token", v.csrf, "Sec-Fetch-Site", "same-origin", "Origin", s.base)
				if got.status < 400 || got.status >= 500 {
					t.Errorf("%s, %s as %s: got status %d, want it refused", door, how, kind, got.status)
				}
			}
		}
	}
	runtime.ReadMemStats(&after)
	// What every request took together, freed or not: one unpacked body would be 100 MB.
	tries := uint64(len(doors) * 3 * 6)
	if took := after.TotalAlloc - before.TotalAlloc; took > tries*(1<<20) {
		t.Errorf("%d packed bodies took %d MB, want none unpacked", tries, took>>20)
	}
	if got := s.child.get(s.page); got.status != http.StatusOK {
		t.Errorf("afterwards: got status %d", got.status)
	}
}

func TestAMadeUpStaffCookieMakesNoRoom(t *testing.T) {
	s := openStocked(t, furnish{})
	head := func(path, cookie string) string {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		must(t, err)
		defer conn.Close()
		must(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
		_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: 900000\r\n\r\n", path, cookie, formKind)
		must(t, err)
		status := make([]byte, len("HTTP/1.1 413"))
		if path == s.picturesOf() && strings.HasPrefix(cookie, "staff="+s.cookie(s.sam, "staff")) {
			must(t, conn.SetDeadline(time.Now().Add(time.Second))) // it is waited for: nothing comes
		}
		_, _ = io.ReadFull(conn, status)
		return strings.Trim(string(status), "\x00")
	}
	for _, cookie := range []string{"staff=made-up", "__Host-staff=made-up", "staff=", "staff=a; __Host-staff=b", "staff=" + strings.Repeat("x", 4000)} {
		for _, path := range []string{s.page, "/sign-in", "/queue/" + s.item, s.picturesOf(), "/back"} {
			if got := head(path, cookie); got != "HTTP/1.1 413" {
				t.Fatalf("%s with %.30s: got %q, want 413 before the body came", path, cookie, got)
			}
		}
	}
	if got := head(s.picturesOf(), "staff="+s.cookie(s.sam, "staff")); got == "HTTP/1.1 413" {
		t.Error("somebody signed in may send no picture any more")
	}
}

func (s *stocked) picturesOf() string { return "/sessions/" + s.session + "/pictures" }

// cookie is the value of one of a browser's cookies.
func (h *house) cookie(v *visitor, name string) string {
	at, err := url.Parse(h.base)
	must(h.t, err)
	for _, c := range v.client.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
