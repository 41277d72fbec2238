package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"cairn/e2e/stage"

	"github.com/valyala/fasthttp"
)

// What B13 asks for: so many responses to so many questions.
const (
	manyResponses = 50_000
	manyQuestions = 40
	pagesAsked    = 100
)

// surveyed is B13: answers to a survey taken in over HTTP, each durably stored before it is acknowledged.
func surveyed(ctx context.Context, w *workshop) ([]figure, error) {
	f, err := fieldOf(ctx, w)
	if err != nil {
		return nil, err
	}
	return f.staged(ctx, func(house *stage.House) ([]figure, error) { return takenIn(ctx, house, f.fresh) })
}

// lookedAt is B13x: the page of results and the export of rows of fifty thousand responses to forty questions.
func lookedAt(ctx context.Context, w *workshop) ([]figure, error) {
	f, err := fieldOf(ctx, w)
	if err == nil {
		err = f.fill(ctx)
	}
	if err != nil {
		return nil, err
	}
	open, err := f.staged(ctx, func(house *stage.House) ([]figure, error) { return openPage(ctx, house, f.full) })
	if err == nil {
		err = f.close(ctx)
	}
	if err != nil {
		return open, err
	}
	closed, err := f.staged(ctx, func(house *stage.House) ([]figure, error) { return pageAndExport(ctx, house, f.full) })
	return slices.Concat(open, closed), err
}

// staged runs work beside the program on the field's folder.
func (f *field) staged(ctx context.Context, work func(*stage.House) ([]figure, error)) ([]figure, error) {
	house, err := stage.Demo(ctx, f.program, f.data)
	if err != nil {
		return nil, err
	}
	got, err := work(house)
	return got, errors.Join(err, house.Stop())
}

// takenIn sends answers of ever new phones from 64 connections, each from an address of its own, for ten seconds.
func takenIn(ctx context.Context, house *stage.House, slug string) ([]figure, error) {
	var dialled atomic.Int64
	client := &fasthttp.Client{
		MaxConnsPerHost: connections, ReadTimeout: 20 * time.Second, WriteTimeout: 20 * time.Second,
		Dial: func(addr string) (net.Conn, error) {
			from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(dialled.Add(1)%250+1))}, Timeout: 10 * time.Second}
			return from.DialContext(ctx, "tcp", addr)
		},
	}
	form := url.Values{"version": {"1"}, "given": {oneAnswer()}}
	var n atomic.Int64
	before, err := house.Use()
	if err != nil {
		return nil, err
	}
	rate, err := pace(ctx, func(int) error {
		key := "&key=" + fmt.Sprintf("bench-%012d", n.Add(1))
		return ask(client, "http://"+house.Addr+"/q/"+slug, "", []byte(form.Encode()+key))
	})
	if err != nil {
		return nil, err
	}
	after, err := house.Use()
	if err != nil {
		return nil, err
	}
	f := figure{ID: "B13", Value: round(rate), Unit: "responses/s of 40 answers, stored durably through HTTP", Bar: 2000, OK: rate >= 2000}
	f.More = map[string]any{"sent": n.Load(), "server_ms_cpu_each": round((after.CPU - before.CPU).Seconds() * 1000 / float64(n.Load())), "load": loadNow()}
	return []figure{f}, nil
}

// onlooker is somebody of the staff who looks at results.
type onlooker struct {
	hand    *stage.Hand
	client  *fasthttp.Client
	cookies string
	base    string
}

// signIn signs in by a one-use link of the demo.
func signIn(ctx context.Context, house *stage.House, link string) (*onlooker, error) {
	o := &onlooker{hand: stage.NewHand(), base: "http://" + house.Addr}
	page, err := o.hand.Open(ctx, link)
	if err != nil {
		return nil, err
	}
	if take, offered := page.Form("/sign-in/"); offered {
		if page, err = o.hand.Send(ctx, take); err != nil {
			return nil, err
		}
	}
	o.cookies = o.hand.Cookies(page.At.String())
	o.client = &fasthttp.Client{ReadTimeout: time.Minute}
	return o, nil
}

// look gets a page and gives what it took and what it says.
func (o *onlooker) look(path string) (time.Duration, string, error) {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(o.base + path)
	req.Header.Set("Cookie", o.cookies)
	start := time.Now()
	if err := o.client.Do(req, resp); err != nil {
		return 0, "", fmt.Errorf("asking %s: %w", path, err)
	}
	took := time.Since(start)
	if resp.StatusCode() != fasthttp.StatusOK {
		return took, "", fmt.Errorf("asking %s: status %d", path, resp.StatusCode())
	}
	return took, string(resp.Body()), nil
}

