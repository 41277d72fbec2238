package surveys

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// mp4Sound is what is found in an MP4 file while its boxes are walked.
type mp4Sound struct {
	tracks, heard int // heard are those of AAC
	samples, rate uint64
	broken        bool
}

// mp4Clip reads an M4A file with one track of AAC. What is not sound (titles,
// covers, places, times) is blanked where it stands, so that nothing else of the
// file moves. (ISO 14496-12)
func mp4Clip(file []byte) (Clip, bool) {
	if len(file) < 12 || string(file[4:8]) != "ftyp" {
		return Clip{}, false
	}
	out, found := bytes.Clone(file), &mp4Sound{}
	found.walk(out, "")
	if found.broken || found.tracks != 1 || found.heard != 1 || found.samples == 0 {
		return Clip{}, false
	}
	return Clip{Type: "audio/mp4", Millis: millis(found.samples, found.rate), Bytes: out}, true
}

// mp4Keeps are the boxes that are needed for sound to be heard; "free" hides
// nothing, for its inside is blanked like that of every other box.
func mp4Keeps(in, kind string) bool {
	return slices.Contains(map[string][]string{
		"":     {"ftyp", "moov", "mdat"},
		"moov": {"mvhd", "iods", "trak"},
		"trak": {"tkhd", "edts", "mdia"},
		"mdia": {"mdhd", "hdlr", "minf"},
		"minf": {"smhd", "dinf", "stbl"},
		"stbl": {"stsd", "stts", "stsc", "stsz", "stco", "co64", "sgpd", "sbgp"},
	}[in], kind)
}

// walk looks at every box of b, which stand inside a box of the kind in.
func (s *mp4Sound) walk(b []byte, in string) {
	for len(b) > 0 {
		if len(b) < 8 {
			s.broken = true
			return
		}
		size, kind := int64(binary.BigEndian.Uint32(b)), string(b[4:8])
		if size == 0 && in == "" {
			size = int64(len(b)) // to the end of the file
		}
		if size < 8 || size > int64(len(b)) {
			s.broken = true
			return
		}
		name, box := b[4:8], b[8:size]
		b = b[size:]
		if !mp4Keeps(in, kind) {
			copy(name, "free")
			clear(box)
			continue
		}
		s.box(kind, box)
	}
}

// box reads one box that is kept.
func (s *mp4Sound) box(kind string, box []byte) {
	switch kind {
	case "ftyp", "dinf":
		// brands, and where the sound lies: only ever in the file itself
		s.broken = s.broken || len(box) > 128 || kind == "dinf" && len(box) != 28
	case "moov", "mdia", "minf", "stbl":
		s.walk(box, kind)
	case "trak":
		s.tracks++
		s.walk(box, kind)
	case "mvhd", "tkhd", "mdhd":
		s.times(kind, box)
	case "hdlr":
		if len(box) < 24 || string(box[8:12]) != "soun" {
			s.broken = true
			return
		}
		clear(box[24:]) // the name of what recorded it
	case "stsd":
		if len(box) < 16 || binary.BigEndian.Uint32(box[4:]) != 1 {
			s.broken = true
			return
		}
		if string(box[12:16]) == "mp4a" {
			s.heard++
		}
	case "stts":
		s.lasts(box)
	}
}

// times blanks when something was made and changed; of the track it takes the pace.
func (s *mp4Sound) times(kind string, box []byte) {
	wide, need := 4, 20
	if len(box) > 0 && box[0] == 1 {
		wide, need = 8, 32
	}
	if len(box) < need {
		s.broken = true
		return
	}
	clear(box[4 : 4+2*wide])
	if kind == "mdhd" {
		s.rate = uint64(binary.BigEndian.Uint32(box[4+2*wide:]))
	}
}

// lasts adds up how long the samples of the track are.
func (s *mp4Sound) lasts(box []byte) {
	if len(box) < 8 {
		s.broken = true
		return
	}
	for rows := box[8:]; len(rows) >= 8; rows = rows[8:] {
		row := uint64(binary.BigEndian.Uint32(rows)) * uint64(binary.BigEndian.Uint32(rows[4:]))
		s.samples = min(s.samples+min(row, 1<<40), 1<<40)
	}
}
