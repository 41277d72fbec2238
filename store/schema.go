package store

import "regexp"

// plainName keeps collection, index and field names harmless in SQL and in URLs.
var plainName = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]{0,40}$`)

// CheckSchemas refuses, with an Internal fault, schemas that an engine could
// not keep: odd or doubled names, a version without its upgrades, days to keep
// without an index on the date they are counted from. Engines call it in Ensure.
func CheckSchemas(schemas []Schema) error {
	seen := map[string]bool{}
	for _, s := range schemas {
		if seen[s.Name] {
			return broken("collection %s is declared twice", s.Name)
		}
		seen[s.Name] = true
		if err := checkSchema(s); err != nil {
			return err
		}
	}
	return nil
}

func checkSchema(s Schema) error {
	if !plainName.MatchString(s.Name) {
		return broken("collection name %q", s.Name)
	}
	if s.Version < 1 || len(s.Upgrades) != s.Version-1 {
		return broken("collection %s is at version %d with %d upgrades", s.Name, s.Version, len(s.Upgrades))
	}
	names := map[string]bool{}
	for _, ix := range s.Indexes {
		if !plainName.MatchString(ix.Name) || names[ix.Name] || len(ix.Fields) == 0 {
			return broken("index %q of %s", ix.Name, s.Name)
		}
		names[ix.Name] = true
		for _, f := range ix.Fields {
			if !plainName.MatchString(f) {
				return broken("field %q in index %s of %s", f, ix.Name, s.Name)
			}
		}
	}
	if _, ok := keepIndex(s); s.Keep.Days > 0 && !ok {
		return broken("%s is kept %d days after %q, but no index starts with that field", s.Name, s.Keep.Days, s.Keep.Field)
	}
	return nil
}

// keepIndex is the index the sweeper walks: the first one led by Keep.Field.
func keepIndex(s Schema) (Index, bool) {
	for _, ix := range s.Indexes {
		if len(ix.Fields) > 0 && ix.Fields[0] == s.Keep.Field {
			return ix, true
		}
	}
	return Index{}, false
}
