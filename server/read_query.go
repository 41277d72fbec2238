package server

import (
	"net/url"
	"strconv"

	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// deskQuery is what the reading desk is asked for: which texts, and which of
// them is being read. It stands in the address, so that Back works and a
// colleague can be sent to it.
type deskQuery struct {
	themes.Query
	item string // id, or "first" and "last" of the page
}

// The items of a page that need no id.
const (
	firstItem = "first"
	lastItem  = "last"
)

// longestSearch is how long a search may be, in bytes.
const longestSearch = 200

// queryOf reads the desk's query from values of an address or of a form's "back".
func queryOf(service string, v url.Values) deskQuery {
	words := cleanText(v.Get("q"))
	if len(words) > longestSearch {
		words = words[:longestSearch]
	}
	page, err := strconv.Atoi(v.Get("page"))
	if err != nil || page < 1 || page > 100000 {
		page = 1
	}
	return deskQuery{item: v.Get("item"), Query: themes.Query{
		Service: service, Words: words, Source: themes.Source(v.Get("source")), Theme: v.Get("theme"),
		Month: v.Get("month"), Area: v.Get("area"), Lang: v.Get("lang"), Quote: v.Get("quote") != "", Page: page,
	}}
}

// deskAsked reads the query of a GET.
func deskAsked(c *fiber.Ctx, service string) deskQuery {
	v, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		v = url.Values{}
	}
	return queryOf(service, v)
}

// deskBack reads the query that a form of the desk carries back.
func deskBack(c *fiber.Ctx, service string) deskQuery {
	v, err := url.ParseQuery(field(c, "back"))
	if err != nil {
		v = url.Values{}
	}
	return queryOf(service, v)
}

// values are the query as an address has them; what is empty is left out.
func (q deskQuery) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", q.Words)
	set("source", string(q.Source))
	set("theme", q.Theme)
	set("month", q.Month)
	set("area", q.Area)
	set("lang", q.Lang)
	if q.Quote {
		v.Set("quote", "1")
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	set("item", q.item)
	return v
}

// address is where the desk answers this query.
func (q deskQuery) address() string {
	to := "/read/" + q.Service
	if v := q.values(); len(v) > 0 {
		to += "?" + v.Encode()
	}
	if q.item != "" {
		to += "#text-" + q.item
	}
	return to
}

// with is the query with one item chosen.
func (q deskQuery) with(item string) deskQuery {
	q.item = item
	return q
}

// on is another page of the query.
func (q deskQuery) on(page int, item string) deskQuery {
	q.Page, q.item = page, item
	return q
}

// inTheme is the query for another theme, from its first page.
func (q deskQuery) inTheme(theme string) deskQuery {
	q.Theme, q.Page, q.item = theme, 1, ""
	return q
}

func (q deskQuery) filtered() bool {
	return q.Source != "" || q.Month != "" || q.Area != "" || q.Lang != "" || q.Quote
}
