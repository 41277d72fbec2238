package static

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"testing"

	"cairn/locales"
)

func TestTheScriptReadsATextAsTheServerDoes(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		if os.Getenv("E2E_REQUIRED") == "1" {
			t.Fatal("node is missing")
		}
		t.Skip("node is missing")
	}
	texts := []string{
		"", "How was it?", "Your answer is in. You can change it.", "  One\n\nTwo words here: and more!  ",
		"Participants acknowledge that information will be disseminated appropriately.",
		"It’s Sam's table, isn’t it? Le café, 3 times.", "What made it better so that those who came for the first time might want to come back again",
	}
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("js/reading.js")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "--input-type=module", "-e", string(source)+`
let all = ''; process.stdin.on('data', (d) => { all += d; }).on('end', () => { console.log(JSON.stringify(JSON.parse(all).map(reads))); });`)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []struct {
		Words int
		Grade float64
		Long  bool
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		most := 0
		for _, sentence := range locales.Sentences(text) {
			most = max(most, len(sentence))
		}
		grade := max(0, locales.Grade([]string{text}))
		if got[i].Words != most || math.Abs(got[i].Grade-grade) > 1e-9 || got[i].Long != (most > locales.ChildWords) {
			t.Errorf("%q: got %+v, want %d words and grade %.3f", text, got[i], most, grade)
		}
	}
}
