package static

import (
	"bytes"
	"compress/gzip"
	"path"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// inOrder puts fonts first: sheets carry their addresses.
func inOrder(raw map[string][]byte) []string {
	var names []string
	for name := range raw {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if fa, fb := path.Dir(a) == "font", path.Dir(b) == "font"; fa != fb {
			if fa {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return names
}

// pack compresses what compressing makes at least a tenth smaller.
func pack(name string, body []byte) *File {
	f := &File{Type: contentType(name), Plain: body}
	if strings.HasSuffix(name, ".woff2") || len(body) < 256 {
		return f
	}
	level := brotli.BestCompression
	if path.Dir(name) == "pictures" {
		level = 6 // a hundred small drawings: the last percent would cost a slow start
	}
	if small := brotlied(body, level); len(small) < len(body)*9/10 {
		f.Brotli = small
	}
	if small := gzipped(body); len(small) < len(body)*9/10 {
		f.Gzip = small
	}
	return f
}

func brotlied(body []byte, level int) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, level)
	_, _ = w.Write(body) // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func gzipped(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}
