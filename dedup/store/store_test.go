package store_test

import (
	"testing"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
	"github.com/wirecopy/wirecopy/dedup/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, storetest.Config{
		Open: func(folder string) (dedup.Store, error) { return store.Open(folder, nil) },
	})
}

func TestMemoryConformance(t *testing.T) {
	storetest.Run(t, storetest.Config{
		Open:    func(string) (dedup.Store, error) { return new(store.Memory), nil },
		Forgets: true,
	})
}
