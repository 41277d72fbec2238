package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gorilla/websocket"
)

// message is anything the server says on a socket.
type message struct {
	T   string `json:"t"`
	C   int64  `json:"c"`
	Why string `json:"why"`
	V   string `json:"v"`
	S   string `json:"s"`
}

// listen reads the socket until it ends, as slowly as a phone of that manner does.
func (p *phone) listen(ctx context.Context, ws *websocket.Conn, heard chan struct{}, as manner) {
	first := true
	for {
		_, text, err := ws.ReadMessage()
		if err != nil {
			p.ended()
			return
		}
		var m message
		if json.Unmarshal(text, &m) != nil {
			p.tally.count("unreadable")
			continue
		}
		if first {
			first = false
			close(heard)
		}
		switch m.T {
		case "kept", "no":
			select {
			case p.acks <- ack{kept: m.T == "kept", counter: m.C, why: m.Why}:
			default: // an ack nobody waits for, as the second of a double
			}
		default:
			p.mu.Lock()
			p.frames++
			p.last = m.V
			p.mu.Unlock()
			p.tally.frame(m.V)
			p.tell(m.S)
		}
		if as == mute {
			return // the line stays open and fills
		}
		if as == slow {
			select {
			case <-time.After(300 * time.Millisecond):
			case <-ctx.Done():
				return
			}
		}
	}
}

// tell leaves the newest shape for whoever follows the room.
func (p *phone) tell(shape string) {
	if p.told == nil || shape == "" {
		return
	}
	select {
	case <-p.told:
	default:
	}
	select {
	case p.told <- shape:
	default:
	}
}

// ended says that a socket is no more.
func (p *phone) ended() {
	select {
	case p.down <- struct{}{}:
	default:
	}
}

// choose takes an answer, and another one than before.
func (p *phone) choose() {
	if len(p.page.picks) == 0 {
		return
	}
	was := p.pick
	for p.pick = p.page.picks[p.dice.IntN(len(p.page.picks))]; p.pick == was && len(p.page.picks) > 1; {
		p.pick = p.page.picks[p.dice.IntN(len(p.page.picks))]
	}
}

// vote casts one ballot and waits until the server says it is kept, sending it again as a phone would.
func (p *phone) vote(ctx context.Context) error {
	if p.page.action == "" {
		return errors.New("vote: no question is open")
	}
	p.choose()
	p.counter = max(p.counter+1, p.page.counter)
	p.casts++
	p.tally.count("cast")
	began := time.Now()
	limit, cancel := context.WithTimeout(ctx, p.plan.timeout)
	defer cancel()
	for try := 0; ; try++ {
		got, err := p.cast(limit, try)
		switch {
		case p.manner == mute && err == nil:
			return nil
		case err == nil && got.kept:
			p.tally.acked(time.Since(began))
			return nil
		case err == nil && got.why != "try":
			p.tally.count("refused_" + got.why)
			return fmt.Errorf("vote: refused, %q", got.why)
		case limit.Err() != nil:
			return fmt.Errorf("vote: no ack in %v", p.plan.timeout)
		}
		p.tally.count("again")
		wait := time.Duration(200+p.dice.IntN(300)) * time.Millisecond
		select {
		case <-time.After(wait):
		case <-limit.Done():
		}
	}
}

// cast is one attempt.
func (p *phone) cast(ctx context.Context, try int) (ack, error) {
	if p.by != "socket" {
		return p.post(ctx)
	}
	p.mu.Lock()
	ws := p.ws
	p.mu.Unlock()
	if ws == nil {
		if err := p.again(ctx); err != nil {
			return ack{}, err
		}
		p.mu.Lock()
		ws = p.ws
		p.mu.Unlock()
	}
	if err := p.send(ws); err != nil {
		p.hangUp()
		return ack{}, err
	}
	switch {
	case p.manner == drop && try == 0:
		p.hangUp()
		return ack{}, errors.New("dropped on purpose")
	case p.manner == double:
		if err := p.send(ws); err != nil {
			return ack{}, err
		}
	case p.manner == mute:
		return ack{}, nil
	}
	patience := time.NewTimer(5 * time.Second)
	defer patience.Stop()
	for {
		select {
		case a := <-p.acks:
			if !a.kept || a.counter == p.counter {
				return a, nil
			}
		case <-patience.C:
			p.hangUp() // a line that says nothing is a dead line, and as on the real page the answer goes by post
			return p.post(ctx)
		case <-ctx.Done():
			return ack{}, ctx.Err()
		}
	}
}

// send writes the ballot to the socket.
func (p *phone) send(ws *websocket.Conn) error {
	round, _ := strconv.Atoi(p.page.round)
	// In the order in which the phone's script writes it.
	type choice struct {
		Pick  []string `json:"pick"`
		Pass  string   `json:"pass"`
		Text  string   `json:"text"`
		Quote bool     `json:"quote"`
	}
	body, err := json.Marshal(struct {
		T string `json:"t"`
		A string `json:"a"`
		R int    `json:"r"`
		K string `json:"k"`
		C int64  `json:"c"`
		V choice `json:"v"`
	}{"cast", p.page.activity, round, p.page.key, p.counter, choice{Pick: []string{p.pick}}})
	if err != nil {
		return fmt.Errorf("ballot: %w", err)
	}
	_ = ws.SetWriteDeadline(time.Now().Add(p.plan.timeout))
	return ws.WriteMessage(websocket.TextMessage, body)
}

// post sends the ballot as a form, over a line the phone keeps for a moment.
func (p *phone) post(ctx context.Context) (ack, error) {
	l, err := p.dial(ctx)
	if err != nil {
		return ack{}, err
	}
	defer l.Close()
	form := url.Values{"activity": {p.page.activity}, "round": {p.page.round}, "key": {p.page.key},
		"counter": {strconv.FormatInt(p.counter, 10)}, "pick": {p.pick}}
	if p.page.csrf != "" {
		form.Set("csrf", p.page.csrf)
	}
	times := 1
	if p.manner == double {
		times = 2
	}
	var got answer
	for range times {
		if got, err = p.ask(ctx, l, http.MethodPost, p.page.action, form); err != nil {
			return ack{}, err
		}
	}
	switch got.status {
	case http.StatusOK, http.StatusSeeOther:
		return ack{kept: true, counter: p.counter}, nil
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return ack{why: "try"}, nil
	}
	return ack{why: strconv.Itoa(got.status)}, nil
}
