package surveys

import "bytes"

// frame is what the head of one MPEG audio frame says: how long it is in bytes,
// how many samples it holds and how fast they are played.
type frame struct{ size, samples, rate int }

// frameClip reads a file of MPEG frames: MP3, or AAC as phones stream it. The
// frames are kept and nothing else: a title, a picture, a place or a page before or
// behind them is not.
func frameClip(file []byte) (Clip, bool) {
	body := withoutID3(file)
	read, kind := mp3Frame, "audio/mpeg"
	if _, ok := adtsFrame(body); ok {
		read, kind = adtsFrame, "audio/aac"
	}
	var samples, rate, frames, at int
	for at < len(body) {
		f, ok := read(body[at:])
		if !ok || rate != 0 && f.rate != rate {
			break
		}
		if at+f.size > len(body) {
			body = body[:at] // recorders often break off within their last frame
			break
		}
		samples, rate, frames, at = samples+f.samples, f.rate, frames+1, at+f.size
	}
	if frames < 3 || !tagsAlone(body[at:]) {
		return Clip{}, false
	}
	return Clip{Type: kind, Millis: millis(uint64(samples), uint64(rate)), Bytes: bytes.Clone(body[:at])}, true
}

// withoutID3 is a file behind its ID3 heads. (id3.org, ID3v2.4 §3.1)
func withoutID3(file []byte) []byte {
	for len(file) >= 10 && string(file[:3]) == "ID3" {
		size := int(file[6]&0x7F)<<21 | int(file[7]&0x7F)<<14 | int(file[8]&0x7F)<<7 | int(file[9]&0x7F)
		if file[5]&0x10 != 0 {
			size += 10 // a foot as long as the head
		}
		if 10+size > len(file) {
			return nil
		}
		file = file[10+size:]
	}
	return file
}

// tagsAlone says whether behind the last frame stands nothing, filling, or a tag
// that players know.
func tagsAlone(rest []byte) bool {
	rest = bytes.TrimLeft(rest, "\x00")
	switch {
	case len(rest) == 0:
		return true
	case len(rest) >= 128 && string(rest[len(rest)-128:len(rest)-125]) == "TAG":
		return len(rest) == 128 || tagsAlone(rest[:len(rest)-128])
	}
	return bytes.HasPrefix(rest, []byte("APETAGEX")) && len(rest) <= 32<<10
}

// mp3Frame reads the head of a layer III frame. (ISO 11172-3 §2.4.1.3, ISO 13818-3)
func mp3Frame(b []byte) (frame, bool) {
	if len(b) < 4 || b[0] != 0xFF || b[1]&0xE6 != 0xE2 {
		return frame{}, false
	}
	version := b[1] >> 3 & 3 // 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5
	bits, speed := int(b[2]>>4), int(b[2]>>2&3)
	if version == 1 || bits == 0 || bits == 15 || speed == 3 {
		return frame{}, false
	}
	rate := [3]int{44100, 48000, 32000}[speed]
	kilobits, samples := [15]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}[bits], 1152
	if version != 3 {
		kilobits, samples, rate = [15]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}[bits], 576, rate/2
	}
	if version == 0 {
		rate /= 2
	}
	size := samples/8*kilobits*1000/rate + int(b[2]>>1&1)
	return frame{size: size, samples: samples, rate: rate}, true
}

// adtsFrame reads the head of an AAC frame. (ISO 14496-3 §1.A.2)
func adtsFrame(b []byte) (frame, bool) {
	if len(b) < 7 || b[0] != 0xFF || b[1]&0xF6 != 0xF0 {
		return frame{}, false
	}
	rates := []int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}
	speed := int(b[2] >> 2 & 15)
	size := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5]>>5)
	if speed >= len(rates) || size < 8 {
		return frame{}, false
	}
	return frame{size: size, samples: 1024 * (int(b[6]&3) + 1), rate: rates[speed]}, true
}
