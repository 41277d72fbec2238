package stage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Chromium gives the path of a Chromium or Chrome to drive: the one named in
// CAIRN_CHROMIUM, else where Debian, Google's package and Fedora put theirs,
// else the one tools/chromium.sh fetched.
// The wrapper scripts in /usr/bin are left alone, they add switches. It fails
// with a sentence that says what to do.
func Chromium(ctx context.Context) (string, error) {
	if named := os.Getenv("CAIRN_CHROMIUM"); named != "" {
		if _, err := os.Stat(named); err != nil {
			return "", fmt.Errorf("CAIRN_CHROMIUM names a browser that is not there: %w", err)
		}
		return named, nil
	}
	root, err := Root(ctx)
	if err != nil {
		return "", err
	}
	for _, path := range []string{
		"/usr/lib/chromium/chromium", "/opt/google/chrome/chrome", "/usr/lib64/chromium-browser/chromium-browser",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		filepath.Join(root, ".cache", "chromium", "chromium"),
	} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium here: `make machine` installs it on Debian, or name one in CAIRN_CHROMIUM")
}
