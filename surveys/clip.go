package surveys

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
)

// The most a recording may weigh, in bytes, and last.
const (
	MaxClipBytes = 200_000
	MaxClipTime  = 30 * time.Second
)

// Clip is a recorded reading of a question or an answer as phones get it: the
// sound alone, without the names, places and times its file came with. Its _id is
// made from service and content, so that the same recording is kept once.
type Clip struct {
	store.Meta `bson:",inline"`
	Service    string `bson:"service"`
	Type       string `bson:"type"`   // one of ClipTypes
	Millis     int    `bson:"millis"` // how long it lasts
	Bytes      []byte `bson:"bytes"`
}

// Ref is what a Question or an Option carries for a language: which recording it
// is, and a mark of the words it reads, "own:<id>~<mark>".
func (c Clip) Ref(words string) string { return "own:" + c.ID + "~" + clipMark(words) }

// ClipID is the id in such a reference.
func ClipID(ref string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(ref, "own:"), "~")
	return id
}

// ClipFits says whether a recording reads these words: not where they were changed
// since, nor where they repeat an earlier answer, which nobody could record.
func ClipFits(ref, words string) bool {
	_, mark, _ := strings.Cut(ref, "~")
	return mark != "" && mark == clipMark(words) && !pipePattern.MatchString(words)
}

// ClipMarked is a reference with the mark of these words.
func ClipMarked(ref, words string) string { return Clip{Meta: store.Meta{ID: ClipID(ref)}}.Ref(words) }

func clipMark(words string) string {
	sum := sha256.Sum256([]byte(NormalWord(words)))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
}

// ClipTypes are the types a recording is sent as. We look at what a file is made
// of, never at its name or at what its sender says of it.
func ClipTypes() []string {
	return []string{"audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/ogg", "audio/webm"}
}

// PlaysEverywhere says whether older iPhones play a type too.
func PlaysEverywhere(kind string) bool { return kind != "audio/ogg" && kind != "audio/webm" }

func clipSchema() store.Schema {
	return store.Schema{
		Name: "clips", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service"}}},
		Keep:    store.Keep{Why: "A recording stays as long as its service, which nothing takes away yet: copies of a question share it."},
		Purpose: "Recordings in which staff read a question or an answer aloud, without name, place or time.",
	}
}

// Clips keeps the recordings of an installation.
type Clips struct{ kept *store.Collection[Clip] }

// OpenClips opens them; the collections of Schemas must have been ensured.
func OpenClips(e store.Engine) *Clips {
	return &Clips{kept: store.Open[Clip](e, clipSchema())}
}

// Add takes the sound out of an uploaded file and keeps it for a service; the
// errors are ReadClip's.
func (k *Clips) Add(ctx context.Context, service string, upload []byte) (*Clip, error) {
	clip, err := ReadClip(upload)
	if err != nil {
		return nil, err
	}
	clip.Service = service
	sum := sha256.Sum256(append([]byte(service+"\x00"+clip.Type+"\x00"), clip.Bytes...))
	clip.ID = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
	if err := k.kept.Insert(ctx, &clip); err != nil && !fault.Is(err, fault.Conflict) {
		return nil, err
	}
	return &clip, nil
}

// Clip gives a kept recording by its id; NotFound "clip.gone".
func (k *Clips) Clip(ctx context.Context, id string) (*Clip, error) {
	return k.kept.GetOr(ctx, id, "clip.gone")
}

// ReadClip finds out what an uploaded file is made of and gives its sound alone.
// Invalid with a sentence: "clip.none" for an empty file, "clip.large" above
// MaxClipBytes, "clip.kind" for what is no recording from end to end (MP3, AAC,
// M4A with AAC, WAV with PCM, Opus in Ogg, Opus or Vorbis in WebM), "clip.long"
// above MaxClipTime.
func ReadClip(upload []byte) (Clip, error) {
	switch {
	case len(upload) == 0:
		return Clip{}, refuse("clip.none")
	case len(upload) > MaxClipBytes:
		return Clip{}, refuse("clip.large", "Size", MaxClipBytes/1000)
	}
	for _, read := range []func([]byte) (Clip, bool){wavClip, oggClip, mp4Clip, webmClip, frameClip} {
		clip, ok := read(upload)
		if !ok {
			continue
		}
		switch last := time.Duration(clip.Millis) * time.Millisecond; {
		case last <= 0:
			return Clip{}, refuse("clip.kind")
		case last > MaxClipTime+time.Second/2: // what a phone calls thirty seconds is a little more
			return Clip{}, refuse("clip.long", "N", int(MaxClipTime/time.Second))
		}
		return clip, nil
	}
	return Clip{}, refuse("clip.kind")
}

// millis is how long so many samples last, at most an hour: a file can claim anything.
func millis(samples, perSecond uint64) int {
	const hour = 3_600_000
	if perSecond == 0 || samples > perSecond*hour/1000 {
		return hour
	}
	return int(samples * 1000 / perSecond)
}
