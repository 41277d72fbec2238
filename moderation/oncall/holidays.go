package oncall

import "time"

// Region is whose bank holidays a service keeps.
type Region string

// The regions of the United Kingdom with bank holidays of their own; NoRegion keeps none.
const (
	EnglandWales    Region = "england-wales"
	Scotland        Region = "scotland"
	NorthernIreland Region = "northern-ireland"
	NoRegion        Region = "none"
)

// Regions lists the regions in the order they are offered.
func Regions() []Region { return []Region{EnglandWales, Scotland, NorthernIreland, NoRegion} }

// bankHoliday is one row: the date, what it is called, and where it is kept
// (e England and Wales, s Scotland, n Northern Ireland).
type bankHoliday struct{ date, name, where string }

// bankHolidays are those of 2026 to 2028 with their substitute days, reckoned by
// the rules of the Banking and Financial Dealings Act 1971 and what is proclaimed
// every year; a test checks counts, weekdays and Easter. Days proclaimed once are
// not among them: compare with www.gov.uk/bank-holidays each year, and plan such
// a day as one on which everybody is off. HolidaysUntil says how far they reach.
func bankHolidays() []bankHoliday {
	return []bankHoliday{
		{"2026-01-01", "newyear", "esn"}, {"2026-01-02", "newyear2", "s"}, {"2026-03-17", "patrick", "n"},
		{"2026-04-03", "goodfriday", "esn"}, {"2026-04-06", "eastermonday", "en"}, {"2026-05-04", "earlymay", "esn"},
		{"2026-05-25", "spring", "esn"}, {"2026-07-13", "boyne", "n"}, {"2026-08-03", "summer", "s"},
		{"2026-08-31", "summer", "en"}, {"2026-11-30", "andrew", "s"}, {"2026-12-25", "christmas", "esn"},
		{"2026-12-28", "boxing", "esn"},

		{"2027-01-01", "newyear", "esn"}, {"2027-01-04", "newyear2", "s"}, {"2027-03-17", "patrick", "n"},
		{"2027-03-26", "goodfriday", "esn"}, {"2027-03-29", "eastermonday", "en"}, {"2027-05-03", "earlymay", "esn"},
		{"2027-05-31", "spring", "esn"}, {"2027-07-12", "boyne", "n"}, {"2027-08-02", "summer", "s"},
		{"2027-08-30", "summer", "en"}, {"2027-11-30", "andrew", "s"}, {"2027-12-27", "christmas", "esn"},
		{"2027-12-28", "boxing", "esn"},

		{"2028-01-03", "newyear", "esn"}, {"2028-01-04", "newyear2", "s"}, {"2028-03-17", "patrick", "n"},
		{"2028-04-14", "goodfriday", "esn"}, {"2028-04-17", "eastermonday", "en"}, {"2028-05-01", "earlymay", "esn"},
		{"2028-05-29", "spring", "esn"}, {"2028-07-12", "boyne", "n"}, {"2028-08-07", "summer", "s"},
		{"2028-08-28", "summer", "en"}, {"2028-11-30", "andrew", "s"}, {"2028-12-25", "christmas", "esn"},
		{"2028-12-26", "boxing", "esn"},
	}
}

// HolidaysUntil is the last year whose bank holidays the table knows; the rota
// page says so when that year has come.
const HolidaysUntil = 2028

// BankHoliday gives the catalogue key of a region's bank holiday on the date of
// day (its year, month and day in its own zone); false on every other.
func BankHoliday(r Region, day time.Time) (key string, ok bool) {
	letter := map[Region]string{EnglandWales: "e", Scotland: "s", NorthernIreland: "n"}[r]
	date := day.Format(time.DateOnly)
	for _, h := range bankHolidays() {
		if h.date != date || letter == "" {
			continue
		}
		for _, where := range h.where {
			if string(where) == letter {
				return "holiday." + h.name, true
			}
		}
	}
	return "", false
}
