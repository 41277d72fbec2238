package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cairn/polls"
	"cairn/staff"

	"github.com/gorilla/websocket"
	"golang.org/x/net/html"
)

// press presses one button of the desk as its form does, for an activity.
func (v *visitor) press(do, activity string, more ...string) reply {
	v.h.t.Helper()
	form := url.Values{"do": {do}, "activity": {activity}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return v.post("/sessions/"+v.h.session+"/desk", form)
}

func (h *house) deskPath() string { return "/sessions/" + h.session + "/desk" }

// stage is where an activity stands now.
func (h *house) stage(id string) polls.Stage {
	a, _ := h.room().View().Session.Activity(id)
	return a.State
}

// keys lists the keys a page shows, and whether each is folded away by default.
func keysOf(t *testing.T, page string) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	for n := range parsed(t, page).Descendants() {
		if key := attribute(n, "data-key"); key != "" {
			keys[key] = folded(n)
		}
	}
	return keys
}

func parsed(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	must(t, err)
	return root
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// folded says whether a node lies in something that is away until the desk is unfolded.
func folded(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && has(n, "data-fold") {
			return true
		}
	}
	return false
}

// signIn makes an account with one role and signs it in.
func (h *house) signIn(email, service string, role staff.Role) *visitor {
	h.t.Helper()
	account, err := h.office.Enrol(h.t.Context(), staff.NewAccount{
		Email: email, Name: "Kim", Password: "seven purple boots sing",
	}, []staff.Grant{{Service: service, Role: role}})
	must(h.t, err)
	before := h.account
	h.account = account
	defer func() { h.account = before }()
	return h.member()
}

// dial opens a socket with the visitor's cookies.
func (v *visitor) dial(path string) *websocket.Conn {
	v.h.t.Helper()
	at, err := url.Parse(v.h.base)
	must(v.h.t, err)
	var cookies []string
	for _, c := range v.client.Jar.Cookies(at) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	ws, _, err := websocket.DefaultDialer.DialContext(v.h.t.Context(), "ws"+strings.TrimPrefix(v.h.base, "http")+path,
		http.Header{"Cookie": {strings.Join(cookies, "; ")}, "Origin": {v.h.base}})
	must(v.h.t, err)
	v.h.t.Cleanup(func() { _ = ws.Close() })
	return ws
}
