package server

import "github.com/gofiber/fiber/v2"

// archive puts a session away that is over, once its young people have their answer.
func (h *afterScreens) archive(c *fiber.Ctx) error {
	s, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	if err := h.answers.MayArchive(c.UserContext(), s.ID); err != nil {
		return err
	}
	if err := h.rooms.Archive(c.UserContext(), s.ID); err != nil {
		return err
	}
	return seeOther(c, "/sessions/"+s.ID+"/report")
}
