package e2e

import (
	"os"
	"path/filepath"
	"testing"
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
