package surveys

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"

	"cairn/fault"
)

// secret stands for a name or a place that came along with a file.
const secret = "Fay Example, 12 Lake Road"

// The builders make the smallest files that are what they claim, so long as n says.

func mp3Of(n int) []byte {
	one := append([]byte{0xFF, 0xFB, 0x90, 0x64}, make([]byte, 413)...) // MPEG-1 layer III, 128 kbit/s, 44.1 kHz
	return bytes.Repeat(one, n)
}

func withID3(file []byte) []byte {
	head := append([]byte{'I', 'D', '3', 4, 0, 0, 0, 0, 0, byte(len(secret))}, secret...)
	tail := append([]byte("TAG"+secret), make([]byte, 125-len(secret))...)
	return append(append(head, file...), tail...)
}

func adtsOf(n int) []byte {
	one := append([]byte{0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC}, make([]byte, 9)...) // 44.1 kHz, 16 bytes
	return bytes.Repeat(one, n)
}

func wavOf(seconds int) []byte {
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), 0)
	out = append(out, "WAVELIST"...)
	out = append(binary.LittleEndian.AppendUint32(out, uint32(len(secret)+1)), secret+"\x00"...)
	out = append(out, "fmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(8000*seconds))
	return append(out, bytes.Repeat([]byte{0x80}, 8000*seconds)...)
}

func oggOf(seconds int) []byte {
	out := oggPage{flags: 2, lacing: []byte{19}, body: []byte("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00")}.write(nil, 0)
	tags := "OpusTags\x00\x00\x00\x00\x01\x00\x00\x00" + string(rune(len(secret))) + "\x00\x00\x00" + secret
	out = oggPage{lacing: []byte{byte(len(tags))}, body: []byte(tags)}.write(out, 1)
	return oggPage{flags: 4, granule: uint64(48000*seconds) + 312, lacing: []byte{3}, body: []byte("\xf8\xff\xfe")}.write(out, 2)
}

func box(kind string, inside ...string) string {
	in := strings.Join(inside, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(in)))) + kind + in
}

func u32(n ...int) string {
	var out []byte
	for _, one := range n {
		out = binary.BigEndian.AppendUint32(out, uint32(one))
	}
	return string(out)
}

func mp4Of(seconds int, handler, codec string) []byte {
	made := 0x7C25B080 // a time
	return []byte(box("ftyp", "M4A ", u32(0), "M4A mp42") +
		box("moov", box("mvhd", u32(0, made, made, 1000, seconds*1000), strings.Repeat("\x00", 80)),
			box("trak", box("tkhd", u32(7, made, made, 1, 0, seconds*1000), strings.Repeat("\x00", 60)),
				box("mdia", box("mdhd", u32(0, made, made, 44100, seconds*44100, 0)),
					box("hdlr", u32(0, 0), handler, u32(0, 0, 0), secret),
					box("minf", box("smhd", u32(0, 0)), box("dinf", box("dref", u32(0, 1), box("url ", u32(1)))),
						box("stbl", box("stsd", u32(0, 1), box(codec, strings.Repeat("\x00", 28))),
							box("stts", u32(0, 1, seconds*44, 1002)), box("stsz", u32(0, 4, seconds*44)))))),
			box("udta", box("meta", secret))) +
		box("uuid", secret) + box("mdat", "....sound...."))
}

func ebml(id string, inside ...string) string {
	in := strings.Join(inside, "")
	return id + string([]byte{0x40 | byte(len(in)>>8), byte(len(in))}) + in
}

func webmOf(seconds int, kind string) []byte {
	cluster := func(at int) string {
		return "\x1F\x43\xB6\x75\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF" + ebml("\xE7", u32(at)) + ebml("\xA3", "\x81\x00\x00\x80....")
	}
	return []byte(ebml("\x1A\x45\xDF\xA3", ebml("\x42\x82", "webm")) + "\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF" +
		ebml("\x15\x49\xA9\x66", ebml("\x2A\xD7\xB1", "\x0F\x42\x40"), ebml("\x7B\xA9", secret), ebml("\x57\x41", secret)) +
		ebml("\x16\x54\xAE\x6B", ebml("\xAE", ebml("\xD7", "\x01"), ebml("\x83", kind), ebml("\x86", "A_OPUS"), ebml("\x53\x6E", secret))) +
		cluster(0) + cluster(seconds*1000) + ebml("\x12\x54\xC3\x67", secret))
}

func TestARecordingIsKnownByWhatItIsAndKeepsNothingButItsSound(t *testing.T) {
	for name, one := range map[string]struct {
		file   []byte
		kind   string
		millis int
	}{
		"an MP3":                {mp3Of(100), "audio/mpeg", 2612},
		"an MP3 with its tags":  {withID3(mp3Of(100)), "audio/mpeg", 2612},
		"an MP3 broken off":     {mp3Of(101)[:417*100+50], "audio/mpeg", 2612},
		"AAC":                   {adtsOf(50), "audio/aac", 1160},
		"an M4A":                {mp4Of(5, "soun", "mp4a"), "audio/mp4", 4998},
		"a WAV":                 {wavOf(3), "audio/wav", 3000},
		"Opus in Ogg":           {oggOf(7), "audio/ogg", 7000},
		"WebM as browsers make": {webmOf(9, "\x02"), "audio/webm", 9020},
	} {
		clip, err := ReadClip(one.file)
		if err != nil {
			t.Errorf("%s: got %v, want it taken", name, err)
			continue
		}
		if clip.Type != one.kind || clip.Millis != one.millis {
			t.Errorf("%s: got %s of %d ms, want %s of %d ms", name, clip.Type, clip.Millis, one.kind, one.millis)
		}
		if bytes.Contains(clip.Bytes, []byte("Fay")) || bytes.Contains(clip.Bytes, []byte("\x7C\x25\xB0\x80")) {
			t.Errorf("%s: got a name or a time along with the sound", name)
		}
		again, err := ReadClip(clip.Bytes)
		if err != nil || !bytes.Equal(again.Bytes, clip.Bytes) || again.Millis != clip.Millis {
			t.Errorf("%s: got %v and %d ms when what was kept is read once more, want the same", name, err, again.Millis)
		}
	}
}

