package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress talks to a person: messages, each a line that stays, and on a
// terminal, when the work takes longer than a moment, one line that is rewritten.
type progress struct {
	w        io.Writer
	terminal bool
	wait     sync.WaitGroup
	end      chan struct{}
	stop     func()

	mu    sync.Mutex
	since time.Time
	doing string
	n     int
	shown bool
}

// The line comes after a moment, so that short work is not noisy, and often
// enough to look alive.
const (
	moment  = time.Second
	refresh = 200 * time.Millisecond
)

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, terminal: isTerminal(w), end: make(chan struct{}), since: time.Now()}
	p.stop = sync.OnceFunc(func() {
		close(p.end)
		p.wait.Wait()
	})
	if p.terminal {
		p.wait.Go(p.rewrite)
	}
	return p
}

// rewrite keeps the line up to date until stop, and then clears it.
func (p *progress) rewrite() {
	tick := time.NewTicker(refresh)
	defer tick.Stop()
	for {
		select {
		case <-p.end:
			p.mu.Lock()
			p.clear()
			p.mu.Unlock()
			return
		case now := <-tick.C:
			p.line(now)
		}
	}
}

// line writes what is being done, once that takes longer than a moment.
func (p *progress) line(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if taken := now.Sub(p.since); taken > moment && p.doing != "" {
		p.clear()
		p.printf("%s %s, %.0f s", p.doing, plural(p.n, "article"), taken.Seconds())
		p.shown = true
	}
}

// clear takes the line away. The caller holds mu.
func (p *progress) clear() {
	if p.shown {
		p.printf("\r\x1b[K")
		p.shown = false
	}
}

// task says what is being done from now on.
func (p *progress) task(doing string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.doing, p.since = doing, time.Now()
}

// count says to how many articles.
func (p *progress) count(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n = n
}

// say writes a message that stays.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.printf("wirecopy: "+format+"\n", args...)
}

// printf is for stderr, of whose errors there is nobody left to tell.
func (p *progress) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(p.w, format, args...)
}

// hint is say for what only someone at a terminal wants to know.
func (p *progress) hint(format string, args ...any) {
	if p.terminal {
		p.say(format, args...)
	}
}
