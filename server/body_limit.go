package server

import (
	"bytes"
	"time"

	"github.com/valyala/fasthttp"
)

// answerRoom is what a form of a young person or a sign-in may hold: the longest
// text three times over, as forms write it. The room is set aside when the
// headers are in, so that many slow bodies must not each claim much.
const answerRoom = 128 << 10

// bodyLimits gives the one route that takes pictures room for them and time on
// a slow line; only a request that carries a staff cookie gets it. It is asked
// when the headers are in and before the body is read, so that every other
// route refuses a large body unread.
func bodyLimits(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path := header.RequestURI()
	if i := bytes.IndexByte(path, '?'); i >= 0 {
		path = path[:i]
	}
	signedIn := len(header.Cookie("staff")) > 0 || len(header.Cookie("__Host-staff")) > 0
	if !signedIn {
		return fasthttp.RequestConfig{MaxRequestBodySize: answerRoom}
	}
	if !header.IsPost() || !bytes.HasPrefix(path, []byte("/sessions/")) || !bytes.HasSuffix(path, []byte("/pictures")) {
		return fasthttp.RequestConfig{}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: uploadRoom, ReadTimeout: 2 * time.Minute}
}
