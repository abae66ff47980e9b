package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNoise(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	writeText(t, one, "articles.jsonl", `{"id":"a","text":"x"}`+"\n"+`{"id":"b","text":"y"}`+"\n")
	writeText(t, two, "articles.jsonl", `{"id":"a","text":"1"}`+"\n"+`{"id":"b","text":"2"}`+"\n"+`{"id":"c","text":"3"}`+"\n"+`{"id":"d","text":"4"}`+"\n")
	prefix := "noise/" + filepath.Base(two) + "/"
	for _, test := range []struct {
		count int
		want  []string
	}{
		{0, []string{"a", "b", prefix + "a", prefix + "b", prefix + "c", prefix + "d"}},
		{2, []string{"a", "b", prefix + "a", prefix + "c"}},
		{9, []string{"a", "b", prefix + "a", prefix + "b", prefix + "c", prefix + "d"}},
	} {
		c, err := loadCorpus(one)
		require.NoError(t, err)
		require.NoError(t, c.addNoise([]string{two}, test.count))
		var ids []string
		for _, a := range c.Articles {
			ids = append(ids, a.ID)
			require.Equal(t, a.Text, c.texts[a.ID])
		}
		require.Equal(t, test.want, ids)
		require.Equal(t, 2, c.gold)
	}
	c, err := loadCorpus(one)
	require.NoError(t, err)
	require.NoError(t, c.addNoise(nil, 0))
	require.Zero(t, c.gold)
	require.ErrorContains(t, c.addNoise([]string{two, two}, 0), "named twice")
	require.ErrorContains(t, c.addNoise([]string{filepath.Join(one, "none")}, 0), "noise: ")
}

// What is thrown in has no part in the scores, and in the candidates of its own only where it was compared.
func TestNoiseFigures(t *testing.T) {
	c, err := loadCorpus(newsroom)
	require.NoError(t, err)
	alone, err := predict(t.Context(), c, true)
	require.NoError(t, err)
	require.Nil(t, newNoiseFigures(c, alone.result))

	other := t.TempDir()
	writeText(t, other, "articles.jsonl", `{"id":"a","text":"Nothing that stands here stands elsewhere, said Odile Quast of the glass works."}`)
	c.gold = len(c.Articles)
	same := newNoiseFigures(c, alone.result)
	require.Equal(t, &noiseFigures{0, float64(alone.result.Candidates) / float64(len(c.Articles))}, same, "all of them are asked")
	require.NoError(t, c.addNoise([]string{other}, 0))
	among, err := predict(t.Context(), c, true)
	require.NoError(t, err)
	require.Equal(t, &noiseFigures{1, same.CandidatesPerArticle}, newNoiseFigures(c, among.result))
	want, err := newFigures("", c, alone)
	require.NoError(t, err)
	got, err := newFigures("", c, among)
	require.NoError(t, err)
	requireSame(t, "", plain(t, want.Scores), plain(t, got.Scores))
	require.Equal(t, want.CandidateRecall, got.CandidateRecall)
}

func TestNoiseUsage(t *testing.T) {
	other := t.TempDir()
	writeText(t, other, "articles.jsonl", `{"id":"a","text":"x"}`+"\n"+`{"id":"b","text":"y"}`+"\n")
	status, stdout, stderr := benchmark(t, "-corpus", newsroom, "-noise", other, "-noisearticles", "1")
	require.Equal(t, done, status, stderr)
	require.Contains(t, stdout, "## Among other articles")
	requireTables(t, stdout)
	for _, args := range [][]string{{"-noisearticles", "3"}, {"-noise", other, "-noisearticles", "-1"}} {
		status, _, stderr = benchmark(t, append(args, "-corpus", newsroom)...)
		require.Equal(t, misuse, status)
		require.Contains(t, stderr, "-noisearticles N is for -noise")
	}
}
