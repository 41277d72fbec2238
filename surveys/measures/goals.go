package measures

import "cairn/surveys"

// ownGoals are up to three goals of a young person's own, each from 0 to 10, the
// form in which goal-based outcomes are used in young people's services (Law and
// Jacob, "Goals and Goal Based Outcomes", CAMHS Press 2013: an idea, no item
// wording of anybody's). The goal itself is not asked: its words stay with the
// young person, on their card or in their head (docs/adr/0012-surveys.md says
// why). From 8, because a scale of eleven steps says nothing to younger children.
func ownGoals() Measure {
	return Measure{
		ID: "goals", About: "measure.goals.about", Licence: "measure.goals.licence",
		Name: surveys.Words{
			"en": "My own goals", "cy": "Fy nodau fy hun", "pl": "Moje własne cele",
			"uk": "Мої власні цілі", "ar": "أهدافي الخاصة", "ro": "Țelurile mele",
		},
		Ages: [2]int{8, 19}, Optional: true,
		Questions: []surveys.Question{
			{
				ID: "goals-think", Kind: "page", Private: surveys.PrivateABit, Picture: "set:1F9ED",
				Full: surveys.Words{
					"en": "Think of one thing you want to get better.",
					"cy": "Meddylia am un peth rwyt ti eisiau ei wella.",
					"pl": "Pomyśl o jednej rzeczy, która ma być lepsza.",
					"uk": "Подумай про одну річ, яку хочеш покращити.",
					"ar": "فكّر في شيء واحد تريد أن يصبح أفضل.",
					"ro": "Gândește-te la un lucru pe care vrei să-l faci mai bun.",
				},
				Body: surveys.Words{
					"en": "That is your goal. You can have up to three.\n\nWrite them on your card, or keep them in your head. We do not ask for the words.",
					"cy": "Dyna dy nod. Cei di gael hyd at dri.\n\nYsgrifenna nhw ar dy gerdyn, neu cadwa nhw yn dy ben. Dydyn ni ddim yn gofyn am y geiriau.",
					"pl": "To jest twój cel. Możesz mieć do trzech.\n\nZapisz je na swojej karcie albo zachowaj w głowie. Nie pytamy o słowa.",
					"uk": "Це твоя ціль. Їх може бути до трьох.\n\nЗапиши їх на своїй картці або тримай у голові. Ми не питаємо самих слів.",
					"ar": "هذا هو هدفك. يمكن أن يكون لديك حتى ثلاثة.\n\nاكتبها على بطاقتك أو احتفظ بها في ذهنك. نحن لا نطلب الكلمات.",
					"ro": "Acesta este țelul tău. Poți avea până la trei.\n\nScrie-le pe cartonașul tău sau păstrează-le în minte. Nu cerem cuvintele.",
				},
			},
			goal("goal-1", surveys.Words{
				"en": "How close are you to your first goal?", "cy": "Pa mor agos wyt ti at dy nod cyntaf?",
				"pl": "Jak blisko jesteś pierwszego celu?", "uk": "Наскільки близько ти до першої цілі?",
				"ar": "كم أنت قريب من هدفك الأول؟", "ro": "Cât de aproape ești de primul tău țel?",
			}),
			goal("goal-2", surveys.Words{
				"en": "How close are you to your second goal?", "cy": "Pa mor agos wyt ti at dy ail nod?",
				"pl": "Jak blisko jesteś drugiego celu?", "uk": "Наскільки близько ти до другої цілі?",
				"ar": "كم أنت قريب من هدفك الثاني؟", "ro": "Cât de aproape ești de al doilea țel?",
			}),
			goal("goal-3", surveys.Words{
				"en": "How close are you to your third goal?", "cy": "Pa mor agos wyt ti at dy drydydd nod?",
				"pl": "Jak blisko jesteś trzeciego celu?", "uk": "Наскільки близько ти до третьої цілі?",
				"ar": "كم أنت قريب من هدفك الثالث؟", "ro": "Cât de aproape ești de al treilea țel?",
			}),
		},
	}
}

func goal(id string, full surveys.Words) surveys.Question {
	return surveys.Question{
		ID: id, Kind: "scale", Scale: surveys.ScaleNumbers, Private: surveys.PrivateABit, Full: full,
		Low: surveys.Words{
			"en": "not begun yet", "cy": "heb ddechrau eto", "pl": "jeszcze nie zaczęte",
			"uk": "ще не розпочато", "ar": "لم أبدأ بعد", "ro": "nu am început încă",
		},
		High: surveys.Words{
			"en": "I am there", "cy": "wedi cyrraedd", "pl": "cel osiągnięty",
			"uk": "ціль досягнуто", "ar": "وصلت إليه", "ro": "am ajuns acolo",
		},
	}
}
