package dedup

// MinImage sets how many articles must have come or gone for an index to leave an image when it is closed.
func (x *Index) MinImage(n int) { x.minImage = n }

// Moved returns how many came or went since there was an image.
func (x *Index) Moved() int { return x.live.moved }
