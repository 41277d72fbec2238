package surveys

import (
	"bytes"
	"encoding/binary"
	"math"
)

// The elements of WebM that are looked at. (RFC 8794, RFC 9559)
const (
	ebmlHead    = 0x1A45DFA3
	ebmlType    = 0x4282
	webmSegment = 0x18538067
	webmInfo    = 0x1549A966
	webmScale   = 0x2AD7B1
	webmTracks  = 0x1654AE6B
	webmTrack   = 0xAE
	webmKind    = 0x83
	webmCodec   = 0x86
	webmCluster = 0x1F43B675
	webmTime    = 0xE7
	webmBlock   = 0xA3
	webmGroup   = 0xA0
	webmInGroup = 0xA1
)

// element is one element of an EBML document; whole is all of it, body what is
// inside. One that does not say where it ends has no end here but its parent's.
type element struct {
	id          uint64
	whole, body []byte
	endless     bool
}

// webmSound is what is found in a WebM file while its elements are walked.
type webmSound struct {
	scale, at, last uint64 // nanoseconds a tick, ticks
	tracks, heard   int
	broken          bool
}

// webmClip reads a WebM file with one track of Opus or Vorbis, as browsers record
// it. What is not sound (titles, tools, dates, attachments) becomes filling where
// it stands, so that nothing else of the file moves.
func webmClip(file []byte) (Clip, bool) {
	out := bytes.Clone(file)
	head, rest, ok := nextElement(out)
	if !ok || head.id != ebmlHead || head.endless || len(head.body) > 128 {
		return Clip{}, false
	}
	named := false
	for inner := head.body; len(inner) > 0; {
		var e element
		if e, inner, ok = nextElement(inner); !ok {
			return Clip{}, false
		}
		named = named || e.id == ebmlType && string(e.body) == "webm"
	}
	segment, behind, ok := nextElement(rest)
	if !ok || !named || segment.id != webmSegment || len(behind) > 0 {
		return Clip{}, false
	}
	s := &webmSound{scale: 1_000_000}
	s.walk(segment.body, webmSegment)
	const blink = 20 // milliseconds the last block lasts, about
	if s.broken || s.tracks != 1 || s.heard != 1 || s.scale == 0 || s.last == 0 || s.last > math.MaxUint64/s.scale {
		return Clip{}, false
	}
	return Clip{Type: "audio/webm", Millis: millis(s.last*s.scale/1_000_000+blink, 1000), Bytes: out}, true
}

// nextElement takes the first element off b.
func nextElement(b []byte) (e element, rest []byte, ok bool) {
	id, n, ok := ebmlNumber(b, 4, true)
	if !ok {
		return e, nil, false
	}
	size, m, ok := ebmlNumber(b[n:], 8, false)
	if !ok {
		return e, nil, false
	}
	left := uint64(len(b) - n - m)
	if size == 1<<(7*m)-1 {
		e.endless, size = true, left
	}
	if size > left {
		return e, nil, false
	}
	end := n + m + int(size)
	e.id, e.whole, e.body = id, b[:end], b[n+m:end]
	return e, b[end:], true
}

// ebmlNumber reads a number of at most so many bytes, with the bit that says how
// many or without it.
func ebmlNumber(b []byte, most int, marked bool) (value uint64, n int, ok bool) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0, false
	}
	for n = 1; b[0]&(0x80>>(n-1)) == 0; n++ {
	}
	if n > most || n > len(b) {
		return 0, 0, false
	}
	value = uint64(b[0])
	if !marked {
		value &= 0x7F >> (n - 1)
	}
	for _, next := range b[1:n] {
		value = value<<8 | uint64(next)
	}
	return value, n, true
}

// walk looks at every element of b, which stand inside one of the id in.
func (s *webmSound) walk(b []byte, in uint64) {
	for len(b) > 0 && !s.broken {
		e, rest, ok := nextElement(b)
		if !ok || e.endless && e.id != webmCluster {
			s.broken = true
			return
		}
		if in == webmCluster && len(e.whole) > 0 && topLevel(e.id) {
			s.walk(b, webmSegment) // an endless cluster ends where the next thing of the segment begins
			return
		}
		s.element(e, in)
		b = rest
	}
}

// topLevel says whether an element stands in the segment itself.
func topLevel(id uint64) bool { return id > 0x10000000 }

func (s *webmSound) element(e element, in uint64) {
	switch e.id {
	case webmInfo, webmTracks, webmCluster, webmGroup:
		s.walk(e.body, e.id)
	case webmTrack:
		s.tracks++
		s.walk(e.body, e.id)
	case webmScale:
		s.scale = ebmlUint(e.body)
	case webmKind:
		s.broken = s.broken || ebmlUint(e.body) != 2
	case webmCodec:
		if codec := string(e.body); codec == "A_OPUS" || codec == "A_VORBIS" {
			s.heard++
		}
	case webmTime:
		s.at = min(ebmlUint(e.body), 1<<40)
	case webmBlock, webmInGroup:
		if _, n, ok := ebmlNumber(e.body, 8, false); ok && len(e.body) >= n+3 {
			s.last = max(s.last, s.at+uint64(binary.BigEndian.Uint16(e.body[n:])&0x7FFF))
		}
	default:
		if !webmKeeps(in, e.id) {
			filling(e.whole)
		}
	}
}

// webmKeeps are the other elements that are needed for sound to be heard.
func webmKeeps(in, id uint64) bool {
	switch in {
	case webmTrack:
		switch id {
		case 0xD7, 0x73C5, 0x9C, 0x63A2, 0xE1, 0x56AA, 0x56BB, 0x23E383, 0xB9, 0x88, 0x55AA, 0x22B59C: // number, uid, lacing, private, audio, delays, …
			return true
		}
	case webmInfo:
		return id == 0x4489 // duration
	case webmSegment:
		return id == 0x114D9B74 || id == 0x1C53BB6B // where things stand
	}
	return in == webmCluster || in == webmGroup
}

// filling turns an element into one of the same length that says nothing.
func filling(whole []byte) {
	if len(whole) < 2 {
		return
	}
	wide := min(8, len(whole)-1)
	size := uint64(len(whole)-1-wide) | 1<<(7*wide)
	clear(whole)
	whole[0] = 0xEC
	for i := wide; i > 0; i-- {
		whole[i] = byte(size)
		size >>= 8
	}
}

// ebmlUint reads a plain number; one too long for us is as large as can be.
func ebmlUint(b []byte) uint64 {
	if len(b) > 8 {
		return math.MaxUint64
	}
	n := uint64(0)
	for _, next := range b {
		n = n<<8 | uint64(next)
	}
	return n
}
