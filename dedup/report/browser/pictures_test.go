package browser

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup/report"
)

var pictures = flag.String("pictures", "", "write pictures of the newsroom's report into this folder")

// TestPictures takes the pictures that README shows, and a few to look at.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no -pictures")
	}
	_, r := write(t, newsroom(t))
	path := save(t, r, &report.Options{Title: "The newsroom"})
	const (
		story = "#/story/01-harbour-strike%2Fagency"
		pair  = "#/pair/01-harbour-strike%2Fagency/01-harbour-strike%2Fupdate/2"
	)
	for _, x := range []struct {
		name, hash string
		screen     screen
	}{
		{"overview", "#/", wide},
		{"family", story, wide},
		{"pair", pair, wide},
		{"overview-dark", "#/", dark},
		{"family-dark", story, dark},
		{"pair-dark", pair, dark},
		{"overview-narrow", "#/", slim},
		{"family-narrow", story, slim},
		{"pair-narrow", pair, slim},
	} {
		b := open(t, path+x.hash, x.screen)
		b.settle()
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		require.NoError(t, err)
		b.quiet()
		require.NoError(t, os.WriteFile(filepath.Join(*pictures, x.name+".png"), png, 0o666))
	}
}
