package surveys

import "cairn/store"

// Schemas declares what surveys keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{pictureSchema(), clipSchema(), surveySchema(), versionSchema()}
}

func surveySchema() store.Schema {
	return store.Schema{
		Name: "surveys", Version: 1,
		Indexes: []store.Index{
			{Name: "service", Fields: []string{"service", "made"}},
			{Name: "panel", Fields: []string{"panel", "made"}},
			{Name: "slug", Fields: []string{"slug"}},
			{Name: "state", Fields: []string{"state"}},
			{Name: "ended", Fields: []string{"ended"}},
		},
		Keep:    store.Keep{Field: "ended", Days: 6 * 365},
		Purpose: "What a service asks in a survey, in which languages and until when; no young person is in it.",
	}
}

func versionSchema() store.Schema {
	return store.Schema{
		Name: "versions", Version: 1,
		Indexes: []store.Index{{Name: "survey", Fields: []string{"survey", "n"}}},
		Keep:    store.Keep{Why: "A version goes together with its survey."},
		Purpose: "A survey's form as it was published, so that every answer can be read with the question it was given to.",
	}
}
