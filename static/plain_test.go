package static

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"cairn/locales"
)

// mostHelpWords is how many bytes a page may carry of words that open the help panel.
const mostHelpWords = 1024

// foundBy runs the phone's own matcher: whether what is typed holds a word of the list.
func foundBy(t *testing.T, asked [][2]string) []bool {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		if os.Getenv("E2E_REQUIRED") == "1" {
			t.Fatal("node is missing")
		}
		t.Skip("node is missing")
	}
	in, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("js/plain.js")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "--input-type=module", "-e", string(source)+`
let all = ''; process.stdin.on('data', (d) => { all += d; }).on('end', () => {
  console.log(JSON.stringify(JSON.parse(all).map(([list, typed]) =>
    list.split('.').map(plain).filter(Boolean).some((w) => (' ' + plain(typed) + ' ').indexOf(w) >= 0))));
});`)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []bool
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestThePhoneFindsAHurriedWordHoweverItIsSpelt(t *testing.T) {
	var asked [][2]string
	var want []bool
	add := func(list, typed string, found bool) {
		asked, want = append(asked, [2]string{list, typed}), append(want, found)
	}
	add("kill myself", "I will KILL   my\u00adself, no: kill… MYSELF", true)
	add("nu mai vreau să trăiesc", "NU MAI VREAU SA TRAIESC", true)
	add("ma omor", "mă omor", true)
	add("să mă sinucid", "s\u0103 m\u0103 \u015finucid. s\u0103 m\u0103 sinucid", true)
	add("zabić się", "zabic sie", true)
	add("wykończę się żyć łzy", "wykoncze sie zyc lzy", true)
	add("lladd fy hûn", "LLADD FY HUN", true)
	add("torri’n hun", "torri'n hun", true)
	add("ґвалт", "гвалт", true)
	add("гвалт", "ҐВАЛТ", true)
	add("їжу", "іжу", true)
	add("вб’ю", "я вб'ю себе", true)
	add("вб'ю", "я вбʼю себе", true)
	add("اموت", "أُرِيدُ أَنْ أَمُوتَ", true)
	add("أموت", "اريد ان اموت", true)
	add("اذى", "أذي", true)
	add("قتل", "قـتـل", true)
	add("kill myself", "we skilled ourselves", false)
	add("мене б’", "мене було чути", false)
	add("hits me", "she hit the ball", false)
	add("a. .b", "", false)
	for i, got := range foundBy(t, asked) {
		if got != want[i] {
			t.Errorf("list %q, typed %q: got %v, want %v", asked[i][0], asked[i][1], got, want[i])
		}
	}
}

func TestEveryHelpWordIsFoundAsItStandsAndTheListIsSmall(t *testing.T) {
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	var asked [][2]string
	for _, lang := range []string{"en", "cy", "pl", "uk", "ar", "ro"} {
		list := texts.Text(lang, "tell.helpwords")
		if len(list) == 0 || len(list) > mostHelpWords {
			t.Errorf("%s: got %d bytes of help words, want some and at most %d", lang, len(list), mostHelpWords)
		}
		for word := range bytes.SplitSeq([]byte(list), []byte(".")) {
			if word = bytes.TrimSpace(word); len(word) > 0 {
				asked = append(asked, [2]string{list, string(bytes.ToUpper(word))})
			}
		}
	}
	for i, found := range foundBy(t, asked) {
		if !found {
			t.Errorf("%q is in the list and is not found in capitals", asked[i][1])
		}
	}
}
