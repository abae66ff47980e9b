package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// WriteTo writes the store as the last transaction left it: a file that Open
// opens when it stands in a folder under [FileName]. Others may write meanwhile;
// the pages that they would reuse are kept until it ends. Of a store that is
// damaged it writes what there is. It implements [io.WriterTo].
//
// Cost: one reading of the file.
func (s *Store) WriteTo(w io.Writer) (n int64, err error) {
	if err := s.begin(); err != nil {
		return 0, err
	}
	defer s.end()
	err = guard(func() error {
		return s.db.View(func(tx *bbolt.Tx) (err error) {
			n, err = tx.WriteTo(w)
			return err
		})
	})
	return n, err
}

// Backup writes the store as the last transaction left it into another folder,
// which it makes, durably and whole or not at all. A folder that has a store
// already is left as it is: fs.ErrExist.
func (s *Store) Backup(folder string) error {
	path := filepath.Join(folder, FileName)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return cause(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("dedup/store: %s: %w", path, errors.Join(err, fs.ErrExist))
	}
	f, err := os.CreateTemp(folder, FileName+".*")
	if err != nil {
		return cause(err)
	}
	_, err = s.WriteTo(f)
	if err == nil {
		err = s.sameMode(f)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return cause(err)
	}
	return syncFolder(folder)
}

// sameMode gives a file the permissions of the store's.
func (s *Store) sameMode(f *os.File) error {
	info, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	return f.Chmod(info.Mode())
}
