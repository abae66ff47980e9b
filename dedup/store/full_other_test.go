//go:build !linux

package store

import "errors"

func childFill(string) error { return errors.New("only on Linux") }
