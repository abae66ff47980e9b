package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// response yields the article of a page as a server sent it.
func (r *reader) response(uri, block string, at place) {
	head := block[:min(len(block), maxHeader)]
	if len(head) < len(block) && !strings.Contains(head, "\n\r\n") && !strings.Contains(head, "\n\n") {
		r.fail(at.error(uri, &said{ErrTooLong, "a header of more than " + sizeOf(maxHeader)}))
		return
	}
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(block)), nil)
	if err != nil {
		r.fail(at.error(uri, fmt.Errorf("this is no response of a web server: %w", err)))
		return
	}
	defer func() { _ = resp.Body.Close() }() // it is in memory
	kind, params, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if resp.StatusCode/100 != 2 || kind != "text/html" && kind != "application/xhtml+xml" {
		return
	}
	body, err := r.body(resp, block)
	if err != nil {
		r.fail(at.error(uri, err))
		return
	}
	r.document(document{text: body, charset: params["charset"], id: uri, host: hostOf(uri)}, at)
}

// body returns what a response holds, without the ways in which it was sent. Some
// archives undo these and leave the headers that speak of them. Of a page that was
// cut short there is what there is: crawlers have limits.
func (r *reader) body(resp *http.Response, block string) (string, error) {
	body, err := r.all(resp.Body)
	if body == "" && err != nil && len(resp.TransferEncoding) > 0 {
		_, body, _ = strings.Cut(block, "\r\n\r\n")
		err = nil
	}
	all := codings(resp.Header)
	if len(all) > maxCodings {
		return "", fmt.Errorf("the page is broken: it is packed %d times over", len(all))
	}
	for _, coding := range all {
		z, unpackErr := unpacked(coding, body)
		if unpackErr != nil {
			return "", fmt.Errorf("the page is broken: %w", cause(unpackErr))
		}
		body, err = r.all(z)
	}
	switch {
	case err == nil, errors.Is(err, io.ErrUnexpectedEOF) && body != "":
		return body, nil
	case errors.Is(err, ErrTooLong):
		return "", err
	}
	return "", fmt.Errorf("the page is broken: %w", err)
}

// maxCodings bounds how often a body may be packed: unpacking it takes up to MaxBytes each time.
const maxCodings = 4

// codings returns how a body was packed, the last way first.
func codings(h http.Header) (out []string) {
	for coding := range strings.SplitSeq(h.Get("Content-Encoding"), ",") {
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "" && coding != "identity" {
			out = append(out, coding)
		}
	}
	slices.Reverse(out)
	return out
}

// unpacked returns a reader that undoes a coding. A body that does not begin as
// the coding would is one that was unpacked before.
func unpacked(coding, raw string) (io.Reader, error) {
	in := strings.NewReader(raw)
	begins := func(magic string) bool { return strings.HasPrefix(raw, magic) }
	switch coding {
	case "gzip", "x-gzip":
		if begins("\x1f\x8b") {
			return gzip.NewReader(in)
		}
	case "deflate":
		if begins("\x78") {
			return zlib.NewReader(in)
		}
	case "zstd":
		if begins("\x28\xb5\x2f\xfd") {
			z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20)) // RFC 9659
			if err != nil {
				return nil, err
			}
			return z.IOReadCloser(), nil
		}
	case "br":
		if !bytes.HasPrefix(bytes.TrimLeft([]byte(raw[:min(len(raw), 64)]), " \r\n\t"), []byte("<")) {
			return brotli.NewReader(in), nil
		}
	default:
		return nil, fmt.Errorf("Content-Encoding %.40q is not read", coding)
	}
	return in, nil
}
