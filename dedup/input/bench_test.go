package input

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkLines reads JSON lines of 3 KB, the form in which most articles come.
func BenchmarkLines(b *testing.B) {
	var in bytes.Buffer
	for i := range 1000 {
		line, err := json.Marshal(map[string]string{"id": strconv.Itoa(i), "title": "A title", "text": random(3000), "source": "Courier", "lang": "en", "published": "2024-03-04T07:12:00Z"})
		require.NoError(b, err)
		in.Write(append(line, '\n'))
	}
	b.SetBytes(int64(in.Len()))
	for b.Loop() {
		for _, err := range Read([]string{"-"}, &Options{Stdin: bytes.NewReader(in.Bytes())}) {
			require.NoError(b, err)
		}
	}
}
