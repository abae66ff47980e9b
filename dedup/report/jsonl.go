package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/wirecopy/wirecopy/dedup"
)

// The lines of JSONL, as doc.go draws them.
type (
	jsonClusterLine struct {
		Type         string       `json:"type"`
		ID           string       `json:"id"`
		Origin       string       `json:"origin"`
		OriginReason string       `json:"origin_reason"`
		Members      []jsonMember `json:"members"`
	}
	jsonPairLine struct {
		Type    string `json:"type"`
		Cluster string `json:"cluster"`
		jsonPair
	}
)

// JSONL writes a result as JSON lines, one object a cluster and one a pair, which
// the package comment describes: for jq, for a database, for whoever reads line by
// line. Clusters come in the order of the result, each with its pairs behind it;
// pairs in no cluster together are last. The same result gives the same bytes on
// every machine. Time, output and memory are as with [JSON]. The error is the writer's.
func JSONL(w io.Writer, r *dedup.Result, _ *Options) error {
	inside, across := divide(r)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var err error
	line := func(v any) {
		if err == nil {
			err = enc.Encode(v)
		}
	}
	for i := range r.Clusters {
		c := newJSONCluster(&r.Clusters[i], nil)
		line(jsonClusterLine{"cluster", c.ID, c.Origin, c.OriginReason, c.Members})
		for j := range inside[i] {
			line(jsonPairLine{"pair", c.ID, newJSONPair(&inside[i][j])})
		}
	}
	for i := range across {
		line(jsonPairLine{"pair", "", newJSONPair(&across[i])})
	}
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return out.Flush()
}
