package surveys

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"image"
	"image/color"
	_ "image/gif" // the formats an upload may come in; an animation gives its first picture
	"image/jpeg"
	_ "image/png"
	"strings"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"cairn/fault"
	"cairn/store"
)

// The most an uploaded picture may weigh before and after, in bytes, and the
// most pixels that are unpacked: a small file can claim to be enormous.
const (
	MaxUpload       = 6 << 20
	MaxPictureBytes = 20_000
	maxPixels       = 26_000_000
	largestSide     = 480 // pixels; a phone shows no picture wider
)

// Picture is an uploaded picture as phones get it: drawn anew as a JPEG of at
// most MaxPictureBytes, so that nothing of the file it came from is left. Its
// _id is made from service and content, so that the same picture is kept once.
type Picture struct {
	store.Meta `bson:",inline"`
	Service    string `bson:"service"`
	Type       string `bson:"type"` // "image/jpeg"
	Width      int    `bson:"width"`
	Height     int    `bson:"height"`
	Bytes      []byte `bson:"bytes"`
}

// Ref is what a Question or an Option carries: "own:<id>".
func (p Picture) Ref() string { return "own:" + p.ID }

func pictureSchema() store.Schema {
	return store.Schema{
		Name: "pictures", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service"}}},
		Keep:    store.Keep{Why: "A picture stays as long as its service, which nothing takes away yet: copies of a question share it."},
		Purpose: "Pictures staff uploaded for questions and answers, drawn anew, without place, time or camera.",
	}
}

// Pictures keeps the uploaded pictures of an installation, and the recordings
// that are uploaded beside them.
type Pictures struct {
	Clips *Clips
	kept  *store.Collection[Picture]
	turn  chan struct{} // one picture is unpacked at a time: each may need 100 MB
}

// OpenPictures opens them; the collections of Schemas must have been ensured.
func OpenPictures(e store.Engine) *Pictures {
	return &Pictures{Clips: OpenClips(e), kept: store.Open[Picture](e, pictureSchema()), turn: make(chan struct{}, 1)}
}

// Add draws an uploaded file anew and keeps it for a service; the errors are Redraw's.
func (p *Pictures) Add(ctx context.Context, service string, upload []byte) (*Picture, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, fault.New(fault.TooMany, "fault.try")
	}
	drawn, err := Redraw(upload)
	if err != nil {
		return nil, err
	}
	drawn.Service = service
	sum := sha256.Sum256(append([]byte(service+"\x00"), drawn.Bytes...))
	drawn.ID = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
	if err := p.kept.Insert(ctx, &drawn); err != nil && !fault.Is(err, fault.Conflict) {
		return nil, err
	}
	return &drawn, nil
}

// Picture gives a kept picture by its id; NotFound "picture.none".
func (p *Pictures) Picture(ctx context.Context, id string) (*Picture, error) {
	return p.kept.GetOr(ctx, id, "picture.none")
}

// Redraw unpacks a JPEG, PNG, GIF or WebP, turns it the way its camera said,
// and draws it small enough for a phone on a weak line. Invalid with a kind
// sentence: "picture.large", "picture.kind", "picture.pixels", "picture.detail".
func Redraw(upload []byte) (Picture, error) {
	if len(upload) > MaxUpload {
		return Picture{}, refuse("picture.large", "Size", MaxUpload>>20)
	}
	claim, _, err := image.DecodeConfig(bytes.NewReader(upload))
	if err != nil || claim.Width < 1 || claim.Height < 1 {
		return Picture{}, refuse("picture.kind")
	}
	if claim.Width > maxPixels/claim.Height {
		return Picture{}, refuse("picture.pixels")
	}
	from, _, err := image.Decode(bytes.NewReader(upload))
	if err != nil {
		return Picture{}, refuse("picture.kind")
	}
	small := turned(shrunk(from, largestSide), orientation(upload))
	for _, side := range []int{largestSide, 400, 320, 256, 200, 160} {
		small = shrunk(small, side)
		for _, quality := range []int{84, 74, 62, 50} {
			var out bytes.Buffer
			if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err != nil {
				return Picture{}, fault.Wrap(err, "draw a picture")
			}
			if out.Len() <= MaxPictureBytes {
				at := small.Bounds()
				return Picture{Type: "image/jpeg", Width: at.Dx(), Height: at.Dy(), Bytes: out.Bytes()}, nil
			}
		}
	}
	return Picture{}, refuse("picture.detail")
}

// shrunk draws a picture on white so that its longer side is at most side pixels.
func shrunk(from image.Image, side int) *image.RGBA {
	b := from.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(to, to.Bounds(), from, b, draw.Over, nil)
	return to
}
