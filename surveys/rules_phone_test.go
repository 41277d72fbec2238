package surveys

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"testing"
)

// onPhone is a place as a phone's script has it.
type onPhone struct {
	ID    string   `json:"id"`
	Q     string   `json:"q"`
	Kind  string   `json:"k"`
	Asks  bool     `json:"a,omitempty"`
	Steps []string `json:"w,omitempty"`
	When  *Rule    `json:"when,omitempty"`
}

type phoneCase struct {
	Places  []onPhone `json:"places"`
	Answers Answers   `json:"answers"`
}

// TestAPhoneGoesTheSameWayAsTheServer walks random forms on both sides: an
// answer to a place that only one of them asks would be lost.
func TestAPhoneGoesTheSameWayAsTheServer(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("E2E_REQUIRED") == "1" {
			t.Fatal("node is needed to run the phone's rules")
		}
		t.Skip("there is no node here to run the phone's rules")
	}
	random := rand.New(rand.NewPCG(11, 4))
	var cases []phoneCase
	var want [][]string
	for len(cases) < 2000 {
		f := anyForm(random)
		a := anyAnswers(f, Band11to15, random)
		c := phoneCase{Places: []onPhone{}, Answers: a}
		for _, p := range f.places() {
			one := onPhone{ID: p.ID, Q: p.Question.ID, Kind: p.Question.Kind, Asks: asks(p.Question), When: p.When}
			if p.Question.Kind == "scale" && p.Question.Scale == ScaleWords {
				for _, o := range p.Question.Options {
					one.Steps = append(one.Steps, o.ID)
				}
			}
			c.Places = append(c.Places, one)
		}
		ids := []string{}
		for _, p := range f.Path(a) {
			ids = append(ids, p.ID)
		}
		cases, want = append(cases, c), append(want, ids)
	}
	source, err := os.ReadFile("../static/js/rules.js")
	if err != nil {
		t.Fatal(err)
	}
	in, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "--input-type=module", "-e", string(source)+`
		let all = '';
		process.stdin.on('data', d => { all += d; }).on('end', () => {
			console.log(JSON.stringify(JSON.parse(all).map(c => path(c.places, c.answers).map(p => p.id))));
		});`)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	var got [][]string
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			form, _ := json.Marshal(cases[i])
			t.Fatalf("the phone goes %v, the server %v, of %s", got[i], want[i], form)
		}
	}
}
