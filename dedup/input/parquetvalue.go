package input

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// textOf returns how the values of a type are written: times as dates, numbers as
// numbers, UUIDs as they are, bytes as text.
func textOf(t parquet.Type) func(parquet.Value) string {
	if unit := unitOf(t); unit > 0 {
		return func(v parquet.Value) string { return since1970(v.Int64(), unit) }
	}
	logical := t.LogicalType()
	switch t.Kind() {
	case parquet.ByteArray:
		return func(v parquet.Value) string { return string(v.ByteArray()) }
	case parquet.FixedLenByteArray:
		if logical != nil {
			if _, ok := logical.Value.(*format.UUIDType); ok {
				return uuid
			}
		}
		return func(v parquet.Value) string { return strings.TrimRight(string(v.ByteArray()), "\x00") }
	case parquet.Int32:
		if isDate(t) {
			return func(v parquet.Value) string { return since1970(int64(v.Int32()), 24*time.Hour) }
		}
		return func(v parquet.Value) string { return strconv.Itoa(int(v.Int32())) }
	case parquet.Int64:
		return func(v parquet.Value) string { return strconv.FormatInt(v.Int64(), 10) }
	case parquet.Int96:
		return func(v parquet.Value) string { return julian(v.Int96()) }
	}
	return parquet.Value.String
}

// unitOf returns the unit of a time, 0 for what is none. Old files say it in
// another place.
func unitOf(t parquet.Type) time.Duration {
	if l := t.LogicalType(); l != nil {
		if ts, ok := l.Value.(*format.TimestampType); ok && ts.Unit.Value != nil {
			return ts.Unit.Value.Duration()
		}
	}
	if c := t.ConvertedType(); c != nil {
		switch *c {
		case deprecated.TimestampMillis:
			return time.Millisecond
		case deprecated.TimestampMicros:
			return time.Microsecond
		}
	}
	return 0
}

func isDate(t parquet.Type) bool {
	if l := t.LogicalType(); l != nil {
		if _, ok := l.Value.(*format.DateType); ok {
			return true
		}
	}
	c := t.ConvertedType()
	return c != nil && *c == deprecated.Date
}

// since1970 writes a time; a zero, as some write for none, as "".
func since1970(n int64, unit time.Duration) string {
	if n == 0 {
		return ""
	}
	if unit >= time.Second {
		return time.Unix(n*int64(unit/time.Second), 0).UTC().Format(time.RFC3339)
	}
	per := int64(time.Second / unit)
	return time.Unix(n/per, n%per*int64(unit)).UTC().Format(time.RFC3339Nano)
}

// julian writes a time as Impala and Spark once had it: nanoseconds of a day, and
// the Julian number of that.
func julian(v deprecated.Int96) string {
	const epoch = 2440588 // of 1 January 1970
	nanos := int64(v[1])<<32 | int64(v[0])
	return time.Unix((int64(v[2])-epoch)*24*3600, nanos).UTC().Format(time.RFC3339Nano)
}

func uuid(v parquet.Value) string {
	b := v.ByteArray()
	if len(b) != 16 {
		return hex.EncodeToString(b)
	}
	s := hex.EncodeToString(b)
	return strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-")
}
