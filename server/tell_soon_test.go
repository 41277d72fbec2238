package server

import (
	"testing"

	"cairn/moderation"
)

func TestATellPageSaysHowSoonOnlyWhereThePublicMayKnow(t *testing.T) {
	for name, c := range map[string]struct {
		took [4]int
		want bool
	}{
		"nothing decided":                    {[4]int{}, false},
		"too few to tell":                    {[4]int{10, 5, 0, 0}, false},
		"most by the next day":               {[4]int{30, 20, 8, 0}, true},
		"half of them":                       {[4]int{20, 10, 20, 10}, false},
		"the early ones too few to be shown": {[4]int{5, 5, 30, 20}, false},
	} {
		if got := soonRead(&moderation.Month{Took: c.took}); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