func TestWhatABrowserRecordsIsTaken(t *testing.T) {
	for file, kind := range map[string]string{"browser.webm": "audio/webm"} {
		raw, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		clip, err := ReadClip(raw)
		if err != nil || clip.Type != kind || clip.Millis < 1500 || clip.Millis > 2500 {
			t.Errorf("%s: got %q of %d ms (%v), want %s of about two seconds", file, clip.Type, clip.Millis, err, kind)
		}
	}
}

func TestWhatIsNoRecordingIsRefusedWhateverItSaysItIs(t *testing.T) {
	page := "<!doctype html><script>alert(1)</script>"
	for name, one := range map[string]struct {
		file []byte
		key  string
	}{
		"nothing":                      {nil, "clip.none"},
		"a page":                       {[]byte(page), "clip.kind"},
		"ten megabytes":                {make([]byte, 10<<20), "clip.large"},
		"one byte too many":            {append(mp3Of(400), make([]byte, MaxClipBytes)...), "clip.large"},
		"noughts":                      {make([]byte, 5000), "clip.kind"},
		"a page behind an MP3":         {append(mp3Of(20), page...), "clip.kind"},
		"an MP3 behind a page":         {append([]byte(page), mp3Of(20)...), "clip.kind"},
		"two frames in a picture":      {append([]byte("GIF89a"), mp3Of(2)...), "clip.kind"},
		"a page behind an Ogg":         {append(oggOf(2), page...), "clip.kind"},
		"an Ogg changed by one bit":    {flipped(oggOf(2), -1), "clip.kind"},
		"two Oggs":                     {append(oggOf(2), oggOf(2)...), "clip.kind"},
		"a film":                       {mp4Of(2, "vide", "avc1"), "clip.kind"},
		"sound we do not know":         {mp4Of(2, "soun", "alac"), "clip.kind"},
		"an M4A cut in two":            {mp4Of(2, "soun", "mp4a")[:300], "clip.kind"},
		"a page behind an M4A":         {append(mp4Of(2, "soun", "mp4a"), page...), "clip.kind"},
		"a WebM film":                  {webmOf(2, "\x01"), "clip.kind"},
		"a WebM cut in two":            {webmOf(2, "\x02")[:90], "clip.kind"},
		"a WAV without samples":        {wavOf(0), "clip.kind"},
		"a WAV of compressed samples":  {bytes.Replace(wavOf(1), []byte("\x10\x00\x00\x00\x01\x00"), []byte("\x10\x00\x00\x00\x55\x00"), 1), "clip.kind"},
		"half a minute and a bit, Ogg": {oggOf(32), "clip.long"},
		"forty seconds of WebM":        {webmOf(40, "\x02"), "clip.long"},
		"an hour of M4A":               {mp4Of(3600, "soun", "mp4a"), "clip.long"},
		"AAC of a minute":              {adtsOf(2600), "clip.long"},
	} {
		if clip, err := ReadClip(one.file); err == nil || fault.Of(err).Key != one.key {
			t.Errorf("%s: got %q of %d ms, %v; want %s", name, clip.Type, clip.Millis, err, one.key)
		}
	}
}

// flipped is a file with the last bit of one byte turned, counted from its end.
func flipped(file []byte, at int) []byte {
	file[len(file)+at] ^= 1
	return file
}

func TestARecordingChangesNothingOfWhatIsAsked(t *testing.T) {
	q := Question{ID: "q", Kind: "choice", Full: Words{"en": "How was it?"}, Options: []Option{{ID: "a", Full: Words{"en": "Good"}}, {ID: "b", Full: Words{"en": "Bad"}}}}
	spoken := q
	spoken.Clips, spoken.Options = Words{"en": "own:x"}, []Option{{ID: "a", Full: q.Options[0].Full, Clips: Words{"en": "own:y"}}, q.Options[1]}
	of := func(q Question) Form {
		return Form{Sections: []Section{{ID: "s", Places: []Place{{ID: "p", Question: q}}}}}
	}
	if _, forks := Fork(of(q), of(spoken), MeaningChange, func() string { return "new" }); len(forks) > 0 {
		t.Errorf("got %+v: a recording made another question of it", forks)
	}
}

func FuzzARecordingIsReadWithoutHarm(f *testing.F) {
	for _, seed := range [][]byte{withID3(mp3Of(4)), adtsOf(4), wavOf(1)[:200], oggOf(2), mp4Of(2, "soun", "mp4a"), webmOf(2, "\x02")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		clip, err := ReadClip(file)
		if err == nil && (len(clip.Bytes) > MaxClipBytes || clip.Millis <= 0) {
			t.Errorf("got %d bytes of %d ms, want no more than came", len(clip.Bytes), clip.Millis)
		}
	})
}
