package sqlite

import (
	"errors"
	"os"

	"cairn/fault"

	"golang.org/x/sys/windows"
)

// takeLock holds the folder for this process; the system gives it free even
// when the process is killed.
func takeLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, "sqlite: open the lock file")
	}
	flags := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	err = windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return nil, &fault.Error{Kind: fault.Conflict, Key: "store.locked", Cause: errors.New("another Cairn holds " + path)}
	}
	return nil, fault.Wrap(err, "sqlite: lock the data folder")
}
