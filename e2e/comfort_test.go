package e2e

import (
	"slices"
	"strings"
	"testing"
)

// comfort asks everything P9 asks of the page in front of p and gives what is wrong, each with the circumstance it is wrong in.
// The page ends as it began.
func comfort(p *page) []string {
	p.t.Helper()
	var out []string
	note := func(when string, found []string) {
		for _, f := range found {
			out = append(out, when+": "+f)
		}
	}
	began := p.size
	address := ask[string](p, "location.href")
	as := func(change func(*glass)) {
		g := began
		change(&g)
		p.look(g)
		p.Open(address)
	}
	note("targets", findings(p, "targets"))
	print, wall := p.Has("main .sheet"), p.Has("main.wall")
	as(func(g *glass) { g.Wide, g.High = 320, 640 })
	if !print { // what is for the printer is measured in millimetres
		note("at 320 px", findings(p, "overflow"))
	}
	as(func(g *glass) {})
	if !print && !wall { // and what hangs on the wall in shares of the wall
		note("text at 200 %", append(findings(p, "bigtext"), findings(p, "overflow")...))
	}
	as(func(g *glass) {})
	note("wide text spacing", append(findings(p, "spacing"), findings(p, "overflow")...))
	as(func(g *glass) { g.Media = map[string]string{"forced-colors": "active"} })
	note("forced colours", findings(p, "forced"))
	as(func(g *glass) { g.Media = map[string]string{"prefers-reduced-motion": "reduce"} })
	note("reduced motion", findings(p, "motion"))
	as(func(g *glass) {})
	note("keyboard", keyboard(p))
	return out
}

func TestComfortFindsWhatIsUncomfortable(t *testing.T) {
	p := sit(t, "reader", phoneGlass())
	p.Forgive("ERR_CONNECTION_REFUSED") // each plot's little server ends with its part of the test; what the page still wanted comes too late
	p.Open(plot(t, seed{}))
	if got := comfort(p); len(got) > 0 {
		t.Errorf("got %q on a sound page, want nothing", got)
	}
	for _, c := range []struct{ name, more, found string }{
		{"a small button", `.button{min-height:30px;padding:0}`, "targets: button"},
		{"a wide box", `form{width:400px}`, "at 320 px: the page is"},
		{"text in fixed sizes", `p.says{font-size:15px}`, "stays small at 200 %"},
		{"a box that cuts", `.says{height:30px;overflow:hidden}`, "cut off below"},
		{"a line that cuts when letters spread", `h1{width:11.2em;max-width:none;overflow:hidden;white-space:nowrap;font-size:19px}`, "wide text spacing: cut off at the side"},
		{"a button that is only a colour", `.button{border:0}`, "forced colours: no edge"},
		{"a pulse", `.one{animation:a 2s infinite}@keyframes a{to{opacity:0}}`, "reduced motion: moves"},
		{"a lid over the form", `form{position:relative}form::after{content:"";position:absolute;inset:0}`, "something covers"},
		{"a link off the glass", `footer a{position:fixed;left:-900px}`, "out of sight"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p.t = t
			p.Open(plot(t, seed{name: c.name, css: true, from: "/*sow*/", to: c.more}))
			if got := comfort(p); !slices.ContainsFunc(got, func(f string) bool { return strings.Contains(f, c.found) }) {
				t.Errorf("got %q, want a finding with %q", got, c.found)
			}
		})
	}
	p.t = t
}
