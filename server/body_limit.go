package server

import (
	"bytes"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// answerRoom is what a form of a young person or a sign-in may hold: the longest
// text three times over, as forms write it. The room is set aside when the
// headers are in, so that many slow bodies must not each claim much.
const answerRoom = 128 << 10

// bodyLimits gives the routes that take pictures and recordings room for them and time on
// a slow line; only a request of somebody signed in gets it. It is asked when
// the headers are in and before the body is read, so that every other route
// refuses a large body unread.
func (s *site) bodyLimits(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	const inChunks = -1
	if n := header.ContentLength(); n != inChunks && n <= answerRoom || !s.signedIn(header) {
		return fasthttp.RequestConfig{MaxRequestBodySize: answerRoom}
	}
	path := header.RequestURI()
	if i := bytes.IndexByte(path, '?'); i >= 0 {
		path = path[:i]
	}
	ours := bytes.HasPrefix(path, []byte("/sessions/")) || bytes.HasPrefix(path, []byte("/surveys/"))
	takes := bytes.HasSuffix(path, []byte("/pictures")) || bytes.HasSuffix(path, []byte("/clips"))
	if !header.IsPost() || !ours || !takes {
		return fasthttp.RequestConfig{}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: uploadRoom, ReadTimeout: 2 * time.Minute}
}

// signedIn asks the store whose cookie it is: a made-up one gets no room.
func (s *site) signedIn(header *fasthttp.RequestHeader) bool {
	for _, secure := range []bool{true, false} {
		token := string(header.Cookie(cookieName(secure, "staff")))
		if token == "" {
			continue
		}
		if _, _, err := s.staff.Look(s.life, token); err == nil {
			return true
		}
	}
	return false
}

// squeezed says whether a body came compressed. No browser sends one, and a few
// kilobytes can unfold to gigabytes, so that it is refused as it is.
func squeezed(c *fiber.Ctx) bool {
	how := c.Get(fiber.HeaderContentEncoding)
	return how != "" && how != "identity"
}
