//go:build unix

package live

import (
	"errors"
	"io"
	"syscall"
)

const canTry = true

// attempt is one write that does not wait. It belongs to its pipe, so that
// writing a frame allocates nothing.
type attempt struct {
	write  func(fd uintptr) bool // once, bound when the pipe is made
	bytes  []byte
	took   int
	failed error
}

// of hands b to the kernel once and says how much it took.
func (a *attempt) of(raw syscall.RawConn, b []byte) (int, error) {
	a.bytes, a.took, a.failed = b, 0, nil
	err := raw.Write(a.write)
	a.bytes = nil
	switch {
	case err != nil:
		return 0, err
	case errors.Is(a.failed, syscall.EAGAIN), errors.Is(a.failed, syscall.EINTR):
		return 0, nil
	case a.failed != nil:
		return 0, a.failed
	case a.took <= 0 && len(b) > 0:
		return 0, io.ErrShortWrite
	}
	return a.took, nil
}

// once is true in any case: the runtime must not wait for the socket and call again.
func (a *attempt) once(fd uintptr) bool {
	a.took, a.failed = syscall.Write(int(fd), a.bytes)
	return true
}
