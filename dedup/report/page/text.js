// One of two texts: paragraphs with passages, changed words and furniture.

const longText = 40000;  // characters from which only what is in view is laid out
const perChunk = 5000;   // characters that are laid out at once
const longest = 2500;    // characters of a paragraph; longer ones are divided

// A Cursor walks a sorted list of stretches [start, end, what].
class Cursor {
  constructor(list) {
    this.list = list;
    this.i = 0;
  }

  // at returns what stands at a place and where that ends, or where the next
  // begins. Places must not go back.
  at(place) {
    while (this.i < this.list.length && this.list[this.i][1] <= place) this.i++;
    const here = this.list[this.i];
    if (!here) return [0, Infinity];
    return here[0] <= place ? [here[2], here[1]] : [0, here[0]];
  }
}

// stretches cuts [s, e, s, e, ...] into a list for a Cursor.
function stretches(flat, list) {
  for (let i = 0; i < flat.length; i += 2) list.push([flat[i], flat[i + 1], 1]);
}

class Side {
  constructor(view, n, article) {
    this.view = view;
    this.n = n;
    this.article = article;
    this.text = textOf(article);
    this.parts = new Map(); // number of a passage -> its elements
    this.passages = view.pair.rows.map((r, i) => [r[2 + 2 * n], r[3 + 2 * n], i + 1]).sort((p, q) => p[0] - q[0]);
    const a = index.texts[article];
    this.node = el('section', {class: 'pane', tabindex: '0', role: 'region', lang: a.language,
      'aria-label': (n ? 'Second' : 'First') + ' text: ' + nameOf(article),
      on: {
        pointerover: e => this.pointed(e),
        pointerleave: () => view.hover(this.n, 0),
        focusin: e => this.focused(e),
        click: e => this.clicked(e),
      }});
    this.lay();
  }

  head() {
    const a = index.texts[this.article];
    const about = [a.date !== undefined ? moment(a.date) : '', a.credit ? 'credits ' + a.credit : '',
      a.source ? a.id : ''].filter(Boolean).join('; ');
    return el('div', {class: 'head'},
      el('p', {class: 'who'}, el('b', {}, bdi(nameOf(this.article))), a.agency ? [' ', el('span', {class: 'tag'}, 'agency')] : ''),
      el('h2', {lang: a.language}, bdi(a.title)),
      el('p', {class: 'note'}, about));
  }

  // lay fills the pane.
  lay() {
    const rows = this.view.pair.rows;
    const words = [];
    for (const [, , i] of this.passages) if (rows[i - 1].length > 6) stretches(rows[i - 1][6 + this.n], words);
    this.cursors = [new Cursor(this.passages), new Cursor(words), new Cursor(this.text.marks.map(([, s, e]) => [s, e, 1]))];
    const long = this.text.text.length > longText;
    let chunk = null;
    let room = 0;
    for (const [from, to, goesOn] of paragraphs(this.text.text)) {
      if (room <= 0) {
        chunk = el('div', {class: long ? 'chunk lazy' : 'chunk'});
        chunk.moved = [];
        this.node.append(chunk);
        room = perChunk;
      }
      chunk.append(this.paragraph(from, to, goesOn, chunk));
      room -= to - from + 80;
    }
  }

  paragraph(from, to, goesOn, chunk) {
    const p = el('p', {dir: 'auto', class: goesOn ? 'goes-on' : undefined});
    let part = null;
    let number = 0;
    for (let at = from; at < to;) {
      const here = this.cursors.map(c => c.at(at));
      const end = Math.min(to, ...here.map(h => h[1]));
      const [passage, word, aside] = here.map(h => h[0]);
      if (passage !== number) {
        number = passage;
        part = passage ? this.part(passage, chunk) : null;
        if (part) p.append(part);
      }
      let node = part ?? p;
      if (aside) node = node.appendChild(el('span', {class: 'aside'}));
      if (word) node = node.appendChild(el(this.n ? 'ins' : 'del', {class: this.n ? 'came' : 'went'}));
      put(node, this.text.text.slice(at, end));
      at = end;
    }
    return p;
  }

