package static_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"cairn/static"
	"cairn/surveys"
)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := static.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func load(t *testing.T) *static.Assets {
	t.Helper()
	a, err := static.Load()
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return a
}

func file(t *testing.T, a *static.Assets, name string) *static.File {
	t.Helper()
	f, ok := a.File(a.URL(name))
	if !ok {
		t.Fatalf("no file %q at %q", name, a.URL(name))
	}
	return f
}

var sheets = []string{"css/staff.css", "css/desk.css", "css/projector.css", "css/report.css", "css/paper.css"}
var scripts = []string{"js/phone.js", "js/kinds.js", "js/staff.js", "js/desk.js", "js/projector.js"}

func TestEveryFileIsServedUnderItsHashedNameWithItsType(t *testing.T) {
	a := load(t)
	hashed := regexp.MustCompile(`^/static/css/desk\.[0-9a-f]{10}\.css$`)
	if got := a.URL("css/desk.css"); !hashed.MatchString(got) {
		t.Errorf("URL(css/desk.css) = %q, want %s", got, hashed)
	}
	for name, want := range map[string]string{
		"css/desk.css": "text/css; charset=utf-8", "js/desk.js": "text/javascript; charset=utf-8",
		"font/atkinson-latin-400.woff2": "font/woff2", "pictures/1F333.svg": "image/svg+xml",
		"font/LICENSE": "text/plain; charset=utf-8", "css/LICENSE-govuk-frontend.txt": "text/plain; charset=utf-8",
		"pictures/ATTRIBUTION.md": "text/plain; charset=utf-8",
	} {
		if got := file(t, a, name).Type; got != want {
			t.Errorf("%s has type %q, want %q", name, got, want)
		}
	}
	if _, ok := a.File(a.URL("css/none.css")); ok {
		t.Error("a file that is not there was found")
	}
}

func TestCompressedBytesAreThePlainOnes(t *testing.T) {
	a := load(t)
	for _, name := range append(append([]string{}, sheets...), scripts...) {
		f := file(t, a, name)
		br, err := io.ReadAll(brotli.NewReader(bytes.NewReader(f.Brotli)))
		if err != nil || !bytes.Equal(br, f.Plain) {
			t.Errorf("%s: brotli gives %d bytes (%v), want the %d plain ones", name, len(br), err, len(f.Plain))
		}
		zr, err := gzip.NewReader(bytes.NewReader(f.Gzip))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		gz, err := io.ReadAll(zr)
		if err != nil || !bytes.Equal(gz, f.Plain) {
			t.Errorf("%s: gzip gives %d bytes (%v), want the %d plain ones", name, len(gz), err, len(f.Plain))
		}
	}
}

func TestTheBestCodingIsTheOneTheBrowserTakes(t *testing.T) {
	f := file(t, load(t), "js/desk.js")
	for header, want := range map[string]string{
		"gzip, deflate, br": "br", "gzip": "gzip", "": "", "br;q=0, gzip": "gzip", "identity": "", "BR": "br", "brx": "",
	} {
		if _, got := f.Best(header); got != want {
			t.Errorf("Best(%q) gives %q, want %q", header, got, want)
		}
	}
}

func TestSheetsPointAtFilesThatAreThere(t *testing.T) {
	a := load(t)
	inside := regexp.MustCompile(`url\(["']?([^"')]+)`)
	for _, name := range sheets {
		found := inside.FindAllStringSubmatch(string(file(t, a, name).Plain), -1)
		fonts := 0
		for _, m := range found {
			if strings.HasPrefix(m[1], "data:") || strings.HasPrefix(m[1], "#") {
				t.Errorf("%s: url(%.40s) would be refused by the content policy", name, m[1])
				continue
			}
			if _, ok := a.File(m[1]); !ok {
				t.Errorf("%s asks for %q, which is not there", name, m[1])
			}
			fonts++
		}
		if fonts != 4 {
			t.Errorf("%s asks for %d fonts, want 4", name, fonts)
		}
		if strings.Contains(string(file(t, a, name).Plain), "GDS Transport") {
			t.Errorf("%s names a font that is not ours to use", name)
		}
	}
	if css := string(a.PhoneCSS()); strings.Contains(css, "url(") || strings.Contains(css, "</") {
		t.Error("the phone sheet asks for another file, or would end its <style>")
	}
}

func TestThePolicyHashIsThatOfTheSheetPhonesGet(t *testing.T) {
	a := load(t)
	sum := sha256.Sum256([]byte(a.PhoneCSS()))
	want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if got := a.PhoneCSSHash(); got != want {
		t.Errorf("PhoneCSSHash = %s, want %s", got, want)
	}
}

