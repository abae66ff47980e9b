package passage

var (
	minUnit    = 3    // words of a unit
	minCosine  = 0.10 // below it a pair of sentences is not looked at
	linkBudget = 32   // steps a word in the search for pairs of sentences
	maxLinks   = 32   // pairs of sentences kept for each sentence of A

	topLinks    = 4
	stopWeight  = 0.30
	maxWeight   = 1.5
	stemSim     = 0.9
	nearSim     = 0.6
	gapCost     = 0.30
	gapStep     = 0.02
	minSegment  = 0.4
	maxSegments = 8
	windowCost  = 0.5
	minVerbatim = 6
	minMass     = 2.5
	minAlike    = 0.45
	minCover    = 0.30
	editedAlike = 0.62
	nearMass    = 1.8
	nearAlike   = 0.30
	nearCover   = 0.15
	longRun     = 256
	minReworded = 0.5
	reach       = 1
)
