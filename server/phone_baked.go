package server

import (
	"bytes"
	"sync"

	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// When a question opens, every phone in the room asks for the same page at once.
// The pages differ in a form token, a submission key, the seat's name and the
// live version alone, so that the template is run once and those four are put
// in for each phone. A page with anything of its reader on it is never baked.

// bakeKey is everything else a fresh question's page depends on.
type bakeKey struct {
	shape, lang, layer, code, service string
	quiet, large, secure, part        bool
}

// bakery keeps baked pages for a while.
type bakery struct {
	marks views.Blanks

	mu    sync.RWMutex
	pages map[bakeKey]baked
}

// baked is a page cut at its blanks: pieces[0], blank[0], pieces[1] …
type baked struct {
	pieces [][]byte
	blanks []int // which of the four follows a piece
}

const mostBaked = 200

func newBakery() *bakery {
	return &bakery{
		// Random, so that no author can write one into a question.
		marks: views.Blanks{freshKey(), freshKey(), freshKey(), freshKey()},
		pages: map[bakeKey]baked{},
	}
}

// showFresh sends the page of an open question that its reader has not answered.
func (h *phoneScreens) showFresh(c *fiber.Ctx, page views.PhoneAsk) error {
	key := bakeKey{
		shape: page.Shape, lang: page.Lang, layer: layer(c), code: page.Ask.Code, service: page.Service,
		quiet: page.Quiet, large: page.Large, secure: who(c).secure, part: wantsPart(c),
	}
	own := page.Blanks()
	h.baked.mu.RLock()
	found, ok := h.baked.pages[key]
	h.baked.mu.RUnlock()
	if !ok {
		html, err := h.views.Render(key.lang, page.WithBlanks(h.baked.marks), key.part)
		if err != nil {
			return err
		}
		found = cut(html, h.baked.marks)
		h.baked.keep(key, found)
	}
	return h.sendPage(c, "phone", found.filled(own))
}

func (b *bakery) keep(key bakeKey, page baked) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.pages) >= mostBaked {
		clear(b.pages)
	}
	b.pages[key] = page
}

// cut finds the blanks of a page.
func cut(html []byte, marks views.Blanks) baked {
	var b baked
	for {
		first, which := len(html), -1
		for i, mark := range marks {
			if at := bytes.Index(html[:first], []byte(mark)); at >= 0 {
				first, which = at, i
			}
		}
		b.pieces = append(b.pieces, html[:first])
		if which < 0 {
			return b
		}
		b.blanks = append(b.blanks, which)
		html = html[first+len(marks[which]):]
	}
}

// filled puts one phone's own values into the blanks.
func (b baked) filled(own views.Blanks) []byte {
	var page bytes.Buffer
	for i, piece := range b.pieces {
		page.Write(piece)
		if i < len(b.blanks) {
			page.WriteString(own[b.blanks[i]])
		}
	}
	return page.Bytes()
}
