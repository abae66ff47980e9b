package report

// Options are the choices of a report. Nil and the zero value mean plain text
// of 80 columns with the clusters and without their passages.
type Options struct {
	// Width is the number of columns; zero means 80. Less than 40 means 40.
	// From 100 on, aligned texts stand side by side.
	Width int

	// Color marks kinds, headings and changed words by escape sequences too.
	// Whatever they say is also said by a sign.
	Color bool

	// Passages adds to every cluster what was kept and what was rewritten,
	// passage by passage. It is for Text; Explain always shows them, and JSON
	// has them where [dedup.Options.Passages] kept them.
	Passages bool

	// Full shows everything: long stretches in all their words, every member
	// of a large cluster, every related pair.
	Full bool

	// Title is that of an HTML page; empty means "Wirecopy report".
	Title string

	// Indent, for JSON and ExplainJSON, puts every value on a line of its own,
	// indented by this. Empty means one line for each cluster and pair.
	Indent string
}

const (
	defaultTitle = "Wirecopy report"
	defaultWidth = 80
	minWidth     = 40  // below it a bar and its words no longer fit
	sideWidth    = 100 // from here two columns of 45 or more

	maxMembers = 20 // of a cluster, unless Full
	maxRelated = 10 // pairs, unless Full
)

func (o *Options) orDefault() Options {
	var d Options
	if o != nil {
		d = *o
	}
	if d.Width <= 0 {
		d.Width = defaultWidth
	}
	d.Width = max(d.Width, minWidth)
	if d.Title == "" {
		d.Title = defaultTitle
	}
	return d
}
