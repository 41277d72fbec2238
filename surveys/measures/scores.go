package measures

import "cairn/surveys"

// shortWemwbs is the score of the Short Warwick-Edinburgh Mental Wellbeing Scale,
// © NHS Health Scotland, University of Warwick and University of Edinburgh, used
// under a licence of the University of Warwick. Its seven items are not in this
// program and are not typed into it: a licence is the service's own, not ours, and
// wording that anybody can type cannot be kept locked. The service uses the sheet
// it is licensed for, adds up (7 items of 1 to 5: 7 to 35, before conversion) and
// the sum is typed in. The scale was tested with teenagers from 13 (Clarke and
// others, BMC Public Health 2011, 11:487), so a band that begins younger is refused.
func shortWemwbs() Measure {
	return Measure{
		ID: "swemwbs", About: "measure.swemwbs.about", Licence: "measure.swemwbs.licence",
		Name: surveys.Words{"en": "Short Warwick-Edinburgh Mental Wellbeing Scale (score)"},
		Ages: [2]int{13, 19}, NeedsReference: true, ScoreOnly: true,
		Questions: []surveys.Question{score("swemwbs-score", 7, 35)},
	}
}

// sdq is the total difficulties score of the Strengths and Difficulties
// Questionnaire, © Robert Goodman and Youthinmind. Nobody but Youthinmind may make
// an electronic version of it, so only the score of a paper form is typed in: 20
// items of 0 to 2 make 0 to 40. Its forms are for ages 4 to 17, so that the band
// that ends at 19 is refused.
func sdq() Measure {
	return Measure{
		ID: "sdq", About: "measure.sdq.about", Licence: "measure.sdq.licence",
		Name: surveys.Words{"en": "Strengths and Difficulties Questionnaire (total score)"},
		Ages: [2]int{4, 17}, ScoreOnly: true,
		Questions: []surveys.Question{score("sdq-score", 0, 40)},
	}
}

// score asks for the sum on a paper sheet.
func score(id string, least, most int) surveys.Question {
	return surveys.Question{
		ID: id, Kind: "number", Private: surveys.PrivateYes, Least: least, Most: most,
		Full: surveys.Words{
			"en": "Which number is at the end of your sheet?", "cy": "Pa rif sydd ar ddiwedd dy daflen?",
			"pl": "Jaka liczba jest na końcu twojej kartki?", "uk": "Яке число стоїть у кінці твого аркуша?",
			"ar": "ما الرقم الموجود في نهاية ورقتك؟", "ro": "Ce număr este la sfârșitul foii tale?",
		},
	}
}
