package store_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

func ExampleOpen() {
	ctx := context.Background()
	run := func(folder string) error {
		s, err := store.Open(folder, nil)
		if err != nil {
			return err
		}
		defer s.Close()
		err = s.Apply(ctx, &dedup.Batch{
			Put: []dedup.Record{
				{Article: dedup.Article{ID: "npa-12", Title: "Port workers walk out", Text: "Dockers walked off the job on Monday."}, Arrival: 1},
				{Article: dedup.Article{ID: "metro-7", Title: "Strike at the port", Text: "Dockers left their work on Monday."}, Arrival: 2},
			},
			Meta: []dedup.Entry{{Key: "events", Value: []byte("2")}},
		})
		if err != nil {
			return err
		}
		for r, err := range s.Load() {
			if err != nil {
				return err
			}
			fmt.Println(r.Arrival, r.ID, r.Title)
		}
		text, err := s.Text(ctx, "metro-7")
		fmt.Println(text)
		return err
	}

	folder, err := os.MkdirTemp("", "wirecopy")
	if err == nil {
		err = errors.Join(run(folder), os.RemoveAll(folder))
	}
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// 1 npa-12 Port workers walk out
	// 2 metro-7 Strike at the port
	// Dockers left their work on Monday.
}

// A file that is damaged is not opened to be written. What can be read of it goes
// into a new store.
func ExampleOptions_readOnly() {
	ctx := context.Background()
	rescue := func(damaged, fresh string) (lost int, err error) {
		from, err := store.Open(damaged, &store.Options{ReadOnly: true})
		if err != nil {
			return 0, err
		}
		defer from.Close()
		to, err := store.Open(fresh, nil)
		if err != nil {
			return 0, err
		}
		defer to.Close()
		for r, err := range from.Load() {
			if err == nil {
				r.Text, err = from.Text(ctx, r.ID)
			}
			if err != nil {
				log.Print(err)
				lost++
				continue
			}
			if err := to.Apply(ctx, &dedup.Batch{Put: []dedup.Record{r}}); err != nil {
				return lost, err
			}
		}
		return lost, nil
	}

	folder, err := os.MkdirTemp("", "wirecopy")
	if err == nil {
		lost, err1 := rescue(filepath.Join("testdata", "v1"), folder)
		fmt.Println(lost, "lost")
		err = errors.Join(err1, os.RemoveAll(folder))
	}
	if err != nil {
		log.Fatal(err)
	}
	// Output: 0 lost
}
