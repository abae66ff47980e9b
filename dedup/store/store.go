package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"go.etcd.io/bbolt"
)

// FileName is the name of the file in a store's folder.
const FileName = "wirecopy.db"

// pageSize of new files. Five records of 1.5 KB fill one of 8 KB; two fit one of
// 4 KB, and the file is a sixth larger; 16 KB save another sixteenth and make every
// change of an old article write so much more.
const pageSize = 8 << 10

// Options are the choices of Open; nil and the zero value mean the defaults.
type Options struct {
	// Text fetches a text that is kept elsewhere, under the article's ID. If it
	// is not nil no text is stored. It is called with nothing held; its errors
	// come back from Store.Text with the ID.
	Text func(ctx context.Context, id string) (string, error)

	// ReadOnly opens without writing a byte: beside other readers, in folders
	// that must not be written, and where the file is damaged, to read the rest.
	ReadOnly bool

	// Queue is how many batches may wait or be written; Apply blocks while there
	// are as many. Zero means 1024.
	Queue int

	// Wait is how long to wait for another process to close the folder. Zero
	// means a quarter of a second.
	Wait time.Duration
}

// A Store is a [dedup.Store] in a folder. Use Open.
type Store struct {
	o     Options
	path  string // of the file
	db    *bbolt.DB
	disk  *os.File // bbolt's
	file  file     // if read-only; else as of the opening
	coder *coder
	trees sync.Pool
	first error // damage that Load tells first

	closing atomic.Bool
	life    sync.RWMutex // held for reading by each call, by Close for writing
	closed  bool         // under life
	queue   queue
	rows    rows
	failed  error // under queue.turn
	stuck   bool  // bbolt is left with a lock
}

var _ dedup.Store = (*Store)(nil)

// Open opens the store in a folder, making both if need be. It reads the file
// once to see whether its structure is whole; what is damaged is not written to,
// but see Options.ReadOnly. The error is one of this package's, ErrCorrupt, or
// the system's.
//
// Cost: about half a second a GB that is in memory already (BenchmarkOpen less
// BenchmarkLoad), else as the disk reads.
func Open(folder string, o *Options) (*Store, error) {
	s := &Store{path: filepath.Join(folder, FileName)}
	if o != nil {
		s.o = *o
	}
	if s.o.Queue <= 0 {
		s.o.Queue = 1024
	}
	if s.o.Wait <= 0 {
		s.o.Wait = time.Second / 4
	}
	s.queue = newQueue(s.o.Queue)
	s.rows.m = make(map[string]uint64)
	s.trees.New = func() any { return new(tree) }
	if err := s.open(folder); err != nil {
		_ = s.closeFile()
		return nil, fmt.Errorf("%w: %s", err, folder)
	}
	return s, nil
}

// open opens the file to read it and checks it, and then, if it is whole or not
// there yet, to write it. Between the two another process may have the file; it
// leaves it whole.
func (s *Store) open(folder string) (err error) {
	if s.coder, err = newCoder(); err != nil {
		return err
	}
	info, err := os.Stat(s.path)
	switch {
	case err == nil && info.Size() > 0:
		if err := s.openToRead(); err != nil || s.o.ReadOnly {
			return err
		}
		if err := s.closeFile(); err != nil {
			return err
		}
	case s.o.ReadOnly && err != nil:
		return err
	case s.o.ReadOnly:
		return fmt.Errorf("%w: the file is empty", dedup.ErrCorrupt)
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(folder, 0o777); err != nil {
			return cause(err)
		}
	case err != nil:
		return cause(err)
	}
	return s.openToWrite(folder)
}

func (s *Store) openToRead() error {
	if err := s.bolt(true); err != nil {
		return err
	}
	info, err := s.disk.Stat()
	if err != nil {
		return err
	}
	f, damage, err := openFile(s.disk, info.Size())
	if err != nil {
		return err
	}
	s.file, s.first = f, damage
	t := &tree{file: f}
	fresh, err := t.version()
	switch {
	case errors.Is(err, ErrVersion):
		return err
	case s.o.ReadOnly && fresh:
		return fmt.Errorf("%w: its making was broken off", dedup.ErrCorrupt)
	case s.o.ReadOnly:
		s.first = errors.Join(damage, err)
		_ = t.rows(s.rows.m) // Load tells of damage
		return nil
	case err == nil:
		err = t.check(info.Size(), s.rows.m)
	}
	return errors.Join(damage, err)
}

// openToWrite opens a file that is whole, empty, or not there.
func (s *Store) openToWrite(folder string) error {
	_, err := os.Stat(s.path)
	made := errors.Is(err, fs.ErrNotExist)
	err = s.bolt(false)
	if err == nil {
		err = cause(guard(func() error { return lay(s.db) }))
	}
	switch {
	case err == nil && made:
		return syncFolder(folder)
	case made && errors.Is(err, ErrFull):
		_ = os.Remove(s.path) // half of a header
	}
	return err
}

// lay makes the buckets of a new file.
func lay(db *bbolt.DB) error {
	there := false
	err := db.View(func(tx *bbolt.Tx) error {
		there = tx.Bucket([]byte(headerBucket)) != nil
		return nil
	})
	if err != nil || there {
		return err
	}
	return db.Update(func(tx *bbolt.Tx) error {
		for _, name := range buckets() {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		v := binary.LittleEndian.AppendUint64(make([]byte, sumSize), format)
		key := []byte(formatKey)
		return tx.Bucket([]byte(headerBucket)).Put(key, seal(kindHeader, key, v))
	})
}

// bolt has bbolt open the file, which locks it for this process.
//
// The map is laid out for a file of 64 GB where addresses cost nothing: bbolt
// cannot enlarge it while anybody reads, and a long reading would hold up writers.
func (s *Store) bolt(readOnly bool) error {
	o := &bbolt.Options{
		Timeout:      s.o.Wait,
		ReadOnly:     readOnly,
		PageSize:     pageSize,
		FreelistType: bbolt.FreelistMapType,
		NoStatistics: true,
		OpenFile: func(name string, flag int, perm os.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, perm)
			s.disk = f
			return f, err
		},
	}
	if !readOnly && math.MaxInt > math.MaxInt32 && runtime.GOOS != "windows" {
		o.InitialMmapSize = 64 << 30
	}
	err := guard(func() (err error) {
		if s.db, err = bbolt.Open(s.path, 0o666, o); errors.Is(err, syscall.ENOMEM) {
			o.InitialMmapSize = 0
			s.db, err = bbolt.Open(s.path, 0o666, o)
		}
		return err
	})
	if err != nil {
		s.db, s.disk = nil, nil
		if readOnly && errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return cause(err)
}

func (s *Store) closeFile() error {
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db, s.disk = nil, nil
	return err
}

// Close waits for the calls that have begun, among them batches that wait, and
// closes the file. After [ErrFailed] the lock may last as long as the process.
func (s *Store) Close() error {
	s.closing.Store(true)
	s.life.Lock()
	defer s.life.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.coder.close()
	if s.stuck {
		return s.failed
	}
	return s.closeFile()
}

// begin and end stand around each call.
func (s *Store) begin() error {
	if s.closing.Load() {
		return dedup.ErrClosed
	}
	s.life.RLock()
	if s.closed {
		s.life.RUnlock()
		return dedup.ErrClosed
	}
	return nil
}

func (s *Store) end() { s.life.RUnlock() }
