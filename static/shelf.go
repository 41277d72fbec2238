package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"sync"
)

// slot is one embedded file, read when it is first asked for.
type slot struct {
	url  func() string
	file func() *File
}

// put gives the embedded file at a place its slot, under the name it is asked for.
func (a *Assets) put(place string) {
	name := strings.TrimPrefix(place, "built/")
	a.shelf[name] = &slot{
		url:  sync.OnceValue(func() string { return hashed(name, embedded(place)) }),
		file: sync.OnceValue(func() *File { return a.pack(name, place) }),
	}
}

// embedded gives an embedded file's bytes, nil where there is none of that name.
func embedded(place string) []byte {
	body, err := files.ReadFile(place)
	if err != nil {
		return nil
	}
	return body
}

// hashed is the address of a file: its name with what it holds in it.
func hashed(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

// nameIn is the name in an address as hashed gives it, "" where it cannot be one.
func nameIn(url string) string {
	name, ok := strings.CutPrefix(url, Prefix)
	if !ok {
		return ""
	}
	stem, ext := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	if hash := path.Ext(stem); hash != "" {
		return strings.TrimSuffix(stem, hash) + ext
	}
	return stem // of a file without an ending, ext is the hash itself
}

// pack joins a file with its compressed forms. Sheets and scripts bring theirs
// along (build.mjs makes them as small as can be, which is slow). The many small
// drawings are compressed here, with gzip alone: browsers take brotli only over
// TLS, and for a drawing it gains a few bytes.
func (a *Assets) pack(name, place string) *File {
	f := &File{Type: contentType(name), Plain: embedded(place), Brotli: embedded(place + ".br"), Gzip: embedded(place + ".gz")}
	if path.Ext(name) == ".svg" {
		var out bytes.Buffer
		zip := a.zips.Get().(*gzip.Writer)
		zip.Reset(&out)
		_, _ = zip.Write(f.Plain) // a bytes.Buffer takes everything
		_ = zip.Close()
		a.zips.Put(zip)
		f.Gzip = bytes.Clone(out.Bytes())
	}
	return f
}