func TestAPhonePaysFewBytes(t *testing.T) {
	a := load(t)
	var sheet bytes.Buffer
	w := brotli.NewWriterLevel(&sheet, brotli.BestCompression)
	_, _ = w.Write([]byte(a.PhoneCSS()))
	_ = w.Close()
	if got, most := sheet.Len(), 3600; got > most {
		t.Errorf("the phone sheet is %d bytes with brotli, want at most %d", got, most)
	}
	if got, most := len(file(t, a, "js/phone.js").Brotli), 5600; got > most {
		t.Errorf("phone.js is %d bytes with brotli, want at most %d, that its headers fit into 6,000 too", got, most)
	}
	if got, most := len(a.Worker().Brotli), 700; got > most || got == 0 {
		t.Errorf("sw.js is %d bytes with brotli, want 1 to %d", got, most)
	}
}

func TestPicturesAreSmallNamedInEveryLanguageAndAlone(t *testing.T) {
	a := load(t)
	list := a.Pictures()
	if len(list) < 120 {
		t.Errorf("%d pictures, want at least 120", len(list))
	}
	total := 0
	names := map[string]string{}
	for _, p := range list {
		f := file(t, a, p.Asset())
		total += len(f.Plain)
		if len(f.Plain) > 6144 {
			t.Errorf("%s (%s) is %d bytes, want at most 6144", p.Code, p.Names["en"], len(f.Plain))
		}
		if regexp.MustCompile(`(?i)<script|style=|href=|\son[a-z]+=`).Match(f.Plain) {
			t.Errorf("%s holds more than a drawing", p.Code)
		}
		for _, lang := range surveys.Languages() {
			name := p.Names[lang]
			if other, taken := names[lang+" "+name]; name == "" || taken {
				t.Errorf("%s is called %q in %s, like %q", p.Code, name, lang, other)
			}
			names[lang+" "+name] = p.Code
		}
	}
	if total > 400_000 {
		t.Errorf("the pictures are %d bytes together, want at most 400,000", total)
	}
	if p, ok := a.Picture("1F333"); !ok || p.Names["en"] != "deciduous tree" {
		t.Errorf("Picture(1F333) = %v %v, want the deciduous tree", p, ok)
	}
}

// tool gives node_modules' esbuild, or skips; with E2E_REQUIRED=1 it fails.
func tool(t *testing.T) string {
	t.Helper()
	path := filepath.Join("node_modules", ".bin", "esbuild")
	_, err := os.Stat(path)
	if _, node := exec.LookPath("node"); err == nil && node == nil {
		return path
	}
	if os.Getenv("E2E_REQUIRED") == "1" {
		t.Fatal("esbuild is missing: run npm ci in static/")
	}
	t.Skip("esbuild is missing: run npm ci in static/")
	return ""
}

func TestScriptsParseOnOldPhones(t *testing.T) {
	esbuild := tool(t)
	for _, name := range []string{"js/phone.js", "js/kinds.js", "js/fill.js", "js/fillon.js", "js/tell.js", "js/staff.js", "js/desk.js", "js/projector.js", "sw.js"} {
		plain, err := os.ReadFile(filepath.Join("built", name))
		if err != nil {
			t.Fatal(err)
		}
		// Lowering rewrites what a target does not know: built for old phones and built for
		// none, a script that they can all read comes out the same.
		old, err := printed(esbuild, "chrome61,safari11,ios12", plain)
		if err != nil {
			t.Errorf("%s does not parse for chrome61, safari11, ios12: %v", name, err)
			continue
		}
		newest, err := printed(esbuild, "esnext", plain)
		if err != nil || !bytes.Equal(old, newest) {
			t.Errorf("%s holds something that chrome61, safari11 or ios12 do not know (%v)", name, err)
		}
	}
}

func printed(esbuild, target string, script []byte) ([]byte, error) {
	cmd := exec.Command(esbuild, "--target="+target, "--log-level=warning", "--charset=utf8")
	cmd.Stdin = bytes.NewReader(script)
	return cmd.Output()
}

func TestBuiltFilesAreThoseOfTheSources(t *testing.T) {
	tool(t)
	out, err := exec.Command("node", "build.mjs", "--check").CombinedOutput()
	if err != nil {
		t.Errorf("run make assets and commit what it writes: %v\n%s", err, out)
	}
}

func TestModulesAreShort(t *testing.T) {
	names, err := filepath.Glob("js/*.js")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d modules, %v", len(names), err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if lines := bytes.Count(raw, []byte("\n")); lines > 150 {
			t.Errorf("%s has %d lines, want at most 150", name, lines)
		}
		if !bytes.HasPrefix(raw, []byte("// ")) {
			t.Errorf("%s does not say at its head what it is for", name)
		}
	}
}
