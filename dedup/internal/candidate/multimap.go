package candidate

import "slices"

// A multimap holds for each key a short list of texts. Most keys have one. The
// zero value is empty and ready. Lists that it returns are valid until its next
// change, and not to be changed.
type multimap struct {
	at    map[uint32]int32 // the one text of a key, or the complement of a number in lists
	lists [][]int32
	free  []int32 // numbers in lists
}

// get returns the texts of a key, in the order in which they were placed, a single
// one in the room for it.
func (m *multimap) get(k uint32, room *[1]int32) []int32 {
	v, ok := m.at[k]
	switch {
	case !ok:
		return nil
	case v >= 0:
		room[0] = v
		return room[:]
	}
	return m.lists[^v]
}

// insert puts a text at a place of the list of a key, which it returns if there are
// others in it.
func (m *multimap) insert(k uint32, at int, v int32) []int32 {
	if m.at == nil {
		m.at = map[uint32]int32{}
	}
	w, ok := m.at[k]
	if !ok {
		m.at[k] = v
		return nil
	}
	if w < 0 {
		m.lists[^w] = slices.Insert(m.lists[^w], at, v)
		return m.lists[^w]
	}
	list := slices.Insert([]int32{w}, at, v)
	if n := len(m.free); n > 0 {
		m.at[k] = ^m.free[n-1]
		m.lists[m.free[n-1]] = list
		m.free = m.free[:n-1]
	} else {
		m.at[k] = ^int32(len(m.lists))
		m.lists = append(m.lists, list)
	}
	return list
}

// remove takes a text out of the list of a key and returns what remains.
func (m *multimap) remove(k uint32, at int) []int32 {
	w := m.at[k]
	if w >= 0 {
		delete(m.at, k)
		return nil
	}
	list := slices.Delete(m.lists[^w], at, at+1)
	m.lists[^w] = list
	if len(list) == 1 {
		m.at[k] = list[0]
		m.lists[^w] = nil // the caller may still read what it has of it
		m.free = append(m.free, ^w)
	}
	return list
}
