package server

import (
	"math/rand/v2"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
)

// Counting is what the results of surveys are made of. A nil Desk has none.
type Counting struct {
	Shelf   *surveys.Shelf
	Desk    *results.Desk
	Exports *results.Exports
	// Start runs what takes longer than a page; it is ended with the program.
	Start func(job func())
}

// resultScreens are what a survey's answers come to: figures, cross-tabs, waves, files, and rows for two people.
type resultScreens struct {
	*afterScreens
	shelf   *surveys.Shelf
	desk    *results.Desk
	exports *results.Exports
	start   func(job func())
}

func newResults(s *site, p Parts, after *afterScreens) *resultScreens {
	return &resultScreens{
		afterScreens: after, shelf: p.Counting.Shelf, desk: p.Counting.Desk, exports: p.Counting.Exports, start: p.Counting.Start,
	}
}

// counted is a survey as its results are looked at.
type counted struct {
	survey  *surveys.Survey
	service *staff.Service
	asked   results.Asked
	lang    string

	versions []surveys.Version
	heads    []string // by which the responses can be parted, once it has closed
}

// survey loads the survey of the path, with its columns, for somebody who may do in its service what the route needs.
func (h *resultScreens) survey(c *fiber.Ctx) (*counted, error) {
	if h.desk == nil {
		return nil, missing()
	}
	s, err := h.shelf.Survey(c.UserContext(), c.Params("id"))
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	if err != nil {
		return nil, err
	}
	if !staff.May(who(c).account, who(c).action, s.Service) || s.Version == 0 {
		return nil, missing()
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return nil, err
	}
	versions, err := h.shelf.Versions(c.UserContext(), s.ID)
	if err != nil {
		return nil, err
	}
	return &counted{survey: s, service: service, lang: who(c).lang, asked: AskedOf(s, versions), versions: versions}, nil
}

// AskedOf is what results needs to know of a survey.
func AskedOf(s *surveys.Survey, versions []surveys.Version) results.Asked {
	return results.Asked{
		Survey: s.ID, Band: s.Band, Columns: surveys.Columns(versions),
		Open: s.State == surveys.OpenNow || s.State == surveys.Draft,
	}
}

// frameOf fills what every page of results carries.
func (h *resultScreens) frameOf(c *fiber.Ctx, of *counted, title string) views.ResultsFrame {
	name, _ := of.survey.Title.In(of.lang)
	f := h.frame(c, title, "Survey", name)
	f.Example = h.example || of.survey.Example
	return views.ResultsFrame{
		Frame: f, ID: of.survey.ID, Heading: of.survey.Title, ServiceName: of.service.Name, State: "results.state." + string(of.survey.State),
		Open: of.asked.Open,
	}
}

// mix puts rows into an order that says nothing.
func mix(n int, swap func(i, j int)) { rand.Shuffle(n, swap) }
