package e2e

import (
	"fmt"
	"testing"
)

// Ruth puts a text aside with j, because she is not sure. However fast she goes on with a, it is never that text that is approved.
func TestATextPutAsideIsNotApprovedByTheNextKey(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take("What else should we ask")
	sam.Press(openKey)
	r.write(3)
	sam.Press(closeKey)

	ruth := r.Staff("ruth")
	ruth.Open(r.Path("/queue"))
	ruth.swapped(func() { ruth.Keys("n") })
	ruth.Finds("[data-item].first")
	unsure := ruth.reading()
	ruth.Keys("j")
	for range 40 { // until nothing is left but the one put aside
		now := ruth.reading()
		if now == "" || now == unsure {
			break
		}
		ruth.swapped(func() { ruth.Keys("a") })
		ruth.until("the next text", fmt.Sprintf(`document.getElementById(%q) ? document.body.innerText : ""`, now))
	}
	if now := ruth.reading(); now == unsure {
		t.Fatal("the keys belong to the text that was put aside")
	}
	ruth.Keys("a")
	ruth.Finds("#" + unsure)
	ruth.Keys("k")
	if now := ruth.reading(); now != unsure {
		t.Errorf("after k: got %q, want the text put aside", now)
	}
}
