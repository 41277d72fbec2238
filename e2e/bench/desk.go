package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"cairn/e2e/stage"
)

// desk is the facilitator at a running example, without a browser.
type desk struct {
	hand  *stage.Hand
	house *stage.House
	at    string
}

// sitAtDesk signs in by the house's one-use link.
func sitAtDesk(ctx context.Context, house *stage.House) (*desk, error) {
	d := &desk{hand: stage.NewHand(), house: house}
	page, err := d.hand.Open(ctx, house.Desk)
	if err != nil {
		return nil, err
	}
	if take, offered := page.Form("/sign-in/"); offered {
		if page, err = d.hand.Send(ctx, take); err != nil {
			return nil, err
		}
	}
	d.at = page.At.String()
	return d, nil
}

// press presses the desk's button with this key.
func (d *desk) press(ctx context.Context, key string) error {
	page, err := d.hand.Open(ctx, d.at)
	if err != nil {
		return err
	}
	button, found := page.Button("data-key", key)
	if !found {
		return fmt.Errorf("the desk at %s has no button with the key %q", d.at, key)
	}
	_, err = d.hand.Send(ctx, button)
	return err
}

// revealed closes the question, reveals it, and gives the numbers on the wall, smallest first and without noughts.
func (d *desk) revealed(ctx context.Context) ([]int, error) {
	for _, key := range []string{"c", "v", "r"} {
		if err := d.press(ctx, key); err != nil {
			return nil, err
		}
	}
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); <-tick.C {
		page, err := d.hand.Open(ctx, d.house.Projector)
		if err != nil {
			return nil, err
		}
		if numbers := page.Table(); len(numbers) > 0 {
			return sorted(numbers), nil
		}
	}
	return nil, fmt.Errorf("the wall at %s shows no table after the reveal", d.house.Projector)
}

// sorted gives a tally's numbers, smallest first and without noughts: what can be compared when one side knows keys and the
// other words.
func sorted(tally map[string]int) []int {
	numbers := slices.Sorted(maps.Values(tally))
	return slices.DeleteFunc(numbers, func(n int) bool { return n == 0 })
}
