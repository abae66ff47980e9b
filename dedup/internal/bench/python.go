package main

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

//go:embed requirements.txt
var requirements string

//go:embed rivals.py
var rivalsPy []byte

// A python is an environment with the pinned rivals.
type python struct {
	binary string
	script string
}

// newPython returns the environment in the user's cache, and makes it there, from PyPI, if there is
// none for these requirements. The error says what pip said.
func newPython() (python, error) {
	dir, err := pythonDir()
	if err != nil {
		return python{}, err
	}
	p := python{filepath.Join(dir, "bin", "python"), filepath.Join(dir, "rivals.py")}
	if runtime.GOOS == "windows" {
		p.binary = filepath.Join(dir, "Scripts", "python.exe")
	}
	ready := filepath.Join(dir, "ready")
	if _, err := os.Stat(ready); err != nil {
		if err := makePython(dir, p.binary); err != nil {
			return python{}, err
		}
		if err := os.WriteFile(ready, nil, 0o666); err != nil {
			return python{}, err
		}
	}
	return p, os.WriteFile(p.script, rivalsPy, 0o666)
}

// pythonDir names the environment: other requirements are another one.
func pythonDir() (string, error) {
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "wirecopy-bench", fmt.Sprintf("%x", sha256.Sum256([]byte(requirements)))[:12]), err
}

func makePython(dir, binary string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := said(exec.Command("python3", "-m", "venv", dir)); err != nil {
		return err
	}
	pinned := filepath.Join(dir, "requirements.txt")
	if err := os.WriteFile(pinned, []byte(requirements), 0o666); err != nil {
		return err
	}
	return said(exec.Command(binary, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "-r", pinned))
}

// said runs a command; its error ends with the last line the command printed.
func said(cmd *exec.Cmd) error {
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, lastLine(string(out)))
	}
	return nil
}

func (p python) command() []string { return []string{p.binary, "-I", p.script} }
