package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// response yields the article of a page as a server sent it. The error is for
// what is broken in the archive; what is broken in the page is reported here.
func (r *reader) response(rec warcRecord, w *archived, at place) error {
	in := bufio.NewReader(w)
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		r.fail(at.error(rec.uri(), fmt.Errorf("this is no response of a web server: %w", err)))
		return nil
	}
	defer resp.Body.Close()
	kind, params, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if resp.StatusCode/100 != 2 || kind != "text/html" && kind != "application/xhtml+xml" {
		return nil
	}
	body, err := r.body(resp)
	if err != nil {
		r.fail(at.error(rec.uri(), err))
		return nil
	}
	r.document(document{text: body, charset: params["charset"], id: rec.uri(), host: hostOf(rec.uri())}, at)
	return nil
}

// body returns what a response holds, without the ways in which it was sent. Some
// archives undo these and leave the headers that speak of them.
func (r *reader) body(resp *http.Response) (string, error) {
	raw, err := r.all(resp.Body)
	if errors.Is(err, ErrTooLong) {
		return "", err
	}
	if err != nil && raw == "" {
		return "", fmt.Errorf("the page is broken: %w", err)
	}
	for _, coding := range codings(resp.Header) {
		z, err := unpacked(coding, raw)
		if err != nil {
			return "", fmt.Errorf("the page is broken: %w", err)
		}
		raw, err = r.all(z)
		if errors.Is(err, ErrTooLong) {
			return "", err
		}
		if err != nil && raw == "" {
			return "", fmt.Errorf("the page is broken: %w", err)
		}
	}
	return raw, nil
}

// codings returns how a body was packed, the last way first.
func codings(h http.Header) (out []string) {
	for coding := range strings.SplitSeq(h.Get("Content-Encoding"), ",") {
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "" && coding != "identity" {
			out = append([]string{coding}, out...)
		}
	}
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
