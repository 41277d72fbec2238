package measures

import "cairn/surveys"

// personalWellbeing are the four personal well-being questions of the Office for
// National Statistics ("ONS4"), worded as in the Government Statistical Service's
// "Personal well-being harmonised standard" (published 19 May 2020,
// analysisfunction.civilservice.gov.uk/policy-store/personal-well-being), Crown
// copyright, Open Government Licence v3.0. Children from 10 are not asked the
// question about anxiety: so says the Child Outcomes Research Consortium's page
// on the measure (corc.uk.net, "Office of National Statistics Personal Wellbeing
// Domain for Children & Young People"), and adults' surveys begin at 16. The
// introduction therefore says three questions below 16; that one word is ours.
// We know of no official wording in our other languages but Welsh, and of that
// one we hold no text, so the measure stands in English.
func personalWellbeing() Measure {
	english := func(s string) surveys.Words { return surveys.Words{"en": s} }
	intro := func(id, many string) surveys.Question {
		return surveys.Question{
			ID: id, Kind: "page", Private: surveys.PrivateYes,
			Full: english("Next I would like to ask you " + many + " questions about your feelings on aspects of your life."),
			Body: english("There are no right or wrong answers. For each of these questions I’d like you to give an answer on a scale of 0 to 10, where 0 is “not at all” and 10 is “completely”."),
		}
	}
	ask := func(id, full, what string) surveys.Question {
		return surveys.Question{
			ID: id, Kind: "scale", Scale: surveys.ScaleNumbers, Private: surveys.PrivateYes,
			Full: english(full), Low: english("not at all " + what), High: english("completely " + what),
		}
	}
	return Measure{
		ID: "ons4", About: "measure.ons4.about", Licence: "measure.ons4.licence",
		Name: english("Personal well-being (ONS)"),
		Ages: [2]int{10, 19},
		AgesOf: map[string][2]int{
			"ons-intro": {16, 19}, "ons-intro-young": {10, 15}, "ons-anxious": {16, 19},
		},
		Questions: []surveys.Question{
			intro("ons-intro", "four"),
			intro("ons-intro-young", "three"),
			ask("ons-satisfied", "Overall, how satisfied are you with your life nowadays?", "satisfied"),
			ask("ons-worthwhile", "Overall, to what extent do you feel that the things you do in your life are worthwhile?", "worthwhile"),
			ask("ons-happy", "Overall, how happy did you feel yesterday?", "happy"),
			ask("ons-anxious", "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall, how anxious did you feel yesterday?", "anxious"),
		},
	}
}
