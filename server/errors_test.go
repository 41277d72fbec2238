package server

import (
	"net/url"
	"strings"
	"testing"

	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

func TestStaffSeeFailuresAsTheirOwnPagesAndYoungPeopleAsTheirs(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	fay := s.hire("fay@link.example", service.ID, staff.Facilitator)
	for _, address := range []string{"/sessions/unknown", "/panels/unknown", "/no/such/page"} {
		fay.get(address).wants(404).says("css/staff.", `class="topbar"`, `href="/home"`, "Test Person").hides(`class="leave"`)
		if got := s.stranger().get(address); strings.Contains(got.body, "css/staff.") {
			t.Errorf("%s: got a page for staff, want a stranger to see the phone's", address)
		}
	}
	s.stranger().get("/no/such/page").wants(404).says(`class="leave"`)

	fay.get("/home")
	fay.header = map[string]string{"Referer": "http://example.com/sessions/abc/desk?x=1"}
	fay.post("/sessions/unknown/end", url.Values{}).wants(404).says(`class="button" href="/sessions/abc/desk"`)
	for _, elsewhere := range []string{"http://elsewhere.example/sessions/abc", "//example.com//evil", "http://example.com//evil.example", "::"} {
		fay.header["Referer"] = elsewhere
		fay.post("/sessions/unknown/end", url.Values{}).wants(404).hides("evil", "/sessions/abc").first(`class="button" href="(/home|/)"`)
	}
	fay.csrf = "forged"
	fay.post("/sessions/unknown/end", url.Values{}).wants(403).says(`class="topbar"`)
}

func TestAPhoneThatHungUpIsNoFailureOfOurs(t *testing.T) {
	for _, code := range []int{fiber.StatusBadGateway, fiber.StatusRequestTimeout} {
		if known, status := faultOf(fiber.NewError(code)); status >= 500 || known.Key == "fault.internal" {
			t.Errorf("%d: got %d %s, want no failure that is logged", code, status, known.Key)
		}
	}
}
