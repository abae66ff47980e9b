package main

// ClusterScores compare two partitions of the articles that the gold has.
//
// Precision and recall are those of "these two articles are in one cluster", over all pairs. ARI is the adjusted Rand
// index (Hubert and Arabie, 1985): agreement over pairs, 0 by chance and 1 in full. B-cubed (Bagga and Baldwin, 1998)
// asks each article what part of its predicted cluster belongs there and what part of its true cluster is there, and
// takes means over articles, so one large cluster cannot decide the figure as it does over pairs.
type clusterScores struct {
	ARI          float64 `json:"ari"`
	Precision    float64 `json:"precision"`
	Recall       float64 `json:"recall"`
	F1           float64 `json:"f1"`
	B3Precision  float64 `json:"b3_precision"`
	B3Recall     float64 `json:"b3_recall"`
	B3F1         float64 `json:"b3_f1"`
	GoldClusters int     `json:"gold_clusters"`
	Clusters     int     `json:"clusters"`
	Largest      int     `json:"largest"` // of the predicted clusters, in articles of the gold
}

// A contingency counts the articles of each gold cluster, each predicted cluster, and each meeting of the two.
type contingency struct {
	articles   int
	gold, pred map[string]int
	cell       map[[2]string]int
	alone      int // articles without a predicted cluster: each a cluster of one
}

// count fills a contingency. Articles that gold does not have do not count.
func count(gold, pred map[string]string) *contingency {
	t := &contingency{articles: len(gold), gold: map[string]int{}, pred: map[string]int{}, cell: map[[2]string]int{}}
	for id, g := range gold {
		t.gold[g]++
		if p, ok := pred[id]; ok {
			t.pred[p]++
			t.cell[[2]string{g, p}]++
		} else {
			t.alone++
		}
	}
	return t
}

// scoreClusters compares predicted clusters with gold, which must not be empty. Time and space are linear in it.
func scoreClusters(gold, pred map[string]string) *clusterScores {
	t := count(gold, pred)
	s := &clusterScores{GoldClusters: len(t.gold), Clusters: len(t.pred) + t.alone, Largest: min(1, t.alone)}
	for _, n := range t.pred {
		s.Largest = max(s.Largest, n)
	}
	both, inGold, inPred := together(t.cell), together(t.gold), together(t.pred)
	s.ARI = adjustedRand(both, inGold, inPred, choose2(t.articles))
	s.Precision, s.Recall = ratio(both, inPred, 1), ratio(both, inGold, 1)
	s.F1 = f1(s.Precision, s.Recall)
	s.B3Precision, s.B3Recall = t.bCubed(gold, pred)
	s.B3F1 = f1(s.B3Precision, s.B3Recall)
	return s
}

// bCubed sums over cells rather than articles: the n articles of a cell all have the ratios n/cluster. In integers as
// far as it goes, so that map order shows at most in the last bits.
func (t *contingency) bCubed(gold, pred map[string]string) (precision, recall float64) {
	precision = float64(t.alone) // each is the whole of its cluster
	for k, n := range t.cell {
		precision += float64(n*n) / float64(t.pred[k[1]])
		recall += float64(n*n) / float64(t.gold[k[0]])
	}
	for id, g := range gold {
		if _, ok := pred[id]; !ok {
			recall += 1 / float64(t.gold[g])
		}
	}
	return precision / float64(t.articles), recall / float64(t.articles)
}

// together is the number of pairs of articles that stand in one group.
func together[K comparable](groups map[K]int) int {
	pairs := 0
	for _, n := range groups {
		pairs += choose2(n)
	}
	return pairs
}

func choose2(n int) int { return n * (n - 1) / 2 }

// adjustedRand takes numbers of pairs: together in both partitions, in the gold, in the prediction, and all there are.
// Where the agreement by chance is already full (both partitions all apart, or both all in one) it is 1.
func adjustedRand(both, gold, pred, all int) float64 {
	if gold == pred && (gold == 0 || gold == all) {
		return 1
	}
	chance := float64(gold) * float64(pred) / float64(all)
	return (float64(both) - chance) / (float64(gold+pred)/2 - chance)
}
