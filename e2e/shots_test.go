package e2e

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// pictureBytes is how large a picture in docs may be.
const pictureBytes = 60_000

// CAIRN_SHOTS=docs/pictures makes the pictures docs/ shows: join, vote, desk, projector and report on a phone and on a laptop.
func TestShotsForTheDocsAreSmall(t *testing.T) {
	t.Parallel()
	if got := fewColours(image.NewNRGBA(image.Rect(0, 0, 900, 900))); len(got) == 0 || len(got) > 3_000 {
		t.Errorf("an empty picture takes %d bytes, want a few", len(got))
	}
	if os.Getenv("CAIRN_SHOTS") == "" {
		return
	}
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	beside := sam.Beside("sam", wideGlass())
	sam.Take(question)
	crowd := make([]*phone, 7)
	for i := range crowd {
		crowd[i] = r.Phone("young person")
		crowd[i].Scan()
	}
	crowd[0].both("join")
	for _, p := range crowd {
		p.Sit()
	}
	sam.Press(openKey)
	choices := crowd[0].Choices()
	crowd[0].both("vote")
	for i, p := range crowd {
		p.Choose(choices[[]int{0, 1, 1, 3, 1, 0, 3}[i]])
		p.IsIn()
	}
	sam.Press(closeKey)
	sam.Sees("This will appear")
	sam.both("desk")
	sam.Press(revealKey)
	wall.SeesTally(map[string]int{choices[0]: 2, choices[1]: 3, choices[3]: 2})
	wall.both("projector")
	beside.Open(r.Report)
	beside.both("report")
}

// both takes a picture of the page at 360 and at 1280 px.
func (p *page) both(name string) {
	p.t.Helper()
	began := p.size
	for width, g := range map[string]glass{"360": phoneGlass(), "1280": wideGlass()} {
		p.look(g)
		p.until("the page at rest", `document.readyState === "complete" && document.getAnimations().every(a => a.playState !== "running") ? "" : "moving"`)
		p.shot(name + "-" + width)
	}
	p.look(began)
}

// shot keeps a picture of the page in the folder CAIRN_SHOTS names, if it names one.
func (p *page) shot(name string) {
	p.t.Helper()
	taken, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatalf("%s: a picture of %s: %v", p.who, name, err)
	}
	seen, err := png.Decode(bytes.NewReader(taken))
	if err != nil {
		p.t.Fatal(err)
	}
	small := fewColours(seen)
	if len(small) > pictureBytes {
		p.t.Errorf("the picture of %s is %d bytes, want at most %d", name, len(small), pictureBytes)
	}
	folder := os.Getenv("CAIRN_SHOTS")
	if !filepath.IsAbs(folder) {
		folder = filepath.Join("..", folder) // tests run in their own folder
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, strings.ToLower(name)+".png"), small, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// fewColours writes a picture with its 48 commonest colours: our pages have few, the rest is the edges of letters.
func fewColours(seen image.Image) []byte {
	count := map[color.Color]int{}
	for y := seen.Bounds().Min.Y; y < seen.Bounds().Max.Y; y++ {
		for x := seen.Bounds().Min.X; x < seen.Bounds().Max.X; x++ {
			count[seen.At(x, y)]++
		}
	}
	common := slices.SortedFunc(maps.Keys(count), func(a, b color.Color) int { return cmp.Compare(count[b], count[a]) })
	few := image.NewPaletted(seen.Bounds(), common[:min(48, len(common))])
	draw.Draw(few, few.Bounds(), seen, seen.Bounds().Min, draw.Src)
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	_ = encoder.Encode(&out, few) // a buffer takes everything, and 48 colours are a palette
	return out.Bytes()
}

// picture leaves what is on the glass in .cache/e2e for whoever has to mend it.
func (p *page) picture() {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return
	}
	folder := filepath.Join("..", ".cache", "e2e")
	name := filepath.Join(folder, strings.NewReplacer("/", "-", " ", "-").Replace(p.t.Name()+"-"+p.who)+".png")
	if os.MkdirAll(folder, 0o755) == nil && os.WriteFile(name, png, 0o644) == nil {
		p.t.Logf("what %s saw: %s", p.who, name)
	}
}
