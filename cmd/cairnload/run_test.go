package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/live"
)

// stand is a server that keeps the phones' contract and counts, honestly or not.
type stand struct {
	board *live.Board
	cheat bool // loses every tenth ballot it said it kept

	mu    sync.Mutex
	seats int
	kept  map[string]cast // by key
}

type cast struct {
	T, A, K string
	R       int
	C       int64
	V       struct{ Pick []string }
}

func (s *stand) page(w http.ResponseWriter, r *http.Request) {
	seat, err := r.Cookie("seat")
	if err != nil {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	fmt.Fprintf(w, `<main data-live="/s/ABC/live" data-shape="x"><form action="/leave"></form>
<form method="post" data-answer action="/s/ABC/answer"><input type="hidden" name="activity" value="act&amp;1">
<input type=hidden name=round value=1><input type="hidden" name="key" value="key-%s"><input type="hidden" name="counter" value="1">
<label><input type="radio" name="pick" value="a"></label><input type="radio" name="pick" value="b"></form></main>`, seat.Value)
}

func (s *stand) sit(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Sec-Fetch-Site") != "same-origin" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	s.mu.Lock()
	s.seats++
	n := s.seats
	s.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: "seat", Value: fmt.Sprint(n)})
	w.WriteHeader(http.StatusSeeOther)
}

func (s *stand) receive(_ context.Context, text []byte) []byte {
	var c cast
	if json.Unmarshal(text, &c) != nil || c.A != "act&1" || c.R != 1 || len(c.V.Pick) != 1 {
		return []byte(`{"t":"no","why":"unreadable"}`)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[c.K].C < c.C {
		s.kept[c.K] = c
	}
	return fmt.Appendf(nil, `{"t":"kept","k":%q,"c":%d}`, c.K, c.C)
}

func (s *stand) answer(w http.ResponseWriter, r *http.Request) {
	var n int64
	_, _ = fmt.Sscan(r.FormValue("counter"), &n)
	c := cast{K: r.FormValue("key"), C: n}
	c.V.Pick = []string{r.FormValue("pick")}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[c.K] = c
}

func (s *stand) report(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts, i := map[string]int{}, 0
	for _, c := range s.kept {
		if i++; !s.cheat || i%10 > 0 {
			counts[c.V.Pick[0]]++
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"activities": []any{map[string]any{
		"id": "act&1", "cells": []any{map[string]any{"key": "a", "n": counts["a"]}, map[string]any{"key": "b", "n": counts["b"]}}}}})
}

func open(t *testing.T, s *stand) plan {
	t.Helper()
	s.board, s.kept = live.NewBoard(time.UnixMilli(1)), map[string]cast{}
	s.board.Put("room", []byte(`{"v":"1.1","s":"x"}`))
	up := live.Upgrader(nil)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /s/ABC/seat", s.sit)
	mux.HandleFunc("GET /s/ABC", s.page)
	mux.HandleFunc("POST /s/ABC/answer", s.answer)
	mux.HandleFunc("GET /report", s.report)
	mux.HandleFunc("GET /s/ABC/live", func(w http.ResponseWriter, r *http.Request) {
		if ws, err := live.Upgrade(w, r, up); err == nil {
			_ = s.board.Serve(ws, live.Options{Topics: []string{"room"}, Receive: s.receive})
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	t.Cleanup(s.board.Close)
	return plan{addr: strings.TrimPrefix(server.URL, "http://"), code: "ABC", pattern: "wave", by: "socket", phones: 100, votes: 1,
		sources: 1, within: 50 * time.Millisecond, wait: time.Second, timeout: 10 * time.Second, report: server.URL + "/report", expect: true}
}

func TestEveryBallotOfAWaveIsFoundInTheReport(t *testing.T) {
	for name, change := range map[string]func(*plan){
		"well-behaved":        func(*plan) {},
		"every fault at once": func(p *plan) { p.mute, p.drop, p.double, p.votes = .1, .2, .2, 2 },
		"by post":             func(p *plan) { p.by = "post" },
		"reconnect storm":     func(p *plan) { p.pattern = "reconnect" },
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, &stand{})
			change(&p)
			got, err := run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			sum := 0
			for _, n := range got.Counted {
				sum += n
			}
			if !got.OK || got.Seated != 100 || got.Lost != 0 || got.Double != 0 || sum != 100 {
				t.Errorf("got %+v, want all 100 seated and counted once", *got)
			}
		})
	}
}

func TestAServerThatLosesBallotsIsFoundOut(t *testing.T) {
	p := open(t, &stand{cheat: true})
	got, err := run(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if got.OK || got.Lost != 10 {
		t.Errorf("lost: got %d, ok %v, want 10 and not ok", got.Lost, got.OK)
	}
}

func TestJoiningAndWatchingNeedsNoQuestion(t *testing.T) {
	for _, pattern := range []string{"join", "idle"} {
		p := open(t, &stand{})
		p.pattern, p.report = pattern, ""
		got, err := run(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if !got.OK || got.Join.N != 100 || got.Frames != 100 {
			t.Errorf("%s: got %+v, want 100 joined with a frame each", pattern, *got)
		}
	}
}
