package stage

import (
	"context"
	"fmt"
	"time"
)

// Desk is the facilitator of a running example, without a browser.
type Desk struct {
	*Hand
	At   string // the desk's address
	Wall string // the projector's
}

// SitDown signs in by the house's one-use link, and gives the desk that it leads to.
func SitDown(ctx context.Context, house *House) (*Desk, error) {
	d := &Desk{Hand: NewHand(), Wall: house.Projector}
	page, err := d.Open(ctx, house.Desk)
	if err != nil {
		return nil, err
	}
	if take, offered := page.Form("/sign-in/"); offered {
		if page, err = d.Send(ctx, take); err != nil {
			return nil, err
		}
	}
	d.At = page.At.String()
	return d, nil
}

// Press presses the desk's button with this key, and waits up to half a minute until it is there.
func (d *Desk) Press(ctx context.Context, key string) error {
	button, err := d.button(ctx, key)
	if err == nil {
		_, err = d.Send(ctx, button)
	}
	return err
}

// Reveal closes the question, looks at what will appear and lets it appear; it gives the numbers on the wall by their words.
func (d *Desk) Reveal(ctx context.Context) (map[string]int, error) {
	for _, key := range []string{"c", "v", "r"} {
		if err := d.Press(ctx, key); err != nil {
			return nil, err
		}
	}
	// The reveal is armed for a moment first; the second round's button says that it is through.
	if _, err := d.button(ctx, "f"); err != nil {
		return nil, err
	}
	wall, err := d.Open(ctx, d.Wall)
	if err != nil {
		return nil, err
	}
	return wall.Table(), nil
}

// button looks for the desk's button with this key, again and again for half a minute.
func (d *Desk) button(ctx context.Context, key string) (Form, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		page, err := d.Open(ctx, d.At)
		if err == nil {
			if button, found := page.Button("data-key", key); found {
				return button, nil
			}
			err = fmt.Errorf("the desk at %s has no button with the key %q", d.At, key)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return Form{}, err
		}
	}
}