  // part makes an element of a passage: the first has its number, which is a link
  // to its address and, for the keyboard, the way to the other text.
  part(n, chunk) {
    const [kind, move] = this.view.pair.rows[n - 1];
    const node = el('span', {class: 'p ' + kinds[kind]});
    node.passage = n;
    node.chunk = chunk;
    const known = this.parts.get(n);
    if (known) {
      known.push(node);
      return node;
    }
    this.parts.set(n, [node]);
    if (move) chunk.moved.push(n);
    const way = move ? (move === 1) === (this.n === 0) ? '↑' : '↓' : '';
    node.append(el('a', {class: 'n', href: pairAt(this.view.pair.a, this.view.pair.b, n),
      'aria-label': 'Passage ' + n + ', ' + kinds[kind] + (move ? ', moved' : '')}, n + way));
    return node;
  }

  passageAt(node) {
    return node.closest('.p')?.passage ?? 0;
  }

  pointed(e) {
    if (e.pointerType !== 'touch') this.view.hover(this.n, this.passageAt(e.target));
  }

  focused(e) {
    const n = this.passageAt(e.target);
    if (n) this.view.point(this.n, n);
  }

  clicked(e) {
    const n = this.passageAt(e.target);
    if (!n || !getSelection().isCollapsed || e.metaKey || e.ctrlKey || e.shiftKey) return;
    e.preventDefault();
    this.view.activate(n);
    if (e.target.closest('a') && e.detail === 0) this.view.sides[1 - this.n].first(n)?.querySelector('a').focus({preventScroll: true});
  }

  first(n) {
    return this.parts.get(n)?.[0];
  }

  mark(n, on) {
    for (const part of this.parts.get(n) ?? []) part.classList.toggle('lit', on);
  }

  // bring scrolls the pane until a passage is in view, if it is not.
  bring(n) {
    const part = this.first(n);
    if (!part) return;
    const box = this.seen();
    const at = part.getBoundingClientRect();
    const last = this.parts.get(n).at(-1).getBoundingClientRect();
    if (at.top >= box.top && (last.bottom <= box.bottom || at.top <= box.top + box.height / 3)) return;
    const tall = last.bottom - at.top > box.height * 0.6;
    const top = this.node.scrollTop + at.top - box.top - (tall ? 24 : (box.height - (last.bottom - at.top)) / 2);
    const lazy = part.chunk.classList.contains('lazy');
    this.node.scrollTo({top, behavior: lazy ? 'instant' : smooth()});
    if (lazy) requestAnimationFrame(() => this.settle(part));
  }

  // seen is what the window shows of the pane.
  seen() {
    const {top, bottom} = this.node.getBoundingClientRect();
    const [first, last] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
    return {top: first, bottom: last, height: Math.max(last - first, 1)};
  }

  // settle corrects a scroll to where heights had been guessed.
  settle(part) {
    const box = this.seen();
    const at = part.getBoundingClientRect();
    if (at.top < box.top || at.top > box.bottom - 40) this.node.scrollTop += at.top - box.top - box.height / 3;
  }
}

// paragraphs yields [start, end, whether it goes on in the next]. Those that are
// too long to lay out at once are divided at a space, else anywhere.
function* paragraphs(text) {
  for (let from = 0; from < text.length;) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    for (let at = from, end = from; at < to; at = end) {
      end = cut(text, at, to);
      if (end < to || /\S/.test(text.slice(at, end))) yield [at, end, end < to];
    }
    from = to + 1;
  }
}

function cut(text, from, to) {
  if (to - from <= longest) return to;
  const space = text.lastIndexOf(' ', from + longest);
  if (space > from) return space + 1;
  const code = text.charCodeAt(from + longest);
  return from + longest - (code >= 0xDC00 && code <= 0xDFFF ? 1 : 0);
}
