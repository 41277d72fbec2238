package responses

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"golang.org/x/crypto/argon2"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// What opening a saved survey costs whoever tries: 19 MiB and two passes of
// argon2id, as for receipts, and at most atOnce of them at a time.
const (
	lockMemory = 19 << 10 // KiB
	lockPasses = 2
	atOnce     = 2
	mostQueued = 128
)

// Of is how many pictures open a saved survey.
const Of = 6

// savedDoc is a survey somebody began and goes on with elsewhere. Its _id and its
// key are the two halves of what argon2id makes of the pictures.
type savedDoc struct {
	store.Meta `bson:",inline"`
	Survey     string `bson:"survey"`
	Sealed     []byte `bson:"sealed"`
}

// Unfinished is what is saved: token and choices, never words.
type Unfinished struct {
	Token   string          `bson:"t"`
	Version int             `bson:"n"`
	Answers surveys.Answers `bson:"a"`
	At      string          `bson:"q,omitempty"` // the question they were at
}

const savedStep = 8 << 10

// SaveFor keeps a survey somebody began and gives the six pictures that open it
// again. The same key gives the same pictures, so that saving twice is saving
// once. Words are left out: nothing written is kept before it is sent.
func (d *Desk) SaveFor(ctx context.Context, survey, key string, u Unfinished) ([]string, error) {
	_, k, done, err := d.enter(ctx, survey)
	if err != nil {
		return nil, err
	}
	defer done()
	if _, err := readToken(k, u.Token); err != nil {
		return nil, err
	}
	pictures, err := d.draw(survey, key)
	if err != nil {
		return nil, err
	}
	id, seed, err := d.lockOf(ctx, survey, pictures)
	if err != nil {
		return nil, err
	}
	clean := surveys.Answers{}
	for q, a := range u.Answers {
		a.Text, a.Quote = "", false
		clean[q] = a
	}
	u.Answers = clean
	raw, err := bson.Marshal(u)
	if err != nil {
		return nil, fault.Wrap(err, "save a survey")
	}
	doc := &savedDoc{Meta: store.Meta{ID: id}, Survey: survey}
	box, err := aeadOf(seed, nil, "cairn survey save")
	if err != nil {
		return nil, err
	}
	if doc.Sealed, err = sealed(box, d.d.Random, id, raw, savedStep); err != nil {
		return nil, err
	}
	err = d.saved.Insert(ctx, doc)
	if fault.Is(err, fault.Conflict) {
		_, err = d.saved.Update(ctx, id, func(was *savedDoc) error { was.Sealed = doc.Sealed; return nil })
	}
	return pictures, err
}

// Resume opens what was saved under six pictures. NotFound "responses.nosave"
// where there is nothing; the caller lets whoever was wrong wait.
func (d *Desk) Resume(ctx context.Context, survey string, pictures []string) (Unfinished, error) {
	var u Unfinished
	none := fault.New(fault.NotFound, "responses.nosave")
	if len(pictures) != Of {
		return u, none
	}
	_, _, done, err := d.enter(ctx, survey)
	if err != nil {
		return u, err
	}
	defer done()
	id, seed, err := d.lockOf(ctx, survey, pictures)
	if err != nil {
		return u, err
	}
	doc, err := d.saved.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return u, none
	}
	if err != nil {
		return u, err
	}
	box, err := aeadOf(seed, nil, "cairn survey save")
	if err != nil {
		return u, err
	}
	raw, err := opened(box, id, doc.Sealed)
	if err == nil {
		err = bson.Unmarshal(raw, &u)
	}
	return u, fault.Wrap(err, "open a saved survey")
}

// lockOf turns pictures into the name and the key of what they open.
func (d *Desk) lockOf(ctx context.Context, survey string, pictures []string) (id string, seed []byte, err error) {
	busy := fault.New(fault.TooMany, "receipt.busy")
	select {
	case d.queued <- struct{}{}:
	default:
		return "", nil, busy
	}
	defer func() { <-d.queued }()
	select {
	case d.turns <- struct{}{}:
	case <-ctx.Done():
		return "", nil, busy
	}
	defer func() { <-d.turns }()
	raw := argon2.IDKey([]byte(survey+" "+strings.Join(pictures, " ")), d.salt, lockPasses, lockMemory, 1, 64)
	return hex.EncodeToString(raw[:32]), raw[32:], nil
}

// draw gives six pictures of a submission key, no picture twice, evenly drawn.
func (d *Desk) draw(survey, key string) ([]string, error) {
	all := d.d.Pictures
	if !goodKey(key) || len(all) < 2*Of {
		return nil, fault.New(fault.Invalid, "responses.key")
	}
	even := (1 << 32) / uint64(len(all)) * uint64(len(all)) // above it some would come more often
	stream, err := hkdf.Key(sha256.New, []byte(key), d.drawn, "save "+survey, 4*64)
	if err != nil {
		return nil, fault.Wrap(err, "drawing pictures")
	}
	pictures := make([]string, 0, Of)
	for ; len(pictures) < Of && len(stream) >= 4; stream = stream[4:] {
		n := uint64(binary.BigEndian.Uint32(stream))
		if code := all[n%uint64(len(all))]; n < even && !slices.Contains(pictures, code) {
			pictures = append(pictures, code)
		}
	}
	return pictures, nil
}

// goodKey says whether a submission key can be one of ours: 16 to 64 letters,
// digits, "-" or "_".
func goodKey(key string) bool {
	return len(key) >= 16 && len(key) <= 64 &&
		strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}
