package surveys

import (
	"encoding/binary"
	"slices"
)

// wavClip reads a WAV file of plain samples and writes it anew with its two parts
// that sound. (Microsoft, Multimedia Programming Interface 1.0)
func wavClip(file []byte) (Clip, bool) {
	if len(file) < 12 || string(file[:4]) != "RIFF" || string(file[8:12]) != "WAVE" {
		return Clip{}, false
	}
	var format, sound []byte
	for at := 12; at+8 <= len(file); {
		size := int64(binary.LittleEndian.Uint32(file[at+4:]))
		end := min(int64(at)+8+size, int64(len(file))) // some recorders never write the true size
		part := file[at+8 : end]
		switch string(file[at : at+4]) {
		case "fmt ":
			format = part
		case "data":
			sound = part
		}
		at = int(end + size&1)
	}
	if !plainSamples(format) || len(sound) == 0 {
		return Clip{}, false
	}
	channels, rate, bits := format[2:4], binary.LittleEndian.Uint32(format[4:]), format[14:16]
	block := int(channels[0]) * int(bits[0]) / 8
	sound = sound[:len(sound)/block*block]
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(36+len(sound)+len(sound)%2))
	out = binary.LittleEndian.AppendUint32(append(out, "WAVEfmt "...), 16)
	out = append(append(out, 1, 0), channels...)
	out = binary.LittleEndian.AppendUint32(out, rate)
	out = binary.LittleEndian.AppendUint32(out, rate*uint32(block))
	out = append(append(out, byte(block), 0), bits...)
	out = binary.LittleEndian.AppendUint32(append(out, "data"...), uint32(len(sound)))
	out = append(out, sound...)
	if len(sound)%2 == 1 {
		out = append(out, 0)
	}
	return Clip{Type: "audio/wav", Millis: millis(uint64(len(sound)/block), uint64(rate)), Bytes: out}, true
}

// plainSamples says whether a format is PCM that every phone plays: one channel
// or two, of 8, 16 or 24 bits.
func plainSamples(format []byte) bool {
	if len(format) < 16 {
		return false
	}
	tag, channels := binary.LittleEndian.Uint16(format), binary.LittleEndian.Uint16(format[2:])
	rate, bits := binary.LittleEndian.Uint32(format[4:]), binary.LittleEndian.Uint16(format[14:])
	if tag == 0xFFFE && len(format) >= 26 {
		tag = binary.LittleEndian.Uint16(format[24:])
	}
	return tag == 1 && (channels == 1 || channels == 2) && rate >= 4000 && rate <= 96000 && slices.Contains([]uint16{8, 16, 24}, bits)
}
