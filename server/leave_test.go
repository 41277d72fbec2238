package server

import (
	"testing"

	"cairn/staff"
)

func TestEachServiceHasAWayOutOfItsOwn(t *testing.T) {
	const sites, own = "https://www.bbc.co.uk/weather", "https://www.metoffice.gov.uk/"
	h := openHall(t, hallPlan{set: Settings{LeaveTo: sites}})
	young := h.stranger()
	leads := func(address, want string) {
		t.Helper()
		a := young.get(address).wants(303)
		if got := a.header.Get("Location"); got != want || a.header.Get("Clear-Site-Data") == "" {
			t.Errorf("%s: got %s, emptying %q; want %s and an emptied browser", address, got, a.header.Get("Clear-Site-Data"), want)
		}
	}
	way := func(page string) string {
		t.Helper()
		return young.get(page).wants(200).first(`class="leave" href="([^"]*)" data-leave`)
	}
	leads(way("/"), sites)
	leads(way(h.path("")), sites)
	leads("/leave?of=nothing", sites)
	leads("/leave?of=https://elsewhere.example", sites)

	boss := h.hire("boss@link.example", h.link.ID, staff.Administrator)
	service, err := h.office.Service(t.Context(), h.link.ID)
	must(t, err)
	service.LeaveTo = own
	_, err = h.office.ChangeService(t.Context(), boss.account, *service)
	must(t, err)
	leads(way(h.path("")), own)
	leads(way(h.path("/help")), own)
	leads(way("/"), sites)
}
