package server

import (
	"time"

	"cairn/fault"
	"cairn/moderation"
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
		shown := views.ComplaintCase{
			Reference: one.ID, Text: one.Text, State: string(one.State), Day: h.dayText(lang, one.Day), Days: one.DaysLeft(today),
			Answer: one.Answer, MayPass: one.State == receipts.ComplaintOpen && h.PassOn != nil,
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
	complaint, err := h.Threads.Complaint(c.UserContext(), c.FormValue("reference"))
	if err == nil && !staff.May(who(c).account, staff.HearComplaints, complaint.Service) {
		err = missing()
	}
	if fault.Is(err, fault.NotFound) {
		return missing()
	}
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

// passComplaint seals the words for the lead first and takes them out here then.
func (h *replyScreens) passComplaint(c *fiber.Ctx, one *receipts.Complaint) error {
	if h.PassOn == nil || one.State != receipts.ComplaintOpen || one.Text == "" {
		return fault.New(fault.Conflict, "wrong.passed")
	}
	by := who(c).account.ID
	err := h.PassOn(c.UserContext(), moderation.Arrival{
		ID: h.Threads.ItemID("complaint "+one.ID, one.Text), Service: one.Service, Source: moderation.Feedback, Words: []byte(one.Text),
		Lang: one.Lang, PassedBy: by, SeenBy: []string{by}, Example: h.example,
	})
	if err != nil {
		return err
	}
	return h.Threads.PassComplaint(c.UserContext(), one.ID, by)
}
