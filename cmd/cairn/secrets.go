package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// secretLife is how long a site secret makes new keys, and secretGrace how long
// it can still open what it made: longer than any activity may stay unsealed.
const (
	secretName  = "site-secret.json"
	secretLife  = 30 * 24 * time.Hour
	secretGrace = 48 * time.Hour
)

// secretFile is the one file that must be in no backup: with it, ballots of
// activities that are not sealed yet could be read.
type secretFile struct {
	Current  []byte    `json:"current"`
	Since    time.Time `json:"since"`
	Previous []byte    `json:"previous,omitempty"`
	FormKey  []byte    `json:"form_key"`
	// Pepper never changes: every receipt is locked with it, and without it none
	// can be opened again.
	Pepper []byte `json:"pepper"`
}

// loadSecrets reads the secrets of a folder, makes them where there are none,
// replaces a secret older than a month and destroys the one before it once
// nothing can need it any more. Several processes may share the folder: one of
// them writes, and all read the same.
func loadSecrets(dir string, now time.Time) (secretFile, error) {
	s, changed, err := dueSecrets(dir, now)
	if err != nil || !changed {
		return s, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return s, err
	}
	release, err := takeTurn(filepath.Join(dir, "turning"))
	if err != nil {
		return s, err
	}
	defer release()
	if s, changed, err = dueSecrets(dir, now); err != nil || !changed {
		return s, err
	}
	return s, saveSecrets(filepath.Join(dir, secretName), s)
}

// dueSecrets reads the file and says what it should hold now.
func dueSecrets(dir string, now time.Time) (s secretFile, changed bool, err error) {
	path := filepath.Join(dir, secretName)
	raw, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return secretFile{Current: fresh(), Since: now, FormKey: fresh(), Pepper: fresh()}, true, nil
	case err != nil:
		return s, false, fmt.Errorf("the secrets folder cannot be read: %w", err)
	}
	if err := json.Unmarshal(raw, &s); err != nil || len(s.Current) < 32 || len(s.FormKey) < 32 {
		return s, false, fmt.Errorf("the file %s is damaged; without it open activities cannot be counted again", path)
	}
	young := len(s.Pepper) == 0 // written before there were receipts
	if young {
		s.Pepper = fresh()
	}
	turned := turnSecrets(s, now)
	return turned, young || !turned.Since.Equal(s.Since) || len(turned.Previous) != len(s.Previous), nil
}

// takeTurn makes a folder that only one process can make; one left behind by a
// crash is taken over after a minute.
func takeTurn(path string) (release func(), err error) {
	for range 700 {
		if err = os.Mkdir(path, 0o700); err == nil {
			return func() { _ = os.Remove(path) }, nil // a left one is taken over
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if info, lost := os.Stat(path); lost == nil && time.Since(info.ModTime()) > time.Minute {
			_ = os.Remove(path) // whoever is first makes it anew
			continue
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, fmt.Errorf("another process has been writing the secrets for a minute: %w", err)
}

// turnSecrets is the monthly rule: the present secret becomes the former one
// after secretLife, and the former is gone secretGrace later.
func turnSecrets(s secretFile, now time.Time) secretFile {
	switch {
	case now.Sub(s.Since) >= secretLife:
		return secretFile{Current: fresh(), Since: now, Previous: s.Current, FormKey: s.FormKey, Pepper: s.Pepper}
	case len(s.Previous) > 0 && now.Sub(s.Since) >= secretGrace:
		s.Previous = nil
	}
	return s
}

func fresh() []byte {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return b
}

// saveSecrets puts the new file in place first and then overwrites the bytes of
// the old one through the handle kept on it, so that a crash leaves one whole
// file and a replaced secret does not stay behind in a free block.
func saveSecrets(path string, s secretFile) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	old, oldErr := os.OpenFile(path, os.O_WRONLY, 0o600)
	if err := writeDurably(path+".new", raw); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	if oldErr == nil {
		if info, err := old.Stat(); err == nil {
			_, _ = old.Write(make([]byte, info.Size()))
			_ = old.Sync()
		}
		_ = old.Close()
	}
	return syncFolder(filepath.Dir(path))
}

func writeDurably(path string, raw []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(raw); err != nil {
		return err
	}
	return f.Sync()
}
