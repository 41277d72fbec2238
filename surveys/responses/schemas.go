package responses

import "cairn/store"

// Schemas declares what responses keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{rowSchema(), lockSchema(), savedSchema(), cardSchema()}
}

func rowSchema() store.Schema {
	return store.Schema{
		Name: "responses", Version: 1,
		Indexes: []store.Index{
			{Name: "survey", Fields: []string{"survey", "open"}},
			{Name: "day", Fields: []string{"day"}},
		},
		Keep:    store.Keep{Field: "day", Days: 6 * 365, Why: "Six years after its survey closed, as long as the survey; an open one is kept until it closes."},
		Purpose: "What one young person answered to a survey, without name, time or written words; encrypted while the survey is open.",
	}
}

func lockSchema() store.Schema {
	return store.Schema{
		Name: "survey_locks", Version: 1, NeverSnapshot: true,
		Keep:    store.Keep{Why: "The key goes when its survey closes; that it was there stays, so that it is never made again."},
		Purpose: "The key by which an answer to an open survey is found again by whoever gave it, wrapped under the month's secret.",
	}
}

func savedSchema() store.Schema {
	return store.Schema{
		Name: "survey_saves", Version: 1, NeverSnapshot: true,
		Indexes: []store.Index{{Name: "survey", Fields: []string{"survey"}}},
		Keep:    store.Keep{Why: "They go when their survey closes."},
		Purpose: "Answers somebody saved to go on with elsewhere, sealed under their six pictures; no written words.",
	}
}

func cardSchema() store.Schema {
	return store.Schema{
		Name: "survey_cards", Version: 1,
		Indexes: []store.Index{{Name: "survey", Fields: []string{"survey"}}, {Name: "day", Fields: []string{"day"}}},
		Keep:    store.Keep{Field: "day", Days: 3 * 365},
		Purpose: "That an invitation card of a members-only survey was printed and whether it was used; never for which answer.",
	}
}
