// Package image writes numbers into pages, one after the other, and reads them again: what a
// program has in memory, so that it need not be made anew.
//
//	w := image.Writer{Put: keep}
//	w.Word(7)
//	w.Words(list)
//	err := w.Close()
//	...
//	r := image.Reader{Next: kept}
//	n, list := r.Word(), r.Words()
//	if r.Short { // something is missing
//
// Whoever reads asks for the same, in the same order, as was written. Nothing in the pages says what it
// is: keep their version and their sum besides.
package image

import "encoding/binary"

// pageSize is how many bytes a page has, or as many more as its last list takes.
const pageSize = 1 << 20

// A Writer writes to pages, which it gives to Put. That keeps none.
type Writer struct {
	Put func(page []byte) error

	page []byte
	err  error
}

// Word writes a number.
func (w *Writer) Word(x uint32) {
	w.page = binary.LittleEndian.AppendUint32(w.page, x)
	w.turn(pageSize)
}

// Long writes a number of 64 bits.
func (w *Writer) Long(x uint64) {
	w.page = binary.LittleEndian.AppendUint64(w.page, x)
	w.turn(pageSize)
}

// Words writes a list with its length.
func (w *Writer) Words(list []uint32) { write(w, list) }

// Numbers is Words of numbers with a sign.
func (w *Writer) Numbers(list []int32) { write(w, list) }

func write[T int32 | uint32](w *Writer, list []T) {
	w.page = binary.LittleEndian.AppendUint32(w.page, uint32(len(list)))
	for _, x := range list {
		w.page = binary.LittleEndian.AppendUint32(w.page, uint32(x))
	}
	w.turn(pageSize)
}

// turn ends a page that has so many bytes.
func (w *Writer) turn(size int) {
	if len(w.page) < size {
		return
	}
	if w.err == nil {
		w.err = w.Put(w.page)
	}
	w.page = w.page[:0]
}

// Close writes the last page. It returns the first error of Put.
func (w *Writer) Close() error {
	w.turn(1)
	return w.err
}

// A Reader reads the pages that Next returns, until that says no.
type Reader struct {
	Next  func() ([]byte, bool)
	Short bool // the pages ended too early: what was read since is zeros

	page []byte
}

// need makes n bytes of the page be there. What was written as one stands in one page.
func (r *Reader) need(n int) bool {
	if len(r.page) == 0 && !r.Short {
		page, ok := r.Next()
		r.page, r.Short = page, !ok
	}
	if r.Short = r.Short || len(r.page) < n; r.Short {
		r.page = nil
	}
	return !r.Short
}

// Word reads a number.
func (r *Reader) Word() uint32 {
	if !r.need(4) {
		return 0
	}
	x := binary.LittleEndian.Uint32(r.page)
	r.page = r.page[4:]
	return x
}

// Long reads a number of 64 bits.
func (r *Reader) Long() uint64 {
	if !r.need(8) {
		return 0
	}
	x := binary.LittleEndian.Uint64(r.page)
	r.page = r.page[8:]
	return x
}

// Words reads a list, nil if it is empty.
func (r *Reader) Words() []uint32 { return words[uint32](r) }

// Numbers reads what Writer.Numbers wrote.
func (r *Reader) Numbers() []int32 { return words[int32](r) }

func words[T int32 | uint32](r *Reader) []T {
	n := int(r.Word())
	if n == 0 || r.Short {
		return nil
	}
	if r.Short = len(r.page)/4 < n; r.Short {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = T(binary.LittleEndian.Uint32(r.page[4*i:]))
	}
	r.page = r.page[4*n:]
	return list
}

// Below reads a number that must be below n, and is 0 otherwise.
func (r *Reader) Below(n uint32) uint32 {
	x := r.Word()
	if x >= n {
		r.Short = true
		return 0
	}
	return x
}
