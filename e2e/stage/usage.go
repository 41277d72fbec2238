package stage

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Usage is what a process has used until now.
type Usage struct {
	CPU      time.Duration // user and system, all threads
	Resident int64         // bytes of memory in RAM
}

// Use reads what the program has used from /proc; it fails off Linux and when
// the process is gone.
func (h *House) Use() (Usage, error) { return UseOf(h.Process()) }

// UseOf reads what process pid has used from /proc. The clock ticks there are
// hundredths of a second on every Linux Go runs on.
func UseOf(pid int) (Usage, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("reading what process %d used: %w", pid, err)
	}
	// The name in the second field may hold blanks and brackets: count from its closing one.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) < 22 {
		return Usage{}, fmt.Errorf("reading what process %d used: %q", pid, stat)
	}
	number := func(field int) int64 { n, _ := strconv.ParseInt(fields[field], 10, 64); return n }
	return Usage{
		CPU:      time.Duration(number(11)+number(12)) * 10 * time.Millisecond,
		Resident: number(21) * int64(os.Getpagesize()),
	}, nil
}
