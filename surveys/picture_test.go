package surveys_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"cairn/fault"
	"cairn/store/storetest"
	"cairn/surveys"
)

// noisy is the hardest picture to make small: no two pixels are alike.
func noisy(w, h int) *image.RGBA {
	random := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = byte(random.Uint32())
	}
	return m
}

func encoded(t *testing.T, m image.Image, as func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := as(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(w *bytes.Buffer, m image.Image) error { return png.Encode(w, m) }
func asGIF(w *bytes.Buffer, m image.Image) error { return gif.Encode(w, m, nil) }
func asJPEG(w *bytes.Buffer, m image.Image) error {
	return jpeg.Encode(w, m, &jpeg.Options{Quality: 95})
}

func TestAnUploadedPictureIsSmallEnoughForAPhoneWhateverItCameAs(t *testing.T) {
	for name, upload := range map[string][]byte{
		"a noisy photograph": encoded(t, noisy(900, 700), asPNG),
		"a JPEG":             encoded(t, noisy(700, 200), asJPEG),
		"a GIF":              encoded(t, noisy(200, 200), asGIF),
		"a single dot":       encoded(t, noisy(1, 1), asPNG),
		"a long line":        encoded(t, noisy(4000, 2), asPNG),
	} {
		p, err := surveys.Redraw(upload)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(p.Bytes) > surveys.MaxPictureBytes {
			t.Errorf("%s: got %d bytes, want at most %d", name, len(p.Bytes), surveys.MaxPictureBytes)
		}
		m, kind, err := image.Decode(bytes.NewReader(p.Bytes))
		if err != nil || kind != "jpeg" || m.Bounds().Dx() != p.Width || m.Bounds().Dy() != p.Height {
			t.Errorf("%s: got a %s of %v (%v), want a JPEG of %d by %d", name, kind, m.Bounds(), err, p.Width, p.Height)
		}
	}
}

func TestWhatIsClearInAPictureBecomesWhite(t *testing.T) {
	p, err := surveys.Redraw(encoded(t, image.NewRGBA(image.Rect(0, 0, 20, 20)), asPNG))
	if err != nil {
		t.Fatal(err)
	}
	m, _, _ := image.Decode(bytes.NewReader(p.Bytes))
	if r, g, b, _ := m.At(10, 10).RGBA(); r < 0xF000 || g < 0xF000 || b < 0xF000 {
		t.Errorf("got %v, want white", m.At(10, 10))
	}
}

// withEXIF puts an EXIF block behind a JPEG's first two bytes.
func withEXIF(file []byte, turn uint16, note string) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = binary.BigEndian.AppendUint16(tiff, turn)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	block := append([]byte("Exif\x00\x00"), append(tiff, note...)...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(block)+2))
	return append(append(head, block...), file[2:]...)
}

func TestAPictureIsTurnedAsItsCameraWasHeldAndForgetsTheCamera(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 60, 20))
	for y := range 20 {
		for x := range 60 {
			m.SetRGBA(x, y, color.RGBA{R: 255, A: 255})
			if x >= 30 {
				m.SetRGBA(x, y, color.RGBA{B: 255, A: 255})
			}
		}
	}
	upload := withEXIF(encoded(t, m, asJPEG), 6, "GPS 54.6N 3.1W")
	p, err := surveys.Redraw(upload)
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != 20 || p.Height != 60 {
		t.Fatalf("got %d by %d, want 20 by 60", p.Width, p.Height)
	}
	turned, _, _ := image.Decode(bytes.NewReader(p.Bytes))
	if r, _, b, _ := turned.At(10, 5).RGBA(); r < b {
		t.Errorf("got %v above, want the red half above", turned.At(10, 5))
	}
	for _, left := range []string{"Exif", "GPS"} {
		if bytes.Contains(p.Bytes, []byte(left)) {
			t.Errorf("got %q in the kept picture, want nothing of the camera's", left)
		}
	}
}

// bomb is a PNG of a few bytes that claims to be w by h pixels.
func bomb(w, h uint32) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	head := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(head[4:], w)
	binary.BigEndian.PutUint32(head[8:], h)
	head[12], head[13] = 8, 2
	out = binary.BigEndian.AppendUint32(out, 13)
	out = append(out, head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func TestWhatIsNoPictureIsRefusedWithASentence(t *testing.T) {
	for name, c := range map[string]struct {
		upload []byte
		key    string
	}{
		"a text":            {[]byte("not a picture at all"), "picture.kind"},
		"nothing":           {nil, "picture.kind"},
		"an SVG":            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "picture.kind"},
		"a cut-off picture": {encoded(t, noisy(80, 80), asPNG)[:900], "picture.kind"},
		"a pixel bomb":      {bomb(60_000, 60_000), "picture.pixels"},
		"a wide bomb":       {bomb(1<<31-1, 1<<31-1), "picture.kind or picture.pixels"},
		"too many bytes":    {make([]byte, surveys.MaxUpload+1), "picture.large"},
	} {
		_, err := surveys.Redraw(c.upload)
		if !fault.Is(err, fault.Invalid) || !bytes.Contains([]byte(c.key), []byte(fault.Of(err).Key)) {
			t.Errorf("%s: got %v, want invalid %s", name, err, c.key)
		}
	}
}

func TestTheSamePictureIsKeptOnceForAService(t *testing.T) {
	kept := surveys.OpenPictures(storetest.Memory(t, surveys.Schemas()...))
	upload := encoded(t, noisy(30, 30), asPNG)
	first, err := kept.Add(t.Context(), "link", upload)
	if err != nil {
		t.Fatal(err)
	}
	again, err := kept.Add(t.Context(), "link", upload)
	if err != nil || again.ID != first.ID {
		t.Errorf("got %v, %v; want %s once more", again, err, first.ID)
	}
	other, err := kept.Add(t.Context(), "bwild", upload)
	if err != nil || other.ID == first.ID {
		t.Errorf("got %v, %v; want another id for another service", other, err)
	}
	back, err := kept.Picture(t.Context(), first.ID)
	if err != nil || !bytes.Equal(back.Bytes, first.Bytes) {
		t.Errorf("got %v, %v; want what was kept", back, err)
	}
	if _, err := kept.Picture(t.Context(), "nothing"); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v, want not found", err)
	}
}

func FuzzRedraw(f *testing.F) {
	f.Add([]byte("GIF89a"))
	f.Add(bomb(3, 3))
	f.Add([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, 20, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
	f.Fuzz(func(t *testing.T, upload []byte) {
		p, err := surveys.Redraw(upload)
		if err == nil && len(p.Bytes) > surveys.MaxPictureBytes {
			t.Errorf("got %d bytes, want at most %d", len(p.Bytes), surveys.MaxPictureBytes)
		}
	})
}
