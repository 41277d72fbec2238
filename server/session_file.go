package server

import (
	"bytes"
	"context"

	"cairn/polls"
	"cairn/surveys"
)

// mostFile keeps a file well below what surveys.Decode reads.
const mostFile = 900 << 10

// fileOf makes the file of a session. Uploaded pictures and recordings travel
// along until the file is full.
func fileOf(ctx context.Context, s *polls.Session, pictures *surveys.Pictures) ([]byte, error) {
	f := polls.FileOf(*s)
	questions := make([]surveys.Question, len(f.Agenda))
	for i, item := range f.Agenda {
		questions[i] = item.Question
	}
	pack := packing{from: pictures, put: func(e extra, bytes []byte) {
		if e.lang != "" {
			f.Clips = append(f.Clips, surveys.FileUpload{Ref: e.ref, Bytes: bytes})
		} else {
			f.Pictures = append(f.Pictures, surveys.FileUpload{Ref: e.ref, Bytes: bytes})
		}
	}}
	if err := pack.add(ctx, questions); err != nil {
		return nil, err
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

// unpack keeps the file's own pictures and recordings for a service, points its
// questions at them, and says what did not come along.
func unpack(ctx context.Context, f *polls.File, service string, pictures *surveys.Pictures) ([]left, error) {
	u := &unpacking{}
	if err := u.keep(ctx, pictures, service, f.Pictures, f.Clips); err != nil {
		return nil, err
	}
	for i := range f.Agenda {
		if err := u.point(i+1, &f.Agenda[i].Question); err != nil {
			return nil, err
		}
	}
	return u.left, nil
}
