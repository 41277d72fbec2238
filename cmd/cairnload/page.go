package main

import (
	"html"
	"strconv"
	"strings"
)

// page is what a phone needs from the session's page.
type page struct {
	live     string // address of the socket
	action   string // where the form goes; "" while no question is open
	activity string
	round    string
	key      string
	counter  int64  // what the form would send
	csrf     string // "" if the form has none
	picks    []string
}

// readPage takes the form marked data-answer and the address of the socket out of a page.
func readPage(text string) page {
	var p page
	p.live = attribute(tag(text, "<main"), "data-live")
	for rest := text; ; {
		at := strings.Index(rest, "<form")
		if at < 0 {
			return p
		}
		rest = rest[at:]
		open := tag(rest, "<form")
		if strings.Contains(open, "data-answer") {
			inside, _, _ := strings.Cut(rest, "</form>")
			p.action = attribute(open, "action")
			p.inputs(inside)
			return p
		}
		rest = rest[len("<form"):]
	}
}

func (p *page) inputs(form string) {
	for rest := form; ; {
		at := strings.Index(rest, "<input")
		if at < 0 {
			return
		}
		rest = rest[at:]
		input := tag(rest, "<input")
		rest = rest[len("<input"):]
		value := attribute(input, "value")
		switch attribute(input, "name") {
		case "activity":
			p.activity = value
		case "round":
			p.round = value
		case "key":
			p.key = value
		case "counter":
			p.counter, _ = strconv.ParseInt(value, 10, 64) // a form without one counts from nought
		case "csrf":
			p.csrf = value
		case "pick":
			p.picks = append(p.picks, value)
		}
	}
}

// tag gives the first tag that begins so, up to its closing bracket.
func tag(text, begins string) string {
	at := strings.Index(text, begins)
	if at < 0 {
		return ""
	}
	inside, _, _ := strings.Cut(text[at:], ">")
	return inside
}

// attribute reads one attribute of a tag, quoted or not.
func attribute(tag, name string) string {
	_, rest, found := strings.Cut(tag, " "+name+"=")
	if !found {
		return ""
	}
	if quote := rest[:min(1, len(rest))]; quote == `"` || quote == "'" {
		value, _, _ := strings.Cut(rest[1:], quote)
		return html.UnescapeString(value)
	}
	value, _, _ := strings.Cut(strings.ReplaceAll(rest, "/", " "), " ")
	return html.UnescapeString(value)
}
