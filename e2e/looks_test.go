package e2e

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// looks are the questions a page is asked about itself, one JavaScript expression a file.
//
//go:embed looks/*.js
var looks embed.FS

func look(name string) string {
	b, err := looks.ReadFile("looks/" + name + ".js")
	if err != nil {
		panic(err) // a typing mistake in a test
	}
	var code []string
	for row := range strings.Lines(string(b)) {
		if !strings.HasPrefix(row, "//") {
			code = append(code, row)
		}
	}
	return strings.Join(code, "")
}

// findings asks p's page one of the questions; the answer is what is wrong.
func findings(p *page, question string) []string {
	p.t.Helper()
	return ask[[]string](p, look(question))
}

// axe gives what axe-core found and how many of its rules passed.
func axe(p *page) (found []string, passes int) {
	p.t.Helper()
	source, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		without(p.t, "no axe-core (npm ci --prefix e2e)", err)
	}
	if p.size.NoScript { // axe is a script; those of the page itself have not run and will not
		call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
		defer call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	type result struct {
		Passes int      `json:"passes"`
		Found  []string `json:"found"`
	}
	if !ask[bool](p, "typeof axe === 'object'") {
		ask[bool](p, string(source)+"\n;true")
	}
	r := ask[result](p, look("axe"))
	return r.Found, r.Passes
}

// stop is one place the keyboard's focus comes to.
type stop struct {
	Name               string `json:"name"`
	Stop               int    `json:"stop"`
	Ringed, Seen, Free bool
}

// tour goes through the page by the Tab key, once round, and lists the stops.
func tour(p *page) []stop {
	p.t.Helper()
	ask[bool](p, "(document.activeElement?.blur(), scrollTo(0, 0), true)")
	var stops []stop
	for range 150 {
		p.Tab()
		at := ask[*stop](p, look("focus"))
		if at == nil || at.Stop <= len(stops) {
			break
		}
		stops = append(stops, *at)
	}
	return stops
}

// keyboard lists what somebody without a mouse would stumble over.
func keyboard(p *page) []string {
	p.t.Helper()
	var out []string
	stops := tour(p)
	for _, s := range stops {
		if !s.Ringed {
			out = append(out, "no focus ring on "+s.Name)
		}
		if !s.Seen {
			out = append(out, "the focus goes out of sight to "+s.Name)
		} else if !s.Free {
			out = append(out, "something covers "+s.Name)
		}
	}
	want := ask[int](p, `document.querySelectorAll("a[href], button").length`)
	if len(stops) == 0 && want > 0 {
		out = append(out, fmt.Sprintf("the keyboard reaches nothing, of %d links and buttons", want))
	}
	return out
}

// perception asks everything P8 asks: axe and our own questions. language is what the page should be in.
func perception(p *page, language string) (found []string, passes int) {
	p.t.Helper()
	found, passes = axe(p)
	for _, question := range []string{"tongue", "colour", "region", "numbers"} {
		found = append(found, findings(p, question)...)
	}
	if got := ask[string](p, "document.documentElement.lang"); !strings.HasPrefix(got, language) {
		found = append(found, fmt.Sprintf("the page says it is in %q, want %q", got, language))
	}
	return found, passes
}

func TestChartThatDiffersFromItsTableIsNoticed(t *testing.T) {
	p := sit(t, "reader", phoneGlass())
	p.Open(plot(t, seed{}))
	draw := func(drawn, table string) []string {
		ask[bool](p, fmt.Sprintf(`(document.querySelector("main").innerHTML = '<figure class="chart" data-chart="Pets"><ol><li class="chart-row"><b>%s</b></li></ol><table><tbody><tr><th>Dogs</th><td>%s</td></tr></tbody></table></figure>', true)`, drawn, table))
		return findings(p, "numbers")
	}
	if got := draw("3", "3"); len(got) > 0 {
		t.Errorf("got %q for a chart and a table that agree, want nothing", got)
	}
	if got := draw("3", "4"); len(got) != 1 {
		t.Errorf("got %q for a chart of 3 and a table of 4, want one finding", got)
	}
}
