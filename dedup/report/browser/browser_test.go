package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
	"github.com/wirecopy/wirecopy/dedup/report"
)

// absent skips a test for want of something, or fails it where all is required.
func absent(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("WIRECOPY_BROWSER") == "required" {
		require.FailNowf(t, "WIRECOPY_BROWSER=required", format, args...)
	}
	t.Skipf(format, args...)
}

func chromium(t *testing.T) string {
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if name := os.Getenv("WIRECOPY_CHROMIUM"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	absent(t, "no browser: %s not found", strings.Join(names, ", "))
	return ""
}

// A tab is a page in a browser of its own, which ends with the test.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	trouble  []string // errors on the console, exceptions, what the policy refused
	requests []string
}

// A screen is a size of window and what its reader prefers.
type screen struct {
	width, height int64
	scale         float64
	dark          bool
}

var (
	wide = screen{width: 1280, height: 900, scale: 1}
	dark = screen{width: 1280, height: 900, scale: 1, dark: true}
	slim = screen{width: 390, height: 844, scale: 1}
)

// open opens a file in a new browser.
func open(t *testing.T, path string, s screen) *tab {
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("force-prefers-reduced-motion", true))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	b := &tab{t: t}
	b.ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(b.listen))
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(b.ctx)) // starts the browser
	call(b, cdplog.Enable, cdp.Empty{})
	call(b, network.Enable, network.EnableParams{})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.resize(s)
	b.load("file://" + path)
	return b
}

// media has the page shown as for paper.
func (b *tab) media(name string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
	b.settle()
}

// call sends a command of the protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, command, params)
	require.NoError(b.t, err)
}

// listen keeps what a page must not do.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		text := "console." + string(e.Type)
		for _, a := range e.Args {
			text += " " + string(a.Value) + a.Description
		}
		b.trouble = append(b.trouble, text)
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		b.trouble = append(b.trouble, text)
	case *cdplog.EventEntryAdded:
		b.trouble = append(b.trouble, fmt.Sprintf("%s: %s", e.Entry.Level, e.Entry.Text))
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

// quiet wants nothing on the console and no request but for the page itself.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Empty(b.t, b.trouble)
	for _, url := range b.requests {
		if !strings.HasPrefix(url, "file://") && !strings.HasPrefix(url, "data:") {
			require.Failf(b.t, "a request left the page", "%s", url)
		}
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b.ctx, steps...))
}

func (b *tab) resize(s screen) {
	b.t.Helper()
	scheme := "light"
	if s.dark {
		scheme = "dark"
	}
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: s.width, Height: s.height, DeviceScaleFactor: s.scale, Mobile: s.width < 500,
	})
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// load goes to an address and waits for the page.
func (b *tab) load(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
	b.wait(`document.querySelector("main h1") !== null`)
	b.settle()
}

// visit goes to another view of the page.
func (b *tab) visit(hash string) {
	b.t.Helper()
	b.script(fmt.Sprintf("location.hash = %q", hash))
	b.settle()
}

// settle waits until the page has drawn what it was asked for.
func (b *tab) settle() {
	b.t.Helper()
	b.script(`new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))), 150))`)
}

// script runs a script to its end.
func (b *tab) script(text string) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](text, chromedp.EvalAwaitPromise))
}

// wait wants something to become true within some seconds.
func (b *tab) wait(condition string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](condition))
		return err == nil && ok
	}, 20*time.Second, 50*time.Millisecond, condition)
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
	b.settle()
}

func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
	b.settle()
}

// eval returns what an expression gives.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err, expression)
	return out
}

// write writes the report of articles and returns its path and the result.
func write(t *testing.T, articles []dedup.Article) (string, *dedup.Result) {
	r, err := dedup.Group(t.Context(), articles, &dedup.Options{Passages: true})
	require.NoError(t, err)
	return save(t, r, nil), r
}

func save(t *testing.T, r *dedup.Result, o *report.Options) string {
	path := filepath.Join(t.TempDir(), "report.html")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, report.HTML(file, r, o))
	require.NoError(t, file.Close())
	return path
}

// newsroom reads testdata/newsroom.
func newsroom(t *testing.T) []dedup.Article {
	var all []dedup.Article
	for a, err := range input.Read([]string{"../../../testdata/newsroom"}, nil) {
		require.NoError(t, err)
		all = append(all, a)
	}
	require.NotEmpty(t, all)
	return all
}
