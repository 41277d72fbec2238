package server

import (
	"strconv"
	"strings"

	"cairn/server/views"

	"github.com/skip2/go-qrcode"
)

// quietZone is how many light modules stand around a code.
const quietZone = 3

// qrOf draws a text as one SVG path, a stroke of squares for each row's runs. A
// text too long for a code gives an empty one.
func qrOf(text string) views.QR {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return views.QR{}
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			run := x
			for run < len(row) && row[run] {
				run++
			}
			path.WriteString("M" + strconv.Itoa(x+quietZone) + " " + strconv.Itoa(y+quietZone) +
				"h" + strconv.Itoa(run-x) + "v1h-" + strconv.Itoa(run-x) + "z")
			x = run
		}
	}
	return views.QR{Path: path.String(), Size: len(rows) + 2*quietZone, Say: text}
}
