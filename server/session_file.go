package server

import (
	"bytes"
	"context"
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/surveys"
)

// mostFile keeps a file well below what surveys.Decode reads.
const mostFile = 900 << 10

// fileOf makes the file of a session. Uploaded pictures travel along until the
// file is full; the others leave their words behind.
func fileOf(ctx context.Context, s *polls.Session, pictures *surveys.Pictures) ([]byte, error) {
	f := polls.FileOf(*s)
	weight, packed := 0, map[string]string{}
	for i := range f.Agenda {
		err := eachPicture(&f.Agenda[i].Question, func(ref string) (string, error) {
			if as, done := packed[ref]; done {
				return as, nil
			}
			p, err := pictures.Picture(ctx, strings.TrimPrefix(ref, "own:"))
			if err != nil && !fault.Is(err, fault.NotFound) {
				return "", err
			}
			if err != nil || weight+len(p.Bytes)*4/3 > mostFile*3/4 {
				packed[ref] = ""
				return "", nil
			}
			weight += len(p.Bytes) * 4 / 3
			packed[ref] = ref
			f.Pictures = append(f.Pictures, polls.FilePicture{Ref: ref, Bytes: p.Bytes})
			return ref, nil
		})
		if err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err := f.Save(&out)
	return out.Bytes(), err
}

// fill takes over from the file what was left empty in the form.
func fill(f polls.File, d polls.Details) polls.Details {
	if len(d.Title) == 0 {
		d.Title = f.Title
	}
	if len(d.WhoListens) == 0 {
		d.WhoListens = f.WhoListens
	}
	if len(d.WhatCanChange) == 0 {
		d.WhatCanChange = f.WhatCanChange
	}
	return d
}

// unpack keeps the file's own pictures for a service and points its questions
// at them; a picture that did not come along leaves its words behind.
func unpack(ctx context.Context, f *polls.File, service string, pictures *surveys.Pictures) error {
	came := map[string]string{}
	for _, p := range f.Pictures {
		kept, err := pictures.Add(ctx, service, p.Bytes)
		if err != nil {
			return err
		}
		came[p.Ref] = kept.Ref()
	}
	for i := range f.Agenda {
		if err := eachPicture(&f.Agenda[i].Question, func(ref string) (string, error) { return came[ref], nil }); err != nil {
			return err
		}
	}
	return nil
}

// eachPicture gives every uploaded picture of a question a new reference. The
// options are copied first, so that the question it came from stays as it was.
func eachPicture(q *surveys.Question, change func(ref string) (string, error)) error {
	var err error
	if strings.HasPrefix(q.Picture, "own:") {
		if q.Picture, err = change(q.Picture); err != nil {
			return err
		}
	}
	q.Options = append([]surveys.Option(nil), q.Options...)
	for i := range q.Options {
		if strings.HasPrefix(q.Options[i].Picture, "own:") {
			if q.Options[i].Picture, err = change(q.Options[i].Picture); err != nil {
				return err
			}
		}
	}
	return nil
}
