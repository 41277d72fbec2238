package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"cairn/locales"
	"cairn/moderation/screening"
)

// runScreen reads one text a line and says what screening finds in each. It
// needs no settings and no store; nothing it reads is kept.
func runScreen(args []string, in io.Reader, out, help io.Writer) error {
	flags := flag.NewFlagSet("screen", flag.ContinueOnError)
	flags.SetOutput(help)
	asJSON := flags.Bool("json", false, "print one JSON line for each text")
	lang := flags.String("lang", "en", "the language of the page the texts were written on")
	var l screening.Lists
	for name, into := range map[string]*[]string{"staff": &l.Staff, "names": &l.Names, "schools": &l.Schools, "places": &l.Places} {
		flags.Func(name, "a list with commas, as a service has it in its settings", func(s string) error {
			for entry := range strings.SplitSeq(s, ",") {
				if entry = strings.TrimSpace(entry); entry != "" {
					*into = append(*into, entry)
				}
			}
			return nil
		})
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("screen reads texts from standard input and takes no %q", flags.Arg(0))
	}
	screener, err := screening.New()
	if err != nil {
		return err
	}
	words, err := locales.Load()
	if err != nil {
		return err
	}
	why := func(key string) string { return words.Text("en", key) }
	return screenLines(in, out, func(text string) ([]byte, error) {
		result := screener.Screen(text, *lang, l)
		for i, f := range result.Findings {
			result.Findings[i].Why = why(f.Why)
		}
		if *asJSON {
			return screenedJSON(result)
		}
		return screenedLine(text, result), nil
	})
}

// screenLines answers every line with one line, also an empty one and the last
// without an end. Bytes that are no UTF-8 become the sign U+FFFD first. Lines
// that have come are answered before more are waited for.
func screenLines(in io.Reader, out io.Writer, answer func(text string) ([]byte, error)) error {
	r, w := bufio.NewReaderSize(in, 1<<16), bufio.NewWriter(out)
	for {
		line, err := r.ReadBytes('\n')
		if len(line) > 0 {
			text := strings.ToValidUTF8(string(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))), "\uFFFD")
			said, err := answer(text)
			if err != nil {
				return err
			}
			if _, err := w.Write(append(said, '\n')); err != nil {
				return err
			}
		}
		if err != nil || r.Buffered() == 0 {
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading texts: %w", err)
		}
	}
}

func screenedJSON(r screening.Result) ([]byte, error) {
	findings := r.Findings
	if findings == nil {
		findings = []screening.Finding{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(struct {
		Route    screening.Route     `json:"route"`
		Findings []screening.Finding `json:"findings"`
	}{r.Route, findings})
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

func screenedLine(text string, r screening.Result) []byte {
	var b strings.Builder
	b.WriteString(string(r.Route))
	for _, mark := range []struct {
		is   bool
		said string
	}{{r.Now, ", danger now"}, {r.AboutStaff, ", about staff"}, {!r.Known, ", unknown language"}, {r.Failed, ", a checker failed"}} {
		if mark.is {
			b.WriteString(mark.said)
		}
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, " · %s %q: %s", f.What, text[f.Start:f.End], f.Why)
	}
	return []byte(b.String())
}
