package server

import (
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// complaints is the list of what somebody said is wrong, with the days left.
func (h *replyScreens) complaints(c *fiber.Ctx) error {
	page, err := h.complaintsPage(c)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *replyScreens) complaintsPage(c *fiber.Ctx) (views.Complaints, error) {
	page := views.Complaints{Frame: h.frame(c, "complaint.title")}
	all, err := h.staff.Services(c.UserContext())
	if err != nil {
		return page, err
	}
	for _, s := range all {
		if !staff.May(who(c).account, staff.HearComplaints, s.ID) {
			continue
		}
		of, err := h.complaintsOf(c, s)
		if err != nil {
			return page, err
		}
		page.Services = append(page.Services, of)
	}
	if len(page.Services) == 0 {
		return page, missing()
	}
	return page, nil
}

func (h *replyScreens) complaintsOf(c *fiber.Ctx, s *staff.Service) (views.ComplaintsOf, error) {
	of := views.ComplaintsOf{Name: s.Name, Named: s.Accountable.Name}
	list, err := h.Threads.ComplaintsOf(c.UserContext(), s.ID)
	if err != nil {
		return of, err
	}
	lang, now := who(c).lang, h.now().In(s.Location())
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	for _, one := range list {
		if meant, err := h.complaintAbout(c, one); meant || err != nil {
			if err != nil {
				return of, err
			}
			continue
		}
		shown := views.ComplaintCase{
			Reference: one.ID, Text: one.Text, State: string(one.State), Day: h.dayText(lang, one.Day), Days: one.DaysLeft(today),
			Answer: one.Answer, MayPass: one.State == receipts.ComplaintOpen,
		}
		if shown.Days < 0 {
			shown.Days, shown.Late = -shown.Days, true
		}
		if one.Lang != lang {
			shown.Lang = one.Lang
		}
		of.Cases = append(of.Cases, shown)
	}
	return of, nil
}

// complaintAnswer gives the answer its author reads by the number, or hands the
// complaint to the safeguarding lead.
func (h *replyScreens) complaintAnswer(c *fiber.Ctx) error {
	complaint, err := h.complaintHeard(c)
	if err != nil {
		return err
	}
	switch c.FormValue("do") {
	case "answer":
		err = h.Threads.AnswerComplaint(c.UserContext(), complaint.ID, who(c).account.ID, c.FormValue("answer"))
	case "pass":
		err = h.passComplaint(c, complaint)
	default:
		err = fault.New(fault.Invalid, "fault.badform")
	}
	if err == nil {
		return seeOther(c, "/complaints")
	}
	if !sayable(err) {
		return err
	}
	page, pageErr := h.complaintsPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.Errors = h.wrong(c, "answer-"+complaint.ID, err)
	for i := range page.Services {
		for j := range page.Services[i].Cases {
			if one := &page.Services[i].Cases[j]; one.Reference == complaint.ID && c.FormValue("do") == "answer" {
				one.Answer = cleanText(c.FormValue("answer"))
			}
		}
	}
	return h.again(c, page)
}

// complaintHeard finds the complaint of a form for somebody who has it in their
// list. One that is with safeguarding, or that is about them, is missing to them
// as one that never was.
func (h *replyScreens) complaintHeard(c *fiber.Ctx) (*receipts.Complaint, error) {
	found, err := h.Threads.Complaint(c.UserContext(), c.FormValue("reference"))
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	if err != nil {
		return nil, err
	}
	passed := found.State == receipts.ComplaintPassed && found.By != who(c).account.ID // who passed it on pressed twice
	if passed || !staff.May(who(c).account, staff.HearComplaints, found.Service) {
		return nil, missing()
	}
	meant, err := h.complaintAbout(c, found)
	if meant && err == nil {
		err = missing()
	}
	return found, err
}

// complaintAbout says whether a complaint may be about the person who looks.
func (h *replyScreens) complaintAbout(c *fiber.Ctx, one *receipts.Complaint) (bool, error) {
	look, err := h.Complaint(c.UserContext(), one.Service, one.Text, one.Lang)
	return slices.Contains(look.Meant, who(c).account.ID), err
}

// passComplaint seals the words for the lead first and takes them out here then.
func (h *replyScreens) passComplaint(c *fiber.Ctx, one *receipts.Complaint) error {
	if one.State == receipts.ComplaintPassed {
		return nil
	}
	if one.State != receipts.ComplaintOpen {
		return fault.New(fault.Conflict, "wrong.passed")
	}
	by, sealed := who(c).account.ID, complaintText(h.Threads, *one)
	sealed.AboutStaff, sealed.Example = c.FormValue("adult") != "", h.example
	if err := h.words.SealComplaint(c.UserContext(), sealed, by); err != nil {
		return err
	}
	return h.Threads.PassComplaint(c.UserContext(), one.ID, by)
}
