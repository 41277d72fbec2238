package polls

import (
	"context"

	"cairn/fault"
)

// InviteRemote makes the one-use token of the co-chair's QR; an earlier one,
// used or not, is taken back. Staff only.
func (r *Room) InviteRemote(ctx context.Context, by Actor) (string, error) {
	var out string
	err := r.inWriter(ctx, func(ctx context.Context) error {
		if by.Kind != ByStaff {
			return fault.New(fault.Forbidden, "remote.notyours")
		}
		if r.session.State != Live {
			return fault.New(fault.Conflict, "session.notlive")
		}
		secret, hash, err := token(r.rooms.random)
		if err != nil {
			return fault.Wrap(err, "polls: remote")
		}
		s := r.session
		s.Remote = Remote{Invite: hash}
		out = secret
		return r.save(ctx, s)
	})
	if err != nil {
		return "", err
	}
	return out, nil
}

// TakeRemote uses an invitation up and gives the phone its own token, to be
// kept in a cookie. Closed "remote.used" for one that was used, replaced or taken back.
func (r *Room) TakeRemote(ctx context.Context, invite string) (string, error) {
	var out string
	err := r.inWriter(ctx, func(ctx context.Context) error {
		if !same(r.session.Remote.Invite, hashed(invite)) {
			return fault.New(fault.Closed, "remote.used")
		}
		secret, hash, err := token(r.rooms.random)
		if err != nil {
			return fault.Wrap(err, "polls: remote")
		}
		s := r.session
		s.Remote = Remote{Held: hash}
		out = secret
		return r.save(ctx, s)
	})
	if err != nil {
		return "", err
	}
	return out, nil
}

// RemoteActor proves the remote's token. Closed "remote.taken" once staff took it back.
func (r *Room) RemoteActor(held string) (Actor, error) {
	if !same(r.view.Load().Session.Remote.Held, hashed(held)) {
		return Actor{}, fault.New(fault.Closed, "remote.taken")
	}
	return Actor{Kind: ByRemote}, nil
}
