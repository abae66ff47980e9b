package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A job is what one process does, so that neither its memory nor its garbage is another's.
type job struct {
	Part    string  `json:"part"` // growth, worst, rival, live, limit
	Name    string  `json:"name"`
	Size    int     `json:"size"`
	Seed    uint64  `json:"seed"`
	Core    int     `json:"core"`              // where there is taskset
	Cores   int     `json:"cores,omitempty"`   // if more than one
	Corpus  string  `json:"corpus,omitempty"`  // file of articles, a JSON object a line
	Pairs   string  `json:"pairs,omitempty"`   // file for the pairs found
	Profile string  `json:"profile,omitempty"` // file for a profile of the processor
	Memory  float64 `json:"memory"`            // MB
	Minutes float64 `json:"minutes"`
}

// An outcome is what a job reports.
type outcome struct {
	figure
	Candidates int                `json:"candidates"`
	Note       string             `json:"note,omitempty"` // what is wrong with the answer; "" if nothing
	Version    string             `json:"version,omitempty"`
	More       map[string]float64 `json:"more,omitempty"`
}

// errLimit says that a job was ended by its own watch.
var errLimit = errors.New("over the limit")

// run has a child process of one core do a job.
func run(j job) (outcome, error) {
	self, err := os.Executable()
	if err != nil {
		return outcome{}, err
	}
	return runAs([]string{self, childFlag}, j)
}

// childFlag makes main read a job and do it.
const childFlag = "-child"

// runAs has a command do a job that it reads from its standard input as JSON, on one core.
func runAs(command []string, j job) (out outcome, err error) {
	in, err := json.Marshal(j)
	if err != nil {
		return out, err
	}
	if pin, err := exec.LookPath("taskset"); err == nil && j.Cores < 2 {
		command = append([]string{pin, "-c", strconv.Itoa(j.Core)}, command...)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", max(1, j.Cores)), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "RAYON_NUM_THREADS=1", "PYTHONHASHSEED=0")
	cmd.Stdin = bytes.NewReader(in)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	said := lastLine(stderr.String())
	switch {
	case cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == exitLimit:
		return out, fmt.Errorf("%w: %s", errLimit, said)
	case err != nil:
		return out, fmt.Errorf("%s of %d: %w: %s", j.Name, j.Size, err, said)
	}
	if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
		return out, fmt.Errorf("%s of %d: %w in %q", j.Name, j.Size, err, lastLine(stdout.String()))
	}
	return out, nil
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// child does the job it reads from its standard input.
func child() error {
	var j job
	if err := json.NewDecoder(os.Stdin).Decode(&j); err != nil {
		return err
	}
	go watch(j.Memory, time.Duration(j.Minutes*float64(time.Minute)))
	do, ok := map[string]func(job) (outcome, error){"growth": doGrowth, "worst": doWorst, "rival": doRival, "limit": doLimit, "live": doLive, "soak": doSoak}[j.Part]
	if !ok {
		return fmt.Errorf("no part %q", j.Part)
	}
	out, err := do(j)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}
