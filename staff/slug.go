package staff

import (
	"context"

	"cairn/fault"
	"cairn/store"
)

// slugClaim makes a short link's word belong to one service: its _id is the
// word, since only _id is unique on every engine.
type slugClaim struct {
	store.Meta `bson:",inline"`
	Service    string `bson:"service"`
}

func slugSchema() store.Schema {
	return store.Schema{
		Name: "service_slugs", Version: 1,
		Keep:    store.Keep{Why: "A word stays with its service, so that a printed card never leads to another one."},
		Purpose: "Which service a short link's word belongs to.",
	}
}

// ServiceBySlug finds the service a short link's word belongs to; NotFound
// "staff.service.none". A word a service had before still leads to it, so that
// printed cards keep working.
func (o *Office) ServiceBySlug(ctx context.Context, slug string) (*Service, error) {
	c, err := o.slugs.Get(ctx, slug)
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil, fault.New(fault.NotFound, "staff.service.none")
		}
		return nil, err
	}
	return o.Service(ctx, c.Service)
}
