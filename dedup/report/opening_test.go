package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup/wire"
)

func TestOpening(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"a line of its own", "Ferry to Skarn makes its last crossing\nThe crossing began at noon.", "Ferry to Skarn makes its last crossing"},
		{"furniture, trails and bullets go", "Home > World > Trade\nNews | Sport | Weather\n2 min read\n\n•\n* Ferry to Skarn is gone\nMore.", "Ferry to Skarn is gone"},
		{"so does a dateline", "VELMAR, March 4 (NPA) - Dockers walked off the job on Monday.", "Dockers walked off the job on Monday."},
		{"a rubric goes on", "Sea\nFerry gone\nThe crossing began at noon.", "Sea Ferry gone"},
		{"columns, not words", "The Dockers' and Cranemen's Union said 3,400 of its members had joined the stoppage.", "The Dockers' and Cranemen's Union said 3,400 of its …"},
		{"Chinese takes two columns a character", "连接斯卡恩岛与大陆的跨海大桥周二正式通车，运行了一百一十二年的渡轮同日停航。", "连接斯卡恩岛与大陆的跨海大桥周二正式通车，运行了一百一十二…"},
		{"Thai has no spaces", "เรือข้ามฟากเที่ยวสุดท้ายไปยังเกาะออกเดินทางเมื่อวันจันทร์หลังจากให้บริการมานานกว่าหนึ่งร้อยปี", "เรือข้ามฟากเที่ยวสุดท้ายไปยังเกาะออกเดินทางเมื่อวันจันทร์หลังจากให้บริการมา…"},
		{"nothing is left", "2 min read\n\n(Reporting by Ann Onym)", ""},
		{"no word", " \n–\n", ""},
	} {
		got := opening(c.text, wire.Find(c.text, ""))
		require.Equal(t, c.want, got, c.reason)
		require.LessOrEqual(t, cells(got), maxOpening, c.reason)
	}
	text := "Our newsletter tells all of it\nFerry to Skarn is gone"
	recurring := []wire.Mark{{Kind: wire.Furniture}}
	recurring[0].End = len("Our newsletter tells all of it")
	require.Equal(t, "Ferry to Skarn is gone", opening(text, recurring), "what recurs, as the result knows")
	recurring[0].Start, recurring[0].End = 4, 14
	require.Equal(t, "Our", opening("Our newsletter", recurring), "what stands before a mark")
}
