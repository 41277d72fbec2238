package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

func scheme(addr string) string {
	if strings.HasPrefix(addr, "https://") {
		return "https"
	}
	return "http"
}

func host(addr string) string {
	_, rest, found := strings.Cut(addr, "://")
	if !found {
		rest = addr
	}
	return strings.TrimSuffix(rest, "/")
}

// line is one TCP connection of one phone: requests one after the other, then perhaps a websocket.
type line struct {
	net.Conn
	reader *bufio.Reader
}

// dial opens a line from the phone's own loopback address, if the server is on loopback.
func (p *phone) dial(ctx context.Context) (*line, error) {
	to := host(p.plan.addr)
	d := net.Dialer{Timeout: p.plan.timeout}
	if name, _, err := net.SplitHostPort(to); err == nil && p.plan.sources > 1 {
		if ip := net.ParseIP(name); ip != nil && ip.IsLoopback() && ip.To4() != nil {
			n := p.index % min(p.plan.sources, 250)
			d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+n))}
		}
	}
	conn, err := d.DialContext(ctx, "tcp", to)
	if err != nil {
		return nil, fmt.Errorf("dialling: %w", err)
	}
	if scheme(p.plan.addr) == "https" {
		// Its own certificate is what a test server has.
		conn = tls.Client(conn, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}})
	}
	return &line{Conn: conn, reader: bufio.NewReaderSize(conn, 2048)}, nil
}

// answer is a response, read to its end.
type answer struct {
	status  int
	body    []byte
	cookies []*http.Cookie
}

// ask sends one request of a browser on this origin and reads the answer.
func (p *phone) ask(ctx context.Context, l *line, method, path string, form url.Values) (answer, error) {
	_ = l.SetDeadline(time.Now().Add(p.plan.timeout))
	defer func() { _ = l.SetDeadline(time.Time{}) }()
	origin := scheme(p.plan.addr) + "://" + host(p.plan.addr)
	r, err := http.NewRequestWithContext(ctx, method, origin+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, fmt.Errorf("request: %w", err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Encoding", "identity")
	if method == http.MethodPost {
		r.Header.Set("Origin", origin)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if p.by != "plain" {
			r.Header.Set("Accept", "application/json")
		}
	}
	if p.cookie != "" {
		r.Header.Set("Cookie", p.cookie)
	}
	if err := r.Write(l.Conn); err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	response, err := http.ReadResponse(l.reader, r)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return answer{response.StatusCode, body, response.Cookies()}, nil
}
