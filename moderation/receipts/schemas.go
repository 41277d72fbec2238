package receipts

import "cairn/store"

// Schemas declares what receipts keep, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{threadSchema(), replySchema(), sealedSchema(), tapSchema(), complaintSchema()}
}

func keep(why string) store.Keep { return store.Keep{Field: "day", Days: 730, Why: why} }

func threadSchema() store.Schema {
	return store.Schema{
		Name: "threads", Version: 1,
		Indexes: []store.Index{{Name: "day", Fields: []string{"day"}}},
		Keep:    keep("Two years after something was last added, as long as the items themselves."),
		Purpose: "What six pictures open: the ids of what its author sent. No pictures, no name, no words.",
	}
}

func replySchema() store.Schema {
	return store.Schema{
		Name: "replies", Version: 1,
		Indexes: []store.Index{
			{Name: "item", Fields: []string{"item"}},
			{Name: "service", Fields: []string{"service", "state"}},
			{Name: "day", Fields: []string{"day"}},
		},
		Keep:    keep("Two years, as long as the items they are about."),
		Purpose: "What staff wrote back about an item, and which two people let it go out.",
	}
}

func sealedSchema() store.Schema {
	return store.Schema{
		Name: "sealed_replies", Version: 1,
		Indexes: []store.Index{{Name: "replyto", Fields: []string{"replyto", "day"}}, {Name: "day", Fields: []string{"day"}}},
		Keep:    keep("Two years, as long as the threads they belong to."),
		Purpose: "Replies of the safeguarding lead, sealed to the receipt; nobody else can open one.",
	}
}

func tapSchema() store.Schema {
	return store.Schema{
		Name: "taps", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service", "day"}}, {Name: "day", Fields: []string{"day"}}},
		Keep:    keep("Two years, so that a service can follow what changed."),
		Purpose: "What young people tapped on a tell page, with a date and nothing else.",
	}
}

func complaintSchema() store.Schema {
	return store.Schema{
		Name: "complaints", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service", "state", "day"}}, {Name: "day", Fields: []string{"day"}}},
		Keep:    keep("Two years, so that a service can show how it answered."),
		Purpose: "What somebody said is wrong with a service, for its named person to answer within 30 days.",
	}
}
