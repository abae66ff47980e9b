// The family: one story, its members by date, each beside what it comes from.

function family(s) {
  const {box, draw} = timeline(s);
  const d = stories.find(x => x.story === s);
  const nodes = [
    el('h1', {tabindex: '-1', lang: index.texts[s.members[0].article].language}, bdi(s.title)),
    el('p', {class: 'lede'}, origin(s)),
    el('p', {class: 'counts'}, counts(d) + (s.confidence ? ' · confidence in the origin ' + s.confidence.toFixed(2) : '')),
    box,
    key('thicker lines: more of the text'),
  ];
  if (s.members.length > 3) nodes.push(heat(s));
  return {title: s.title, trail: [], nodes, draw};
}

// steps are the pairs of a story in the order in which arrows go through them.
function steps(s) {
  return s.members.filter(m => m.from >= 0).map(m => [m.from, m.article]);
}

// storyOf returns the story that two articles are in, if there is one.
function storyOf(a, b) {
  const has = (s, n) => s.members.some(m => m.article === n);
  return index.stories.find(s => has(s, a) && has(s, b));
}
