package staff

// Who may do what. A person has roles per service and holds what any of them
// holds; nothing carries over to another service. Safeguarding stays with the
// lead: an administrator can read no possible disclosure, ever.
//
//	                                   facilitator moderator designer lead administrator
//	see the service's pages                 x          x        x      x         x
//	plan sessions (make, edit, share)       x          .        .      .         .
//	run sessions (the desk)                 x          .        .      .         .
//	stop a session, stop all publishing     x          x        .      x         x
//	read and rule on held words             x          x        .      .         .
//	read reports                            x          .        x      x         .
//	make and archive panels                 x          .        .      .         x
//	write answer-backs                      x          .        x      .         .
//	see that a worry came (no words)        x          x        .      x         .
//	read possible disclosures               .          .        .      x         .
//	change the service and its areas        .          .        .      .         x
//	change its help lines                   .          .        .      x         x
//	invite staff, give and take roles       .          .        .      .         x
//	read the audit trail                    .          .        .      x         x
//	back up, retention                      .          .        .      .         x
//
// Adding a service belongs to no service: who is administrator anywhere may.
// A row here and a row in allowed() are the same row; may_test.go holds them together.

// Role is what somebody does for one service; its name is the catalogue key "role.<role>".
type Role string

// The five roles.
const (
	Facilitator   Role = "facilitator"
	Moderator     Role = "moderator"
	Designer      Role = "designer"
	Lead          Role = "lead" // safeguarding lead
	Administrator Role = "administrator"
)

// Roles lists the five roles in the order they are shown.
func Roles() []Role { return []Role{Facilitator, Moderator, Designer, Lead, Administrator} }

// Action is something staff may or may not do in a service; its name is the catalogue key "action.<action>".
type Action string

// The actions, in the order of the table at the head of this file.
const (
	SeeService     Action = "see"
	PlanSession    Action = "plan"
	RunSession     Action = "run"
	StopSession    Action = "stop"
	RuleOnWords    Action = "rule"
	ReadReport     Action = "report"
	ManagePanels   Action = "panels"
	AnswerBack     Action = "answer"
	SeeWorries     Action = "worries"
	ReadDisclosure Action = "disclosure"
	ChangeService  Action = "service"
	ChangeHelp     Action = "help"
	ManageStaff    Action = "staff"
	ReadTrail      Action = "trail"
	KeepData       Action = "data"
	AddService     Action = "addservice"
)

// Actions lists every action in the order of the table.
func Actions() []Action {
	return []Action{SeeService, PlanSession, RunSession, StopSession, RuleOnWords, ReadReport, ManagePanels,
		AnswerBack, SeeWorries, ReadDisclosure, ChangeService, ChangeHelp, ManageStaff, ReadTrail, KeepData, AddService}
}

// allowed lists the roles that may do a; an unknown action belongs to nobody.
func allowed(a Action) []Role {
	switch a {
	case SeeService:
		return Roles()
	case PlanSession, RunSession:
		return []Role{Facilitator}
	case StopSession:
		return []Role{Facilitator, Moderator, Lead, Administrator}
	case RuleOnWords:
		return []Role{Facilitator, Moderator}
	case ReadReport:
		return []Role{Facilitator, Designer, Lead}
	case ManagePanels:
		return []Role{Facilitator, Administrator}
	case AnswerBack:
		return []Role{Facilitator, Designer}
	case SeeWorries:
		return []Role{Facilitator, Moderator, Lead}
	case ReadDisclosure:
		return []Role{Lead}
	case ChangeHelp, ReadTrail:
		return []Role{Lead, Administrator}
	case ChangeService, ManageStaff, KeepData, AddService:
		return []Role{Administrator}
	}
	return nil
}

// May reports whether an account may do action in service (its id). An ended or
// nil account may do nothing; AddService ignores the service.
func May(a *Account, action Action, service string) bool {
	if a == nil || !a.Ended.IsZero() {
		return false
	}
	for _, g := range a.Grants {
		if g.Service != service && action != AddService {
			continue
		}
		for _, r := range allowed(action) {
			if g.Role == r {
				return true
			}
		}
	}
	return false
}

// Known reports whether r is one of the five roles.
func Known(r Role) bool {
	for _, k := range Roles() {
		if k == r {
			return true
		}
	}
	return false
}
