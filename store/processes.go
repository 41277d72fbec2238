package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"cairn/fault"
)

// SignEvery is how often a process says that it is there. After goneAfter without
// a word it is taken for gone; clocks of two machines may differ by the rest.
const (
	SignEvery = 20 * time.Second
	goneAfter = 2 * time.Minute
)

// ErrSecrets says that another process on this store has other secrets: what one keeps the other could not open.
var ErrSecrets = errors.New("another Cairn runs on this store with other secrets; give every process the same secrets folder (a Cairn that crashed is forgotten after two minutes)")

// process is one running Cairn on this store. Its _id is its random name.
type process struct {
	Meta    `bson:",inline"`
	Mark    string    `bson:"mark"`  // keyed fingerprint of what every process must have the same
	Turns   []string  `bson:"turns"` // keyed fingerprints of the monthly secrets it has
	Touched time.Time `bson:"touched"`
}

// ProcessSchema declares the processes on a store; it must be among the schemas ensured.
func ProcessSchema() Schema {
	return Schema{
		Name: "processes", Version: 1, NeverSnapshot: true,
		Indexes: []Index{{Name: "touched", Fields: []string{"touched"}}},
		Keep:    Keep{Field: "touched", Days: 1},
		Purpose: "Which processes run, and that all have the same secrets.",
	}
}

// Secrets are keyed fingerprints of what all processes on a store must have the
// same. Mark never changes; Turns are the monthly ones, newest first: two
// processes agree while one of theirs is the same.
type Secrets struct {
	Mark  string
	Turns []string
}

func (s Secrets) agree(p *process) bool {
	return s.Mark == p.Mark && slices.ContainsFunc(s.Turns, func(turn string) bool { return slices.Contains(p.Turns, turn) })
}

// Processes tells the processes on one store of each other.
type Processes struct {
	docs *Collection[process]
	name string
	now  func() time.Time
}

// OpenProcesses opens them; name is the process's own, made anew at each start.
func OpenProcesses(e Engine, name string, now func() time.Time) *Processes {
	return &Processes{docs: Open[process](e, ProcessSchema()), name: name, now: now}
}

// Sign says that this process is there, with these secrets, and gives how many
// others are. ErrSecrets says that one of them has other secrets; a process that
// finds this at its start must leave and not start.
func (p *Processes) Sign(ctx context.Context, mine Secrets) (others int, err error) {
	if err := p.write(ctx, mine); err != nil {
		return 0, err
	}
	now := p.now()
	differ := false
	for other, err := range p.docs.Find(ctx, Query{Index: "touched"}) {
		if err != nil {
			return 0, err
		}
		if other.ID == p.name || now.Sub(other.Touched) > goneAfter {
			continue
		}
		others++
		differ = differ || !mine.agree(other)
	}
	if differ {
		return others, ErrSecrets
	}
	return others, nil
}

// write replaces this process's own document, which nobody else writes, or makes it.
func (p *Processes) write(ctx context.Context, mine Secrets) error {
	doc, err := p.docs.Get(ctx, p.name)
	if fault.Is(err, fault.NotFound) {
		return p.docs.Insert(ctx, &process{Meta: Meta{ID: p.name}, Mark: mine.Mark, Turns: mine.Turns, Touched: p.now()})
	}
	if err != nil {
		return err
	}
	doc.Mark, doc.Turns, doc.Touched = mine.Mark, mine.Turns, p.now()
	return p.docs.Replace(ctx, doc)
}

// Leave says that this process is going.
func (p *Processes) Leave(ctx context.Context) error {
	err := p.docs.DeleteID(ctx, p.name)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
