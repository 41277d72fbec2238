package screening

import "testing"

// Sentences that nobody who works on the rules has read, nor may: only the totals are printed, and rules are never changed for them. The
// floor is what was measured when they came, less what one change of a list may shift; the bar of R16 is 95 %, and they fall short of it.
func TestUnseenDisclosuresAreNotHeardLessThanWhenTheyCame(t *testing.T) {
	s, heard, wrong := screener(t), scores{}, scores{}
	for _, row := range rows(t, "testdata/unseen/disclosures_second.csv") {
		if row["true"] != "no" {
			heard.add(s.Screen(row["text"], row["lang"], Lists{}).Route == Safeguarding, row["lang"])
		}
	}
	for _, row := range rows(t, "testdata/unseen/innocent_second.csv") {
		wrong.add(s.Screen(row["text"], row["lang"], Lists{}).Route == Safeguarding)
	}
	heard.print(t, "heard of unseen")
	wrong.print(t, "innocent of unseen to safeguarding")
	if heard[""].of < 90 || heard[""].percent() < 74 {
		t.Errorf("heard %d of %d, want at least 74 %%", heard[""].found, heard[""].of)
	}
	if wrong[""].of < 100 || wrong[""].percent() > 7 {
		t.Errorf("%d of %d innocent texts went to safeguarding, want at most 7 %%", wrong[""].found, wrong[""].of)
	}
}
