package dedup_test

import (
	"context"
	"fmt"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// Articles come one after the other, the last is withdrawn. In a program the store is one in a
// folder: store.Open.
func ExampleIndex() {
	ctx := context.Background()
	index, err := dedup.OpenIndex(ctx, new(store.Memory), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer index.Close()
	for _, a := range morning {
		changes, err := index.Add(ctx, a)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, p := range changes[0].Pairs {
			fmt.Println(p.A, "and", p.B, "are", p.Relation)
		}
	}
	if _, err := index.Remove(ctx, "metro-7"); err != nil {
		fmt.Println(err)
		return
	}
	for e, err := range index.Events(0) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(e.Seq, e.Kind, e.Cluster, e.Articles)
	}
	// Output:
	// metro-7 and npa-12 are derived
	// 1 created c1 [metro-7 npa-12]
	// 2 left c1 [metro-7 npa-12]
}
