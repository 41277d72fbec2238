package disclosure

import "cairn/store"

// Schemas declares everything disclosure keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{heldSchema(), serviceSchema(), caseSchema(), layerSchema(), carrySchema()}
}

func heldSchema() store.Schema {
	return store.Schema{
		Name: "safe_keys", Version: 1,
		Keep:    store.Keep{Why: "Until its holder makes a new one. Once another holder has carried over, it opens nothing any more."},
		Purpose: "Keys of safeguarding leads and deputies: the public half, and the private half closed with the holder's own passphrase.",
	}
}

func serviceSchema() store.Schema {
	return store.Schema{
		Name: "recovery_keys", Version: 1,
		Keep:    store.Keep{Why: "As long as the service is there."},
		Purpose: "The public half of each service's recovery key. The private half is on paper in a safe and nowhere else.",
	}
}

func caseSchema() store.Schema {
	return store.Schema{
		Name: "cases", Version: 1,
		Indexes: []store.Index{
			{Name: "service", Fields: []string{"service", "arrived"}},
			{Name: "closed", Fields: []string{"closed"}},
			{Name: "paged", Fields: []string{"paged"}},
			{Name: "link", Fields: []string{"link"}},
			{Name: "adult", Fields: []string{"adult"}},
		},
		Keep:    store.Keep{Field: "closed", Days: 3650, Why: "Ten years after closing: what is said of an adult who works with children is kept that long at least."},
		Purpose: "Possible disclosures. Words, names, reasons and where they came from are sealed; only times and coded states are in clear.",
	}
}

func layerSchema() store.Schema {
	return store.Schema{
		Name: "case_layers", Version: 1,
		Indexes: []store.Index{
			{Name: "case", Fields: []string{"case", "at"}},
			{Name: "closed", Fields: []string{"closed"}},
		},
		Keep:    store.Keep{Field: "closed", Days: 3650, Why: "Goes with its case."},
		Purpose: "What was done about a case: who read it and when, notes, decisions, sharing. Everything written is sealed.",
	}
}

func carrySchema() store.Schema {
	return store.Schema{
		Name: "carries", Version: 1,
		Keep:    store.Keep{Why: "As long as the service is there; only the latest one."},
		Purpose: "How far the latest carrying over of sealed words to a new set of keys came; counts and ids.",
	}
}
