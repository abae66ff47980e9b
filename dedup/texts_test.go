package dedup_test

// Articles of a ferry that never was.
const (
	wireStory = `SKARN, May 6 (NPA) - The ferry Halden ran onto a reef off Skarn in thick fog early on Monday and sank within forty minutes, after all 212 passengers and 19 crew had been taken off by fishing boats.

Nobody was badly hurt. Eleven people were treated for cold at the hospital in Skarn, and a dog named Bosun swam ashore by itself.

"I have been at sea for thirty-one years and I have never heard a sound like that," said Captain Torvald Eide, who was the last to leave. He said the radar had shown clear water until a minute before the ship struck.

The Halden, built in 1988, was on its way from Port Sabine to the Outer Islands with 40 cars and a cargo of seed potatoes. Its operator, Nordline, had announced in February that it would be replaced next year.

Investigators will look at the buoy that marks the reef, which the harbour office reported missing on Thursday. Nordline has hired a salvage ship from Lubenia to pump out 60 tonnes of fuel before the weekend, when a storm is expected.

The islands will be served by a smaller boat until June. Their mayor, Signe Aas, said there was flour for nine days.`

	wireBrief = `The ferry Halden sank off Skarn early on Monday after it ran onto a reef in thick fog. All 212 passengers and 19 crew were taken off by fishing boats and nobody was badly hurt. The radar had shown clear water until a minute before the ship struck, Captain Torvald Eide said. The Outer Islands will be served by a smaller boat until June. (NPA)`
)
