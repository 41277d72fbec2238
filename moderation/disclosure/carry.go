package disclosure

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// carryAtOnce is how many cases one press carries over: few enough for a page to
// answer, and the next press goes on.
const carryAtOnce = 200

// carryHeld is how long a carrying-over that stopped without a word keeps others out.
const carryHeld = time.Minute

// carry is how far the latest carrying over of a service came; its _id is the service.
type carry struct {
	store.Meta `bson:",inline"`
	By         string    `bson:"by"`
	Held       time.Time `bson:"held,omitempty"` // until when it keeps others out
	Began      time.Time `bson:"began"`
	Finished   time.Time `bson:"finished,omitempty"`
	Did        []string  `bson:"did"`    // ids of cases sealed again since it began
	Failed     []string  `bson:"failed"` // ids of cases its key could not open
}

// Carried is what the screen says about carrying over. Done counts the cases
// sealed again, Left those not sealed to today's keys alone; of neither more than
// who asks may know of, so that no number tells of a case that is about them.
type Carried struct {
	By       string
	Began    time.Time
	Finished time.Time
	Done     int
	Failed   []*Case
	Left     int
}

// CarryState says how far the latest carrying over came and what is left.
func (c *Cases) CarryState(ctx context.Context, w Who, service string) (Carried, error) {
	var out Carried
	old, err := c.stale(ctx, w, service)
	if err != nil {
		return out, err
	}
	out.Left = len(old)
	job, err := c.carries.Get(ctx, service)
	if fault.Is(err, fault.NotFound) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.By, out.Began, out.Finished = job.By, job.Began, job.Finished
	for _, id := range job.Did {
		kept, err := c.cases.Get(ctx, id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return out, err
		}
		if err == nil && kept.State != Returned && kept.visibleTo(w.Account) {
			out.Done++
		}
	}
	for _, kept := range old {
		if slices.Contains(job.Failed, kept.ID) {
			out.Failed = append(out.Failed, kept)
		}
	}
	return out, nil
}

// Carry seals every case that the unlocked key can open again, to today's
// key-holders and recovery key, so that who left opens nothing and who came
// opens all. One at a time per service: Conflict "disclosure.carry.busy". It may
// be broken off anywhere and pressed again; what it could not open is listed.
func (c *Cases) Carry(ctx context.Context, w Who, service string) (Carried, error) {
	private, err := c.keys.private(w, service)
	if err != nil {
		if _, notHolder := c.keys.holder(ctx, w.Account, service); notHolder != nil {
			return Carried{}, notHolder
		}
		return Carried{}, err
	}
	defer wipeAll(private)
	old, err := c.stale(ctx, w, service)
	if err != nil {
		return Carried{}, err
	}
	if err := c.begin(ctx, w, service); err != nil {
		return Carried{}, err
	}
	did, failed := []string{}, []string{}
	for _, kept := range old {
		if len(did) == carryAtOnce {
			break
		}
		err := c.reseal(ctx, kept.ID, private)
		switch {
		case err == nil:
			did = append(did, kept.ID)
		case fault.Is(err, fault.Forbidden):
			failed = append(failed, kept.ID)
		default:
			return Carried{}, err
		}
	}
	if err := c.end(ctx, service, did, failed, len(did)+len(failed) == len(old)); err != nil {
		return Carried{}, err
	}
	if err := c.d.Trail.Note(ctx, Entry{By: w.Account, What: "keys.carried", Service: service}); err != nil {
		return Carried{}, err
	}
	return c.CarryState(ctx, w, service)
}

// begin takes the service's one place, or goes on where an earlier press stopped.
func (c *Cases) begin(ctx context.Context, w Who, service string) error {
	now := c.d.Now()
	fresh := &carry{Meta: store.Meta{ID: service}, By: w.Account, Began: now, Held: now.Add(carryHeld)}
	err := c.carries.Insert(ctx, fresh)
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	_, err = c.carries.Update(ctx, service, func(j *carry) error {
		if now.Before(j.Held) {
			return fault.New(fault.Conflict, "disclosure.carry.busy")
		}
		if !j.Finished.IsZero() || j.By != w.Account {
			fresh.Meta = j.Meta
			*j = *fresh
		}
		j.Held = now.Add(carryHeld)
		return nil
	})
	return err
}

