package staff

import "slices"

// Who may do what. A person has roles per service and holds what any of them
// holds; nothing carries over to another service. Safeguarding stays with the
// lead and the deputies: an administrator can read no possible disclosure, ever.
//
//	                                    facilitator moderator designer lead deputy administrator
//	see the service's pages                  x          x        x      x     x         x
//	plan sessions (make, edit, share)        x          .        .      .     .         .
//	run sessions (the desk)                  x          .        .      .     .         .
//	stop a session, stop all publishing      x          x        .      x     x         x
//	read and rule on a room's held words     x          x        .      .     .         .
//	read the queue and decide                .          x        .      .     .         .
//	take appeals and second looks            .          x        .      x     x         .
//	read approved words, search, copy        x          .        x      x     x         .
//	make themes and tag                      x          .        x      .     .         .
//	write a reply to somebody who told us    x          .        x      x     x         .
//	check a colleague's reply and send it    x          x        x      x     x         .
//	answer "something is wrong"              .          .        .      x     x         x
//	read the numbers of the queue            x          x        x      x     x         x
//	read reports                             x          .        x      x     x         .
//	make and archive panels                  x          .        .      .     .         x
//	write answer-backs                       x          .        x      .     .         .
//	see that a worry came (no words)         x          x        .      x     x         .
//	read possible disclosures, hold a key    .          .        .      x     x         .
//	see who is on call                       x          x        .      x     x         x
//	keep the rota                            .          .        .      x     x         x
//	change the safety settings               .          .        .      x     x         x
//	change the service and its areas         .          .        .      .     .         x
//	change its help lines                    .          .        .      x     x         x
//	invite staff, give and take roles        .          .        .      .     .         x
//	read the audit trail                     .          .        .      x     x         x
//	back up, retention                       .          .        .      .     .         x
//
// Adding a service belongs to no service: who is administrator anywhere may.
// Opening a possible disclosure needs a key of one's own as well: this table
// only says who may stand at that door.
// A row here and a row in allowed() are the same row; may_test.go holds them together.

// Role is what somebody does for one service; its name is the catalogue key "role.<role>".
type Role string

// The six roles.
const (
	Facilitator   Role = "facilitator"
	Moderator     Role = "moderator"
	Designer      Role = "designer"
	Lead          Role = "lead"   // safeguarding lead
	Deputy        Role = "deputy" // safeguarding deputy
	Administrator Role = "administrator"
)

// Roles lists the six roles in the order they are shown.
func Roles() []Role {
	return []Role{Facilitator, Moderator, Designer, Lead, Deputy, Administrator}
}

// Action is something staff may or may not do in a service; its name is the catalogue key "action.<action>".
type Action string

// The actions, in the order of the table at the head of this file.
const (
	SeeService     Action = "see"
	PlanSession    Action = "plan"
	RunSession     Action = "run"
	StopSession    Action = "stop"
	RuleOnWords    Action = "rule"
	Moderate       Action = "moderate"
	TakeAppeals    Action = "appeals"
	ReadFeedback   Action = "read"
	MakeThemes     Action = "themes"
	Reply          Action = "reply"
	CheckReply     Action = "checkreply"
	HearComplaints Action = "complaints"
	SeeNumbers     Action = "numbers"
	ReadReport     Action = "report"
	ManagePanels   Action = "panels"
	AnswerBack     Action = "answer"
	SeeWorries     Action = "worries"
	ReadDisclosure Action = "disclosure"
	SeeRota        Action = "seerota"
	KeepRota       Action = "rota"
	ChangeSafety   Action = "safety"
	ChangeService  Action = "service"
	ChangeHelp     Action = "help"
	ManageStaff    Action = "staff"
	ReadTrail      Action = "trail"
	KeepData       Action = "data"
	AddService     Action = "addservice"
)

// Actions lists every action in the order of the table.
func Actions() []Action {
	return []Action{SeeService, PlanSession, RunSession, StopSession, RuleOnWords, Moderate, TakeAppeals,
		ReadFeedback, MakeThemes, Reply, CheckReply, HearComplaints, SeeNumbers, ReadReport, ManagePanels,
		AnswerBack, SeeWorries, ReadDisclosure, SeeRota, KeepRota, ChangeSafety, ChangeService, ChangeHelp,
		ManageStaff, ReadTrail, KeepData, AddService}
}

// allowed lists the roles that may do a; an unknown action belongs to nobody.
func allowed(a Action) []Role {
	switch a {
	case SeeService, SeeNumbers:
		return Roles()
	case PlanSession, RunSession:
		return []Role{Facilitator}
	case StopSession, SeeRota:
		return []Role{Facilitator, Moderator, Lead, Deputy, Administrator}
	case RuleOnWords:
		return []Role{Facilitator, Moderator}
	case Moderate:
		return []Role{Moderator}
	case TakeAppeals:
		return []Role{Moderator, Lead, Deputy}
	case ReadReport, ReadFeedback, Reply:
		return []Role{Facilitator, Designer, Lead, Deputy}
	case CheckReply:
		return []Role{Facilitator, Moderator, Designer, Lead, Deputy}
	case ManagePanels:
		return []Role{Facilitator, Administrator}
	case AnswerBack, MakeThemes:
		return []Role{Facilitator, Designer}
	case SeeWorries:
		return []Role{Facilitator, Moderator, Lead, Deputy}
	case ReadDisclosure:
		return []Role{Lead, Deputy}
	case HearComplaints, KeepRota, ChangeSafety, ChangeHelp, ReadTrail:
		return []Role{Lead, Deputy, Administrator}
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
		if slices.Contains(allowed(action), g.Role) {
			return true
		}
	}
	return false
}

// Known reports whether r is one of the six roles.
func Known(r Role) bool { return slices.Contains(Roles(), r) }
