package server

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestStaffTextBecomesParagraphsListsAndLinks(t *testing.T) {
	got := string(newRichText().HTML("# Hello\n\nWe **listen**.\n\n- one\n- two\n\n[Childline](https://www.childline.org.uk) or [ring](tel:08001111)"))
	for _, want := range []string{
		"<h2>Hello</h2>", "<strong>listen</strong>", "<ul>", "<li>one</li>", `href="https://www.childline.org.uk"`, `href="tel:08001111"`, "noopener",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s in it", got, want)
		}
	}
	if strings.Contains(got, "<h1") {
		t.Errorf("got %s, want the page's title to stay the only first heading", got)
	}
}

func TestNothingInStaffTextCanRunOrLoad(t *testing.T) {
	rich := newRichText()
	for _, attack := range []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<a href="javascript:alert(1)">x</a>`,
		"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)", "![x](https://elsewhere.example/track.gif)",
		`<iframe src="https://elsewhere.example"></iframe>`, `<style>@import "https://elsewhere.example"</style>`, `<p style="background:url(//x)">x</p>`,
		`<form action="/sign-out"><button>x</button></form>`, `<h1 id="main" class="code">x</h1>`, "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
		"`<script>`", "[x]( \x01javascript:alert(1))", "<a href=\"//elsewhere.example\">x</a>", "[x](vbscript:msgbox)", "<div data-key=\"c\">x</div>",
	} {
		// The Markdown reader drops markup already; the policy must hold alone too.
		for _, out := range []string{string(rich.HTML(attack)), rich.policy.Sanitize(attack)} {
			tree, err := html.Parse(strings.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range unfitting(tree) {
				t.Errorf("%q: got %s, want it gone", attack, wrong)
			}
		}
	}
}

// unfitting names every element and attribute that a page's text may not have.
func unfitting(n *html.Node) []string {
	var out []string
	if n.Type == html.ElementNode {
		if !strings.Contains(" html head body p br strong em ul ol li blockquote h2 h3 h4 a ", " "+n.Data+" ") {
			out = append(out, "<"+n.Data+">")
		}
		for _, a := range n.Attr {
			scheme, _, _ := strings.Cut(a.Val, ":")
			fine := a.Key == "rel" || a.Key == "target" || a.Key == "href" && strings.Contains(" https tel sms mailto ", " "+scheme+" ")
			if !fine {
				out = append(out, a.Key+"="+a.Val)
			}
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		out = append(out, unfitting(child)...)
	}
	return out
}

func FuzzStaffTextStaysHarmless(f *testing.F) {
	f.Add("[x](javascript:alert(1))")
	f.Add("<svg><script>alert(1)</script>")
	rich := newRichText()
	f.Fuzz(func(t *testing.T, typed string) {
		tree, err := html.Parse(strings.NewReader(string(rich.HTML(typed))))
		if err != nil {
			t.Skip()
		}
		if wrong := unfitting(tree); len(wrong) > 0 {
			t.Errorf("got %v, want nothing of it", wrong)
		}
	})
}
