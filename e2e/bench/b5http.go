package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"cairn/e2e/stage"

	"github.com/valyala/fasthttp"
)

const (
	connections = 64
	httpFor     = 10 * time.Second
	seatsEach   = 40 // a seat may change its mind 60 times, so each connection needs many
	castsEach   = 50
)

// errUsedUp says that a connection's seats have cast all they may.
var errUsedUp = errors.New("every seat has cast what it may")

// overHTTP is B5 over HTTP: 64 phones change their answer as fast as the server takes it, beside the same connections asking
// for a page that does nothing. The load runs on the same cores.
func overHTTP(ctx context.Context, w *workshop) (figure, error) {
	house, err := w.demo(ctx)
	if err != nil {
		return figure{}, err
	}
	facilitator, err := stage.SitDown(ctx, house)
	if err == nil {
		err = facilitator.Press(ctx, "o")
	}
	if err != nil {
		return figure{}, errors.Join(err, house.Stop())
	}
	voters, err := seatVoters(ctx, house, connections*seatsEach)
	if err != nil {
		return figure{}, errors.Join(err, house.Stop())
	}
	client := &fasthttp.Client{MaxConnsPerHost: connections, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	nothing := "http://" + house.Addr + "/healthz"
	noop, err := pace(ctx, func(int) error { return ask(client, nothing, "", nil) })
	if err == nil {
		var cast float64
		at := [connections]int{}
		cast, err = pace(ctx, func(i int) error {
			n := at[i]
			if n == seatsEach*castsEach {
				return errUsedUp
			}
			at[i]++
			return voters[i*seatsEach+n/castsEach].cast(client)
		})
		if err == nil {
			f := share("B5h", cast, noop, "ballots/s over HTTP", 0.17)
			f.Yardstick = fmt.Sprintf("%.0f/s: a GET of /healthz on the same %d connections", noop, connections)
			return f, house.Stop()
		}
	}
	return figure{}, errors.Join(err, house.Stop())
}

// voter is a seat with its form, changing its mind over and over.
type voter struct {
	to      string
	cookies string
	fields  url.Values
	picks   []string
	n       int
}

// cast sends the next answer: another one than before, under a key and a counter of its own.
func (v *voter) cast(client *fasthttp.Client) error {
	v.n++
	v.fields.Set("pick", v.picks[v.n%len(v.picks)])
	v.fields.Set("key", fmt.Sprintf("%s-%d", v.fields.Get("seed"), v.n))
	v.fields.Set("counter", strconv.Itoa(v.n))
	return ask(client, v.to, v.cookies, []byte(v.fields.Encode()))
}

// seatVoters seats so many phones at the question that is open.
func seatVoters(ctx context.Context, house *stage.House, n int) ([]*voter, error) {
	voters, errs := make([]*voter, n), make([]error, n)
	var all sync.WaitGroup
	places := make(chan int)
	for range connections {
		all.Go(func() {
			for i := range places {
				voters[i], errs[i] = seatVoter(ctx, house, i)
			}
		})
	}
	for i := range n {
		places <- i
	}
	close(places)
	all.Wait()
	return voters, errors.Join(errs...)
}

func seatVoter(ctx context.Context, house *stage.House, i int) (*voter, error) {
	hand := stage.NewHand()
	page, err := hand.Open(ctx, house.Join)
	if err != nil {
		return nil, err
	}
	seat, found := page.Form("/seat")
	if !found {
		return nil, fmt.Errorf("no seat to take at %s", house.Join)
	}
	if page, err = hand.Send(ctx, seat); err != nil {
		return nil, err
	}
	answer, found := page.Form("/answer")
	picks := page.Values("pick")
	if !found || len(picks) < 2 {
		return nil, fmt.Errorf("no question with choices at %s", page.At)
	}
	answer.Fields.Set("seed", fmt.Sprintf("%s%d", answer.Fields.Get("key"), i))
	return &voter{to: answer.To.String(), cookies: hand.Cookies(page.At.String()), fields: answer.Fields, picks: picks}, nil
}

// ask makes one request; anything but a 2xx or a redirect is an error.
func ask(client *fasthttp.Client, to, cookies string, form []byte) error {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(to)
	if form != nil {
		req.Header.SetMethod(fasthttp.MethodPost)
		req.Header.SetContentType("application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		req.Header.Set("Cookie", cookies)
		req.Header.Set("Accept", "application/json")
		req.SetBody(form)
	}
	if err := client.Do(req, resp); err != nil {
		return fmt.Errorf("asking %s: %w", to, err)
	}
	if resp.StatusCode() >= fasthttp.StatusBadRequest {
		return fmt.Errorf("asking %s: status %d: %.200s", to, resp.StatusCode(), resp.Body())
	}
	return nil
}

// pace runs work from 64 goroutines for ten seconds, or until it is used up, and gives how often it was done a second.
func pace(ctx context.Context, work func(who int) error) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, httpFor)
	defer cancel()
	var done atomic.Int64
	var mu sync.Mutex
	var first error
	var all sync.WaitGroup
	start := time.Now()
	for who := range connections {
		all.Go(func() {
			for ctx.Err() == nil {
				if err := work(who); errors.Is(err, errUsedUp) {
					return
				} else if err != nil {
					mu.Lock()
					first = errors.Join(first, err)
					mu.Unlock()
					cancel()
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	return float64(done.Load()) / time.Since(start).Seconds(), first
}
