//go:build unix

package live

import (
	"errors"
	"io"
	"syscall"
)

const canTry = true

// tryWrite hands b to the kernel once, without waiting, and says how much it took.
func tryWrite(raw syscall.RawConn, b []byte) (n int, err error) {
	var failed error
	err = raw.Write(func(fd uintptr) bool {
		n, failed = syscall.Write(int(fd), b)
		return true
	})
	if err == nil {
		err = failed
	}
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return 0, nil
	}
	if n <= 0 {
		n = 0
		if err == nil && len(b) > 0 {
			err = io.ErrShortWrite
		}
	}
	return n, err
}
