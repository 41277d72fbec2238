package static

import (
	"bytes"
	"compress/gzip"
	"path"
)

// packer joins files with their compressed forms. Sheets and scripts bring
// theirs along (build.mjs makes them as small as can be, which is slow). The many
// small drawings are compressed here, with gzip alone: browsers take brotli
// only over TLS, and for a drawing it gains a few bytes.
type packer struct {
	raw map[string][]byte
	zip *gzip.Writer // used again and again: a new one costs more than a drawing
}

func (p *packer) pack(name string) *File {
	f := &File{Type: contentType(name), Plain: p.raw[name], Brotli: p.raw[name+".br"], Gzip: p.raw[name+".gz"]}
	if path.Ext(name) == ".svg" {
		var out bytes.Buffer
		p.zip.Reset(&out)
		_, _ = p.zip.Write(f.Plain) // a bytes.Buffer takes everything
		_ = p.zip.Close()
		f.Gzip = out.Bytes()
	}
	return f
}
