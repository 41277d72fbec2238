package server

import (
	"bytes"
	"encoding/binary"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"cairn/surveys"
)

// spoken is a WAV file of so many milliseconds of silence with a name in it.
func spoken(ms int) []byte {
	out := append([]byte("RIFF\x00\x00\x00\x00WAVE"), "LIST\x04\x00\x00\x00Jo !fmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(8*ms))
	return append(out, bytes.Repeat([]byte{0x80}, 8*ms)...)
}

// uploads posts a form with files by the names of their fields.
func (c *caller) uploads(address string, form map[string]string, files map[string][]byte) *answer {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must(c.site.t, w.WriteField("csrf", c.csrf))
	for name, value := range form {
		must(c.site.t, w.WriteField(name, value))
	}
	for name, file := range files {
		part, err := w.CreateFormFile(name, "sound.html")
		must(c.site.t, err)
		_, err = part.Write(file)
		must(c.site.t, err)
	}
	must(c.site.t, w.Close())
	return c.send("POST", address, w.FormDataContentType(), &body)
}

func TestAQuestionOfASurveyIsHeardInTheLanguageItIsShownIn(t *testing.T) {
	w := surveyOne(t)
	p := w.addChoice("How was it?")
	a := p.Question.Options[0].ID
	page := w.home + "/edit/" + p.ID
	if to := w.press("/edit/"+p.ID, url.Values{"full:en": {"How was it?"}, "do": {"clips"}}).leads(); to != page+"?clips=en" {
		t.Errorf("got %s, want the recordings", to)
	}
	w.me.get(page+"?clips=en").wants(200).says("How was it?", `name="file-question"`, `name="file-`+a+`"`).hides("<audio")
	form := func(more ...string) map[string]string {
		f := map[string]string{"activity": p.ID, "in": "en", "rev": itoa(int(w.now().Rev)), "do": "save"}
		for i := 0; i+1 < len(more); i += 2 {
			f[more[i]] = more[i+1]
		}
		return f
	}
	w.me.uploads(w.home+"/clips", form(), map[string][]byte{"file-question": spoken(900), "file-" + a: spoken(500)}).leads()
	q := w.now().Draft.Questions()[0]
	if len(q.Clips) != 1 || len(q.Options[0].Clips) != 1 || q.Clips["en"] == q.Options[0].Clips["en"] {
		t.Fatalf("got %v and %v, want a recording each", q.Clips, q.Options[0].Clips)
	}
	heard := "/clips/" + surveys.ClipID(q.Clips["en"])
	w.me.get(page+"?clips=en&done=saved").wants(200).says("<audio controls preload=\"none\" src=\""+heard, "1 second", "Take the recording away")
	w.me.get(page).says("2 recordings")
	preview := w.me.get(w.home+"/preview").wants(200).says(`data-clip="`+heard+`"`, `<audio class="no-js" controls preload="none" src="`+heard+`"`, "css/kinds.")
	preview.hides("autoplay")
	for name, one := range map[string]struct {
		form  map[string]string
		files map[string][]byte
		says  string
	}{
		"a page as sound":   {form(), map[string][]byte{"file-question": []byte("<html><script>alert(1)</script>")}, "We cannot read this as a recording."},
		"nothing":           {form(), map[string][]byte{"file-question": {}}, "This file is empty."},
		"too large":         {form(), map[string][]byte{"file-question": make([]byte, 2<<20)}, "This recording is too large. 200 kB is the most."},
		"an older revision": {form("rev", "1"), map[string][]byte{"file-question": spoken(100)}, "Somebody"},
	} {
		w.me.uploads(w.home+"/clips", one.form, one.files).wants(422).says(one.says, `href="#`)
		if got := w.now().Draft.Questions()[0].Clips["en"]; got != q.Clips["en"] {
			t.Errorf("%s: got %s, want the recording that was there", name, got)
		}
	}
	w.me.uploads(w.home+"/clips", form("in", "pl"), map[string][]byte{"file-question": spoken(100)}).wants(404) // it does not speak Polish
	w.me.uploads(w.home+"/clips", form(), map[string][]byte{"file-question": []byte("no"), "file-" + a: spoken(700)}).wants(422)
	if got := w.now().Draft.Questions()[0].Options[0].Clips["en"]; got == q.Options[0].Clips["en"] {
		t.Error("got the old recording of the answer: one file that is none must not lose the other")
	}
	w.me.uploads(w.home+"/clips", form("do", "drop:"+a), nil).leads()
	if o := w.now().Draft.Questions()[0].Options[0]; o.Clips != nil {
		t.Errorf("got %v, want it taken away", o.Clips)
	}
}

func TestARecordingOfOtherWordsIsNotPlayedUntilSomebodySaysItFits(t *testing.T) {
	w := surveyOne(t)
	p := w.addChoice("How was it?")
	w.me.get(w.home + "/edit/" + p.ID)
	upload := func(form map[string]string, files map[string][]byte) {
		t.Helper()
		form["activity"], form["in"], form["rev"] = p.ID, "en", itoa(int(w.now().Rev))
		w.me.uploads(w.home+"/clips", form, files).leads()
	}
	upload(map[string]string{}, map[string][]byte{"file-question": spoken(300)})
	heard := func(want bool) {
		t.Helper()
		if page := w.me.get(w.home + "/preview").wants(200); strings.Contains(page.body, "/clips/") != want {
			t.Errorf("%v: got a recording on the phone %v, want %v", w.now().Draft.Questions()[0].Full, !want, want)
		}
	}
	heard(true)
	say := func(full string) {
		t.Helper()
		w.press("/edit/"+p.ID, url.Values{"full:en": {full}, "do": {"add"}}).leads()
	}
	say("how was it? ")
	heard(true) // it reads the same
	say("How bad was it?")
	heard(false)
	w.me.get(w.home + "/edit/" + p.ID).says("The words have changed since this was recorded")
	w.me.get(w.home+"/edit/"+p.ID+"?clips=en").says("The words have changed since this was recorded", `value="fits:question"`)
	upload(map[string]string{"do": "fits:question"}, nil)
	heard(true)
	say("Was it {x:so}?")
	upload(map[string]string{"do": "fits:question"}, nil)
	heard(false)
	w.me.get(w.home + "/edit/" + p.ID + "?clips=en").says("no recording can fit")
}

func TestARecordingIsSentAsWhatItIsAndInPieces(t *testing.T) {
	w := surveyOne(t)
	kept, err := surveys.OpenClips(w.engine).Add(t.Context(), w.link.ID, spoken(1000))
	must(t, err)
	address := "/clips/" + kept.ID
	got := w.stranger().get(address).wants(200)
	for name, want := range map[string]string{
		"Content-Type": "audio/wav", "X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=31536000, immutable",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Accept-Ranges": "bytes",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: got %q, want %q", name, got.header.Get(name), want)
		}
	}
	if got.body != string(kept.Bytes) || strings.Contains(got.body, "Jo !") {
		t.Errorf("got %d bytes, want the %d of the sound alone", len(got.body), len(kept.Bytes))
	}
	all := len(kept.Bytes)
	for asked, want := range map[string]struct {
		status int
		from   int
		to     int
	}{
		"bytes=0-1": {206, 0, 1}, "bytes=44-": {206, 44, all - 1}, "bytes=-10": {206, all - 10, all - 1}, "bytes=5-999999": {206, 5, all - 1},
		"bytes=9-5": {416, 0, 0}, "bytes=999999-": {416, 0, 0}, "bytes=0-1,5-6": {416, 0, 0}, "lines=1-2": {416, 0, 0}, "bytes=-0": {416, 0, 0}, "bytes=": {416, 0, 0},
	} {
		me := w.stranger()
		me.header = map[string]string{"Range": asked}
		answer := me.get(address)
		piece := "bytes " + itoa(want.from) + "-" + itoa(want.to) + "/" + itoa(all)
		if want.status == 416 {
			piece = "bytes */" + itoa(all)
		}
		if answer.status != want.status || answer.header.Get("Content-Range") != piece || want.status == 206 && answer.body != string(kept.Bytes[want.from:want.to+1]) {
			t.Errorf("%s: got %d, %q and %d bytes, want %d and %q", asked, answer.status, answer.header.Get("Content-Range"), len(answer.body), want.status, piece)
		}
	}
	w.stranger().get("/clips/unknown").wants(404)
	w.stranger().get("/clips/..%2f..%2fetc").wants(404)
}

