package main

import (
	"context"
	"fmt"
	"time"

	"cairn/e2e/stage"
)

// hallDesk is the facilitator of a hall, without a browser.
type hallDesk struct {
	hand  *stage.Hand
	house *stage.House
	at    string
}

// sitDown signs in by the house's one-use link.
func sitDown(ctx context.Context, house *stage.House) (*hallDesk, error) {
	d := &hallDesk{hand: stage.NewHand(), house: house}
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

// press presses the desk's button with this key, waiting up to half a minute until it is there.
func (d *hallDesk) press(ctx context.Context, key string) error {
	for end := time.Now().Add(30 * time.Second); ; rest(ctx, 100*time.Millisecond) {
		page, err := d.hand.Open(ctx, d.at)
		if err == nil {
			if button, found := page.Button("data-key", key); found {
				_, err = d.hand.Send(ctx, button)
				return err
			}
			err = fmt.Errorf("the desk at %s has no button with the key %q", d.at, key)
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return err
		}
	}
}

// revealed closes the question, reveals it, and gives the numbers on the wall by their words.
func (d *hallDesk) revealed(ctx context.Context) (map[string]int, error) {
	for _, key := range []string{"c", "v", "r"} {
		if err := d.press(ctx, key); err != nil {
			return nil, err
		}
	}
	// The reveal is armed for a moment first; the second round's button says that it is through.
	for end := time.Now().Add(30 * time.Second); ; rest(ctx, 100*time.Millisecond) {
		page, err := d.hand.Open(ctx, d.at)
		if err != nil {
			return nil, err
		}
		if _, through := page.Button("data-key", "f"); through {
			break
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return nil, fmt.Errorf("the desk at %s never came to the end of a reveal", d.at)
		}
	}
	wall, err := d.hand.Open(ctx, d.house.Projector)
	if err != nil {
		return nil, err
	}
	return wall.Table(), nil
}
