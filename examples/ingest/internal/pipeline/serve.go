package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
)

// handler answers
//
//	GET  /healthz        200 while articles are taken, 503 from then on
//	GET  /metrics        the numbers, for Prometheus
//	POST /match          an article, its relations: nothing is kept of it
//	GET  /clusters/{id}  a cluster by its ID
//
// Ctx ends when articles are taken no more.
func (p *pipeline) handler(ctx context.Context) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if ctx.Err() != nil {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, "ok\n") // the client may have gone
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_, _ = w.Write(metrics(p.index.Stats(), p.bad.Load(), p.events.told.Load()))
	})
	mux.HandleFunc("POST /match", func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxArticle))
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			reply(w, http.StatusRequestEntityTooLarge, failure{errTooLong.Error()})
			return
		}
		var m *match
		if err == nil {
			m, err = p.match(r.Context(), text)
		}
		switch bad := (*badRequest)(nil); {
		case errors.As(err, &bad):
			reply(w, http.StatusBadRequest, failure{err.Error()})
		case r.Context().Err() != nil: // nobody is there to be answered
		case err != nil:
			p.Logger.Error("match", "error", err)
			reply(w, http.StatusInternalServerError, failure{err.Error()})
		default:
			reply(w, http.StatusOK, m)
		}
	})
	mux.HandleFunc("GET /clusters/{id}", func(w http.ResponseWriter, r *http.Request) {
		c, ok := p.index.Cluster(r.PathValue("id"))
		if !ok {
			reply(w, http.StatusNotFound, failure{"there is no such cluster"})
			return
		}
		reply(w, http.StatusOK, newCluster(c))
	})
	return mux
}

type failure struct {
	Error string `json:"error"`
}

type badRequest struct{ error }

// A match is the answer to /match.
type match struct {
	Relations []relation `json:"relations"` // the closest first
}

// A relation is what an article is to one that is there.
type relation struct {
	ID          string         `json:"id"`
	Relation    dedup.Relation `json:"relation"`
	Score       float64        `json:"score"`
	Resemblance float64        `json:"resemblance"`
	InIt        float64        `json:"contained_in"` // how much of the article is in that one
	OfIt        float64        `json:"contains"`     // how much of that one is in the article
	Cluster     string         `json:"cluster,omitempty"`
}

func (p *pipeline) match(ctx context.Context, text []byte) (*match, error) {
	a, err := input.Object(text, &input.Options{MaxBytes: MaxArticle})
	if err != nil {
		return nil, &badRequest{err}
	}
	pairs, err := p.index.Match(ctx, a)
	if err != nil {
		return nil, err
	}
	m := &match{Relations: []relation{}}
	for _, q := range pairs {
		r := relation{ID: q.B, Relation: q.Relation, Score: q.Score, Resemblance: q.Resemblance, InIt: q.AInB, OfIt: q.BInA}
		if q.A != a.ID {
			r.ID, r.InIt, r.OfIt = q.A, q.BInA, q.AInB
		}
		if c, ok := p.index.ClusterOf(r.ID); ok {
			r.Cluster = c.ID
		}
		m.Relations = append(m.Relations, r)
	}
	return m, nil
}

type cluster struct {
	ID               string   `json:"id"`
	Origin           string   `json:"origin,omitempty"`
	OriginReason     string   `json:"origin_reason"`
	OriginConfidence float64  `json:"origin_confidence"`
	Members          []member `json:"members"`
}

type member struct {
	ID        string    `json:"id"`
	Title     string    `json:"title,omitempty"`
	Source    string    `json:"source,omitempty"`
	Published time.Time `json:"published,omitzero"`
	Credit    string    `json:"credit,omitempty"`
}

func newCluster(c dedup.Cluster) cluster {
	out := cluster{ID: c.ID, Origin: c.Origin, OriginReason: c.OriginReason, OriginConfidence: c.OriginConfidence}
	for _, m := range c.Members {
		out.Members = append(out.Members, member{m.ID, m.Title, m.Source, m.Published, m.Credit})
	}
	return out
}

func reply(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil { // a date that JSON has no form for
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // the client may have gone
}

// onLoopback returns an error if an address is not one of loopback: there is no password.
func onLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%s is not on loopback: as there is no password nobody else is served; use 127.0.0.1 and a proxy before it", address)
	}
	return nil
}

// serve serves until ctx ends and what was asked before is answered.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler:           http.TimeoutHandler(h, 30*time.Second, `{"error":"it took too long"}`),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      40 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	shut := make(chan error, 1)
	stopped := context.AfterFunc(ctx, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		err := s.Shutdown(late)
		if err != nil {
			err = s.Close()
		}
		shut <- err
	})
	err := s.Serve(l)
	if stopped() { // not told to: it failed
		return err
	}
	return <-shut
}
