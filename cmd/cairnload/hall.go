package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// hallSet is what a run of whole halls does; the flags say what each field means.
type hallSet struct {
	phones, rounds      int
	minutes             float64
	mix                 string
	seed                uint64
	spread, every, wait time.Duration
	storm               int
	program             string
	race                bool
}

// hallMix is how the usual hall behaves, in hundredths.
const hallMix = "socket=50,poll=15,plain=10,mute=5,drop=10,double=5,slow=5"

// playHall is `cairnload hall`: it starts the program, plays whole halls on it
// for some minutes, and prints one line of JSON. It reports whether every tally
// was what the phones had been told.
func playHall(ctx context.Context, args []string, out io.Writer) (bool, error) {
	var s hallSet
	f := flag.NewFlagSet("cairnload hall", flag.ContinueOnError)
	f.IntVar(&s.phones, "phones", 300, "how many phones")
	f.Float64Var(&s.minutes, "minutes", 1, "new halls begin until so many minutes have passed; the first is always played")
	f.IntVar(&s.rounds, "rounds", 5, "rounds of one question in each hall, at most 5")
	f.StringVar(&s.mix, "mix", hallMix, "how the phones behave: socket, poll (websockets blocked), plain (no scripts), mute (never reads its socket), slow, drop (loses the line after each ballot and sends again), double (sends all twice); shares of their sum")
	f.Uint64Var(&s.seed, "seed", 1, "the phones' choices, the moments of storms and of power cuts")
	f.DurationVar(&s.spread, "spread", 6*time.Second, "the time over which a round's ballots come in")
	f.IntVar(&s.storm, "storm", 2, "in every so-manieth round all sockets are cut at once and come back; 0 is never")
	f.DurationVar(&s.every, "cut", 0, "the server is ended with kill -9 in a round, and started again, whenever so much time has passed; 0 is never")
	f.DurationVar(&s.wait, "wait", 90*time.Second, "how long a round may take until every phone was told that its answer is in")
	f.StringVar(&s.program, "program", "", "the cairn program; empty builds it")
	f.BoolVar(&s.race, "race", false, "build it with the race detector")
	if err := f.Parse(args); err != nil {
		return false, err
	}
	shares, err := readMix(s.mix)
	if err != nil {
		return false, err
	}
	r := newHallReport(s)
	err = s.play(ctx, shares, r)
	if err != nil {
		r.wrong(err.Error())
	}
	r.close()
	return r.OK, json.NewEncoder(out).Encode(r)
}

// share is one manner's part of the phones.
type share struct {
	of string
	n  int
}

// readMix reads "socket=50,poll=15".
func readMix(text string) ([]share, error) {
	var shares []share
	sum := 0
	for part := range strings.SplitSeq(text, ",") {
		name, number, _ := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.Atoi(number)
		switch name {
		case "socket", "poll", "plain", "mute", "slow", "drop", "double":
		default:
			err = fmt.Errorf("no such phone")
		}
		if err != nil || n < 0 {
			return nil, fmt.Errorf("mix: %q: want name=share", part)
		}
		sum += n
		shares = append(shares, share{name, n})
	}
	if sum == 0 {
		return nil, fmt.Errorf("mix: %q gives nobody a part", text)
	}
	return shares, nil
}

// deal gives each of n phones its manner, spread evenly so that any few phones are mixed already.
func deal(shares []share, n int) []string {
	sum := 0
	for _, s := range shares {
		sum += s.n
	}
	given := make([]int, len(shares))
	dealt := make([]string, n)
	for i := range dealt {
		most, at := -1, 0
		for j, s := range shares {
			if owed := s.n*(i+1) - given[j]*sum; owed > most && s.n > 0 {
				most, at = owed, j
			}
		}
		given[at]++
		dealt[i] = shares[at].of
	}
	return dealt
}
