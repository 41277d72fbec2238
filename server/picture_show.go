package server

import (
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// picture sends an uploaded picture to phones. Its id is made from its content,
// so it never changes; the type is ours, never the uploader's, and the policy
// lets nothing in it run.
func (m *machineScreens) picture(c *fiber.Ctx) error {
	kept, err := m.pictures.Picture(c.UserContext(), c.Params("id"))
	if err != nil {
		return err
	}
	if kept.Type != "image/jpeg" {
		return missing()
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Set(fiber.HeaderContentType, kept.Type)
	return c.Send(kept.Bytes)
}

// uploadRoom is what the two routes that take files may receive, form fields included.
const uploadRoom = surveys.MaxUpload + 256<<10
