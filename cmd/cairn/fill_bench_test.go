package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"cairn/live"
	"cairn/staff"
	"cairn/store/sqlite"
	"cairn/surveys"
)

// BenchmarkSurveyAnswersThroughHTTP is B13's first half: answers to a survey of
// forty questions, each from a browser of its own, stored durably before they are
// acknowledged, by 64 connections with the load on the same cores.
func BenchmarkSurveyAnswersThroughHTTP(b *testing.B) {
	engine, err := sqlite.Open(context.Background(), b.TempDir()+"/data")
	if err != nil {
		b.Fatal(err)
	}
	a := &app{
		config: config{addr: "127.0.0.1:0", secrets: b.TempDir() + "/secrets"}, log: slog.New(slog.DiscardHandler), now: time.Now,
		board: live.NewBoard(time.Now()), engine: engine,
	}
	if err := a.assemble(context.Background(), choices{}); err != nil {
		b.Fatal(err)
	}
	slug, given := a.fortyQuestions(b)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = a.site.Serve(listener) }() // ends with the benchmark
	base := "http://" + listener.Addr().String()
	var from atomic.Int64
	b.SetParallelism(64)
	began := cpuTime(b)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		n := from.Add(1)
		dial := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, byte(n/250), byte(n%250+2))}}
		client := &http.Client{Transport: &http.Transport{DialContext: dial.DialContext, DisableCompression: true}}
		for i := 0; pb.Next(); i++ {
			form := url.Values{"key": {fmt.Sprintf("bench-key-%08d-%08d", n, i)}, "version": {"1"}, "given": {given}}
			req, _ := http.NewRequest(http.MethodPost, base+"/q/"+slug, strings.NewReader(form.Encode())) // a good address
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Sec-Fetch-Site", "same-origin")
			req.Header.Set("Accept", "application/json")
			got, err := client.Do(req)
			if err != nil {
				b.Error(err)
				return
			}
			body, _ := io.ReadAll(got.Body)
			_ = got.Body.Close()
			if got.StatusCode != http.StatusOK {
				b.Errorf("got %d %s", got.StatusCode, body)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "responses/s")
	b.ReportMetric((cpuTime(b)-began).Seconds()*1000/float64(b.N), "cpu-ms/response") // load and server together
}

// cpuTime is what this process has used of the processors so far.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// fortyQuestions opens a survey of forty questions; its address, and one whole answer.
func (h *app) fortyQuestions(b *testing.B) (slug, given string) {
	var list []string
	ctx := context.Background()
	service := staff.NewService("LINK", "LINK")
	service.Accountable = staff.Contact{Name: "Jo Farrow", Number: "01632 960018"}
	founded, err := h.office.FoundService(ctx, service)
	if err != nil {
		b.Fatal(err)
	}
	s := &surveys.Survey{
		Service: founded.ID, Title: inEnglish("Forty"), Band: surveys.Band11to15, Identity: surveys.FullyAnonymous, Languages: []string{"en"},
		Visibility: surveys.StaffOnly, WhoAnswers: "Jo", AnswerBy: h.now().AddDate(0, 0, 30),
	}
	section := surveys.Section{ID: "one"}
	for i := range 40 {
		q := surveys.Question{ID: fmt.Sprintf("question-%02d", i), Kind: "choice", Private: surveys.PrivateNo, Full: inEnglish(fmt.Sprintf("Question %d?", i))}
		for o := range 5 {
			q.Options = append(q.Options, surveys.Option{ID: string(rune('a' + o)), Full: inEnglish(fmt.Sprintf("Answer %d", o))})
		}
		section.Places = append(section.Places, surveys.Place{ID: fmt.Sprintf("p%d", i), Question: q})
		list = append(list, fmt.Sprintf(`{"q":%q,"pick":[%q]}`, q.ID, string(rune('a'+i%5))))
	}
	s.Draft.Sections = []surveys.Section{section}
	shelf := h.surveys.shelf
	if err := shelf.Make(ctx, s); err != nil {
		b.Fatal(err)
	}
	if _, err := shelf.Publish(ctx, s.ID, surveys.FirstVersion, "sam"); err != nil {
		b.Fatal(err)
	}
	if _, err := shelf.Open(ctx, s.ID); err != nil {
		b.Fatal(err)
	}
	return s.Slug, "[" + strings.Join(list, ",") + "]"
}
