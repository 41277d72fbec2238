package polls

import "cairn/fault"

// order is the place of a vote among the seat's others: a text is added whenever
// it comes, so none is too old.
func (v *vote) order() int64 {
	if v.adds {
		return 1<<63 - 1
	}
	return v.voted.counter
}

// mergeInto makes the vote the seat's whole answer.
func (v *vote) mergeInto(h *hall) error {
	whole, err := h.merged(v.tag, v.voted)
	if err != nil {
		return err
	}
	raw, err := whole.bytes()
	if err != nil {
		return fault.Wrap(err, "polls: encode an answer")
	}
	v.voted.content, v.voted.raw = whole, string(raw)
	if kept, ok := h.mine(v.tag); ok && v.adds {
		v.voted.counter = kept.counter // the counter is for what replaces
	}
	return nil
}

func (a Activity) sealStep() int {
	if a.supported() {
		return listStep
	}
	return sealStep
}

// fits refuses one more text of a seat that has written enough, before it is handed over.
func (r *Room) fits(v *vote) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if h := r.halls[v.place]; h != nil && v.adds {
		_, err := h.merged(v.tag, v.voted)
		return err
	}
	return nil
}
