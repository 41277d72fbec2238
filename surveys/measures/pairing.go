package measures

// PairParts are the catalogue keys of the questions a young person makes their own code from.
func PairParts() []string { return []string{"pair.first", "pair.day", "pair.last"} }

// PairCode makes one code of what was answered to PairParts, however it was written.
func PairCode(parts []string) (string, error) { return "", nil }

// PairKey is what is kept of a code: a keyed hash that is nothing without the survey's key.
func PairKey(surveyKey []byte, code string) string { return "" }
