package policy

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFused holds the promise that a result is the same on every machine. Where
// a processor multiplies and adds in one instruction, Go may round once for
// twice, and a tie is broken another way: as it was, us-homepages-2016 and
// reuters-21578 had 6,593 derived pairs for 6,598 under GOAMD64=v3. A product
// that is added to something is therefore converted, float64(x*y)+z, which the
// language takes as an order to round.
func TestFused(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the packages for another machine: not in -short")
	}
	root, err := filepath.Abs(filepath.Join("..", "..", ".."))
	require.NoError(t, err)
	build := exec.CommandContext(t.Context(), "go", "build", "-gcflags=-S", "./shingle/...",
		"./dedup", "./dedup/minhash", "./dedup/passage", "./dedup/wire", "./dedup/report", "./dedup/internal/...")
	build.Dir = root
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0", "GOFLAGS=")
	listing, err := build.CombinedOutput()
	require.NoError(t, err, "%.2000s", listing)
	require.Regexp(t, `\tFMULD\t`, string(listing), "no listing of arm64's instructions")

	fused := regexp.MustCompile(`\(` + regexp.QuoteMeta(root) + `/(\S+\.go:\d+)\)\tFN?M(?:ADD|SUB)[DS]\t`)
	var lines []string
	for _, m := range fused.FindAllSubmatch(listing, -1) {
		lines = append(lines, string(m[1]))
	}
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		t.Errorf("%s: a product is added to something without a float64( ) around it", line)
	}
}
