package main

import (
	"context"
	"os"
	"runtime"
	"runtime/pprof"

	"github.com/wirecopy/wirecopy/dedup"
)

// group measures dedup.Group.
func group(j job, articles []dedup.Article, wrong func(*dedup.Result) string) (outcome, error) {
	stop, err := profile(j.Profile)
	if err != nil {
		return outcome{}, err
	}
	m := newMeter()
	r, err := dedup.Group(context.Background(), articles, &dedup.Options{Workers: 1})
	if err != nil {
		return outcome{}, err
	}
	out := outcome{figure: m.stop(), Candidates: r.Candidates}
	if err := stop(); err != nil {
		return outcome{}, err
	}
	out.Articles = len(articles)
	for _, a := range articles {
		out.Bytes += len(a.Text)
	}
	if wrong != nil {
		out.Note = wrong(r)
	}
	runtime.KeepAlive(r)
	return out, nil
}

// profile begins a profile of the processor, if a file is named.
func profile(name string) (stop func() error, err error) {
	if name == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() error { pprof.StopCPUProfile(); return f.Close() }, nil
}
