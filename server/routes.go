package server

import (
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// Who says who may come to a route at all; Needs says what a member of staff
// must be allowed to do there, in the service the thing belongs to.
type Who string

// Anyone needs no sign-in; Staff needs one; Either shows more to those signed in.
const (
	Anyone Who = "anyone"
	Staff  Who = "staff"
	Either Who = "either"
)

// Route is one row of the site's table.
type Route struct {
	Method string
	Path   string
	Who    Who
	Needs  staff.Action // "" where signing in is enough
	Do     fiber.Handler
}

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// routes is the whole site on two screens.
func (s *site) routes(p Parts) []Route {
	phone := newPhone(s, p)
	desk := newDesk(s, p)
	plan := newPlan(s, p)
	after := newAfter(s, p)
	read := newRead(s, p, after)
	results := newResults(s, p, after)
	people := newPeople(s, p)
	safety := newSafety(s, p)
	safe := newSafe(s, p)
	m := newMachine(s, p)
	queue := newQueue(s, p)
	rota := newRota(s, p)
	tell := newTell(s, p)
	fill := newFill(s, p, tell)
	reply := newReply(s, p)
	survey := newSurvey(p, plan, fill, after)
	return []Route{
		// the machine itself
		{get, "/healthz", Anyone, "", m.healthy},
		{get, "/readyz", Anyone, "", m.ready},
		{get, "/static/*", Anyone, "", m.asset},
		{get, "/sw.js", Anyone, "", m.serviceWorker},
		{get, "/pictures/:id", Anyone, "", m.picture},
		{get, "/clips/:id", Anyone, "", m.clip},

		// young people: come in
		{get, "/", Anyone, "", phone.join},
		{post, "/join", Anyone, "", phone.joinWith},
		{post, "/language", Anyone, "", phone.language},
		{post, "/quiet", Anyone, "", phone.quiet},
		{get, "/help", Anyone, "", phone.help},
		{get, "/s/:code/help", Anyone, "", phone.help},
		{get, "/leave", Anyone, "", phone.leave},
		{post, "/leave", Anyone, "", phone.leave},
		{get, "/check", Anyone, "", phone.check},
		{get, "/check/live", Anyone, "", phone.checkLive},
		{get, "/remote", Anyone, "", phone.remote},
		{get, "/remote/live", Anyone, "", phone.remoteLive},
		{get, "/remote/poll", Anyone, "", phone.remotePoll},
		{post, "/remote", Anyone, "", phone.remotePress},
		{get, "/remote/:token", Anyone, "", phone.remoteOffer},
		{post, "/remote/:token", Anyone, "", phone.remoteTake},

		// young people: telling a service something, and coming back
		{get, "/t/:slug", Anyone, "", tell.page},
		{post, "/t/:slug", Anyone, "", tell.send},
		{post, "/t/:slug/notice", Anyone, "", tell.noticeRead},
		{get, "/t/:slug/sent", Anyone, "", tell.sent},
		{post, "/t/:slug/sent", Anyone, "", tell.sentDone},
		{get, "/t/:slug/check", Anyone, "", tell.check},
		{post, "/t/:slug/check", Anyone, "", tell.checkTry},
		{get, "/t/:slug/card", Anyone, "", tell.card},
		{get, "/t/:slug/done", Anyone, "", tell.done},
		{get, "/t/:slug/rights", Anyone, "", tell.rights},
		{get, "/t/:slug/wrong", Anyone, "", tell.wrongTell},
		{post, "/t/:slug/wrong", Anyone, "", tell.wrongSend},
		{get, "/t/:slug/wrong/sent", Anyone, "", tell.wrongSent},
		{get, "/rights", Anyone, "", tell.rights},
		{get, "/wrong", Anyone, "", tell.wrongTell},
		{get, "/wrong/look", Anyone, "", tell.wrongLook},
		{post, "/wrong/look", Anyone, "", tell.wrongFind},
		{get, "/back", Anyone, "", tell.back},
		{post, "/back", Anyone, "", tell.backTry},
		{get, "/back/thread", Anyone, "", tell.backThread},
		{post, "/back/thread", Anyone, "", tell.backDo},

		// young people: answering a survey
		{get, "/q/:slug", Anyone, "", fill.start},
		{post, "/q/:slug", Anyone, "", fill.send},
		{get, "/q/:slug/all", Anyone, "", fill.all},
		{post, "/q/:slug/step", Anyone, "", fill.step},
		{get, "/q/:slug/done", Anyone, "", fill.done},
		{get, "/q/:slug/code", Anyone, "", fill.code},
		{post, "/q/:slug/code", Anyone, "", fill.codeTry},
		{get, "/q/:slug/i/:card", Anyone, "", fill.card},
		{post, "/q/:slug/i/:card", Anyone, "", fill.cardPost},

		// young people: a live session
		{get, "/s/:code", Anyone, "", phone.session},
		{post, "/s/:code/seat", Anyone, "", phone.sit},
		{post, "/s/:code/layer", Anyone, "", phone.layer},
		{post, "/s/:code/answer", Anyone, "", phone.answer},
		{post, "/s/:code/pass-on", Anyone, "", phone.passOn},
		{post, "/s/:code/signal", Anyone, "", phone.signal},
		{get, "/s/:code/live", Anyone, "", phone.live},
		{get, "/s/:code/poll", Anyone, "", phone.poll},

		// staff: signing in, accounts, services
		{get, "/setup/:token", Anyone, "", people.setup},
		{post, "/setup/:token", Anyone, "", people.setupSave},
		{get, "/invite/:token", Anyone, "", people.invited},
		{post, "/invite/:token", Anyone, "", people.invitedSave},
		{get, "/password/:token", Anyone, "", people.password},
		{post, "/password/:token", Anyone, "", people.passwordSave},
		{get, "/sign-in", Either, "", people.signIn},
		{post, "/sign-in", Anyone, "", people.signInCheck},
		{get, "/sign-in/:token", Anyone, "", people.signInOffer},
		{post, "/sign-in/:token", Anyone, "", people.signInTake},
		{post, "/sign-out", Staff, "", people.signOut},
		{get, "/me", Staff, "", people.me},
		{post, "/me/sessions", Staff, "", people.endSession},
		{post, "/me/own", Staff, "", people.ownSave},
		{get, "/me/confirm", Staff, "", people.confirm},
		{post, "/me/confirm", Staff, "", people.confirmCheck},
		{get, "/people", Staff, staff.ManageStaff, people.list},
		{post, "/people", Staff, staff.ManageStaff, people.invite},
		{post, "/people/:id", Staff, staff.ManageStaff, people.change},
		{get, "/services/new", Staff, staff.AddService, people.serviceNew},
		{post, "/services", Staff, staff.AddService, people.serviceCreate},
		{get, "/services/:id", Staff, staff.ChangeService, people.service},
		{post, "/services/:id", Staff, staff.ChangeService, people.serviceSave},
		{get, "/services/:id/safety", Staff, staff.ChangeSafety, safety.safety},
		{post, "/services/:id/safety", Staff, staff.ChangeSafety, safety.safetySave},
		{get, "/services/:id/poster", Staff, staff.SeeService, safety.poster},

		// the safeguarding lead and the deputies; the outside person has no account
		{get, "/safe", Staff, staff.ReadDisclosure, safe.list},
		{post, "/safe/unlock", Staff, staff.ReadDisclosure, safe.unlock},
		{get, "/safe/keys", Staff, staff.ReadDisclosure, safe.keysShow},
		{post, "/safe/keys", Staff, staff.ReadDisclosure, safe.keysAct},
		{get, "/safe/keys/recovery", Staff, staff.ReadDisclosure, safe.recovery},
		{post, "/safe/keys/recovery", Staff, staff.ReadDisclosure, safe.recoveryMake},
		{get, "/safe/keys/carry", Staff, staff.ReadDisclosure, safe.carry},
		{post, "/safe/keys/carry", Staff, staff.ReadDisclosure, safe.carryNow},
		{get, "/safe/outside/:token", Anyone, "", safe.outside},
		{post, "/safe/outside/:token", Anyone, "", safe.outsideAct},
		{get, "/safe/outside/:token/file", Anyone, "", safe.outsideFile},
		{get, "/safe/:item", Staff, staff.ReadDisclosure, safe.caseShow},
		{post, "/safe/:item", Staff, staff.ReadDisclosure, safe.caseAct},

		// staff: panels and plans
		{get, "/home", Staff, "", plan.home},
		{get, "/panels/new", Staff, staff.ManagePanels, plan.panelNew},
		{post, "/panels", Staff, staff.ManagePanels, plan.panelCreate},
		{get, "/panels/:id", Staff, staff.ManagePanels, plan.panel},
		{post, "/panels/:id", Staff, staff.ManagePanels, plan.panelSave},
		{get, "/sessions/new", Staff, staff.PlanSession, plan.sessionNew},
		{post, "/sessions", Staff, staff.PlanSession, plan.sessionCreate},
		{post, "/sessions/file", Staff, staff.PlanSession, plan.sessionLoad},
		{get, "/sessions/:id", Staff, staff.PlanSession, plan.session},
		{post, "/sessions/:id", Staff, staff.PlanSession, plan.sessionSave},
		{get, "/sessions/:id/file", Staff, staff.PlanSession, plan.sessionFile},
		{post, "/sessions/:id/duplicate", Staff, staff.PlanSession, plan.sessionDuplicate},
		{post, "/sessions/:id/agenda", Staff, staff.PlanSession, plan.agenda},
		{get, "/sessions/:id/activities/new", Staff, staff.PlanSession, plan.activityNew},
		{post, "/sessions/:id/activities", Staff, staff.PlanSession, plan.activityCreate},
		{get, "/sessions/:id/activities/:activity", Staff, staff.PlanSession, plan.activity},
		{post, "/sessions/:id/activities/:activity", Staff, staff.PlanSession, plan.activitySave},
		{get, "/sessions/:id/activities/:activity/preview", Staff, staff.PlanSession, plan.preview},
		{post, "/sessions/:id/pictures", Staff, staff.PlanSession, plan.pictureUpload},
		{post, "/sessions/:id/clips", Staff, staff.PlanSession, plan.clipsDo},

		// staff: making a survey, opening and closing it
		{get, "/surveys", Staff, staff.ReadReport, survey.list},
		{post, "/surveys", Staff, staff.PlanSession, survey.surveyCreate},
		{post, "/surveys/file", Staff, staff.PlanSession, survey.surveyLoad},
		{get, "/surveys/new", Staff, staff.PlanSession, survey.surveyNew},
		{get, "/surveys/:id", Staff, staff.PlanSession, survey.survey},
		{post, "/surveys/:id", Staff, staff.PlanSession, survey.press},
		{get, "/surveys/:id/settings", Staff, staff.PlanSession, survey.settings},
		{post, "/surveys/:id/settings", Staff, staff.PlanSession, survey.settingsSave},
		{get, "/surveys/:id/edit", Staff, staff.PlanSession, survey.edit},
		{post, "/surveys/:id/edit", Staff, staff.PlanSession, survey.editDo},
		{get, "/surveys/:id/add", Staff, staff.PlanSession, survey.addShow},
		{post, "/surveys/:id/add", Staff, staff.PlanSession, survey.addDo},
		{get, "/surveys/:id/edit/:place", Staff, staff.PlanSession, survey.place},
		{post, "/surveys/:id/edit/:place", Staff, staff.PlanSession, survey.placeSave},
		{post, "/surveys/:id/pictures", Staff, staff.PlanSession, survey.placeUpload},
		{post, "/surveys/:id/clips", Staff, staff.PlanSession, survey.placeClipsDo},
		{get, "/surveys/:id/preview", Staff, staff.PlanSession, survey.preview},
		{post, "/surveys/:id/preview", Staff, staff.PlanSession, survey.previewStep},
		{get, "/surveys/:id/publish", Staff, staff.PlanSession, survey.publish},
		{post, "/surveys/:id/publish", Staff, staff.PlanSession, survey.publishNow},
		{get, "/surveys/:id/close", Staff, staff.PlanSession, survey.closing},
		{get, "/surveys/:id/poster", Staff, staff.PlanSession, survey.poster},
		{get, "/surveys/:id/file", Staff, staff.PlanSession, survey.surveyFile},
		{get, "/surveys/:id/answer-back", Staff, staff.AnswerBack, survey.answer},
		{post, "/surveys/:id/answer-back", Staff, staff.AnswerBack, survey.answerSave},

		// staff: invitation cards of a members-only survey
		{get, "/surveys/:id/cards", Staff, staff.PlanSession, fill.cards},
		{post, "/surveys/:id/cards", Staff, staff.PlanSession, fill.cardsDo},

		// staff: what a survey's answers come to
		{get, "/surveys/:id/results", Staff, staff.ReadReport, results.results},
		{get, "/surveys/:id/results/:question", Staff, staff.ReadReport, results.cross},
		{get, "/surveys/:id/versions", Staff, staff.ReadReport, results.versions},
		{get, "/surveys/:id/together/:question", Staff, staff.ReadReport, results.surveyTogether},
		{post, "/surveys/:id/together/:question", Staff, staff.ReadReport, results.surveyJoin},
		{get, "/sessions/:id/together/:activity", Staff, staff.ReadReport, results.sessionTogether},
		{post, "/sessions/:id/together/:activity", Staff, staff.ReadReport, results.sessionJoin},
		{get, "/surveys/:id/figures/:format", Staff, staff.ReadReport, results.file},
		{get, "/surveys/:id/exports", Staff, staff.ReadReport, results.exportList},
		{post, "/surveys/:id/exports", Staff, staff.ReadReport, results.exportDo},
		{get, "/surveys/:id/exports/:export", Staff, staff.ReadReport, results.exportFile},

		// staff: the room
		{get, "/sessions/:id/start", Staff, staff.RunSession, desk.start},
		{post, "/sessions/:id/start", Staff, staff.RunSession, desk.startNow},
		{get, "/sessions/:id/desk", Staff, staff.RunSession, desk.desk},
		{post, "/sessions/:id/desk", Staff, staff.RunSession, desk.press},
		{get, "/sessions/:id/desk/live", Staff, staff.RunSession, desk.live},
		{get, "/sessions/:id/desk/poll", Staff, staff.RunSession, desk.poll},
		{get, "/sessions/:id/words", Staff, staff.RuleOnWords, desk.wordsPage},
		{get, "/sessions/:id/words/live", Staff, staff.RuleOnWords, desk.wordsLive},
		{get, "/sessions/:id/words/poll", Staff, staff.RuleOnWords, desk.wordsPoll},
		{post, "/sessions/:id/words/:item", Staff, staff.RuleOnWords, desk.decide},
		{post, "/sessions/:id/stop", Staff, staff.StopSession, desk.stopPublishing},
		{get, "/sessions/:id/wall", Staff, staff.RunSession, desk.wall},
		{get, "/sessions/:id/wall/live", Staff, staff.RunSession, desk.wallLive},
		{get, "/sessions/:id/wall/poll", Staff, staff.RunSession, desk.wallPoll},
		{get, "/sessions/:id/room", Staff, staff.RunSession, desk.addresses},
		{get, "/sessions/:id/remote", Staff, staff.RunSession, desk.remoteQR},
		{post, "/sessions/:id/remote", Staff, staff.RunSession, desk.remoteMake},
		{get, "/sessions/:id/count", Staff, staff.RunSession, desk.count},
		{post, "/sessions/:id/count", Staff, staff.RunSession, desk.countSave},

		// staff: the queue over all sources
		{get, "/queue", Staff, staff.TakeAppeals, queue.queue},
		{post, "/queue", Staff, staff.TakeAppeals, queue.queueMove},
		{get, "/queue/live", Staff, staff.TakeAppeals, queue.live},
		{get, "/queue/poll", Staff, staff.TakeAppeals, queue.poll},
		{post, "/queue/:item", Staff, staff.TakeAppeals, queue.queueDecide},
		{get, "/numbers", Staff, staff.SeeNumbers, queue.numbers},

		// staff: who is on call, and the pages that wake them
		{get, "/rota", Staff, staff.SeeRota, rota.week},
		{get, "/rota/plan", Staff, staff.KeepRota, rota.plan},
		{post, "/rota/plan", Staff, staff.KeepRota, rota.planSave},
		{post, "/rota/accept", Staff, staff.ReadDisclosure, rota.accept},
		{post, "/rota/test", Staff, staff.ReadDisclosure, rota.pageTest},
		{post, "/rota/:span", Staff, staff.ReadDisclosure, rota.span},
		{post, "/sessions/:id/hall", Staff, staff.ReadDisclosure, rota.hall},
		{get, "/pages", Staff, staff.ReadDisclosure, rota.pages},
		{get, "/pages/count", Staff, "", rota.pagesCount},
		{get, "/pages/live", Staff, staff.ReadDisclosure, rota.pagesLive},
		{get, "/pages/poll", Staff, staff.ReadDisclosure, rota.pagesPoll},
		{post, "/pages/:page", Staff, staff.ReadDisclosure, rota.pageSeen},

		// staff: afterwards, and on paper
		{get, "/sessions/:id/end", Staff, staff.RunSession, after.end},
		{post, "/sessions/:id/end", Staff, staff.RunSession, after.endNow},
		{post, "/sessions/:id/archive", Staff, staff.AnswerBack, after.archive},
		{get, "/sessions/:id/report", Staff, staff.ReadReport, after.report},
		{get, "/sessions/:id/report.xlsx", Staff, staff.ReadReport, after.xlsx},
		{get, "/sessions/:id/report.csv", Staff, staff.ReadReport, after.csv},
		{get, "/sessions/:id/report.json", Staff, staff.ReadReport, after.json},
		{get, "/sessions/:id/answer-back", Staff, staff.AnswerBack, after.answerBack},
		{post, "/sessions/:id/answer-back", Staff, staff.AnswerBack, after.answerBackSave},
		{get, "/sessions/:id/paper", Staff, staff.PlanSession, after.paper},

		// staff: writing back, and "something is wrong"
		{get, "/replies", Staff, staff.CheckReply, reply.list},
		{get, "/replies/:item", Staff, staff.CheckReply, reply.item},
		{post, "/replies/:item", Staff, staff.CheckReply, reply.save},
		{get, "/complaints", Staff, staff.HearComplaints, reply.complaints},
		{post, "/complaints", Staff, staff.HearComplaints, reply.complaintAnswer},

		// staff: reading and answering; anybody: what came of it
		{get, "/read", Staff, "", read.choose},
		{get, "/read/:id", Staff, staff.ReadFeedback, read.desk},
		{post, "/read/:id/tag", Staff, staff.MakeThemes, read.tag},
		{post, "/read/:id/quote", Staff, staff.ReadFeedback, read.quote},
		{post, "/read/:id/worry", Staff, staff.ReadFeedback, read.worry},
		{get, "/read/:id/themes", Staff, staff.ReadFeedback, read.themes},
		{post, "/read/:id/themes", Staff, staff.MakeThemes, read.themeCreate},
		{get, "/read/:id/themes/:theme", Staff, staff.ReadFeedback, read.theme},
		{post, "/read/:id/themes/:theme", Staff, staff.MakeThemes, read.themeChange},
		{get, "/read/:id/themes/:theme/answer", Staff, staff.AnswerBack, read.answer},
		{post, "/read/:id/themes/:theme/answer", Staff, staff.AnswerBack, read.answerSave},
		{get, "/read/:id/answer", Staff, staff.AnswerBack, read.answer},
		{post, "/read/:id/answer", Staff, staff.AnswerBack, read.answerSave},
		{get, "/read/:id/heard", Staff, staff.ReadFeedback, read.heardChoice},
		{post, "/read/:id/heard", Staff, staff.MakeThemes, read.heardMake},
		{get, "/read/:id/heard/:page", Staff, staff.ReadFeedback, read.heard},
		{get, "/said/:slug", Anyone, "", read.said},
	}
}
