package server

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/surveys"
)

func smallPNG(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		m.Set(x, x%30, color.RGBA{R: 200, A: 255})
	}
	var out bytes.Buffer
	must(t, png.Encode(&out, m))
	return out.Bytes()
}

// add puts a new item on the agenda and gives the address of its form.
func (p *planned) add(kind string) string {
	p.t.Helper()
	p.me.get(p.home() + "/activities/new").wants(200)
	return p.me.post(p.home()+"/activities", url.Values{"kind": {kind}}).leads()
}

// question reads the kept question behind a form's address.
func (p *planned) question(address string) surveys.Question {
	p.t.Helper()
	a, ok := p.now().Activity(address[strings.LastIndex(address, "/")+1:])
	if !ok {
		p.t.Fatalf("got no activity for %s", address)
	}
	return a.Question
}

func TestEveryKindHasAFormAndAPreview(t *testing.T) {
	p := planOne(t)
	kinds := map[string]bool{}
	for _, one := range addable() {
		address := p.add(one.Value)
		q := p.question(address)
		kinds[q.Kind] = true
		p.me.get(address).wants(200).says(`name="full:en"`, `name="full:ar"`, `dir="rtl"`)
		p.me.get(address + "/preview").wants(200)
		p.me.get(address + "/preview?phone=short").wants(200)
	}
	for _, kind := range surveys.KindNames() {
		if !kinds[kind] {
			t.Errorf("got no way to add %s", kind)
		}
	}
	p.me.post(p.home()+"/activities", url.Values{"kind": {"quiz"}}).wants(422)
	p.me.get(p.add("page") + "/preview?phone=none").wants(404)
}

func TestAHalfWrittenQuestionIsKeptAndSaysWhatIsMissing(t *testing.T) {
	p := planOne(t)
	address := p.add("choice")
	options := p.question(address).Options
	form := url.Values{
		"do": {"save"}, "full:en": {"Where shall we meet?"}, "full:cy": {"Ble?"}, "short:en": {"Where?"}, "max": {"9"}, "private": {"bit"},
		"opt-" + options[0].ID + "-full:en": {"Library"}, "opt-" + options[1].ID + "-full:en": {"library "}, "timer": {"1:30"}, "notes": {"Read it out"},
	}
	p.me.post(address, form).wants(422).says("What you wrote is kept", "Two answers say the same", "This answer has no words",
		"cannot choose more answers", `href="#opt-`+options[2].ID+`-full"`, `href="#max"`, `value="Library"`, `>Ble?</textarea>`)
	a, _ := p.now().Activity(address[strings.LastIndex(address, "/")+1:])
	q := a.Question
	if q.Full["cy"] != "Ble?" || q.Options[0].Full["en"] != "Library" || q.Private != surveys.PrivateABit || a.Timer != 90 || a.Notes != "Read it out" {
		t.Errorf("got %+v, timer %d, want what was typed", q, a.Timer)
	}
	p.me.get(p.home()).says("not ready", "Item 10:")
	form.Set("opt-"+options[1].ID+"-full:en", "Outdoors")
	form.Set("opt-"+options[2].ID+"-full:en", "At home")
	form.Set("max", "2")
	form.Set("full:cy", "")
	if to := p.me.post(address, form).leads(); !strings.HasPrefix(to, p.home()+"#a-") {
		t.Errorf("got %s, want the agenda", to)
	}
	if q := p.question(address); q.Full["cy"] != "" || q.Max != 2 || len(surveys.Problems(q)) > 0 {
		t.Errorf("got %+v, want it ready", q)
	}
	form.Set("timer", "soon")
	p.me.post(address, form).wants(422).says("Please give the timer in minutes", `value="Outdoors"`)
	form.Set("timer", "")
	form.Set("full:en", strings.Repeat("x", 21_000))
	p.me.post(address, form).wants(422).says("xxxx")
}

