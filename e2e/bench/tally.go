package main

import (
	"maps"
	"slices"
)

// sorted gives a tally's numbers, smallest first and without noughts: what can be compared when one side knows keys and the
// other words.
func sorted(tally map[string]int) []int {
	numbers := slices.Sorted(maps.Values(tally))
	return slices.DeleteFunc(numbers, func(n int) bool { return n == 0 })
}
