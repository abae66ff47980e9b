package wire

import "strings"

// calendar holds the words of dates and hours in seven languages, folded and
// without a full stop: what a line may consist of and still be nothing but
// the time of an article.
var calendar = func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(months + weekdays + clock) {
		m[w] = true
	}
	return m
}()

var monthWords = func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(months) {
		m[w] = true
	}
	return m
}()

const months = `
jan january janvier janv januar enero ene gennaio gen janeiro januari
feb february février fév févr februar febrero febbraio fevereiro fev februari
mar march mars märz mär marzo março maart mrt
apr april avril avr abril abr aprile
may mai mayo maggio mag maio mei
jun june juin juni junio giugno giu junho
jul july juillet juil juli julio luglio lug julho
aug august août aout agosto ago augustus
sep sept september septembre septiembre settembre set setembro
oct october octobre okt oktober octubre ottobre ott outubro out
nov november novembre noviembre novembro
dec december décembre déc dez dezember diciembre dic dicembre dezembro
`

const weekdays = `
mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
lundi mardi mercredi jeudi vendredi samedi dimanche
montag dienstag mittwoch donnerstag freitag samstag sonntag
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
`

const clock = `
am pm a.m p.m et est edt ct cst cdt mt pt pst pdt gmt utc bst cet cest uhr h min mins minute minutes minuten minutos
hour hours hr hrs heure heures stunde stunden hora horas day days jour jours tag tagen día días week weeks
ago read lecture lesezeit lectura il y a à le at on vor hace de del das um den der am
posted published updated publié mis jour modifié aktualisiert veröffentlicht stand publicado actualizado
created last first update originally eastern local time by the and et und y
st nd rd th er
`

func month(word string) bool {
	if len(word) > 12 {
		return false
	}
	var b [16]byte
	w := fold(b[:0], strings.TrimRight(word, ".,"))
	return monthWords[string(w)]
}
