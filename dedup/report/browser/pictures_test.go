package browser

import (
	"bytes"
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup/report"
)

var pictures = flag.String("pictures", "", "write pictures of the newsroom's report into this folder")

// TestPictures takes the pictures that README shows, and others to look at.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no -pictures")
	}
	_, r := write(t, append(newsroom(t), scripts()...))
	b := open(t, save(t, r, &report.Options{Title: "The newsroom"}), wide)
	const (
		story = "#/story/" + agency
		pair  = "#/pair/" + agency + "/" + update
	)
	for _, x := range []struct {
		name, hash string
		screen     screen
	}{
		{"overview", "#/", wide},
		{"family", story, wide},
		{"pair", pair + "/2", wide},
		{"overview-dark", "#/", dark},
		{"family-dark", story, dark},
		{"pair-dark", pair + "/2", dark},
		{"overview-narrow", "#/", slim},
		{"family-narrow", story, slim},
		{"pair-narrow", pair + "/2", slim},
		{"pair-reasons", pair, wide},
		{"arabic", "#/pair/ar-2/ar-1/2", wide},
		{"japanese", "#/pair/ja-1/ja-2/2", slim},
		{"unseen", "#/story/04-merger%2Fclose-tue", wide},
	} {
		b.resize(x.screen)
		b.visit("#/")
		b.visit(x.hash)
		b.script(`scrollTo(0, 0); for (const d of document.querySelectorAll("details")) d.open = ` + map[bool]string{true: "true", false: "false"}[x.name == "pair-reasons"])
		b.settle()
		shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		require.NoError(t, err)
		small, err := fewColours(shot)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(*pictures, x.name+".png"), small, 0o666))
	}
	b.quiet()
}

// fewColours writes a picture in the 256 colours it has most of, each other one
// as the nearest of them: a third of the size, and no eye sees it.
func fewColours(data []byte) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	count := map[color.Color]int{}
	bounds := from.Bounds()
	each := func(f func(x, y int)) {
		for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
			for x := bounds.Min.X; x < bounds.Max.X; x++ {
				f(x, y)
			}
		}
	}
	each(func(x, y int) { count[from.At(x, y)]++ })
	colours := slices.SortedFunc(maps.Keys(count), func(p, q color.Color) int {
		return cmp.Or(count[q]-count[p], cmp.Compare(key(p), key(q)))
	})
	palette := color.Palette(colours[:min(256, len(colours))])
	index := map[color.Color]uint8{}
	for c := range count {
		index[c] = uint8(palette.Index(c))
	}
	to := image.NewPaletted(bounds, palette)
	each(func(x, y int) { to.SetColorIndex(x, y, index[from.At(x, y)]) })
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, to)
	return b.Bytes(), err
}

func key(c color.Color) uint64 {
	r, g, b, a := c.RGBA()
	return uint64(r)<<48 | uint64(g)<<32 | uint64(b)<<16 | uint64(a)
}
