package server

import (
	"bytes"
	"strconv"

	"cairn/surveys"
)

// quickCast reads a choice exactly as the phone's script writes it, sign for sign: most
// of what a hall sends in its loudest second. It understands nothing else and
// says false to it; surveys.Decode then takes or refuses it. Both agree where
// this one understands (FuzzQuickCast).
func quickCast(raw []byte) (m message, ok bool) {
	q := quick{rest: raw, ok: true}
	q.sign(`{"t":"cast","a":"`)
	m.T, m.Activity = "cast", q.word()
	q.sign(`","r":`)
	m.Round = int(q.number())
	q.sign(`,"k":"`)
	m.Key = q.word()
	q.sign(`","c":`)
	m.Counter = q.number()
	q.sign(`,"v":{"pick":[`)
	for q.ok && !bytes.HasPrefix(q.rest, []byte("]")) {
		if len(m.Answer.Pick) > 0 {
			q.sign(`,`)
		}
		q.sign(`"`)
		m.Answer.Pick = append(m.Answer.Pick, q.word())
		q.sign(`"`)
	}
	q.sign(`],"pass":"`)
	m.Answer.Pass = surveys.Pass(q.word())
	q.sign(`","text":"","quote":false}}`)
	return m, q.ok && len(q.rest) == 0 && len(m.Answer.Pick) > 0
}

// quick is where reading stands; ok is false from the first sign on that it does not understand.
type quick struct {
	rest []byte
	ok   bool
}

func (q *quick) sign(want string) {
	if q.ok = q.ok && len(q.rest) >= len(want) && string(q.rest[:len(want)]) == want; q.ok {
		q.rest = q.rest[len(want):]
	}
}

// word is text that needs no escape, up to its closing quote.
func (q *quick) word() string {
	end := 0
	for end < len(q.rest) && q.rest[end] != '"' && q.rest[end] != '\\' && q.rest[end] >= ' ' && q.rest[end] < 0x7f {
		end++
	}
	return string(q.take(end))
}

// number is a whole number of at most nine figures, without a sign or a nought before it.
func (q *quick) number() int64 {
	end := 0
	for end < len(q.rest) && end < 9 && q.rest[end] >= '0' && q.rest[end] <= '9' {
		end++
	}
	q.ok = q.ok && end > 0 && (end == 1 || q.rest[0] != '0')
	n, _ := strconv.ParseInt(string(q.take(end)), 10, 64) // figures only
	return n
}

func (q *quick) take(n int) []byte {
	if !q.ok {
		return nil
	}
	taken := q.rest[:n]
	q.rest = q.rest[n:]
	return taken
}