func (c *Cases) end(ctx context.Context, service string, did, failed []string, whole bool) error {
	_, err := c.carries.Update(ctx, service, func(j *carry) error {
		j.Did = together(j.Did, did)
		j.Failed, j.Held = failed, time.Time{}
		if whole {
			j.Finished = c.d.Now()
		}
		return nil
	})
	return err
}

// stale lists the cases who asks may know of that are sealed to other keys than
// they should be today.
func (c *Cases) stale(ctx context.Context, w Who, service string) ([]*Case, error) {
	if _, err := c.keys.holder(ctx, w.Account, service); err != nil {
		return nil, err
	}
	ring, err := c.keys.ring(ctx, service)
	if err != nil {
		return nil, err
	}
	var out []*Case
	for kept, err := range c.cases.Find(ctx, store.Query{Index: "service", Equal: []any{service}}) {
		if err != nil {
			return nil, err
		}
		if kept.State == Returned || kept.Outside || !kept.visibleTo(w.Account) {
			continue
		}
		wanted := ring.targets(nil, true)
		if kept.Adult {
			if wanted, err = c.insiders(ctx, kept, ring); err != nil {
				return nil, err
			}
		}
		if !slices.Equal(kept.To, sealedFor(wanted)) {
			kept.Sealed = nil
			out = append(out, kept)
		}
	}
	return out, nil
}

// reseal opens one case and all that lies over it and seals them to today's
// readers: the layers first, the case last, so that a crash leaves it to be done again.
func (c *Cases) reseal(ctx context.Context, id string, private [][]byte) error {
	kept, err := c.cases.Get(ctx, id)
	if err != nil {
		return err
	}
	in, err := opened(kept, private)
	if err != nil {
		return err
	}
	ring, err := c.keys.ring(ctx, kept.Service)
	if err != nil {
		return err
	}
	targets, err := c.readers(ctx, kept, ring, in.Named, in.Words)
	if err != nil {
		return err
	}
	after, err := c.moveTo(ctx, kept, targets, private, func(k *Case) {
		if kept.Outside && !k.Outside {
			k.unseen()
		}
	})
	if err == nil {
		c.tell(ctx, after)
	}
	return err
}

// moveTo seals a case and all that lies over it to targets: the layers first, the
// case last, together with what kept says of who may not have it and what alter
// changes. What is as it should be already stays, so that it may be pressed again.
func (c *Cases) moveTo(ctx context.Context, kept *Case, targets []target, private [][]byte, alter func(*Case)) (*Case, error) {
	layers, err := c.layersOf(ctx, kept.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range layers {
		if err := c.resealLayer(ctx, l, targets, private); err != nil {
			return nil, err
		}
	}
	sealed, err := reseal(kept.Sealed, targets, private)
	if err != nil {
		return nil, err
	}
	return c.cases.Update(ctx, kept.ID, func(k *Case) error {
		if k.Digest != kept.Digest || !slices.Equal(k.To, kept.To) || k.State == Returned {
			return fault.New(fault.Conflict, "disclosure.moved")
		}
		alter(k)
		k.Sealed, k.To, k.Barred, k.Outside, k.Link = sealed, sealedFor(targets), kept.Barred, kept.Outside, kept.Link
		return nil
	})
}

func (c *Cases) resealLayer(ctx context.Context, l *Layer, targets []target, private [][]byte) error {
	if len(l.Sealed) == 0 || slices.Equal(l.To, sealedFor(targets)) {
		return nil
	}
	sealed, err := reseal(l.Sealed, targets, private)
	if err != nil {
		return err
	}
	_, err = c.layers.Update(ctx, l.ID, func(k *Layer) error {
		k.Sealed, k.To = sealed, sealedFor(targets)
		return nil
	})
	return err
}

func reseal(sealed []byte, targets []target, private [][]byte) ([]byte, error) {
	raw, err := unseal(sealed, private...)
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	return sealTo(targets, raw)
}
