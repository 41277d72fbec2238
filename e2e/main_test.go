package e2e

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cairn/e2e/stage"

	"github.com/chromedp/chromedp"
)

// patience is how long a journey waits for something to come true. It only
// decides how fast a broken journey fails.
const patience = 45 * time.Second

// A theatre is what all journeys of one test run share: the program, built once, and one browser.
type theatre struct {
	folder  string
	program func() (string, error)
	browser func() (context.Context, error)
	key     func() (*ecdsa.PrivateKey, error) // of the certificates the browser takes for good; only the soak speaks TLS
}

// house is set once, by TestMain, before any test runs.
var house theatre

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "cairn-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "no folder for the journeys:", err)
		os.Exit(1)
	}
	ctx, stop := context.WithCancel(context.Background())
	house = theatre{
		key:    sync.OnceValues(newKey),
		folder: folder,
		// With the race detector inside: the journeys' few phones can afford it, and it hears what unit tests do not.
		program: sync.OnceValues(func() (string, error) { return stage.Build(ctx, "./cmd/cairn", folder, true) }),
		browser: sync.OnceValues(func() (context.Context, error) { return launch(ctx, filepath.Join(folder, "profile")) }),
	}
	code := m.Run()
	stop()
	_ = os.RemoveAll(folder) // the browser may still be closing its files
	os.Exit(code)
}

// launch starts the one browser, without the doors to the world that Chromium opens by itself.
func launch(ctx context.Context, profile string) (context.Context, error) {
	path, err := stage.Chromium(ctx)
	if err != nil {
		return nil, err
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)
	if os.Getenv("CAIRN_SOAK") != "" {
		trusted, err := pin(house.key())
		if err != nil {
			return nil, err
		}
		opts = append(opts, chromedp.Flag("ignore-certificate-errors-spki-list", trusted))
	}
	allocated, _ := chromedp.NewExecAllocator(ctx, opts...)
	browser, _ := chromedp.NewContext(allocated)
	if err := chromedp.Do(browser); err != nil {
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return browser, nil
}

// without ends a test that lacks something: a failure where everything must run, a skip by name elsewhere.
func without(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("E2E_REQUIRED") == "1" {
		t.Fatalf("%s: %v", what, err)
	}
	t.Skipf("%s: %v", what, err)
}
