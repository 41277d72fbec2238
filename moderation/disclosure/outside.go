package disclosure

import (
	"bytes"
	"context"

	"filippo.io/age/armor"

	"cairn/fault"
	"cairn/store"
)

// ByLink finds the case that an outside person's address leads to. It is sealed
// to that person or to the recovery key, or it is with the key-holders and names
// nobody (Watches). NotFound "disclosure.none" else, and where the settings name
// another outside person since.
func (c *Cases) ByLink(ctx context.Context, link string) (*Case, error) {
	if link == "" {
		return nil, none()
	}
	found, err := c.cases.All(ctx, store.Query{Index: "link", Equal: []any{link}, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || !found[0].Outside && !found[0].Watched || found[0].State == Returned {
		return nil, none()
	}
	settings, err := c.d.Settings.Safeguarding(ctx, found[0].Service)
	if err != nil {
		return nil, err
	}
	if found[0].LinkFor != "" && found[0].LinkFor != settings.Outside.same() {
		return nil, none()
	}
	return found[0], nil
}

// Watches says that a case is with the key-holders and the outside person was
// told that it came, since nobody knows whom it is about.
func (c *Case) Watches() bool { return c.watched() }

// NeedsKey says whether the outside person has a key of their own to it, without
// which they cannot say that the LADO was told.
func (c *Case) NeedsKey() bool { return c.Outside && c.sealedTo(outsideReader) }

// handed is ByLink for a case that is with the outside person.
func (c *Cases) handed(ctx context.Context, link string) (*Case, error) {
	kept, err := c.ByLink(ctx, link)
	if err == nil && !kept.Outside {
		return nil, none()
	}
	return kept, err
}

// OutsideFile gives the sealed words as an armoured age file, to be opened with
// any age program and the outside person's key. It can be read by nobody else.
func (c *Cases) OutsideFile(ctx context.Context, link string) ([]byte, error) {
	kept, err := c.handed(ctx, link)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := armor.NewWriter(&out)
	if _, err := w.Write(kept.Sealed); err != nil {
		return nil, fault.Wrap(err, "writing a sealed file")
	}
	return out.Bytes(), fault.Wrap(w.Close(), "writing a sealed file")
}

// OutsideRead opens the case with the key that the outside person typed, or with
// the paper from the safe. The key lives only as long as the request. The view
// is written down.
func (c *Cases) OutsideRead(ctx context.Context, link, typed string) (*Reading, error) {
	kept, err := c.handed(ctx, link)
	if err != nil {
		return nil, err
	}
	private, _, err := readable(typed)
	if err != nil {
		return nil, err
	}
	defer clear(private)
	in, err := opened(kept, [][]byte{private})
	if err != nil {
		return nil, err
	}
	layers, err := c.layersOf(ctx, kept.ID)
	if err != nil {
		return nil, err
	}
	if err := c.viewed(ctx, kept, "", layers); err != nil {
		return nil, err
	}
	return reading(kept, in, layers, [][]byte{private}), nil
}

// OutsideHas says that the outside person has taken the case on.
func (c *Cases) OutsideHas(ctx context.Context, link string) error {
	kept, err := c.ByLink(ctx, link)
	if err != nil {
		return err
	}
	return c.has(ctx, kept)
}

func (c *Cases) has(ctx context.Context, kept *Case) error {
	if err := c.d.Pager.Acknowledge(ctx, kept.outsideCall(), ""); err != nil {
		c.d.Trouble(err)
	}
	if kept.watched() { // whether those inside have seen it is theirs to say
		return nil
	}
	return c.first(ctx, kept.ID, "", Read)
}

// OutsideTold says that the outside person told the LADO or the local equivalent,
// which stops that clock. Who has a key of their own to the case gives it: else it
// fails as OutsideRead does. Without one the record says that the address alone
// was behind it.
func (c *Cases) OutsideTold(ctx context.Context, link, typed string) error {
	kept, err := c.ByLink(ctx, link)
	if err != nil {
		return err
	}
	code := "lado.link"
	if kept.NeedsKey() || typed != "" && kept.Outside {
		private, _, err := readable(typed)
		if err != nil {
			return err
		}
		defer clear(private)
		if _, err := opened(kept, [][]byte{private}); err != nil {
			return err
		}
		code = "lado"
	}
	if err := c.has(ctx, kept); err != nil {
		return err
	}
	if err := c.store(ctx, kept, Layer{Kind: Decided, Code: code}, written{}); err != nil {
		return err
	}
	return c.ladoTold(ctx, kept.ID, "lado")
}
