package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/store"
	"cairn/store/mongo"
	"cairn/store/storetest"

	"github.com/gorilla/websocket"
	nats "github.com/nats-io/nats-server/v2/server"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// crew is several processes of the real program on one MongoDB and one NATS,
// with a live session in them, an open question, and phones that have a seat.
type crew struct {
	*house // this test's own look into the store; it holds no session
	uri    string
	bus    *nats.Server
	at     *net.TCPAddr // where NATS answers, also after it was away
	procs  []*program
	phones []*phone
}

// freshMongo is the address of a database of the test's own at uri.
func freshMongo(t *testing.T, uri string) string {
	t.Helper()
	name := "cairn_test_" + store.NewID(rand.Reader)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		client, err := driver.Connect(options.Client().ApplyURI(uri))
		if err == nil {
			err = errors.Join(client.Database(name).Drop(ctx), client.Disconnect(ctx))
		}
		if err != nil {
			t.Errorf("dropping the database: %v", err)
		}
	})
	return strings.Replace(uri, "/?", "/"+name+"?", 1)
}

// startNATS runs a real NATS server in this process; port -1 takes a free one.
func startNATS(t *testing.T, port int) *nats.Server {
	t.Helper()
	s, err := nats.NewServer(&nats.Options{Host: "127.0.0.1", Port: port, NoLog: true, NoSigs: true, Username: "cairn", Password: "canary-on-the-bus"})
	must(t, err)
	go s.Start()
	if !s.ReadyForConnections(15 * time.Second) {
		t.Fatal("the NATS server does not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

// gathered starts so many processes on the MongoDB at uri. The first one looks
// after the session, since it is alone when it starts.
func gathered(t *testing.T, uri string, processes, phones int) *crew {
	t.Helper()
	c := &crew{uri: freshMongo(t, uri), bus: startNATS(t, -1)}
	c.at = c.bus.Addr().(*net.TCPAddr)
	engine, err := mongo.Open(t.Context(), c.uri)
	must(t, err)
	c.house = unfurnished(t, furnish{engine: engine})
	c.settle()
	for i := range phones {
		token, err := c.room().Sit(t.Context(), c.code)
		must(t, err)
		c.phones = append(c.phones, &phone{number: i, token: token})
	}
	must(t, c.close())
	engine, err = mongo.Open(t.Context(), c.uri)
	must(t, err)
	look := unfurnished(t, furnish{engine: engine, data: c.data})
	look.session, look.ask, look.account, look.code = c.session, c.ask, c.account, c.code
	c.house = look
	t.Cleanup(func() { must(t, look.close()) })
	for range processes {
		c.procs = append(c.procs, c.start(freeAddr(t)))
	}
	t.Cleanup(func() {
		for _, p := range c.procs {
			if said := p.errs.String() + p.out.String(); strings.Contains(said, "canary-on-the-bus") {
				t.Errorf("the bus's password stands in what the program wrote:\n%s", said)
			}
		}
	})
	return c
}

// start runs one more process of this installation.
func (c *crew) start(addr string) *program {
	c.t.Helper()
	p := launch(c.t, addr, theProgram(c.t), "serve", "--addr", addr, "--data", c.data+"-none", "--secrets", c.data+"-secrets", "--store", c.uri,
		"--bus", fmt.Sprintf("nats://cairn:canary-on-the-bus@127.0.0.1:%d", c.at.Port))
	p.ready("http://" + addr)
	return p
}

// through is the house as its visitors at one process see it.
func (c *crew) through(p *program) *house {
	return &house{app: c.app, t: c.t, data: c.data, base: "http://" + p.addr, session: c.session, ask: c.ask, account: c.account, code: c.code}
}

// tallies are what each process says of the question that was closed.
func (c *crew) tallies(procs ...*program) []map[string]int {
	c.t.Helper()
	var all []map[string]int
	for _, p := range procs {
		var report struct {
			Items []struct {
				Activity string         `json:"activity"`
				Tally    map[string]int `json:"tally"`
			} `json:"items"`
		}
		got := c.through(p).member().get("/sessions/" + c.session + "/report.json?for=team")
		if got.status != http.StatusOK {
			c.t.Fatalf("report at %s: got status %d\n%s", p.addr, got.status, got.body)
		}
		must(c.t, json.Unmarshal([]byte(got.body), &report))
		tally := map[string]int{}
		for _, item := range report.Items {
			for key, n := range item.Tally {
				if item.Activity == c.ask && n > 0 && len(key) == 1 {
					tally[key] = n
				}
			}
		}
		all = append(all, tally)
	}
	return all
}

// wantTally closes the question at one process and asks each for what came of it.
func (c *crew) wantTally(at *program, want map[string]int, procs ...*program) {
	c.t.Helper()
	h := c.through(at)
	sam := h.member()
	for _, do := range []string{"close", "seal"} {
		if got := sam.press(do, c.ask); got.status != http.StatusSeeOther {
			c.t.Fatalf("%s at %s: got status %d\n%s", do, at.addr, got.status, got.body)
		}
	}
	for i, got := range c.tallies(procs...) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			c.t.Errorf("process %d: got %v, want %v", i, got, want)
		}
	}
}

// voice is a phone on the way through a crew: it goes on to the next process
// when the line breaks, and sends what was not acknowledged again.
type voice struct {
	*phone
	c     *crew
	addrs []string
	n     int // which address it is at
	ws    *websocket.Conn
	wait  time.Duration // the longest it waited for an ack
}

// voices gives each phone its way, spread over the processes.
func (c *crew) voices() []*voice {
	var addrs []string
	for _, p := range c.procs {
		addrs = append(addrs, p.addr)
	}
	out := make([]*voice, len(c.phones))
	for i, ph := range c.phones {
		out[i] = &voice{phone: ph, c: c, addrs: addrs, n: i}
	}
	return out
}

// connect opens the line at the first process that answers.
func (v *voice) connected(ctx context.Context) bool {
	for tries := 0; v.ws == nil && ctx.Err() == nil; tries++ {
		ws, err := v.connect(v.addrs[v.n%len(v.addrs)], v.c.code)
		if err == nil {
			v.ws = ws
			return true
		}
		if v.n++; tries%len(v.addrs) == len(v.addrs)-1 {
			pause(ctx, 100*time.Millisecond)
		}
	}
	return v.ws != nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

func (v *voice) hangUp() {
	if v.ws != nil {
		_ = v.ws.Close() // it may be gone already
		v.ws = nil
	}
}

// cast sends round r's ballot until it is acknowledged, as a phone does: again
// after a moment on the same line, or on the next one.
func (v *voice) cast(ctx context.Context, r int, pick string) bool {
	began := time.Now()
	for ctx.Err() == nil {
		if !v.connected(ctx) {
			return false
		}
		if v.once(r, pick) {
			v.pick, v.wait = pick, max(v.wait, time.Since(began))
			return true
		}
	}
	return false
}

// once sends a ballot over the line that is open and waits for its ack.
func (v *voice) once(r int, pick string) bool {
	_ = v.ws.SetReadDeadline(time.Now().Add(4 * time.Second)) // a line that says nothing for so long is given up
	if v.ws.WriteMessage(websocket.TextMessage, v.ballot(v.c.house, r, pick)) != nil {
		v.hangUp()
		v.n++
		return false
	}
	for {
		_, raw, err := v.ws.ReadMessage()
		if err != nil {
			v.hangUp()
			v.n++
			return false
		}
		var said struct{ T, K string }
		if json.Unmarshal(raw, &said) != nil || said.K != keyOf(v.number, r) {
			continue
		}
		if said.T == "kept" {
			return true
		}
		pause(context.Background(), 200*time.Millisecond) // "try again"
		return false
	}
}

// each lets all voices do something at once and waits for them.
func each(voices []*voice, do func(i int, v *voice)) {
	var all sync.WaitGroup
	for i, v := range voices {
		all.Go(func() { do(i, v) })
	}
	all.Wait()
}

// pickOf is what phone i chooses in round r.
func pickOf(i, r int) string { return string(rune('a' + (i+r)%3)) }

// counted is the tally of what every phone was told is in.
func counted(voices []*voice) map[string]int {
	out := map[string]int{}
	for _, v := range voices {
		if v.pick != "" {
			out[v.pick]++
		}
	}
	return out
}

// longest is the longest anybody waited for an ack.
func longest(voices []*voice) (d time.Duration) {
	for _, v := range voices {
		d = max(d, v.wait)
	}
	return d
}

// mongoHere is the shared replica set of one.
func mongoHere(t *testing.T) string { return storetest.MongoURI(t) }
