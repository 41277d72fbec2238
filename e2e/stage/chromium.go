package stage

import (
	"errors"
	"fmt"
	"os"
)

// Chromium gives the path of a Chromium or Chrome to drive: the one named in
// CAIRN_CHROMIUM, else where Debian, Google's package and Fedora put theirs.
// The wrapper scripts in /usr/bin are left alone, they add switches. It fails
// with a sentence that says what to do.
func Chromium() (string, error) {
	if named := os.Getenv("CAIRN_CHROMIUM"); named != "" {
		if _, err := os.Stat(named); err != nil {
			return "", fmt.Errorf("CAIRN_CHROMIUM names a browser that is not there: %w", err)
		}
		return named, nil
	}
	for _, path := range []string{
		"/usr/lib/chromium/chromium", "/opt/google/chrome/chrome", "/usr/lib64/chromium-browser/chromium-browser",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium here: `make machine` installs it on Debian, or name one in CAIRN_CHROMIUM")
}
