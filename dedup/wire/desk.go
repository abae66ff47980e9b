package wire

import "strings"

// deskMarks reports whether s is nothing but the initials of those who handled
// a dispatch: groups of two to four small letters parted by "/", in which "-"
// parts writer and editor ("bur-abc/def/ghi"), or dpa's numbers
// ("dpa:190226-99-157437/2"). Two groups count on the last line only, for
// "km/h" and "and/or" have two as well.
func deskMarks(s string, last bool) bool {
	s = strings.Trim(s, " .()")
	if len(s) < 5 || len(s) > 60 {
		return false
	}
	if rest, ok := strings.CutPrefix(s, "dpa:"); ok {
		return strings.Trim(rest, "0123456789-/") == ""
	}
	groups := 0
	for g := range strings.SplitSeq(s, "/") {
		groups++
		for part := range strings.SplitSeq(g, "-") {
			if agencies[part] != "" || !initials(part) && part != "burs" {
				return false
			}
		}
	}
	return groups >= 3 || groups == 2 && last && !choice(s)
}

// choice reports whether s is a pair of words that prose joins with a stroke.
func choice(s string) bool {
	switch s {
	case "and/or", "he/she", "she/he", "his/her", "him/her", "her/his", "km/h", "et/ou", "und/oder", "il/elle", "er/sie", "sie/er", "y/o", "on/off", "yes/no":
		return true
	}
	return false
}
