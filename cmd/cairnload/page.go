package main

import (
	"html"
	"strconv"
	"strings"
)

// page is what a phone needs from the session's page.
type page struct {
	live     string // address of the socket
	poll     string // address of the long poll
	shape    string // of <main>
	version  string // of the frame the page was made with
	change   bool   // it shows an answer that may be changed
	action   string // where the form goes; "" while no question is open
	activity string
	round    string
	key      string
	counter  int64  // what the form would send
	csrf     string // "" if the form has none
	picks    []string
	says     map[string]string // the words beside each pick
}

// readPage takes the form marked data-answer and the address of the socket out of a page.
func readPage(text string) page {
	var p page
	main := tag(text, "<main")
	p.live, p.poll = attribute(main, "data-live"), attribute(main, "data-live-poll")
	p.shape, p.version = attribute(main, "data-shape"), attribute(main, "data-v")
	p.change = strings.Contains(text, "?change=")
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
	p.says = map[string]string{}
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
			p.says[value] = wordsAfter(rest)
		}
	}
}

// wordsAfter gives the words of the next answer on the page.
func wordsAfter(text string) string {
	_, rest, _ := strings.Cut(text, `class="say"`)
	_, rest, _ = strings.Cut(rest, ">")
	marked, _, _ := strings.Cut(rest, "</span>")
	words := ""
	for piece := range strings.SplitSeq(marked, "<") {
		if _, after, tagged := strings.Cut(piece, ">"); tagged {
			piece = after
		}
		words += piece
	}
	return strings.Join(strings.Fields(html.UnescapeString(words)), " ")
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
