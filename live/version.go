package live

import (
	"fmt"
	"strconv"
	"strings"
)

// Version names one frame: the process that made it (its start in milliseconds
// since 1970) and a number that only grows in that process, over all topics.
// The zero Version is "nothing seen yet".
type Version struct {
	Start int64
	N     uint64
}

// String is the version as it travels, "abc.12": both parts in base 36, at most 27 signs.
func (v Version) String() string {
	return strconv.FormatInt(v.Start, 36) + "." + strconv.FormatUint(v.N, 36)
}

// ParseVersion reads what String wrote; anything else is the zero Version and an
// error, so that a caller may also ignore the error and send the newest frame.
func ParseVersion(text string) (Version, error) {
	start, n, found := strings.Cut(text, ".")
	s, errStart := strconv.ParseInt(start, 36, 64)
	count, errN := strconv.ParseUint(n, 36, 64)
	if !found || errStart != nil || errN != nil {
		return Version{}, fmt.Errorf("live: %d signs that are not a version", len(text))
	}
	return Version{Start: s, N: count}, nil
}

// Frame is the newest message of a topic. Bytes is shared by everybody who
// watches and must not be changed.
type Frame struct {
	Topic   string
	Version Version
	Bytes   []byte
}
