package server

import (
	"strconv"
	"strings"

	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// clip sends a recording to phones. Its id is made from its content, so it never
// changes; the type is ours, never the uploader's, and the policy lets nothing in
// it run. Older iPhones play nothing that they cannot ask for in pieces.
func (m *machineScreens) clip(c *fiber.Ctx) error {
	kept, err := m.pictures.Clips.Clip(c.UserContext(), c.Params("id"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Set(fiber.HeaderContentType, kept.Type)
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	asked := c.Get(fiber.HeaderRange)
	if asked == "" {
		return c.Send(kept.Bytes)
	}
	from, to, ok := oneRange(asked, len(kept.Bytes))
	if !ok {
		c.Set(fiber.HeaderContentRange, "bytes */"+strconv.Itoa(len(kept.Bytes)))
		return c.SendStatus(fiber.StatusRequestedRangeNotSatisfiable)
	}
	c.Status(fiber.StatusPartialContent)
	c.Set(fiber.HeaderContentRange, "bytes "+strconv.Itoa(from)+"-"+strconv.Itoa(to)+"/"+strconv.Itoa(len(kept.Bytes)))
	return c.Send(kept.Bytes[from : to+1])
}

// oneRange reads a range of bytes: the first and the last of those asked for. Of
// several ranges none is given.
func oneRange(asked string, size int) (from, to int, ok bool) {
	first, last, ok := strings.Cut(strings.TrimPrefix(asked, "bytes="), "-")
	if !ok || !strings.HasPrefix(asked, "bytes=") || size == 0 {
		return 0, 0, false
	}
	to = size - 1
	if first == "" { // the last so many
		n, err := strconv.Atoi(last)
		return max(0, size-n), to, err == nil && n > 0
	}
	from, err := strconv.Atoi(first)
	if err != nil || from < 0 || from >= size {
		return 0, 0, false
	}
	if last != "" {
		end, err := strconv.Atoi(last)
		if err != nil || end < from {
			return 0, 0, false
		}
		to = min(to, end)
	}
	return from, to, true
}

// clipFor is the address of the recording that says a text as it is shown, in the
// language it is shown in; "" where there is none that fits. Where a picture stands
// alone it is the reader's language, or any. full is the text in all its words,
// which a recording reads for every layer.
func clipFor(clips, full, shown surveys.Words, lang string) string {
	tag := lang
	if text, in := shown.In(lang); text != "" {
		tag = in
	} else if clips[lang] == "" {
		_, tag = clips.In(lang)
	}
	if ref := clips[tag]; strings.HasPrefix(ref, "own:") && surveys.ClipFits(ref, full[tag]) {
		return "/clips/" + surveys.ClipID(ref)
	}
	return ""
}
