package graph

import "math/bits"

// A packer is a row of bits, and how many of them were read or written. It holds numbers that
// ascend and are scattered evenly in 27 bits each where they are a hundred: as what each is more than
// the last, the bits above a border as ones that end with a zero, those below as they are
// (Golomb and Rice).
type packer struct {
	words []uint32
	at    uint
}

// border returns the bits of the mean difference of n numbers.
func border(n int) uint { return uint(32 - bits.Len(uint(n))) }

func (p *packer) write(numbers []uint32) {
	low, last := border(len(numbers)), uint32(0)
	for _, x := range numbers {
		d := uint64(x - last)
		for range d >> low {
			p.put(1, 1)
		}
		p.put(0, 1)
		p.put(d&(1<<low-1), low)
		last = x
	}
}

// read appends n numbers.
func (p *packer) read(dst []uint32, n int) []uint32 {
	low, last := border(n), uint32(0)
	for range n {
		high := uint32(0)
		for {
			i, shift := p.at/32, p.at%32
			ones := uint(bits.TrailingZeros32(^(p.words[i] >> shift)))
			high += uint32(ones)
			if p.at += ones; shift+ones < 32 {
				break
			}
		}
		p.at++
		last += high<<low | uint32(p.get(low))
		dst = append(dst, last)
	}
	return dst
}

// put appends the lowest bits of x.
func (p *packer) put(x uint64, n uint) {
	for uint(len(p.words))*32 < p.at+n {
		p.words = append(p.words, 0)
	}
	if n == 0 {
		return
	}
	i, shift := p.at/32, p.at%32
	p.words[i] |= uint32(x << shift)
	if shift+n > 32 {
		p.words[i+1] |= uint32(x >> (32 - shift))
	}
	p.at += n
}

// get reads bits.
func (p *packer) get(n uint) uint64 {
	if n == 0 {
		return 0
	}
	i, shift := p.at/32, p.at%32
	x := uint64(p.words[i])
	if shift+n > 32 {
		x |= uint64(p.words[i+1]) << 32
	}
	p.at += n
	return x >> shift & (1<<n - 1)
}
