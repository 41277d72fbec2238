package natsbus

import (
	"bytes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"cairn/bus"

	"github.com/nats-io/nats.go"
	"golang.org/x/crypto/chacha20poly1305"
)

// kind is what a parcel holds.
type kind byte

const (
	isNews kind = iota + 1
	isQuestion
	isAnswer
	isRefusal // the answer failed; it holds nothing
	isNobody  // who was asked does not answer there any more; it holds nothing
	isLook    // is there still somebody who answers; nobody answers it, but the server does where nobody is
	isLeaving // an asker waits no longer; it holds where its answer would have gone
)

// parcel is one message of ours. What is longer than the server takes goes in
// several parts, in order and over one connection.
type parcel struct {
	kind   kind
	within time.Duration // how long a question's asker waits; 0 where it did not say
	body   []byte
}

// Sizes: a head is the kind, an id by which parts find each other, which part of how many, and within.
const (
	headSize  = 1 + idSize + 2 + 2 + 4
	idSize    = 8
	spare     = 1024 // what NATS and the seal need beside a part
	mostPart  = 512 << 10
	mostParts = 1 << 15
	mostPiles = 256 // messages in parts that one subject may have under way
)

var errNotOurs = errors.New("bus: a message that is not sealed with this installation's key")

// keysOf makes the seal and the subjects' first part of the installation's key.
func keysOf(key []byte) (cipher.AEAD, string, error) {
	sealing, err := hkdf.Key(sha256.New, key, nil, "cairn bus seal", chacha20poly1305.KeySize)
	if err != nil {
		return nil, "", fmt.Errorf("bus: %w", err)
	}
	name, err := hkdf.Key(sha256.New, key, nil, "cairn bus subjects", 8)
	if err != nil {
		return nil, "", fmt.Errorf("bus: %w", err)
	}
	seal, err := chacha20poly1305.NewX(sealing)
	return seal, "cairn." + hex.EncodeToString(name), err
}

// send seals a parcel for a full NATS subject and hands it to the line. It fails
// with bus.ErrAway while the line is down.
func (l *line) send(to, reply string, p parcel) error {
	part := min(int(l.conn.MaxPayload())-spare, mostPart)
	if part <= 0 {
		return bus.ErrAway // there was no server yet that said how much it takes
	}
	many := max(1, (len(p.body)+part-1)/part)
	if many > mostParts {
		return bus.ErrSize
	}
	var id [idSize]byte
	if _, err := io.ReadFull(l.random, id[:]); err != nil {
		return fmt.Errorf("bus: %w", err)
	}
	for i, rest := 0, p.body; i < many; i++ {
		n := min(part, len(rest))
		m := &nats.Msg{Subject: to}
		if i == many-1 {
			m.Reply = reply // nobody is found missing at the last part
		}
		var err error
		if m.Data, err = l.sealed(to, id, i, many, parcel{kind: p.kind, within: p.within, body: rest[:n]}); err != nil {
			return err
		}
		if err := l.conn.PublishMsg(m); err != nil {
			return away(err)
		}
		rest = rest[n:]
	}
	return nil
}

// away says in the bus's own words why the line took nothing.
func away(err error) error {
	switch {
	case errors.Is(err, nats.ErrConnectionClosed):
		return bus.ErrClosed
	case errors.Is(err, nats.ErrReconnectBufExceeded), errors.Is(err, nats.ErrConnectionReconnecting), errors.Is(err, nats.ErrDisconnected):
		return bus.ErrAway
	}
	return fmt.Errorf("bus: %w", err)
}

// sealed is one part, readable only with the key and only on its subject.
func (l *line) sealed(to string, id [idSize]byte, i, many int, p parcel) ([]byte, error) {
	out := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+headSize+len(p.body)+l.seal.Overhead())
	if _, err := io.ReadFull(l.random, out); err != nil {
		return nil, fmt.Errorf("bus: %w", err)
	}
	plain := make([]byte, 0, headSize+len(p.body))
	plain = append(plain, byte(p.kind))
	plain = append(plain, id[:]...)
	plain = binary.BigEndian.AppendUint16(plain, uint16(i))
	plain = binary.BigEndian.AppendUint16(plain, uint16(many))
	plain = binary.BigEndian.AppendUint32(plain, uint32(min(p.within.Milliseconds(), 1<<31)))
	plain = append(plain, p.body...)
	return l.seal.Seal(out, out, plain, []byte(to)), nil
}

// piles puts parts together again. One callback uses it at a time.
type piles struct {
	line *line
	open []pile // oldest first
}

type pile struct {
	id    [idSize]byte
	parts [][]byte
}

// take opens a message; whole says that a parcel is complete with it.
func (s *piles) take(m *nats.Msg) (p parcel, whole bool, err error) {
	nonce := chacha20poly1305.NonceSizeX
	if len(m.Data) < nonce {
		return p, false, errNotOurs
	}
	plain, err := s.line.seal.Open(nil, m.Data[:nonce], m.Data[nonce:], []byte(m.Subject))
	if err != nil || len(plain) < headSize {
		return p, false, errNotOurs
	}
	id := [idSize]byte(plain[1:])
	i, many := int(binary.BigEndian.Uint16(plain[1+idSize:])), int(binary.BigEndian.Uint16(plain[3+idSize:]))
	p = parcel{kind: kind(plain[0]), within: time.Duration(binary.BigEndian.Uint32(plain[5+idSize:])) * time.Millisecond, body: plain[headSize:]}
	if many <= 1 {
		return p, true, nil
	}
	p.body, whole = s.put(id, i, many, p.body)
	return p, whole, nil
}

// put adds a part. Parts come in order; one that does not fit means that some
// were lost with the line, and the whole is dropped.
func (s *piles) put(id [idSize]byte, i, many int, part []byte) (all []byte, whole bool) {
	at := slices.IndexFunc(s.open, func(p pile) bool { return p.id == id })
	if at < 0 && i == 0 {
		if len(s.open) == mostPiles {
			s.open = slices.Delete(s.open, 0, 1)
		}
		s.open = append(s.open, pile{id: id, parts: [][]byte{part}})
		return nil, false
	}
	if at < 0 {
		return nil, false
	}
	if len(s.open[at].parts) != i {
		s.open = slices.Delete(s.open, at, at+1)
		return nil, false
	}
	s.open[at].parts = append(s.open[at].parts, part)
	if len(s.open[at].parts) < many {
		return nil, false
	}
	all = bytes.Join(s.open[at].parts, nil)
	s.open = slices.Delete(s.open, at, at+1)
	return all, true
}
