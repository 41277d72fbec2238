package livebench_test

import (
	"os"
	"testing"

	"cairn/live/livebench"
)

func TestMain(m *testing.M) {
	if livebench.Main() {
		return
	}
	os.Exit(m.Run())
}

func TestARoomOfAHundredIsMeasured(t *testing.T) {
	row, err := livebench.B1(t.Context(), 100, 1, "loop")
	if err != nil {
		t.Fatal(err)
	}
	if row.Value <= 0 || row.More["us_board"].(float64) <= 0 {
		t.Errorf("row: got %+v, want figures above zero", row)
	}
}
