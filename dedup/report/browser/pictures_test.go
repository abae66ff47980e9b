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

var (
	pictures = flag.String("pictures", "", "write README's pictures of the newsroom's report into this folder")
	all      = flag.Bool("all", false, "and others, to look at")
)

// TestPictures takes the pictures that README shows.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no -pictures")
	}
	const (
		story = "#/story/" + agency
		pair  = "#/pair/" + agency + "/" + update
	)
	_, r := write(t, newsroom(t))
	b := open(t, save(t, r, &report.Options{Title: "The newsroom"}), wide)
	b.picture("overview", "#/", wide)
	b.picture("family", story, wide)
	b.picture("pair", pair+"/3", wide)
	b.picture("pair-dark", pair+"/3", dark)
	b.picture("overview-narrow", "#/", slim)
	b.picture("pair-narrow", pair+"/3", slim)
	if *all {
		b.picture("overview-dark", "#/", dark)
		b.picture("family-dark", story, dark)
		b.picture("family-narrow", story, slim)
		b.picture("pair-plain", pair, wide)
		b.picture("unseen", "#/story/04-merger%2Fclose-tue", wide)
	}
	b.quiet()
	if *all {
		path, _ := write(t, scripts())
		b = open(t, path, wide)
		b.picture("arabic", "#/pair/ar-2/ar-1/2", wide)
		b.picture("japanese", "#/pair/ja-1/ja-2/2", slim)
		b.quiet()
	}
}

// picture writes what one sees of a view.
func (b *tab) picture(name, hash string, s screen) {
	b.t.Helper()
	b.resize(s)
	b.visit("#/")
	b.visit(hash)
	b.script(`scrollTo(0, 0); document.activeElement.blur()`)
	b.settle()
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	require.NoError(b.t, err)
	small, err := fewColours(shot)
	require.NoError(b.t, err)
	require.Less(b.t, len(small), 150_000, name)
	require.NoError(b.t, os.WriteFile(filepath.Join(*pictures, name+".png"), small, 0o666))
}

// fewColours writes a picture in up to 256 colours, those it has most of and that
// differ, each other one as the nearest of them: a third of the size, and no eye
// sees it.
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
	var palette color.Palette
	for _, c := range colours {
		if len(palette) < 256 && (len(palette) == 0 || far(c, palette.Convert(c))) {
			palette = append(palette, c)
		}
	}
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

// far reports whether an eye would tell two colours apart.
func far(p, q color.Color) bool {
	const least = 10 << 8
	a, b, c, _ := p.RGBA()
	d, e, f, _ := q.RGBA()
	apart := func(x, y uint32) uint32 { return max(x, y) - min(x, y) }
	return apart(a, d)+apart(b, e)+apart(c, f) > least
}

func key(c color.Color) uint64 {
	r, g, b, a := c.RGBA()
	return uint64(r)<<48 | uint64(g)<<32 | uint64(b)<<16 | uint64(a)
}
