package server

import (
	"regexp"
	"strings"
	"testing"

	"cairn/server/views"
	"cairn/surveys"
)

func TestAPageIsCutAtItsBlanksAndFilledAgain(t *testing.T) {
	marks := views.Blanks{"AAAA", "BBBB", "CCCC", "DDDD"}
	page := cut([]byte("xBBBByAAAAzAAAACCCC"), marks)
	if got := string(page.filled(views.Blanks{"1", "2", "3", "4"})); got != "x2y1z13" {
		t.Errorf("got %q, want x2y1z13", got)
	}
	if got := string(cut([]byte("plain"), marks).filled(marks)); got != "plain" {
		t.Errorf("got %q, want plain", got)
	}
}

func TestABakedPageIsEveryPhonesOwn(t *testing.T) {
	h := openHall(t, hallPlan{band: surveys.BandMixed})
	one, two, three := h.sits(), h.sits(), h.sits()
	for _, c := range []*caller{one, two, three} {
		c.cookies["layer"] = "full"
	}
	three.cookies["quiet"] = "1"
	h.asks()
	a, b, quiet := one.get(h.path("")), two.get(h.path("")), three.get(h.path(""))
	own := func(page *answer) []string {
		return []string{
			page.first(`name="csrf" value="([^"]+)"`), page.first(`name="key" value="([^"]+)"`), page.first(`data-seat="([^"]+)"`),
		}
	}
	mine, theirs := own(a), own(b)
	for i := range mine {
		if mine[i] == theirs[i] {
			t.Errorf("got %q on two phones' pages, want each its own", mine[i])
		}
		if strings.Contains(b.body, mine[i]) {
			t.Errorf("got one phone's %q on another's page", mine[i])
		}
	}
	if again := own(one.get(h.path(""))); again[0] != mine[0] || again[2] != mine[2] || again[1] == mine[1] {
		t.Errorf("got %q after %q, want the same token and seat and a fresh key", again, mine)
	}
	quiet.says(`class="calm"`)
	a.hides(`class="calm"`)
	for _, mark := range (&phoneScreens{baked: newBakery()}).baked.marks {
		if !regexp.MustCompile(`^[0-9a-f]{24}$`).MatchString(mark) {
			t.Errorf("got %q for a blank, want signs no escaping touches", mark)
		}
	}
}
