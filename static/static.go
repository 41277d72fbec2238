// Package static carries the built files inside the program: styles, scripts,
// fonts and pictures, under names that change with their content, ready
// compressed, each with its content type. Sources lie in css/, js/ and
// pictures.mjs; `make assets` builds them and what it writes is committed.
package static

import (
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"
)

//go:embed built pictures
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

// Immutable is the Cache-Control value of every file under Prefix: its address
// changes when it does.
const Immutable = "public, max-age=31536000, immutable"

// File is one file as it is served. Brotli and Gzip are nil where compressing
// gains nothing (fonts), and the caller then sends Plain.
type File struct {
	Type   string // Content-Type
	Plain  []byte
	Brotli []byte
	Gzip   []byte
}

// Best gives the bytes for an Accept-Encoding header and their
// Content-Encoding, "" for plain bytes. Answers vary by Accept-Encoding.
func (f *File) Best(accept string) (body []byte, encoding string) {
	if f.Brotli != nil && accepts(accept, "br") {
		return f.Brotli, "br"
	}
	if f.Gzip != nil && accepts(accept, "gzip") {
		return f.Gzip, "gzip"
	}
	return f.Plain, ""
}

func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			return strings.TrimSpace(strings.ReplaceAll(weight, " ", "")) != "q=0"
		}
	}
	return false
}

// Assets are all files of the program, for many callers at once. A file is read,
// and a drawing compressed, when it is first asked for.
type Assets struct {
	shelf    map[string]*slot // by name: "css/desk.css"
	zips     sync.Pool        // of *gzip.Writer: a new one costs more than a drawing
	worker   *File
	phone    string
	hash     string // of phone, as a policy's source expression
	tell     string
	tellHash string
	pictures func() []Picture
}

// Load names the embedded files and reads what every page needs, in a few
// hundredths of a second. An error says that the program was built without them.
func Load() (*Assets, error) {
	a := &Assets{shelf: map[string]*slot{}, zips: sync.Pool{New: func() any { return gzip.NewWriter(nil) }}}
	err := fs.WalkDir(files, ".", func(place string, entry fs.DirEntry, err error) error {
		if ext := path.Ext(place); err == nil && !entry.IsDir() && ext != ".br" && ext != ".gz" {
			a.put(place)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	for _, name := range []string{"css/phone.css", "css/tell.css", "sw.js"} {
		if !a.Has(name) {
			return nil, fmt.Errorf("static: the built files are missing; run make assets")
		}
	}
	a.phone, a.hash = a.inline("css/phone.css")
	a.tell, a.tellHash = a.inline("css/tell.css")
	a.worker = a.shelf["sw.js"].file()
	delete(a.shelf, "sw.js") // it has an address of its own
	a.pictures = sync.OnceValue(readPictures)
	return a, nil
}

// inline gives a sheet, and its hash as a policy's source expression.
func (a *Assets) inline(name string) (sheet, hash string) {
	body := a.shelf[name].file().Plain
	sum := sha256.Sum256(body)
	return string(body), "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// URL gives the hashed address of a file ("css/desk.css" → "/static/css/desk.….css").
// An unknown name gives an address that is not found, so that a page still comes;
// the tests know every name that templates ask for.
func (a *Assets) URL(name string) string {
	if one, ok := a.shelf[name]; ok {
		return one.url()
	}
	return Prefix + "missing/" + name
}

// Has says whether there is a file of that name.
func (a *Assets) Has(name string) bool { _, ok := a.shelf[name]; return ok }

// File gives the file at a hashed address, as URL gave it.
func (a *Assets) File(url string) (*File, bool) {
	one, ok := a.shelf[nameIn(url)]
	if !ok || one.url() != url {
		return nil, false
	}
	return one.file(), true
}

// Worker is the service worker, to be served at /sw.js with Cache-Control:
// no-cache; its own address must not change.
func (a *Assets) Worker() *File { return a.worker }

// PhoneCSS is the sheet that phone pages carry inline, in a <style> element
// with nothing else in it.
func (a *Assets) PhoneCSS() template.CSS { return template.CSS(a.phone) }

// PhoneCSSHash is the source expression that lets PhoneCSS through a
// Content-Security-Policy's style-src: 'sha256-…', quotes included.
func (a *Assets) PhoneCSSHash() string { return a.hash }

// TellCSS is the small sheet that pages of telling and coming back carry behind
// PhoneCSS, inline as well.
func (a *Assets) TellCSS() template.CSS { return template.CSS(a.tell) }

// TellCSSHash is for TellCSS what PhoneCSSHash is for PhoneCSS.
func (a *Assets) TellCSSHash() string { return a.tellHash }

func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/json"
	case ".txt", "", ".md":
		return "text/plain; charset=utf-8"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
