// Command cairnload is many phones in one process: they join a session by its
// code as real phones do (a POST for the seat, the page, a websocket), vote, and
// some of them are slow, mute, drop their line or send twice. It prints one JSON
// line: how long acks took, and whether what was sent is what the server counted.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"cairn/live/livebench"
)

// plan is what one run does; the flags say what each field means.
type plan struct {
	addr, code, pattern, by     string
	phones, votes, sources      int
	slow, mute, drop, double    float64
	within, hold, wait, timeout time.Duration
	report, desk                string
	expect                      bool
	seed                        uint64
	bench, gun                  string
	process                     int
}

func main() {
	if livebench.Main() {
		return
	}
	raiseFiles()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) > 1 && os.Args[1] == "hall" {
		kept, err := playHall(ctx, os.Args[2:], os.Stdout)
		if err != nil {
			fmt.Fprintln(os.Stderr, "cairnload:", err)
		}
		if !kept || err != nil {
			os.Exit(1)
		}
		return
	}
	p := parse()
	if p.bench != "" {
		if !bench(ctx, p.bench) {
			os.Exit(1)
		}
		return
	}
	out, err := run(ctx, p)
	if err != nil {
		fmt.Fprintln(os.Stderr, "cairnload:", err)
	}
	if out != nil {
		_ = json.NewEncoder(os.Stdout).Encode(out)
	}
	if err != nil || !out.OK {
		os.Exit(1)
	}
}

func parse() plan {
	var p plan
	flag.StringVar(&p.addr, "addr", "127.0.0.1:8080", "host and port of the server, with https:// before it for TLS")
	flag.StringVar(&p.code, "code", "", "the session's join code")
	flag.StringVar(&p.pattern, "pattern", "wave", "wave (all vote), join (all sit down at once), idle (sit and watch), reconnect (all drop and come back)")
	flag.StringVar(&p.by, "by", "socket", "how ballots travel: socket or post")
	flag.IntVar(&p.phones, "phones", 30, "how many phones")
	flag.IntVar(&p.votes, "votes", 1, "ballots from each phone; the second and later ones change its answer")
	flag.IntVar(&p.sources, "sources", 200, "loopback addresses the phones come from, when the server is on loopback")
	flag.Float64Var(&p.slow, "slow", 0, "share of phones that read one frame in 300 ms")
	flag.Float64Var(&p.mute, "mute", 0, "share of phones that vote and never read again")
	flag.Float64Var(&p.drop, "drop", 0, "share of phones that lose the line right after sending, come back and send again")
	flag.Float64Var(&p.double, "double", 0, "share of phones that send every ballot twice")
	flag.DurationVar(&p.within, "within", time.Second, "the time over which a wave's ballots, or a storm's comings, are spread")
	flag.DurationVar(&p.hold, "hold", time.Second, "how long to go on watching after the last ack; for idle, how long to watch")
	flag.DurationVar(&p.wait, "wait", 20*time.Second, "how long to wait for a question to be open")
	flag.DurationVar(&p.timeout, "timeout", 30*time.Second, "how long one step of a phone may take")
	flag.StringVar(&p.report, "report", "", "address of the session's report as JSON; its tally is compared with what was sent")
	flag.StringVar(&p.desk, "desk", "", "one-use link that signs in whoever may read the report")
	flag.BoolVar(&p.expect, "expect", false, "print which answers the server must count, for a caller who compares")
	flag.StringVar(&p.gun, "gun", "", "address that is dialled once everybody sits; the wave begins when that line ends")
	flag.Uint64Var(&p.seed, "seed", 1, "the phones' choices")
	flag.IntVar(&p.process, "process", 0, "number of the server's process, here: what its CPU spends on the votes is told as well")
	flag.StringVar(&p.bench, "bench", "", "measure the live board alone, without a server: rows B1,B2,B7,B9")
	flag.Parse()
	p.report, p.desk = absolute(p.addr, p.report), absolute(p.addr, p.desk)
	return p
}

// absolute puts the server before an address that begins with a slash.
func absolute(addr, link string) string {
	if !strings.HasPrefix(link, "/") {
		return link
	}
	return scheme(addr) + "://" + host(addr) + link
}

// raiseFiles asks for as many open files as this process may have.
func raiseFiles() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		limit.Cur = limit.Max
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	}
}
