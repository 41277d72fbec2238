package disclosure

import (
	"bytes"
	"context"

	"filippo.io/age/armor"

	"cairn/fault"
	"cairn/store"
)

// ByLink finds the case that an outside person's address leads to. It is sealed
// to that person or to the recovery key; NotFound "disclosure.none" else.
func (c *Cases) ByLink(ctx context.Context, link string) (*Case, error) {
	if link == "" {
		return nil, none()
	}
	found, err := c.cases.All(ctx, store.Query{Index: "link", Equal: []any{link}, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || !found[0].Outside || found[0].State == Returned {
		return nil, none()
	}
	return found[0], nil
}

// OutsideFile gives the sealed words as an armoured age file, to be opened with
// any age program and the outside person's key. It can be read by nobody else.
func (c *Cases) OutsideFile(ctx context.Context, link string) ([]byte, error) {
	kept, err := c.ByLink(ctx, link)
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
	kept, err := c.ByLink(ctx, link)
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

// OutsideHas says that the outside person has taken the case on; told says that
// the LADO or the local equivalent was told, which stops that clock.
func (c *Cases) OutsideHas(ctx context.Context, link string, told bool) error {
	kept, err := c.ByLink(ctx, link)
	if err != nil {
		return err
	}
	if err := c.d.Pager.Acknowledge(ctx, kept.ID, ""); err != nil {
		c.d.Trouble(err)
	}
	if err := c.first(ctx, kept.ID, "", Read); err != nil {
		return err
	}
	if !told {
		return nil
	}
	if err := c.store(ctx, kept, Layer{Kind: Decided, Code: "lado"}, written{}); err != nil {
		return err
	}
	return c.ladoTold(ctx, kept.ID, "lado")
}
