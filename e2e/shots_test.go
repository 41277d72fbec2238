package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// keep writes a picture into the folder CAIRN_SHOTS names, if it names one: that is how docs/ gets its screenshots.
func keep(t *testing.T, name string, png []byte) {
	t.Helper()
	folder := os.Getenv("CAIRN_SHOTS")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// shot keeps a picture of the page for docs when CAIRN_SHOTS names a folder.
func (p *page) shot(name string) {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatalf("%s: a picture of %s: %v", p.who, name, err)
	}
	keep(p.t, strings.ToLower(name)+".png", png)
}