func TestRecordingsTravelWithAFileOrAreNamed(t *testing.T) {
	w := surveyOne(t)
	p := w.addChoice("How was it?")
	files := map[string][]byte{"file-question": spoken(20_000), "file-" + p.Question.Options[0].ID: spoken(21_000), "file-" + p.Question.Options[1].ID: spoken(22_000)}
	w.me.get(w.home + "/edit/" + p.ID)
	w.me.uploads(w.home+"/clips", map[string]string{"activity": p.ID, "in": "en", "rev": itoa(int(w.now().Rev))}, files).leads()
	file := w.me.get(w.home + "/file").wants(200)
	if n := strings.Count(file.body, `"bytes"`); n != 3 || len(file.body) > mostFile {
		t.Fatalf("got %d recordings in %d bytes, want three that fit", n, len(file.body))
	}
	open := func(body string) (*surveys.Survey, *answer) {
		t.Helper()
		w.me.get("/surveys/new?service=" + w.link.ID)
		to := w.me.upload("/surveys/file", map[string]string{"service": w.link.ID}, []byte(body)).leads()
		id, _, _ := strings.Cut(strings.TrimPrefix(to, "/surveys/"), "/")
		s, err := w.shelf.Survey(t.Context(), id)
		must(t, err)
		return s, w.me.get(to).wants(200)
	}
	s, page := open(file.body)
	if q := s.Draft.Questions()[0]; q.Clips["en"] == "" || q.Options[1].Clips["en"] == "" {
		t.Errorf("got %v, want the recordings", q)
	}
	page.hides("not all of it came along")
	lost := strings.Replace(file.body, `"bytes": "UklGR`, `"bytes": "PGh0b`, 1) // the first becomes a page
	s, page = open(lost)
	page.says("not all of it came along", "Question 1: a recording (English)")
	if q := s.Draft.Questions()[0]; q.Clips != nil || q.Options[0].Clips["en"] == "" {
		t.Errorf("got %v and %v, want the one that is none left out and the others kept", q.Clips, q.Options[0].Clips)
	}
	w.me.upload("/surveys/file", map[string]string{"service": w.link.ID}, []byte(strings.ReplaceAll(file.body, `"ref": "own:`, `"ref": "../`))).wants(422)
}
