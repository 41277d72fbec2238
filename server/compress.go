package server

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// send compresses a page for the line where the phone can read it: brotli at a
// middling level, else gzip; small answers go as they are. (BREACH needs a
// secret beside attacker-chosen text in one answer: pages give back typed text
// only on failures, where the form token changes with the guard cookie.)
func (s *site) send(c *fiber.Ctx, body []byte) error {
	accepted := c.Get(fiber.HeaderAcceptEncoding)
	switch {
	case len(body) < 600:
		return c.Send(body)
	case strings.Contains(accepted, "br"):
		c.Set(fiber.HeaderContentEncoding, "br")
		c.Response().SetBodyRaw(fasthttp.AppendBrotliBytesLevel(nil, body, fasthttp.CompressBrotliDefaultCompression))
	case strings.Contains(accepted, "gzip"):
		c.Set(fiber.HeaderContentEncoding, "gzip")
		c.Response().SetBodyRaw(fasthttp.AppendGzipBytesLevel(nil, body, fasthttp.CompressDefaultCompression))
	default:
		return c.Send(body)
	}
	return nil
}
