// Package wire
package wire
