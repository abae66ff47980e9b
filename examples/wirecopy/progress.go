package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress talks to a person: messages, each a line that stays, and on a
// terminal, when the work takes longer than a moment, one line that is rewritten.
// Without a terminal there is nobody to look at that, and it is never written.
type progress struct {
	w        io.Writer
	terminal bool
	wait     sync.WaitGroup
	end      chan struct{}
	stop     func()

	mu    sync.Mutex
	now   work
	shown bool
}

// The line comes after a moment, so that short work is not noisy, and often
// enough to look alive.
const (
	moment  = time.Second
	refresh = 200 * time.Millisecond
)

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, terminal: isTerminal(w), end: make(chan struct{})}
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
	if p.now.doing != "" && now.Sub(p.now.since) > moment {
		line := p.now.line(now, columns(p.w))
		p.clear()
		p.printf("%s", line)
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

// task says what is being done from now on, and to what.
func (p *progress) task(doing, noun string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = work{doing: doing, noun: noun, since: time.Now()}
}

// count says to how many.
func (p *progress) count(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now.n = n
}

// part says which part of the work is done.
func (p *progress) part(done, all int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now.done, p.now.all = done, all
}

// group is told by dedup.Group how far it has come, by several workers at a time.
func (p *progress) group(what string, done, all int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	doing := map[string]work{"articles": {doing: "preparing", noun: "article"}, "searches": {doing: "searching", noun: "article"}, "pairs": {doing: "comparing", noun: "pair"}}[what]
	if doing.doing != p.now.doing || p.now.all != int64(all) { // the next step, or round
		p.now = doing
		p.now.since = time.Now()
	}
	p.now.n, p.now.done, p.now.all = max(p.now.n, done), max(p.now.done, int64(done)), int64(all)
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
