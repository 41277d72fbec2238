package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/live"
	"cairn/locales"
	"cairn/moderation"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/static"
	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"
	"cairn/surveys/measures"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// officeSite is the whole site on a real store, with one service, and what
// the staff's tests need to know of it.
type officeSite struct {
	t      *testing.T
	app    *fiber.App
	office *staff.Office
	panels *panels.Register
	rooms  *polls.Rooms
	shelf  *surveys.Shelf
	engine store.Engine
	table  []Route
	link   *staff.Service // "LINK", with two areas
}

func openOffice(t *testing.T) *officeSite {
	t.Helper()
	schemas := []store.Schema{store.LeaseSchema()}
	for _, some := range [][]store.Schema{
		staff.Schemas(), panels.Schemas(), surveys.Schemas(), polls.Schemas(), moderation.Schemas(), themes.Schemas(),
	} {
		schemas = append(schemas, some...)
	}
	engine := storetest.Memory(t, schemas...)
	s := &officeSite{t: t, engine: engine, office: staff.Open(staff.Deps{Engine: engine, Now: time.Now, Random: rand.Reader})}
	s.panels = panels.Open(engine, time.Now, rand.Reader)
	var err error
	s.rooms, err = polls.Build(polls.Parts{
		Engine: engine, Now: time.Now, Random: rand.Reader, Holder: store.NewID(rand.Reader),
		Secrets: polls.Secrets{Current: bytes.Repeat([]byte{7}, 32)},
	})
	must(t, err)
	t.Cleanup(func() { must(t, s.rooms.Stop(context.Background())) })
	answers := themes.Open(engine, time.Now)
	s.shelf = surveys.OpenShelf(surveys.ShelfParts{
		Engine: engine, Now: time.Now, Random: rand.Reader, Answers: answers, Measures: measures.Problems,
		MayOpen: func(context.Context, string) error { return nil },
	})
	texts, err := locales.Load()
	must(t, err)
	assets, err := static.Load()
	must(t, err)
	site, err := New(Parts{
		Texts: texts, Static: assets, Board: live.NewBoard(time.Now()), Rooms: s.rooms, Staff: s.office, Panels: s.panels,
		Words:   moderation.Open(moderation.Deps{Engine: engine, Now: time.Now, Shuffle: mathrand.Shuffle}),
		Answers: answers, Counting: Counting{Shelf: s.shelf}, Pictures: surveys.OpenPictures(engine),
		Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), Now: time.Now,
		Ready: func(context.Context) []string { return nil }, FormKey: bytes.Repeat([]byte{9}, 32),
	})
	must(t, err)
	s.app, s.table = site.App(), site.Routes()
	return s
}

// testLog shows what the site logs as an error beside the test that caused it.
type testLog struct{ t *testing.T }

func (l testLog) Write(line []byte) (int, error) {
	l.t.Logf("%s", line)
	return len(line), nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// found makes the service of the tests.
func (s *officeSite) found() *staff.Service {
	s.t.Helper()
	service := staff.NewService("LINK", "LINK")
	service.Areas = []staff.Area{{ID: "north", Name: "North"}, {ID: "south", Name: "South"}}
	made, err := s.office.FoundService(s.t.Context(), service)
	must(s.t, err)
	s.link = made
	return made
}

const goodPassword = "seven purple boots sing"

// hire makes an account with roles in a service and signs it in.
func (s *officeSite) hire(email, service string, roles ...staff.Role) *caller {
	s.t.Helper()
	var grants []staff.Grant
	for _, role := range roles {
		grants = append(grants, staff.Grant{Service: service, Role: role})
	}
	account, err := s.office.Enrol(s.t.Context(), staff.NewAccount{Email: email, Name: "Test Person", Password: goodPassword}, grants)
	must(s.t, err)
	token, err := s.office.SignInLink(s.t.Context(), account.ID, time.Minute)
	must(s.t, err)
	c := s.stranger()
	c.account = account
	c.post("/sign-in/"+token, url.Values{}).wants(303)
	return c
}

// caller is one browser without a script.
type caller struct {
	site    *officeSite
	account *staff.Account
	cookies map[string]string
	csrf    string
	from    string // Sec-Fetch-Site
	header  map[string]string
	accept  string // what it asks for, "" for a page
}

func (s *officeSite) stranger() *caller {
	return &caller{site: s, cookies: map[string]string{}, from: "same-origin"}
}

// answer is what came back, with the test to complain to.
type answer struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   string
}

func (c *caller) send(method, address, kind string, body io.Reader) *answer {
	c.site.t.Helper()
	request := httptest.NewRequest(method, address, body)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	request.Header.Set("Sec-Fetch-Site", c.from)
	if c.accept != "" {
		request.Header.Set("Accept", c.accept)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	for name, value := range c.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := c.site.app.Test(request, 20_000)
	must(c.site.t, err)
	defer response.Body.Close()
	for _, cookie := range response.Cookies() {
		c.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(c.cookies, cookie.Name)
		}
	}
	raw, err := io.ReadAll(response.Body)
	must(c.site.t, err)
	a := &answer{t: c.site.t, what: method + " " + address, status: response.StatusCode, header: response.Header, body: string(raw)}
	if token := regexp.MustCompile(`name="csrf" value="([^"]*)"`).FindStringSubmatch(a.body); token != nil {
		c.csrf = token[1]
	}
	return a
}

func (c *caller) get(address string) *answer { return c.send("GET", address, "", nil) }

func (c *caller) post(address string, form url.Values) *answer {
	if form.Get("csrf") == "" {
		form.Set("csrf", c.csrf)
	}
	return c.send("POST", address, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload posts a form with one file.
func (c *caller) upload(address string, form map[string]string, file []byte) *answer {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must(c.site.t, w.WriteField("csrf", c.csrf))
	for name, value := range form {
		must(c.site.t, w.WriteField(name, value))
	}
	part, err := w.CreateFormFile("file", "some.bin")
	must(c.site.t, err)
	_, err = part.Write(file)
	must(c.site.t, err)
	must(c.site.t, w.Close())
	return c.send("POST", address, w.FormDataContentType(), &body)
}

func (a *answer) wants(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("%s: got status %d, want %d\n%s", a.what, a.status, status, middle(a.body))
	}
	return a
}

func (a *answer) says(texts ...string) *answer {
	a.t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			a.t.Errorf("%s: got no %q in\n%s", a.what, text, middle(a.body))
		}
	}
	return a
}

func (a *answer) hides(texts ...string) *answer {
	a.t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			a.t.Errorf("%s: got %q, want it nowhere in\n%s", a.what, text, middle(a.body))
		}
	}
	return a
}

// leads gives the address a redirect leads to.
func (a *answer) leads() string {
	a.t.Helper()
	a.wants(303)
	return a.header.Get("Location")
}

// middle is the part of a page worth showing in a failure.
func middle(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		page = page[i:]
	}
	return page[:min(len(page), 1500)]
}

// first finds the first match of a pattern's group on a page.
func (a *answer) first(pattern string) string {
	a.t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(a.body)
	if found == nil {
		a.t.Fatalf("%s: got nothing like %s in\n%s", a.what, pattern, middle(a.body))
	}
	return found[1]
}
