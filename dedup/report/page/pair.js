// A pair: two texts side by side, their passages linked.

// pairOf finds what the page has of two articles: their story, if they are in
// one, and the pair as it was stored, which may have the other article first.
function pairOf(a, b) {
  const s = storyOf(a, b);
  const n = s ? index.stories.indexOf(s) : -1;
  const list = [...pairsOf(n), ...(s ? pairsOf(-1) : [])];
  const p = list.find(x => (x.a === a && x.b === b) || (x.a === b && x.b === a));
  return {s, p};
}

// shown is the pair on the page, for keys and addresses; null on other views.
let shown = null;

function pairView(a, b, passage) {
  const {s, p} = pairOf(a, b);
  if (!p || !p.rows) return missing('These two texts were not compared.');
  shown = new PairView(s, p);
  return {
    title: nameOf(p.a) + ' and ' + nameOf(p.b),
    trail: s ? [[s.title, storyAt(s)]] : [],
    nodes: shown.nodes(),
    placed: () => shown.placed(passage),
    left: () => shown.left(),
  };
}

class PairView {
  constructor(s, p) {
    this.story = s;
    this.pair = p;
    this.sides = [new Side(this, 0, p.a), new Side(this, 1, p.b)];
    this.active = 0; // number of a passage, from 1; 0 is none
    this.lit = 0;
    this.map = new PairMap(this);
    this.ribbons = new Ribbons(this);
    this.hover = after(90, (side, n) => this.point(side, n));
  }

  nodes() {
    const p = this.pair;
    const [left, right] = this.sides;
    this.panes = el('div', {class: 'panes'}, left.node, this.ribbons.node, right.node);
    this.desk = el('div', {class: 'desk'},
      el('div', {class: 'heads'}, left.head(), right.head()), this.map.node, this.legend(), this.panes);
    return [
      el('h1', {tabindex: '-1', class: 'beside'}, bdi(nameOf(p.a)), el('span', {class: 'to'}, p.relation === 'related' || p.relation === 'unrelated' ? ' and ' : ' → '), bdi(nameOf(p.b))),
      this.verdict(),
      this.desk,
    ];
  }

  verdict() {
    const p = this.pair;
    const reasons = el('details', {class: 'why'},
      el('summary', {}, el('b', {class: 'relation'}, p.relation), ' ', el('span', {class: 'note'}, 'score ' + p.score.toFixed(2)), el('span', {class: 'ask'}, 'Why')),
      el('ul', {}, p.reasons.map(r => el('li', {}, r))));
    return el('div', {class: 'verdict'}, reasons, this.arrows());
  }

  // arrows lead to the pairs before and after this one in its story.
  arrows() {
    const all = this.story ? steps(this.story) : pairsOf(-1).map(x => [x.a, x.b]);
    const at = all.findIndex(([a, b]) => a === this.pair.a && b === this.pair.b);
    this.before = at > 0 ? pairAt(...all[at - 1]) : '';
    this.behind = at >= 0 && at < all.length - 1 ? pairAt(...all[at + 1]) : '';
    if (all.length < 2) return '';
    const link = (to, text, label) => (to ? el('a', {href: to, 'aria-label': label}, text) : '');
    return el('nav', {class: 'arrows', 'aria-label': 'Pairs of this story'},
      link(this.before, '←', 'Previous pair'),
      el('span', {class: 'note'}, at >= 0 ? (at + 1) + ' of ' + all.length : ''),
      link(this.behind, '→', 'Next pair'));
  }

  legend() {
    const sign = (name, sample) => el('span', {class: 'sign'}, sample, name);
    return el('div', {class: 'legend', 'aria-label': 'Legend', role: 'group'},
      sign('verbatim', el('span', {class: 'p verbatim', 'aria-hidden': 'true'}, 'abc')),
      sign('edited', el('span', {class: 'p edited', 'aria-hidden': 'true'}, 'abc')),
      sign('rewritten', el('span', {class: 'p rewritten', 'aria-hidden': 'true'}, 'abc')),
      sign('words that went', el('span', {class: 'went', 'aria-hidden': 'true'}, 'abc')),
      sign('came', el('span', {class: 'came', 'aria-hidden': 'true'}, 'abc')),
      this.pair.rows.some(r => r[1]) ? sign('moved', el('span', {class: 'moved', 'aria-hidden': 'true'}, '↕')) : '',
      this.sides.some(x => x.text.marks.length) ? sign('not the article’s prose', el('span', {class: 'aside', 'aria-hidden': 'true'}, 'abc')) : '',
      el('span', {class: 'keys'}, el('kbd', {}, 'j'), el('kbd', {}, 'k'), ' passages ', el('kbd', {}, '←'), el('kbd', {}, '→'), ' pairs ', el('kbd', {}, 'Esc'), ' story'));
  }

  // placed is called once the view is in the page.
  placed(passage) {
    address(pairAt(this.pair.a, this.pair.b, passage)); // whichever came first in the address
    this.map.placed();
    this.ribbons.placed();
    if (passage) this.activate(passage);
  }

  left() {
    this.map.left();
    this.ribbons.left();
    shown = null;
  }

  // activate makes a passage the one at hand: lit on both sides, in view, and in
  // the address.
  activate(n) {
    if (!this.pair.rows[n - 1]) return;
    this.active = n;
    this.point(-1, n);
    this.desk.scrollIntoView({block: 'nearest'});
    address(pairAt(this.pair.a, this.pair.b, n));
    const [kind, move] = this.pair.rows[n - 1];
    say('Passage ' + n + ' of ' + this.pair.rows.length + ', ' + kinds[kind] + ['', ', moved up', ', moved down'][move]);
  }

  // point lights a passage up, and brings it into view on every side but the one
  // that the pointer or the focus is on.
  point(from, n) {
    const before = this.lit;
    this.lit = n || this.active;
    if (before !== this.lit) {
      for (const side of this.sides) {
        side.mark(before, false);
        side.mark(this.lit, true);
      }
    }
    if (n) for (const side of this.sides) if (side.n !== from) side.bring(n);
    this.map.light();
    this.ribbons.draw();
  }

  // step goes to the next passage in the order of the first text.
  step(by) {
    const n = Math.max(1, Math.min(this.pair.rows.length, this.active ? this.active + by : by > 0 ? 1 : this.pair.rows.length));
    this.activate(n);
  }
}
