package surveys

import (
	"encoding/binary"
	"slices"
)

// oggPage is one page of an Ogg file. (RFC 3533)
type oggPage struct {
	flags   byte   // 1 goes on from the page before, 2 first of its stream, 4 last
	granule uint64 // samples of 48 kHz so far, before skipping
	serial  uint32
	lacing  []byte
	body    []byte
}

// oggClip reads one stream of Opus in Ogg, page by page with their sums, and writes
// it anew: the same sound, no comments, under a serial number of ours. (RFC 7845)
func oggClip(file []byte) (Clip, bool) {
	pages, ok := oggPages(file)
	if !ok || len(pages) < 3 {
		return Clip{}, false
	}
	head, sound := pages[0], pages[1:]
	for len(sound) > 0 { // the comments end their page
		first := sound[0]
		sound = sound[1:]
		if n := len(first.lacing); n > 0 && first.lacing[n-1] < 255 {
			break
		}
	}
	opus := head.flags == 2 && len(head.body) >= 19 && string(head.body[:8]) == "OpusHead" &&
		(head.body[9] == 1 || head.body[9] == 2) && head.body[18] == 0
	if !opus || len(sound) == 0 || !slices.ContainsFunc(pages[1:2], func(p oggPage) bool { return len(p.body) >= 8 && string(p.body[:8]) == "OpusTags" }) {
		return Clip{}, false
	}
	comments := append([]byte("OpusTags"), 0, 0, 0, 0, 0, 0, 0, 0)
	out := oggPage{flags: 2, lacing: []byte{19}, body: head.body[:19]}.write(nil, 0)
	out = oggPage{lacing: []byte{byte(len(comments))}, body: comments}.write(out, 1)
	last := uint64(0)
	for i, p := range sound {
		if p.granule != ^uint64(0) {
			last = max(last, p.granule)
		}
		out = p.write(out, uint32(i+2))
	}
	skip := uint64(binary.LittleEndian.Uint16(head.body[10:]))
	if last <= skip {
		return Clip{}, false
	}
	return Clip{Type: "audio/ogg", Millis: millis(last-skip, 48000), Bytes: out}, true
}

// oggPages takes a file apart; false where it is not whole pages of one stream
// from its first byte to its last.
func oggPages(file []byte) ([]oggPage, bool) {
	var pages []oggPage
	for len(file) > 0 {
		if len(file) < 27 || string(file[:4]) != "OggS" || file[4] != 0 || len(file) < 27+int(file[26]) {
			return nil, false
		}
		p := oggPage{
			flags: file[5], granule: binary.LittleEndian.Uint64(file[6:]), serial: binary.LittleEndian.Uint32(file[14:]),
			lacing: file[27 : 27+int(file[26])],
		}
		size := 0
		for _, n := range p.lacing {
			size += int(n)
		}
		at := 27 + len(p.lacing)
		if at+size > len(file) || oggSum(file[:at+size]) != binary.LittleEndian.Uint32(file[22:]) {
			return nil, false
		}
		p.body, file = file[at:at+size], file[at+size:]
		first := len(pages) == 0
		if first != (p.flags&2 != 0) || !first && (p.serial != pages[0].serial || pages[len(pages)-1].flags&4 != 0) {
			return nil, false // a second stream, or something behind the last page
		}
		pages = append(pages, p)
	}
	return pages, true
}

// write adds the page to a file as its nth.
func (p oggPage) write(out []byte, n uint32) []byte {
	at := len(out)
	out = append(out, "OggS\x00"...)
	out = binary.LittleEndian.AppendUint64(append(out, p.flags), p.granule)
	out = binary.LittleEndian.AppendUint32(out, 1)
	out = binary.LittleEndian.AppendUint32(out, n)
	out = append(out, 0, 0, 0, 0, byte(len(p.lacing)))
	out = append(append(out, p.lacing...), p.body...)
	binary.LittleEndian.PutUint32(out[at+22:], oggSum(out[at:]))
	return out
}

// oggSum is a page's sum with the place of the sum itself taken as nought.
func oggSum(page []byte) uint32 {
	sum := uint32(0)
	for i, b := range page {
		if i >= 22 && i < 26 {
			b = 0
		}
		sum ^= uint32(b) << 24
		for range 8 {
			top := sum & (1 << 31)
			sum <<= 1
			if top != 0 {
				sum ^= 0x04C11DB7
			}
		}
	}
	return sum
}