func TestAnswersAreAddedMovedAndRemovedByButtonsAndNothingTypedIsLost(t *testing.T) {
	p := planOne(t)
	address := p.add("ranking")
	first := p.question(address).Options
	press := func(do string) []surveys.Option {
		form := url.Values{"do": {do}, "full:en": {"Put them in order"}}
		for i, o := range p.question(address).Options {
			if o.Full["en"] == "" {
				form.Set("opt-"+o.ID+"-full:en", "Answer "+itoa(i+1))
			}
		}
		p.me.post(address, form).wants(303)
		return p.question(address).Options
	}
	if got := press("add"); len(got) != 5 || got[0].Full["en"] != "Answer 1" {
		t.Errorf("got %+v, want five and the first as typed", got)
	}
	if got := press("up:" + first[1].ID); got[0].ID != first[1].ID {
		t.Errorf("got %s first, want %s", got[0].ID, first[1].ID)
	}
	press("down:" + first[1].ID)
	if got := press("remove:" + first[0].ID); len(got) != 4 || got[0].ID != first[1].ID {
		t.Errorf("got %+v, want the first gone", got)
	}
	for _, o := range press("add") {
		if o.ID == first[0].ID {
			t.Errorf("got the id %s again, want ids never to come back", o.ID)
		}
	}
	for range 20 {
		press("add")
	}
	if got := len(p.question(address).Options); got != surveys.MaxOptions {
		t.Errorf("got %d answers, want at most %d", got, surveys.MaxOptions)
	}
	if got := p.question(address).Full["en"]; got != "Put them in order" {
		t.Errorf("got %q, want what was typed", got)
	}
}

func TestAScaleAsksForWhatItsStyleNeeds(t *testing.T) {
	p := planOne(t)
	address := p.add("faces")
	p.me.get(address).wants(200).hides(`name="low:en"`, `id="options"`)
	p.me.post(address, url.Values{"do": {"style"}, "full:en": {"How was it?"}, "scale": {"numbers"}}).wants(303)
	p.me.get(address).says(`name="low:en"`).hides(`id="options"`)
	p.me.post(address, url.Values{"do": {"save"}, "full:en": {"How was it?"}, "scale": {"numbers"}}).wants(422).says("what 0 means")
	p.me.post(address, url.Values{"do": {"style"}, "scale": {"words"}}).wants(303)
	p.me.get(address).says(`id="options"`, "How was it?")
	if got := len(p.question(address).Options); got != 3 {
		t.Errorf("got %d steps, want 3 to start from", got)
	}
}

func TestAPictureOfTheSetIsFoundByNameAndBringsItsWords(t *testing.T) {
	p := planOne(t)
	address := p.add("choice")
	option := p.question(address).Options[0].ID
	if to := p.me.post(address, url.Values{"do": {"picture:" + option}, "full:en": {"Kept?"}}).leads(); to != address+"?picture="+option {
		t.Errorf("got %s, want the pictures", to)
	}
	p.me.get(address+"?picture="+option+"&find=BUS+st").wants(200).says("bus stop", "set:1F68F").hides("guitar")
	p.me.get(address + "?picture=" + option + "&find=zebra").wants(200).says("No picture is called")
	p.me.get(address + "?picture=nothing").wants(404)
	p.me.post(address, url.Values{"do": {"usepicture"}, "target": {option}}).wants(422).says("Choose one of the pictures")
	p.me.post(address, url.Values{"do": {"usepicture"}, "target": {option}, "picture": {"set:../../x"}}).wants(422)
	p.me.post(address, url.Values{"do": {"usepicture"}, "target": {option}, "picture": {"set:1F68F"}}).wants(303)
	q := p.question(address)
	if q.Full["en"] != "Kept?" || q.Options[0].Picture != "set:1F68F" || q.Options[0].Alt["en"] != "bus stop" || q.Options[0].Alt["cy"] == "" {
		t.Errorf("got %+v, want the picture with its names", q.Options[0])
	}
	p.me.post(address, url.Values{"do": {"nopicture:" + option}}).wants(303)
	if o := p.question(address).Options[0]; o.Picture != "" || len(o.Alt) > 0 {
		t.Errorf("got %+v, want no picture", o)
	}
}

func TestAnUploadedPictureNeedsWordsAndIsServedAsOurOwn(t *testing.T) {
	p := planOne(t)
	address := p.add("choice")
	id := address[strings.LastIndex(address, "/")+1:]
	p.me.get(address + "?picture=question").wants(200)
	send := func(alt string, file []byte) *answer {
		return p.me.upload(p.home()+"/pictures", map[string]string{"activity": id, "target": "question", "alt": alt}, file)
	}
	send("", smallPNG(t)).wants(422).says("Say in words what the picture shows")
	send("A bench", []byte("<svg onload=alert(1)>")).wants(422).says("cannot read this as a picture", `value="A bench"`)
	send("A bench", nil).wants(422).says("Choose a file first")
	send("A bench", make([]byte, surveys.MaxUpload+1)).wants(422).says("6 MB is the most")
	send("A bench", smallPNG(t)).wants(303)
	q := p.question(address)
	if q.Alt["en"] != "A bench" || !strings.HasPrefix(q.Picture, "own:") {
		t.Fatalf("got %q with %v, want the picture and its words", q.Picture, q.Alt)
	}
	got := p.stranger().get("/pictures/" + strings.TrimPrefix(q.Picture, "own:")).wants(200)
	if got.header.Get("Content-Type") != "image/jpeg" || !strings.Contains(got.header.Get("Cache-Control"), "immutable") ||
		!strings.HasPrefix(got.header.Get("Content-Security-Policy"), "default-src 'none'") || len(got.body) > surveys.MaxPictureBytes {
		t.Errorf("got %v and %d bytes, want a small picture that never changes and never runs", got.header, len(got.body))
	}
	p.stranger().get("/pictures/unknown").wants(404)
}

