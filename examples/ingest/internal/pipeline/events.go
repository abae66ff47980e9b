package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
)

// Events writes the events of an index. The store has them until they are written durably, so a
// reader who is slow, or stands still, holds up nobody.
type events struct {
	*pipeline
	out    *bufio.Writer
	file   *os.File      // nil if where the events end cannot be read back
	told   atomic.Uint64 // the last that was written
	forgot uint64        // the last that the store may have let go
	keep   uint64        // how many are written before the store lets them go
}

const eventsKey = "events"

// openEvents finds the last event that was written: in the file, or else in the store's note.
func openEvents(p *pipeline) (*events, error) {
	e := &events{pipeline: p, out: bufio.NewWriterSize(p.Output, 64<<10), keep: 4096}
	if err := p.notes.decode(eventsKey, &e.forgot); err != nil {
		return nil, err
	}
	e.told.Store(e.forgot)
	if p.Events == "" {
		return e, nil
	}
	f, err := os.OpenFile(p.Events, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	e.out.Reset(f)
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if !info.Mode().IsRegular() { // a pipe, /dev/null
		return e, nil
	}
	e.file = f
	if d, err := os.Open(filepath.Dir(p.Events)); err == nil && info.Size() == 0 { // its name is to last as long as what it has
		_ = d.Sync() // some systems know no such thing
		_ = d.Close()
	}
	last, err := e.resume()
	if err == nil && last > p.index.Stats().LastSeq {
		err = fmt.Errorf("it has event %d, and the last in %s is %d: it belongs to another store", last, p.Store, p.index.Stats().LastSeq)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", p.Events, err), f.Close())
	}
	switch {
	case last > 0:
		e.told.Store(last)
	case e.forgot > 0:
		e.Logger.Warn("the file begins where the events ended that were written elsewhere", "file", p.Events, "first", e.forgot+1)
	}
	return e, nil
}

// resume returns the number of the last event in the file, 0 if it is empty, and cuts off what stands behind
// it: half a line, after a crash of the system perhaps zeros.
func (e *events) resume() (last uint64, err error) {
	size, err := e.file.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return 0, err
	}
	var text []byte
	for n := min(size, 64<<10); ; n = min(size, 2*n) {
		text = make([]byte, n)
		if _, err := e.file.ReadAt(text, size-n); err != nil {
			return 0, err
		}
		if end, seq := lastEvent(text); seq > 0 {
			return seq, e.cut(size, size-n+int64(end))
		}
		if n == size {
			break
		}
		if n >= maxTail {
			return 0, errNoEvents
		}
	}
	const begin = `{"seq":1,`
	if i := min(len(begin), len(text)); string(text[:i]) == begin[:i] && bytes.IndexByte(text, '\n') < 0 {
		return 0, e.cut(size, 0)
	}
	return 0, errNoEvents
}

// maxTail bounds how much is read of a file's end to find an event.
const maxTail = 64 << 20

var errNoEvents = errors.New("it is there and has no events in it")

// lastEvent returns the number of the last whole event in a text, and where its line ends.
func lastEvent(text []byte) (end int, seq uint64) {
	for end = bytes.LastIndexByte(text, '\n') + 1; end > 0; {
		start := bytes.LastIndexByte(text[:end-1], '\n') + 1
		var ev struct{ Seq uint64 }
		if json.Unmarshal(text[start:end], &ev) == nil && ev.Seq > 0 {
			return end, ev.Seq
		}
		end = start
	}
	return 0, 0
}

func (e *events) cut(size, to int64) error {
	if size > to {
		e.Logger.Warn("the end of the events was cut off: half a line", "file", e.Events, "bytes", size-to)
	}
	_, err := e.file.Seek(to, io.SeekStart)
	return errors.Join(e.file.Truncate(to), err)
}

// run writes events until ctx ends, and then those that there are.
func (e *events) run(ctx context.Context) error {
	for {
		err := e.index.Wait(ctx, e.told.Load())
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
		if err := e.write(ctx); err != nil {
			return fmt.Errorf("writing events: %w", err)
		}
		if err != nil {
			return nil //nolint:nilerr // it was asked to end
		}
	}
}

// write writes the events that there are.
func (e *events) write(ctx context.Context) error {
	told := e.told.Load()
	for ev, err := range e.index.Events(told) {
		if err != nil {
			return err
		}
		if ev.Seq != told+1 {
			e.Logger.Error("events are missing: neither the store nor the output has them", "from", told+1, "to", ev.Seq-1)
		}
		line, err := json.Marshal(ev)
		if err != nil {
			return err
		}
		if _, err := e.out.Write(append(line, '\n')); err != nil {
			return err
		}
		told = ev.Seq
	}
	if err := e.out.Flush(); err != nil {
		return err
	}
	e.told.Store(told)
	if e.file == nil {
		e.notes.encode(eventsKey, told)
	}
	if told-e.forgot >= e.keep {
		return e.forget(context.WithoutCancel(ctx))
	}
	return nil
}

// forget makes durable what was written, notes it, and lets the store forget it.
func (e *events) forget(ctx context.Context) error {
	if e.file != nil {
		if err := e.file.Sync(); err != nil {
			return err
		}
	}
	e.forgot = e.told.Load()
	e.notes.encode(eventsKey, e.forgot)
	return errors.Join(e.notes.flush(ctx, eventsKey), e.index.ForgetEvents(ctx, e.forgot))
}

// close notes how far the events were written.
func (e *events) close(ctx context.Context) error {
	var err error
	if e.told.Load() != e.forgot || e.notes.waits(eventsKey) {
		err = e.forget(ctx)
	}
	if e.file != nil {
		err = errors.Join(err, e.file.Close())
	}
	return err
}
