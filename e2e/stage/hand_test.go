package stage

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestHandPressesButtonsAsAPageWould(t *testing.T) {
	var sent, origin string
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			_ = r.ParseForm()
			sent, origin = r.PostForm.Encode(), r.Header.Get("Origin")
			http.Redirect(w, r, "/after", http.StatusSeeOther)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "seat", Value: "7"})
		fmt.Fprint(w, `<form action="/desk" method="post"><input type="hidden" name="csrf" value="x">
<input type="radio" name="pick" value="a"><input type="radio" name="pick" value="b" checked>
<table><tr><th>Dogs</th><td>3</td></tr><tr><th>Cats</th><td>a few</td></tr></table><button name="do" value="open" data-key="o">Open</button><button name="do" value="close" data-key="c">Close</button></form>`)
	}))
	defer site.Close()
	h := NewHand()
	sheet, err := h.Open(t.Context(), site.URL)
	if err != nil {
		t.Fatal(err)
	}
	press, found := sheet.Button("data-key", "c")
	if !found {
		t.Fatal("got no button, want the one with the key c")
	}
	after, err := h.Send(t.Context(), press)
	if err != nil {
		t.Fatal(err)
	}
	if want := "csrf=x&do=close&pick=b"; sent != want {
		t.Errorf("got %q sent, want %q", sent, want)
	}
	if origin != site.URL || after.At.Path != "/after" || h.Cookies(site.URL) != "seat=7" {
		t.Errorf("got origin %q, page %q, cookies %q; want the site's own, /after, seat=7", origin, after.At.Path, h.Cookies(site.URL))
	}
	if got := sheet.Values("pick"); len(got) != 2 || got[0] != "a" {
		t.Errorf("got the values %q, want a and b", got)
	}
	if got := sheet.Table(); len(got) != 1 || got["Dogs"] != 3 {
		t.Errorf("got the table %v, want 3 dogs", got)
	}
	if _, found := sheet.Form("/nowhere"); found {
		t.Error("got a form to nowhere, want none")
	}
}
