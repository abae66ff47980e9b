package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/wirecopy/wirecopy/dedup"
	berrors "go.etcd.io/bbolt/errors"
)

// Errors of this package, for errors.Is, beside those of [dedup.Store].
var (
	// ErrLocked: another process has the folder open, or this one has.
	ErrLocked = errors.New("dedup/store: in use by another process")

	// ErrReadOnly: the folder must not be written, or Options.ReadOnly says so.
	ErrReadOnly = errors.New("dedup/store: not to be written")

	// ErrVersion: the file has a format that this version does not know.
	ErrVersion = errors.New("dedup/store: written by another version")

	// ErrFull: the disk is. The batch is not stored; what was is, and the store
	// can be used as before.
	ErrFull = errors.New("dedup/store: no space left")

	// ErrFailed: writing failed in a way that leaves open what stands on the
	// disk. Nothing is written any more; open the store anew. Reading goes on.
	ErrFailed = errors.New("dedup/store: closed to writers after a failure")

	// ErrNoText: Options.Text was given when the article was put, and is not now.
	ErrNoText = errors.New("dedup/store: its text is kept elsewhere")
)

// cause puts an error of the system or of bbolt under one of the names above.
func cause(err error) error {
	name := func(sentinel error) error { return fmt.Errorf("%w: %w", sentinel, err) }
	switch {
	case err == nil, errors.Is(err, dedup.ErrCorrupt):
		return err
	case errors.Is(err, berrors.ErrTimeout):
		return ErrLocked
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return name(ErrReadOnly)
	case full(err):
		return name(ErrFull)
	case errors.Is(err, berrors.ErrVersionMismatch):
		return name(ErrVersion)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum),
		strings.Contains(err.Error(), "file size too small"):
		return name(dedup.ErrCorrupt)
	}
	return err
}

// full tells whether an error says that there is no space, a quota's end or a
// limit of the process being such. bbolt passes some on as words only.
func full(err error) bool {
	errnos := []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	if runtime.GOOS == "windows" {
		errnos = append(errnos, 112, 39) // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
	}
	for _, e := range errnos {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return true
		}
	}
	return false
}

// guard calls into bbolt, and turns a panic, or a fault at an address that it read
// in a damaged page, into an error.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: bbolt: %v", dedup.ErrCorrupt, r)
		}
	}()
	return f()
}

// syncFolder makes the names in a folder durable, where the system can.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) { // there are systems that know no such thing
		err = nil
	}
	return errors.Join(err, d.Close())
}
