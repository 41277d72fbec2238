package main

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"cairn/bus"
	"cairn/bus/natsbus"
	"cairn/polls"
	"cairn/store"
)

// together is what ties this process to the others on the same store. A process
// that is alone has it too: its bus reaches nobody else.
type together struct {
	holder    string // this process's own name, made anew at each start
	bus       bus.Bus
	turns     *store.Turns
	processes *store.Processes
	stops     []func()
	lately    lately // surveys with new answers that the others are not told of yet

	mu   sync.Mutex
	mine secretFile // the secrets in use
}

// gather finds the others: it makes sure that they have the same secrets, and
// opens the bus to them.
func (a *app) gather(ctx context.Context) error {
	a.others.holder = store.NewID(rand.Reader)
	a.others.turns = store.NewTurns(a.engine, a.others.holder, a.now)
	a.others.processes = store.OpenProcesses(a.engine, a.others.holder, a.now)
	a.others.mine = a.secrets
	if err := a.openBus(ctx); err != nil {
		return err
	}
	n, err := a.others.processes.Sign(ctx, fingerprints(a.secrets))
	if err != nil {
		return errors.Join(err, a.ungather(ctx))
	}
	if n > 0 && a.config.bus == "" {
		a.log.Warn("another Cairn runs on this store, and this one has no bus to it: give both the same --bus", slog.Int("others", n))
	}
	return nil
}

// openBus opens the bus the operator chose: one that stays in this process
// unless a NATS address was given.
func (a *app) openBus(ctx context.Context) (err error) {
	if a.others.bus != nil { // a test's, shared by several programs in one process
		return nil
	}
	if a.config.bus == "" {
		a.others.bus = bus.Local()
		return nil
	}
	key, err := hkdf.Key(sha256.New, append(append([]byte{}, a.secrets.FormKey...), a.secrets.Pepper...), nil, "cairn bus", 32)
	if err != nil {
		return err
	}
	a.others.bus, err = natsbus.Open(ctx, natsbus.Parts{URL: a.config.bus, Key: key, Random: rand.Reader, Trouble: func(err error) {
		if err == nil {
			a.log.Info("the bus is back")
			return
		}
		a.log.Warn("the bus had trouble", slog.Any("error", err))
	}})
	return err
}

// ungather says that this process is going, and closes the bus.
func (a *app) ungather(ctx context.Context) error {
	for _, stop := range a.others.stops {
		stop()
	}
	return errors.Join(a.others.processes.Leave(ctx), a.others.bus.Close())
}

// fingerprints tell secrets apart without giving them away.
func fingerprints(s secretFile) store.Secrets {
	of := func(what string, secret []byte) string {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte("cairn fingerprint of " + what))
		return hex.EncodeToString(mac.Sum(nil)[:16])
	}
	out := store.Secrets{Mark: of("form key", s.FormKey) + of("pepper", s.Pepper), Turns: []string{of("month", s.Current)}}
	if len(s.Previous) > 0 {
		out.Turns = append(out.Turns, of("month", s.Previous))
	}
	return out
}

// secretsTurned is the news that some process has turned the site secret.
const secretsTurned = "secrets.turned"

// freshSecrets reads the secrets again and hands new ones to whoever uses them.
// One process turns them in the folder they share, the others find them there.
func (a *app) freshSecrets(ctx context.Context) error {
	o := &a.others
	o.mu.Lock()
	defer o.mu.Unlock()
	s, err := loadSecrets(a.config.secrets, a.now())
	if err != nil {
		return fmt.Errorf("the site secret could not be turned: %w", err)
	}
	if s.Since.Equal(o.mine.Since) && len(s.Previous) == len(o.mine.Previous) {
		return nil
	}
	err = errors.Join(a.rooms.Rotate(polls.Secrets{Current: s.Current, Previous: s.Previous}), a.surveys.desk.Rotate(s.Current, s.Previous))
	if err != nil {
		return fmt.Errorf("the old site secret is still in use: %w", err)
	}
	o.mine = s
	if err := o.bus.Publish(ctx, secretsTurned, nil); err != nil {
		a.log.Warn("the others are not told of the new site secret; they find it themselves", slog.Any("error", err))
	}
	return nil
}

// keepTogether signs that this process is there, and follows the secrets the
// others may have turned, until ctx ends.
func (a *app) keepTogether(ctx context.Context) {
	often := time.NewTicker(store.SignEvery)
	defer often.Stop()
	heard := make(chan struct{}, 1)
	stop, err := a.others.bus.Subscribe(secretsTurned, func([]byte) {
		select {
		case heard <- struct{}{}:
		default:
		}
	})
	if err == nil {
		defer stop()
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-heard:
		case <-often.C:
		}
		err := a.freshSecrets(ctx)
		if err == nil {
			_, err = a.others.processes.Sign(ctx, fingerprints(a.others.secrets()))
		}
		if err != nil && ctx.Err() == nil {
			a.log.Error("this process could not make sure that all have the same secrets", slog.Any("error", err))
		}
	}
}

func (o *together) secrets() secretFile {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.mine
}

// inTurns does a job where no other process does it and it is due. A process
// that is alone just does it, and writes nothing down of its turn.
func (a *app) inTurns(ctx context.Context, j store.Job, work func(context.Context)) {
	if a.config.bus == "" {
		work(ctx)
		return
	}
	_, err := a.others.turns.Do(ctx, j, func(ctx context.Context, _ *store.Turn) error {
		work(ctx)
		return nil
	})
	if err != nil && ctx.Err() == nil {
		a.log.Warn("a job in the background was broken off; another process goes on", slog.String("job", j.Name), slog.Any("error", err))
	}
}
