package stage

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// Hand uses the site as somebody without scripts does: it opens pages and
// presses the buttons it finds on them, with cookies of its own.
type Hand struct{ client *http.Client }

// NewHand gives a hand that has not been anywhere yet.
func NewHand() *Hand {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // cookiejar.New(nil) cannot fail
	}
	return &Hand{client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

// Cookies gives what the hand would send to an address as a Cookie header's value.
func (h *Hand) Cookies(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	var out []string
	for _, c := range h.client.Jar.Cookies(u) {
		out = append(out, c.Name+"="+c.Value)
	}
	return strings.Join(out, "; ")
}

// Sheet is a page as it came, at the address it came from in the end.
type Sheet struct {
	At   *url.URL
	root *html.Node
}

// Form is what a button would send: where to, and its fields.
type Form struct {
	To     *url.URL
	Fields url.Values
}

// Open gets a page, following redirects; a status of 400 or more is an error.
func (h *Hand) Open(ctx context.Context, address string) (*Sheet, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", address, err)
	}
	return h.fetch(req)
}

// Send posts a form as a page of the same site would, and gives the page that
// came back; a status of 400 or more is an error.
func (h *Hand) Send(ctx context.Context, f Form) (*Sheet, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.To.String(), strings.NewReader(f.Fields.Encode()))
	if err != nil {
		return nil, fmt.Errorf("sending to %s: %w", f.To, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", f.To.Scheme+"://"+f.To.Host)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.fetch(req)
}

func (h *Hand) fetch(req *http.Request) (*Sheet, error) {
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", req.Method, req.URL, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 400)) // whatever there is, it is for the error's text only
		return nil, fmt.Errorf("%s %s: %s: %s", req.Method, req.URL, resp.Status, body)
	}
	root, err := html.Parse(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", resp.Request.URL, err)
	}
	return &Sheet{At: resp.Request.URL, root: root}, nil
}

// Button finds the first button that has the attribute with this value ("" is
// any value) and gives the form it sends, its own name and value included.
func (s *Sheet) Button(attribute, value string) (Form, bool) {
	button := find(s.root, func(n *html.Node) bool {
		got, has := attr(n, attribute)
		return n.Data == "button" && has && (value == "" || got == value)
	})
	for form := button; form != nil; form = form.Parent {
		if form.Data == "form" {
			f := s.form(form)
			if name, has := attr(button, "name"); has {
				own, _ := attr(button, "value")
				f.Fields.Add(name, own)
			}
			return f, true
		}
	}
	return Form{}, false
}

// Form finds the first form whose action contains part.
func (s *Sheet) Form(part string) (Form, bool) {
	form := find(s.root, func(n *html.Node) bool {
		action, _ := attr(n, "action")
		return n.Data == "form" && strings.Contains(action, part)
	})
	if form == nil {
		return Form{}, false
	}
	return s.form(form), true
}

// Values lists the values of the fields with this name, chosen or not, in the order of the page.
func (s *Sheet) Values(name string) []string {
	var out []string
	for n := range s.root.Descendants() {
		if got, _ := attr(n, "name"); n.Data == "input" && got == name {
			value, _ := attr(n, "value")
			out = append(out, value)
		}
	}
	return out
}

// Heading gives the words of the page's first heading, "" where it has none.
func (s *Sheet) Heading() string {
	h := find(s.root, func(n *html.Node) bool { return n.Data == "h1" })
	if h == nil {
		return ""
	}
	return strings.Join(strings.Fields(text(h)), " ")
}

// Labelled gives name and value of the first field whose label has these words in it.
func (s *Sheet) Labelled(words string) (name, value string, ok bool) {
	label := find(s.root, func(n *html.Node) bool { return n.Data == "label" && strings.Contains(text(n), words) })
	if label == nil {
		return "", "", false
	}
	of, _ := attr(label, "for")
	field := find(s.root, func(n *html.Node) bool { id, _ := attr(n, "id"); return id == of && of != "" })
	if field == nil {
		return "", "", false
	}
	name, _ = attr(field, "name")
	value, _ = attr(field, "value")
	return name, value, true
}

// Attribute gives an attribute of the first such element.
func (s *Sheet) Attribute(element, name string) (string, bool) {
	at := find(s.root, func(n *html.Node) bool { _, has := attr(n, name); return n.Data == element && has })
	if at == nil {
		return "", false
	}
	return attr(at, name)
}

// Table gives the rows of the page's tables that have a heading and a whole
// number: the number by the heading's words.
func (s *Sheet) Table() map[string]int {
	out := map[string]int{}
	for row := range s.root.Descendants() {
		if row.Data != "tr" {
			continue
		}
		heading, number, found := "", 0, false
		for cell := range row.ChildNodes() {
			words := strings.Join(strings.Fields(text(cell)), " ")
			if n, err := strconv.Atoi(words); cell.Data == "td" && err == nil && !found {
				number, found = n, true
			} else if cell.Data == "th" && heading == "" {
				heading = words
			}
		}
		if found && heading != "" {
			out[heading] = number
		}
	}
	return out
}

func text(n *html.Node) string {
	var b strings.Builder
	for inner := range n.Descendants() {
		if inner.Type == html.TextNode {
			b.WriteString(inner.Data)
		}
	}
	return b.String()
}

// form collects what a form sends as it stands: hidden and filled fields, ticked boxes.
func (s *Sheet) form(form *html.Node) Form {
	action, _ := attr(form, "action")
	to, err := s.At.Parse(action)
	if err != nil {
		to = s.At
	}
	f := Form{To: to, Fields: url.Values{}}
	for n := range form.Descendants() {
		name, has := attr(n, "name")
		kind, _ := attr(n, "type")
		_, ticked := attr(n, "checked")
		if n.Data != "input" || !has || kind == "submit" || ((kind == "radio" || kind == "checkbox") && !ticked) {
			continue
		}
		value, _ := attr(n, "value")
		f.Fields.Add(name, value)
	}
	return f
}

func find(root *html.Node, fits func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && fits(n) {
			return n
		}
	}
	return nil
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
