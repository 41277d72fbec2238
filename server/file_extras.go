package server

import (
	"context"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// extra is one upload that a question carries: a picture, or a recording in a
// language.
type extra struct {
	ref  string // "own:<id>"
	lang string // of a recording; "" is a picture
}

// eachExtra gives every upload of a question a new reference; "" takes it away.
// The options and the recordings are copied first, so that the question it came
// from stays as it was.
func eachExtra(q *surveys.Question, change func(extra) (string, error)) error {
	if err := extraOf(&q.Picture, &q.Clips, change); err != nil {
		return err
	}
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		if err := extraOf(&q.Options[i].Picture, &q.Options[i].Clips, change); err != nil {
			return err
		}
	}
	return nil
}

func extraOf(picture *string, clips *surveys.Words, change func(extra) (string, error)) (err error) {
	if strings.HasPrefix(*picture, "own:") {
		if *picture, err = change(extra{ref: *picture}); err != nil {
			return err
		}
	}
	var next surveys.Words
	for _, lang := range surveys.Languages() {
		ref := (*clips)[lang]
		if ref == "" {
			continue
		}
		_, mark, _ := strings.Cut(ref, "~")
		if ref, err = change(extra{"own:" + surveys.ClipID(ref), lang}); err != nil {
			return err
		}
		if ref != "" {
			ref += "~" + mark // which words it reads stays
		}
		if next == nil {
			next = surveys.Words{}
		}
		if next[lang] = ref; ref == "" {
			delete(next, lang)
		}
	}
	*clips = next
	return nil
}

// packing puts uploads into a file until it is full. What did not fit, or is gone,
// keeps its reference, so that whoever opens the file is told what is missing.
type packing struct {
	from   *surveys.Pictures
	weight int
	seen   map[extra]bool
	put    func(e extra, bytes []byte)
}

// add puts the uploads of questions into the file, the pictures before the
// recordings: without a picture an answer may say nothing.
func (p *packing) add(ctx context.Context, questions []surveys.Question) error {
	p.seen = map[extra]bool{}
	for _, recordings := range []bool{false, true} {
		for _, q := range questions {
			err := eachExtra(&q, func(e extra) (string, error) {
				if e.lang != "" != recordings {
					return e.ref, nil
				}
				return e.ref, p.one(ctx, e)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *packing) one(ctx context.Context, e extra) error {
	once := extra{ref: e.ref}
	if e.lang != "" {
		once.lang = "any"
	}
	if p.seen[once] {
		return nil
	}
	p.seen[once] = true
	bytes, err := p.bytes(ctx, e)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if grown := p.weight + len(bytes)*4/3; grown <= mostFile*3/4 {
		p.weight = grown
		p.put(e, bytes)
	}
	return nil
}

func (p *packing) bytes(ctx context.Context, e extra) ([]byte, error) {
	id := strings.TrimPrefix(e.ref, "own:")
	if e.lang != "" {
		clip, err := p.from.Clips.Clip(ctx, id)
		if err != nil {
			return nil, err
		}
		return clip.Bytes, nil
	}
	picture, err := p.from.Picture(ctx, id)
	if err != nil {
		return nil, err
	}
	return picture.Bytes, nil
}

// unpacking keeps the uploads of a file for a service and points questions at
// them. What did not come along is left out and noted.
type unpacking struct {
	pictures, clips map[string]string // reference in the file → ours
	left            []left
}

// left is one thing that did not come along with a file.
type left struct {
	number int // the question's, from 1
	extra
}

// keep keeps the uploads of a file. A picture that is none is refused with the
// file; a recording that is none is left out.
func (u *unpacking) keep(ctx context.Context, in *surveys.Pictures, service string, pictures, clips []surveys.FileUpload) error {
	u.pictures, u.clips = map[string]string{}, map[string]string{}
	for _, p := range pictures {
		kept, err := in.Add(ctx, service, p.Bytes)
		if err != nil {
			return err
		}
		u.pictures[p.Ref] = kept.Ref()
	}
	for _, p := range clips {
		kept, err := in.Clips.Add(ctx, service, p.Bytes)
		if err != nil && !sayable(err) {
			return err
		}
		if err == nil {
			u.clips[p.Ref] = "own:" + kept.ID
		}
	}
	return nil
}

// point points the uploads of one question at ours.
func (u *unpacking) point(number int, q *surveys.Question) error {
	return eachExtra(q, func(e extra) (string, error) {
		ref := u.pictures[e.ref]
		if e.lang != "" {
			ref = u.clips[e.ref]
		}
		if ref == "" {
			u.left = append(u.left, left{number, e})
		}
		return ref, nil
	})
}

// cameWithout says for a while after a file was opened what did not come along.
func (h *planScreens) cameWithout(c *fiber.Ctx, id string) []string {
	lost, _ := h.lost.look(id, c.Query("came"))
	var list []string
	for _, one := range lost {
		if one.lang == "" {
			list = append(list, h.texts.Text(who(c).lang, "came.picture", "Number", one.number))
		} else {
			list = append(list, h.texts.Text(who(c).lang, "came.clip", "Number", one.number, "Language", h.texts.Language(one.lang).Name))
		}
	}
	return list
}

// cameTo is where to go on after a file was opened, with what did not come along.
func (h *planScreens) cameTo(way, id string, lost []left) string {
	if len(lost) == 0 {
		return way
	}
	h.lost.put(id, "part", lost)
	return way + "?came=part"
}
