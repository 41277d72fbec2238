package server

import (
	"bytes"
	"html/template"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
)

// richText turns what staff wrote on an information page, a small Markdown,
// into HTML: paragraphs, headings, lists, bold, italics and links. Whatever else
// was written, markup of any kind above all, does not survive. (Plain text from
// young people never comes here: the policy eats words of it, "x<y and y>z".)
type richText struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

func newRichText() *richText {
	policy := bluemonday.NewPolicy()
	policy.AllowElements("p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h2", "h3", "h4")
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowURLSchemes("https", "tel", "sms", "mailto")
	policy.RequireParseableURLs(true)
	policy.RequireNoReferrerOnLinks(true)
	policy.AddTargetBlankToFullyQualifiedLinks(true)
	return &richText{markdown: goldmark.New(), policy: policy}
}

// HTML renders one text. Headings start at the second level: the first is the
// page's title. An unreadable text gives nothing rather than something unsafe.
func (r *richText) HTML(markdown string) template.HTML {
	var out bytes.Buffer
	if err := r.markdown.Convert([]byte(markdown), &out); err != nil {
		return ""
	}
	lowered := bytes.NewBuffer(nil)
	lowered.Write(lowerHeadings(out.Bytes()))
	return template.HTML(r.policy.SanitizeReader(lowered).Bytes()) //nolint:gosec // the policy is the guard, and its tests hold it
}

// lowerHeadings makes a first-level heading a second-level one.
func lowerHeadings(html []byte) []byte {
	html = bytes.ReplaceAll(html, []byte("<h1>"), []byte("<h2>"))
	return bytes.ReplaceAll(html, []byte("</h1>"), []byte("</h2>"))
}
