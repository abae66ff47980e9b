package wire_test

import (
	"fmt"

	"github.com/wirecopy/wirecopy/dedup/wire"
)

const dispatch = `OSLO, May 5 (Reuters) - The bridge is shut, the mayor told AFP.
Read more: Nine bridges
The Associated Press contributed to this report.`

func ExampleFind() {
	for _, m := range wire.Find(dispatch, "en") {
		fmt.Printf("%v: %s\n", m.Kind, m.Of(dispatch))
	}
	// Output:
	// dateline: OSLO, May 5 (Reuters) -
	// furniture: Read more: Nine bridges
	// credit: The Associated Press contributed to this report.
}

func ExampleCredits() {
	for _, c := range wire.Credits(dispatch, "en") {
		fmt.Println(c.Agency, c.Partly, c.Mark.Kind)
	}
	// Output:
	// Reuters false dateline
	// AP true credit
}

func ExampleLines() {
	var l wire.Lines
	for _, prose := range []string{"The bridge is shut.", "The ferry sails.", "The mayor resigns."} {
		l.Add("lantern.example", prose+"\nThe harbour desk writes daily")
	}
	text := "A storm is due.\nThe harbour desk writes daily"
	for _, m := range wire.Merge(wire.Find(text, ""), l.Find("lantern.example", text)) {
		fmt.Printf("%v: %s\n", m.Kind, m.Of(text))
	}
	// Output:
	// furniture: The harbour desk writes daily
}

func ExampleMerge() {
	text := "Share\nThe bridge is shut. (AFP)"
	var l wire.Lines
	fmt.Println(len(wire.Merge(wire.Find(text, ""), l.Find("lantern.example", text))))
	// Output: 2
}

func ExampleAttributions() {
	marks := wire.Find("Le pont est fermé. (Belga/AFP)", "fr")
	for _, c := range wire.Attributions(marks) {
		fmt.Println(c.Agency)
	}
	// Output:
	// Belga
	// AFP
}
