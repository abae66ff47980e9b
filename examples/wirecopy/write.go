package main

import (
	"io"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/report"
)

// report writes what was asked for, all of it or an error.
func (c *command) report(out *output, r *dedup.Result, p *progress) error {
	o := &report.Options{Width: out.width(), Color: out.color(), Full: c.full}
	o.Passages = c.passages.or(len(r.Clusters) <= fewClusters)
	if !o.Passages && !c.passages.set && c.format == "text" {
		p.hint("%d clusters; -passages shows what their articles share, -explain A B does for two of them, -format html -o FILE makes a page", len(r.Clusters))
	}
	if err := c.write(out, r, o); err != nil {
		return err
	}
	return out.commit()
}

// fewClusters is as many as a person reads with all of their passages.
const fewClusters = 30

func (c *command) write(w io.Writer, r *dedup.Result, o *report.Options) error {
	if c.explain {
		e, err := r.Explain(c.first, c.second)
		if err != nil {
			return err
		}
		switch c.format {
		case "text":
			return report.Explain(w, e, o)
		case "html":
			return report.ExplainHTML(w, e, o)
		}
		return report.ExplainJSON(w, e, o) // one line, and so JSON lines too
	}
	switch {
	case c.format == "json":
		return report.JSON(w, r, o)
	case c.format == "jsonl":
		return report.JSONL(w, r, o)
	case c.format == "csv" && c.table == "pairs":
		return report.PairsCSV(w, r, o)
	case c.format == "csv":
		return report.ClustersCSV(w, r, o)
	case c.format == "html":
		return report.HTML(w, r, o)
	}
	return report.Text(w, r, o)
}