// looks gets a page many times: the first look, which reads every response, and the 95th of a hundred after it, in milliseconds.
func (o *onlooker) looks(path, says string) (first, p95 float64, err error) {
	took, body, err := o.look(path)
	if err != nil {
		return 0, 0, err
	}
	if !strings.Contains(body, says) {
		return 0, 0, fmt.Errorf("%s does not say %q", path, says)
	}
	first = took.Seconds() * 1000
	var all []float64
	for range pagesAsked {
		if took, _, err = o.look(path); err != nil {
			return 0, 0, err
		}
		all = append(all, took.Seconds()*1000)
	}
	slices.Sort(all)
	return first, all[len(all)*95/100], nil
}

// openPage is the page of a survey that still takes answers: each look counts all responses again.
func openPage(ctx context.Context, house *stage.House, survey string) ([]figure, error) {
	sam, err := signIn(ctx, house, house.Desk)
	if err != nil {
		return nil, err
	}
	first, p95, err := sam.looks("/surveys/"+survey+"/results", "<table")
	f := atMost("B13o", p95, "ms, p95 of the page of results while open", 300)
	f.More = map[string]any{"first_ms": round(first), "load": loadNow()}
	return []figure{f}, err
}

// pageAndExport is the page of a closed survey, a question by groups, and the export of its rows as XLSX.
func pageAndExport(ctx context.Context, house *stage.House, survey string) ([]figure, error) {
	sam, err := signIn(ctx, house, house.Desk)
	if err != nil {
		return nil, err
	}
	wes, err := signIn(ctx, house, house.Read)
	if err != nil {
		return nil, err
	}
	idle, err := memoryOf(house.Process(), "RssAnon")
	if err != nil {
		return nil, err
	}
	first, page, err := sam.looks("/surveys/"+survey+"/results", "<table")
	if err != nil {
		return nil, err
	}
	firstCross, cross, err := sam.looks("/surveys/"+survey+"/results/question-39?by=question-00", "<table")
	if err != nil {
		return nil, err
	}
	looked, err := memoryOf(house.Process(), "RssAnon")
	if err != nil {
		return nil, err
	}
	start := time.Now()
	size, own, err := exported(ctx, house.Process(), [2]*onlooker{sam, wes}, survey)
	if err != nil {
		return nil, err
	}
	took := time.Since(start)
	peak, err := memoryOf(house.Process(), "VmHWM")
	if err != nil {
		return nil, err
	}
	results, groups := atMost("B13r", page, "ms, p95 of the page of results", 300), atMost("B13g", cross, "ms, p95 of one question by groups", 300)
	results.More, groups.More = map[string]any{"first_ms": round(first), "load": loadNow()}, map[string]any{"first_ms": round(firstCross)}
	export := atMost("B13x", float64(peak)/(1<<20), "MiB, the program's peak over pages and an export to XLSX", 200)
	export.More = map[string]any{"took_s": round(took.Seconds()), "file_mb": round(float64(size) / 1e6), "load": loadNow()}
	for name, bytes := range map[string]int64{"own_idle_mib": idle, "own_looked_mib": looked, "own_export_mib": own} {
		export.More[name] = round(float64(bytes) / (1 << 20))
	}
	return []figure{results, groups, export}, nil
}

// exported lets the first ask for the rows and the second agree, looks until the file is there, and gives its size and the
// most memory of its own the program was seen with meanwhile, in bytes.
func exported(ctx context.Context, pid int, two [2]*onlooker, survey string) (size int, own int64, err error) {
	path, link := "/surveys/"+survey+"/exports", regexp.MustCompile(`href="(/surveys/[^"]+/exports/[^"]+)" download`)
	for i, press := range []string{"xlsx", "agree"} {
		page, err := two[i].hand.Open(ctx, two[i].base+path)
		if err != nil {
			return 0, 0, err
		}
		button, found := page.Button("value", press)
		if !found {
			return 0, 0, fmt.Errorf("%s has no button %q", path, press)
		}
		if _, err := two[i].hand.Send(ctx, button); err != nil {
			return 0, 0, err
		}
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		now, err := memoryOf(pid, "RssAnon")
		if err != nil {
			return 0, 0, err
		}
		own = max(own, now)
		_, body, err := two[0].look(path)
		if err != nil {
			return 0, 0, err
		}
		if there := link.FindStringSubmatch(body); there != nil {
			_, file, err := two[0].look(there[1])
			return len(file), own, err
		}
		select {
		case <-ctx.Done():
			return 0, 0, fmt.Errorf("waiting for the file: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// memoryOf reads a line of what a process holds, in bytes: VmHWM is the most it ever held, RssAnon what is its own now,
// without the pages of the database's file that are only mapped and the kernel may take back.
func memoryOf(pid int, what string) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("reading what process %d holds: %w", pid, err)
	}
	_, rest, _ := strings.Cut(string(status), what+":")
	line, _, _ := strings.Cut(rest, "\n")
	kib, err := strconv.ParseInt(strings.Fields(line + " ?")[0], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("reading what process %d holds: %w", pid, err)
	}
	return kib << 10, nil
}

// loadNow is the machine's load over the last minute, for who reads a figure.
func loadNow() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	load, _, _ := strings.Cut(string(raw), " ")
	return load
}
