package input

import (
	"bufio"
	"strings"

	"golang.org/x/tools/txtar"
)

// archive yields the members *.txt of a .txtar file.
func (r *reader) archive(f file, in *bufio.Reader) {
	s, err := r.all(in)
	if err != nil {
		r.fail(&Error{Path: f.path, Err: err})
		return
	}
	members := 0
	for _, m := range txtar.Parse([]byte(s)).Files {
		if name, ok := strings.CutSuffix(m.Name, ".txt"); ok {
			members++
			r.headed(f.id+"/"+name, string(m.Data), place{path: f.path})
		}
	}
	if members == 0 {
		r.fail(&Error{Path: f.path, Err: &said{ErrNone, "no member *.txt in this archive"}})
	}
}
