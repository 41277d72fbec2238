//go:build !unix

package live

import "syscall"

// canTry is false where a socket is not a file descriptor: every write takes the slow road there.
const canTry = false

func tryWrite(syscall.RawConn, []byte) (int, error) { return 0, nil }
