//go:build !unix

package live

import "syscall"

// canTry is false where a socket is not a file descriptor: every write takes the slow road there.
const canTry = false

type attempt struct{ write func(fd uintptr) bool }

func (a *attempt) of(syscall.RawConn, []byte) (int, error) { return 0, nil }

func (a *attempt) once(uintptr) bool { return true }
