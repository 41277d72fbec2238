//go:build unix

package sqlite

import (
	"errors"
	"os"

	"cairn/fault"

	"golang.org/x/sys/unix"
)

// takeLock holds the folder for this process; the system gives it free even
// when the process is killed.
func takeLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, "sqlite: open the lock file")
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, &fault.Error{Kind: fault.Conflict, Key: "store.locked", Cause: errors.New("another Cairn holds " + path)}
	}
	return nil, fault.Wrap(err, "sqlite: lock the data folder")
}
