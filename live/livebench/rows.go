package livebench

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Row is one line of the bench: what was measured, its unit, the bar it must
// keep to, and the figures behind it.
type Row struct {
	ID    string         `json:"id"`
	Value float64        `json:"value"`
	Unit  string         `json:"unit"`
	Bar   float64        `json:"bar"`
	OK    bool           `json:"ok"`
	More  map[string]any `json:"more,omitempty"`
}

// stage is a hall with its crowd.
type stage struct {
	hall, crowd *child
	addr        string
}

func setStage(ctx context.Context, mode string, phones int, mute float64, tight bool) (*stage, error) {
	hall, err := begin(ctx, "hall")
	if err != nil {
		return nil, err
	}
	crowd, err := begin(ctx, "phones")
	if err != nil {
		hall.end()
		return nil, err
	}
	s := &stage{hall: hall, crowd: crowd}
	opened, err := hall.do(order{Do: "open", Mode: mode, Tight: tight})
	if s.addr = opened.Addr; err == nil {
		_, err = crowd.do(order{Do: "dial", Addr: s.addr, Phones: phones, Mute: mute})
	}
	if err != nil {
		s.clear()
		return nil, err
	}
	return s, nil
}

func (s *stage) clear() {
	s.crowd.end()
	s.hall.end()
}

// run shows frames and gives the phones' report, with the hall's CPU in it.
func (s *stage) run(show order) (report, error) {
	if _, err := s.crowd.do(order{Do: "reset"}); err != nil {
		return report{}, err
	}
	show.Do = "send"
	sent, err := s.hall.do(show)
	if err != nil {
		return report{}, err
	}
	got, err := s.crowd.do(order{Do: "count"})
	if err == nil && got.Frames == 0 {
		err = errors.New("no frame arrived")
	}
	got.CPU = sent.CPU
	return got, err
}

// B1 is server CPU per delivered frame with so many phones in one room: the
// median of runs alternating between the board and yardstick ("loop", "plain"
// or "hub", see hall) as a ratio; bar 1.25.
func B1(ctx context.Context, phones, runs int, yardstick string) (Row, error) {
	board, err := setStage(ctx, "board", phones, 0, false)
	if err != nil {
		return Row{}, fmt.Errorf("board: %w", err)
	}
	defer board.clear()
	bare, err := setStage(ctx, yardstick, phones, 0, false)
	if err != nil {
		return Row{}, fmt.Errorf("%s: %w", yardstick, err)
	}
	defer bare.clear()
	show := order{Frames: 10, Bytes: 120, GapMS: 250}
	var ours, theirs, ratios []float64
	for i := range runs + 1 { // the first pair warms up
		a, err := board.run(show)
		if err != nil {
			return Row{}, fmt.Errorf("board: %w", err)
		}
		b, err := bare.run(show)
		if err != nil {
			return Row{}, fmt.Errorf("%s: %w", yardstick, err)
		}
		if i == 0 {
			continue
		}
		ours = append(ours, a.CPU/float64(a.Frames))
		theirs = append(theirs, b.CPU/float64(b.Frames))
		ratios = append(ratios, ours[i-1]/theirs[i-1])
	}
	ratio := median(ratios)
	return Row{ID: "B1", Value: ratio, Unit: "× " + yardstick, Bar: 1.25, OK: ratio <= 1.25, More: map[string]any{
		"phones": phones, "runs": runs, "us_board": median(ours), "us_" + yardstick: median(theirs)}}, nil
}

// B2 is the server's memory per idle phone in KiB; bar 20. mode is "board", or a yardstick.
func B2(ctx context.Context, phones int, mode string) (Row, error) {
	s, err := setStage(ctx, mode, 10, 0, false)
	if err != nil {
		return Row{}, err
	}
	defer s.clear()
	before, err := s.hall.do(order{Do: "idle"})
	if err != nil {
		return Row{}, err
	}
	opened, err := begin(ctx, "phones")
	if err != nil {
		return Row{}, err
	}
	defer opened.end()
	if _, err := opened.do(order{Do: "dial", Addr: s.addr, Phones: phones}); err != nil {
		return Row{}, err
	}
	after, err := s.hall.do(order{Do: "idle"})
	if err != nil {
		return Row{}, err
	}
	each := float64(after.RSS-before.RSS) / float64(phones) / 1024
	return Row{ID: "B2", Value: each, Unit: "KiB a phone", Bar: 20, OK: each <= 20,
		More: map[string]any{"phones": phones, "mode": mode}}, nil
}

// B7 is what a share of phones that never read does to the others' p99, as a
// ratio to the same room without them; bar 1.3. Frames are 1 KiB and send buffers small, so that they do fill.
func B7(ctx context.Context, phones int, mute float64, mode string) (Row, error) {
	p99 := func(phones int, mute float64) (float64, int64, error) {
		s, err := setStage(ctx, mode, phones, mute, true)
		if err != nil {
			return 0, 0, err
		}
		defer s.clear()
		got, err := s.run(order{Frames: 60, Bytes: 1024, GapMS: 100})
		if err != nil {
			return 0, 0, err
		}
		idle, err := s.hall.do(order{Do: "idle"})
		return got.P99, idle.RSS, err
	}
	var ratios, with, without []float64
	var memory int64
	for range 5 {
		a, _, err := p99(int(float64(phones)*(1-mute)), 0)
		if err != nil {
			return Row{}, fmt.Errorf("without mute phones: %w", err)
		}
		b, rss, err := p99(phones, mute)
		if err != nil {
			return Row{}, fmt.Errorf("with mute phones: %w", err)
		}
		with, without, ratios = append(with, b), append(without, a), append(ratios, b/a)
		memory = max(memory, rss)
	}
	ratio := median(ratios)
	return Row{ID: "B7", Value: ratio, Unit: "× p99 without", Bar: 1.3, OK: ratio <= 1.3, More: map[string]any{
		"phones": phones, "mute": mute, "mode": mode, "p99_ms": median(with), "p99_ms_without": median(without), "rss_mib": memory >> 20}}, nil
}

// B9 is how the CPU per phone grows from the smallest room to the largest; bar 1.2.
func B9(ctx context.Context, sizes []int) (Row, error) {
	var each []float64
	for _, phones := range sizes {
		s, err := setStage(ctx, "board", phones, 0, false)
		if err != nil {
			return Row{}, fmt.Errorf("%d phones: %w", phones, err)
		}
		var costs []float64
		for range 4 {
			got, err := s.run(order{Frames: 10, Bytes: 120, GapMS: 250})
			if err != nil {
				s.clear()
				return Row{}, fmt.Errorf("%d phones: %w", phones, err)
			}
			costs = append(costs, got.CPU/float64(got.Frames))
		}
		s.clear()
		each = append(each, median(costs[1:]))
	}
	growth := each[len(each)-1] / each[0]
	return Row{ID: "B9", Value: growth, Unit: "× CPU a phone", Bar: 1.2, OK: growth <= 1.2,
		More: map[string]any{"phones": sizes, "us_a_frame": each}}, nil
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
