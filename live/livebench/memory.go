package livebench

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// residentSize is a process's resident set in bytes, from /proc.
func residentSize(pid int) (int64, error) {
	statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0, fmt.Errorf("resident size: %w", err)
	}
	fields := bytes.Fields(statm)
	if len(fields) < 2 {
		return 0, fmt.Errorf("resident size: %d fields in statm", len(fields))
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("resident size: %w", err)
	}
	return pages * int64(os.Getpagesize()), nil
}
