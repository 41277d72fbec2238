package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cairn/server"
	"cairn/staff"
)

// signedIn is somebody with exactly these roles in a service.
func (h *house) signedIn(name, service string, roles ...staff.Role) *visitor {
	h.t.Helper()
	var grants []staff.Grant
	for _, r := range roles {
		grants = append(grants, staff.Grant{Service: service, Role: r})
	}
	account, err := h.office.Enrol(h.t.Context(), staff.NewAccount{Email: name + "@roles.example", Name: name, Password: "seven purple boots sing"}, grants)
	must(h.t, err)
	was := h.account
	defer func() { h.account = was }()
	h.account = account
	return h.member()
}

// TestEveryRouteLetsInExactlyTheRolesItsTableNames is the table of roles and
// routes, made from the routes themselves: every cell is asked for. A role that
// may not do what a route needs finds nothing there, by GET and by POST; who may
// finds something wherever the thing exists.
func TestEveryRouteLetsInExactlyTheRolesItsTableNames(t *testing.T) {
	h := openHouse(t, furnish{now: wholeMinute()})
	other, err := h.office.FoundService(t.Context(), staff.NewService("Elsewhere", ""))
	must(t, err)
	people := map[staff.Role]*visitor{}
	for _, role := range staff.Roles() {
		people[role] = h.signedIn(string(role), h.service, role)
	}
	foreign := h.signedIn("foreign", other.ID, staff.Roles()...)
	later := map[string]bool{"/services/:id/poster": true, "/sessions/:id/answer-back": true, "/surveys/:id/answer-back": true} // there once there is a short link, or an end
	asked, let := 0, 0
	for _, r := range h.site.Routes() {
		if r.Who != server.Staff || r.Needs == "" {
			continue
		}
		address := h.address(r.Path)
		for _, role := range staff.Roles() {
			may := staff.May(&staff.Account{Grants: []staff.Grant{{Service: h.service, Role: role}}}, r.Needs, h.service)
			if may && r.Method == http.MethodPost || strings.HasSuffix(r.Path, "/poll") && may {
				continue // would do it; waits for news
			}
			got := people[role].ask(r.Method, address, h.service, h.panel)
			asked++
			closed := got.status == http.StatusNotFound || got.status == http.StatusForbidden
			switch {
			case !may && !closed:
				t.Errorf("%s %s (%s) for a %s: got status %d, want nothing found", r.Method, r.Path, r.Needs, role, got.status)
			case may && closed && !strings.Contains(address, "/none") && !later[r.Path]:
				t.Errorf("%s %s (%s) for a %s: got status %d, want it let in", r.Method, r.Path, r.Needs, role, got.status)
			case may:
				let++
			}
		}
		if strings.Contains(r.Path, "/:id") {
			if got := foreign.ask(r.Method, address, h.service, h.panel); got.status != http.StatusNotFound && got.status != http.StatusForbidden {
				t.Errorf("%s %s for somebody with every role in another service: got status %d, want nothing found", r.Method, r.Path, got.status)
			}
		}
	}
	if asked < 300 || let < 60 {
		t.Errorf("got %d cells asked and %d let in, want the whole table", asked, let)
	}
	for _, r := range h.site.Routes() {
		known := r.Needs == ""
		for _, a := range staff.Actions() {
			known = known || a == r.Needs
		}
		if !known {
			t.Errorf("%s %s needs %q, which belongs to nobody", r.Method, r.Path, r.Needs)
		}
	}
}

// ask sends a route's own method with as little as it can carry.
func (v *visitor) ask(method, address, service, panel string) reply {
	about := fmt.Sprintf("service=%s&panel=%s", service, panel)
	if method == http.MethodGet {
		return v.get(address + "?" + about)
	}
	form, err := url.ParseQuery(about)
	must(v.h.t, err)
	return v.post(address, form)
}
