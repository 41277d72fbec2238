package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func screened(t *testing.T, in string, args ...string) []string {
	t.Helper()
	var out bytes.Buffer
	if err := runScreen(args, strings.NewReader(in), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if out.Len() == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestScreenAnswersEveryLineWithOneLine(t *testing.T) {
	long := strings.Repeat("nothing here. ", 80_000) + "my dad hits me"
	lines := screened(t, "I like it\n\nmy dad hits me\r\nring 07700 900123 \xff ok\n"+long, "--json")
	if len(lines) != 5 {
		t.Fatalf("got %d lines, want one for each of 5 texts", len(lines))
	}
	for i, want := range []string{"ordinary", "ordinary", "safeguarding", "ordinary", "safeguarding"} {
		var got struct {
			Route    string
			Findings *[]struct {
				Kind, What, Why string
				Start, End      int
			}
		}
		d := json.NewDecoder(strings.NewReader(lines[i]))
		d.DisallowUnknownFields()
		if err := d.Decode(&got); err != nil {
			t.Fatalf("line %d: %v: %.200s", i, err, lines[i])
		}
		if got.Route != want || got.Findings == nil {
			t.Errorf("line %d: got %.200s, want route %s and findings as a list", i, lines[i], want)
			continue
		}
		for _, f := range *got.Findings {
			if strings.HasPrefix(f.Why, "screen.") || strings.HasPrefix(f.Why, "[") || !strings.HasSuffix(f.Why, ".") {
				t.Errorf("line %d: %q is no sentence", i, f.Why)
			}
			if f.Start >= f.End {
				t.Errorf("line %d: an empty finding", i)
			}
		}
	}
}

func TestScreenAnswersBeforeTheNextLineComes(t *testing.T) {
	in, feed := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- runScreen([]string{"--json"}, in, out, io.Discard) }()
	read := bufio.NewReader(answers)
	for range 3 {
		if _, err := io.WriteString(feed, "hello there\n"); err != nil {
			t.Fatal(err)
		}
		if line, err := read.ReadString('\n'); err != nil || !strings.Contains(line, `"findings":[]`) {
			t.Fatalf("got %q, %v; want an answer at once", line, err)
		}
	}
	feed.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestScreenSpeaksPlainlyWithoutJSON(t *testing.T) {
	lines := screened(t, "Kit Moss touched me", "--staff", "Kit Moss, Ann Lee")
	if len(lines) != 1 || !strings.Contains(lines[0], "safeguarding") || !strings.Contains(lines[0], "about staff") || !strings.Contains(lines[0], "somebody's name") {
		t.Errorf("got %q, want one line with route, staff and reasons", lines)
	}
	if err := runScreen([]string{"a text"}, strings.NewReader(""), io.Discard, io.Discard); err == nil {
		t.Error("a text on the command line was taken, where other people's processes see it")
	}
}
