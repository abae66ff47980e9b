// Package store keeps what an index must not forget, in a folder or in memory.
package store