func TestALargeBodyIsRefusedUnreadEverywhereElseAndFromStrangers(t *testing.T) {
	p := planOne(t)
	p.me.get("/home")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_ = p.app.Listener(listener) // ends with the listener
	}()
	t.Cleanup(func() {
		must(t, listener.Close())
		<-stopped
	})
	for name, c := range map[string]struct {
		who     *caller
		address string
	}{
		"a stranger at the pictures": {p.stranger(), p.home() + "/pictures"},
		"staff at another route":     {p.me, "/sessions/file"},
		"staff at a page's form":     {p.me, p.home()},
		"staff at a made-up route":   {p.me, "/sessions/pictures/x"},
	} {
		if got := announce(t, listener.Addr().String(), c.who, c.address, 2<<20); got != "413" {
			t.Errorf("%s: got %s, want 413 before the body came", name, got)
		}
	}
	if got := announce(t, listener.Addr().String(), p.me, p.home()+"/pictures", uploadRoom+1); got != "413" {
		t.Errorf("too large a picture: got %s, want 413", got)
	}
	p.me.upload(p.home()+"/pictures", map[string]string{}, make([]byte, 2<<20)).wants(404) // read, and there is no such activity
}

// announce sends the head of a post alone, with the length its body would have,
// and gives the status that comes back.
func announce(t *testing.T, address string, c *caller, path string, length int) string {
	t.Helper()
	line, err := net.Dial("tcp", address)
	must(t, err)
	defer line.Close()
	must(t, line.SetDeadline(time.Now().Add(10*time.Second)))
	var cookies []string
	for name, value := range c.cookies {
		cookies = append(cookies, name+"="+value)
	}
	_, err = fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: cairn.example\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n",
		path, strings.Join(cookies, "; "), length)
	must(t, err)
	status := make([]byte, len("HTTP/1.1 413"))
	_, err = io.ReadFull(line, status)
	must(t, err)
	return string(status[len(status)-3:])
}

func TestAPreviewShowsWhatTheGateLetsThrough(t *testing.T) {
	p := planOne(t)
	address := func(i int) string { return p.home() + "/activities/" + p.session.Agenda[i].ID + "/preview" }
	p.me.get(address(2)).wants(200).says("In a room of 8", "In a room of 25", "how many chose each", "These answers are invented").hides("Still to put right")
	bit := p.me.get(address(1)).wants(200).says("only words like", "In a room of 25")
	if strings.Contains(bit.body, `class="stones`) {
		t.Errorf("got stones to count for a personal question, want words alone")
	}
	p.me.get(address(6)).wants(200).says("nothing to preview")
	p.me.get(address(0)).wants(200).hides("In a room of")
	p.me.get(address(0)+"?phone=full").wants(200).says("<strong>Nobody can tell how you voted.</strong>", "only a preview")
	p.me.get(address(2)+"?phone=pictures").wants(200).says("Things I like", "only a preview").hides("What do you like doing?")
}

func TestWhatAnAuthorTypesIsShownAsTyped(t *testing.T) {
	p := planOne(t)
	address := p.add("page")
	nasty := `<script>alert(1)</script> "quoted" & {{.CSRF}}`
	p.me.post(address, url.Values{"do": {"save"}, "full:en": {nasty}, "body:en": {nasty + "\n\n**bold**"}, "notes": {nasty}}).wants(303)
	for _, page := range []string{address, p.home(), address + "/preview", address + "/preview?phone=full"} {
		p.me.get(page).wants(200).hides("<script>alert").says("&lt;script&gt;alert(1)&lt;/script&gt; &#34;quoted&#34; &amp; {{.CSRF}}")
	}
	p.me.get(address).says("<strong>bold</strong>")
}
