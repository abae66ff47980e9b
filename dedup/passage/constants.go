package passage

// The numbers of the aligner, each with what it does. What a third up or down
// does to each, and taking it away, stands in examples/benchmark/testdata/ablation.md,
// table Passages: two points of the spans' F1 at most, but for the odds of mass, rank
// and crowd, which move recall against precision from one corpus to the other,
// and for minSegment below. The F1 noted here are those of provenance /
// gilets-jaunes when the number was chosen, .881 / .862 as they stood.
const (
	// Sentences that are compared.
	minUnit     = 3    // words of a unit; shorter sentences join the next
	minCosine   = 0.10 // below it a pair of units is not looked at
	lightWeight = 1.0  // stems that weigh less stand in every third unit, and their postings are not read; 1.6, 2: link takes 1.2, 1.5 times as long
	maxLinks    = 32   // pairs kept for each unit of A
	topLinks    = 4    // pairs aligned word by word for each unit of either side
	linkBudget  = 32   // postings read for each word, else the commonest stems have but nearLinks
	nearLinks   = 8    // so much no article needs: of 5,800 pairs of corpora none
	stepBudget  = 2000 // steps of the word aligner for each word
	longTexts   = 1 << 16

	// Words. A content word of mean rarity weighs 1.
	stopWeight = 0.30 // most that a stop word weighs; .10: .859 / .846
	maxWeight  = 1.5  // most that any word weighs
	stemSim    = 0.9  // same stem, other form
	nearSim    = 0.6  // a name's other spelling, a word of the same family

	// Chains and windows.
	gapCost     = 0.30 // of the weight of a skipped word
	gapStep     = 0.02 // of any skipped word
	minSegment  = 0.4  // score of a chain that is kept
	maxSegments = 8    // chains in a pair of units
	windowCost  = 0.40 // of a stretch that a pair of words at its end must earn; .6 loses a fifth of the rewritten; .3: .890 / .864, and the newsroom's .773 are .778, but average precision of verdicts on provenance is .978 for .985

	// Acceptance: a logistic model of 2,000 labelled pairs of sentences. Against
	// fixed thresholds on mass, likeness and cover it raised gilets-jaunes from
	// .843 to .862 and the newsroom of testdata from .70 to .75.
	oddsBias    = -1.09
	oddsMass    = 2.03 // of log(.3 + mass)
	oddsAlike   = 0.18 // of log(.05 + alike)
	oddsRank    = 3.64 // of how near the best of both units
	oddsCrowd   = 0.66 // of log(units of A × units of B)
	neighbour   = 1.17 // gained where a neighbour is sure; 3: .872 / .805
	sureOdds    = 1.0
	acceptOdds  = 0.5
	reach       = 1 // units between neighbours; 3: .849 / .830
	minVerbatim = 6 // words that are accepted when all are equal

	shortGap    = 12   // words before a match whose facts may stand against others; 0: the largest group of reuters-21578, eurobonds, 54 for 32
	editedAlike = 0.62 // likeness from which a passage is edited, not rewritten
)
