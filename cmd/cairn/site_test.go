package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/bus"
	"cairn/live"
	"cairn/polls"
	"cairn/staff"
	"cairn/store"
	"cairn/store/sqlite"
	"cairn/surveys"
)

// house is the whole program on a real port: real store, real site, one live
// session with an open question, and one person who holds every role.
type house struct {
	*app
	t       *testing.T
	data    string
	base    string // where it answers
	said    *diary
	service string
	short   string // the service's word in short links
	account *staff.Account
	lead    *staff.Account // holds a key and is on call
	deputy  *staff.Account // holds the other key
	panel   string
	session string
	ask     string // the activity that asks for a choice
	write   string // the activity that asks for a text
	code    string
	unsafe  bool // see furnish
	asked   *surveys.Survey
	gone    *sync.Once // see leaves
}

// furnish is what a test wants different.
type furnish struct {
	engine store.Engine // the embedded one without fsync otherwise
	data   string       // a fresh folder otherwise
	bus    bus.Bus      // one of its own otherwise
	wrap   func(store.Engine) store.Engine
	now    func() time.Time
	config func(*config)
	unsafe bool // nobody holds a key or is on call: text boxes stay shut
}

// diary keeps what the program logs.
type diary struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (d *diary) Write(line []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(line)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wholeMinute is a clock that starts on a minute, so that nothing that happens
// once a minute happens during a short test.
func wholeMinute() func() time.Time {
	began := time.Now()
	return func() time.Time { return began.Truncate(time.Minute).Add(time.Since(began)) }
}

// unfurnished builds the program without a listener and without a session.
func unfurnished(t *testing.T, f furnish) *house {
	t.Helper()
	h := &house{t: t, data: f.data, said: &diary{}, gone: new(sync.Once)}
	if h.data == "" {
		h.data = t.TempDir() + "/data"
	}
	if f.engine == nil {
		engine, err := sqlite.Open(t.Context(), h.data, sqlite.WithSynchronousOff())
		must(t, err)
		f.engine = engine
	}
	if f.wrap != nil {
		f.engine = f.wrap(f.engine)
	}
	if f.now == nil {
		f.now = time.Now
	}
	c := config{addr: "127.0.0.1:0", data: h.data, secrets: h.data + "-secrets", leaveTo: "https://www.bbc.co.uk/weather"}
	if f.config != nil {
		f.config(&c)
	}
	h.app = &app{
		config: c, log: slog.New(slog.NewJSONHandler(h.said, nil)), now: f.now,
		board: live.NewBoard(time.Now()), engine: f.engine, others: together{bus: f.bus}, safety: safety{keyWork: quickKeys},
	}
	h.unsafe = f.unsafe
	must(t, h.assemble(t.Context(), choices{example: true}))
	return h
}

// openHouse builds it all and lets it answer until the test ends.
func openHouse(t *testing.T, f furnish) *house {
	t.Helper()
	h := unfurnished(t, f)
	h.settle()
	h.opens()
	return h
}

// opens lets a house answer until the test ends.
func (h *house) opens() {
	t := h.t
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.base = "http://" + listener.Addr().String()
	if h.config.tls() {
		h.base = "https://" + listener.Addr().String()
	}
	served := make(chan error, 1)
	go func() { served <- h.site.Serve(listener) }()
	t.Cleanup(func() {
		h.leaves()
		if err := <-served; err != nil {
			t.Errorf("serving: %v", err)
		}
	})
}

// leaves closes the house once, as a program does that is asked to stop.
func (h *house) leaves() {
	h.gone.Do(func() {
		if err := h.close(); err != nil {
			h.t.Errorf("closing: %v", err)
		}
	})
}

// settle brings in a service, somebody with every role, a panel and a live session.
func (h *house) settle() {
	h.t.Helper()
	ctx := h.t.Context()
	service, err := h.office.FoundService(ctx, staff.NewService("LINK", "LINK"))
	must(h.t, err)
	h.service, h.short = service.ID, service.Slug
	var grants []staff.Grant
	for _, role := range []staff.Role{staff.Facilitator, staff.Moderator, staff.Designer, staff.Administrator} {
		grants = append(grants, staff.Grant{Service: service.ID, Role: role})
	}
	h.account, err = h.office.Enrol(ctx, staff.NewAccount{Email: "sam@link.example", Name: "Sam", Password: "seven purple boots sing"}, grants)
	must(h.t, err)
	panel, err := h.panels.Create(ctx, service.ID, "Tuesday panel", "Nine young people")
	must(h.t, err)
	h.panel = panel.ID
	details := polls.Details{Title: surveys.Words{"en": "Tuesday"}, Panel: panel.ID, Band: surveys.Band11to15, Lang: "en", Day: h.now()}
	var options []surveys.Option
	for i, text := range []string{"Dogs", "Cats", "Sheep"} {
		options = append(options, surveys.Option{ID: string(rune('a' + i)), Full: surveys.Words{"en": text}})
	}
	session, err := h.rooms.PlanExample(ctx, service.ID, details, []polls.Activity{
		{Question: surveys.Question{ID: "which", Kind: "choice", Private: surveys.PrivateNo, Full: surveys.Words{"en": "Which animal?"}, Options: options}},
		{Question: surveys.Question{ID: "words", Kind: "text", Private: surveys.PrivateNo, Full: surveys.Words{"en": "What else?"}}},
	})
	must(h.t, err)
	h.session, h.ask, h.write = session.ID, session.Agenda[0].ID, session.Agenda[1].ID
	h.accountable("Jo Farrow") // no session begins without
	if !h.unsafe {
		h.keepSafe()
	}
	h.do(polls.Command{Do: polls.DoConsent, On: true})
	h.do(polls.Command{Do: polls.DoStart})
	h.do(polls.Command{Do: polls.DoOpen, Activity: h.ask})
	h.code = h.room().View().Session.Door.Code
}

func (h *house) room() *polls.Room {
	h.t.Helper()
	room, err := h.rooms.Room(h.t.Context(), h.session)
	must(h.t, err)
	return room
}

func (h *house) do(c polls.Command) {
	h.t.Helper()
	must(h.t, h.room().Do(h.t.Context(), polls.Actor{Kind: polls.ByStaff, ID: h.account.ID}, c))
}

// cast lets a new seat choose.
func (h *house) cast(pick string) error {
	room := h.room()
	token, err := room.Sit(h.t.Context(), h.code)
	if err != nil {
		return err
	}
	seat, err := room.Seat(token)
	if err != nil {
		return err
	}
	_, err = room.Cast(h.t.Context(), seat, polls.Cast{
		Activity: h.ask, Round: 1, Key: "key-" + token[:16], Counter: 1, Band: surveys.Band11to15,
		Answer: surveys.Answer{Pick: []string{pick}},
	})
	return err
}

// visitor is one browser: cookies of its own, redirects not followed.
type visitor struct {
	h      *house
	client *http.Client
	csrf   string
}

func (h *house) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	must(h.t, err)
	transport := &http.Transport{DisableCompression: true}
	if h.config.tls() {
		transport.TLSClientConfig = trusting(h.t, h.config.tlsCert)
	}
	h.t.Cleanup(transport.CloseIdleConnections)
	return &visitor{h: h, client: &http.Client{
		Jar: jar, Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// reply is an answer read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

// send asks; header pairs follow the body.
func (v *visitor) send(method, path, body string, header ...string) reply {
	v.h.t.Helper()
	request, err := http.NewRequestWithContext(context.WithoutCancel(v.h.t.Context()), method, v.h.base+path, strings.NewReader(body))
	must(v.h.t, err)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := v.client.Do(request)
	if err != nil {
		v.h.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		v.h.t.Fatalf("%s %s: %v", method, path, err)
	}
	r := reply{response.StatusCode, response.Header, string(raw)}
	if token := regexp.MustCompile(`name="csrf" value="([^"]*)"`).FindStringSubmatch(r.body); token != nil {
		v.csrf = token[1]
	}
	return r
}

func (v *visitor) get(path string) reply { return v.send(http.MethodGet, path, "") }

// post sends a form as a page of the site does.
func (v *visitor) post(path string, form url.Values, header ...string) reply {
	v.h.t.Helper()
	form.Set("csrf", v.csrf)
	return v.send(http.MethodPost, path, form.Encode(),
		append([]string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin", "Origin", v.h.base}, header...)...)
}

// member is somebody signed in who holds every role.
func (h *house) member() *visitor {
	h.t.Helper()
	token, err := h.office.SignInLink(h.t.Context(), h.account.ID, time.Minute)
	must(h.t, err)
	v := h.visitor()
	v.get("/sign-in/" + token)
	if got := v.post("/sign-in/"+token, url.Values{}); got.status != http.StatusSeeOther {
		h.t.Fatalf("signing in: got status %d\n%s", got.status, got.body)
	}
	if got := v.get("/home"); got.status != http.StatusOK {
		h.t.Fatalf("home: got status %d\n%s", got.status, got.body)
	}
	return v
}

// seated is a phone with a seat.
func (h *house) seated() *visitor {
	h.t.Helper()
	v := h.visitor()
	v.get("/s/" + h.code)
	if got := v.post("/s/"+h.code+"/seat", url.Values{}); got.status != http.StatusSeeOther {
		h.t.Fatalf("sitting down: got status %d\n%s", got.status, got.body)
	}
	v.get("/s/" + h.code)
	return v
}
