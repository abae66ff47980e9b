// The minimap: both texts as bars, what they share joined, and where one is.

class PairMap {
  constructor(view) {
    this.view = view;
    this.node = el('div', {class: 'map', 'aria-hidden': 'true'});
    this.watch = new ResizeObserver(() => this.draw());
    this.follow = () => requestAnimationFrame(() => this.window());
  }

  placed() {
    this.watch.observe(this.node);
    for (const side of this.view.sides) side.node.addEventListener('scroll', this.follow, {passive: true});
  }

  left() {
    this.watch.disconnect();
  }

  // draw makes one path of all passages of a kind: ten thousand are three paths.
  draw() {
    const width = this.node.clientWidth;
    this.scale = this.view.sides.map(side => width / Math.max(1, side.text.text.length));
    const joins = ['', '', ''];
    const bars = ['', '', ''];
    for (const r of this.view.pair.rows) {
      bars[r[0]] += this.bar(r, 0) + this.bar(r, 1);
      joins[r[0]] += this.join(r);
    }
    const frame = {viewBox: `0 0 ${width} ${mapHeight}`, preserveAspectRatio: 'none'};
    const picture = svg('svg', frame, patterns());
    for (const y of barAt) picture.append(svg('rect', {class: 'ground', x: 0, y, width, height: barHeight}));
    kinds.slice(0, 3).forEach((kind, k) => {
      picture.append(svg('path', {class: 'join f-' + kind, d: joins[k]}), svg('path', {class: 'chip f-' + kind, d: bars[k]}));
    });
    this.spot = svg('path', {class: 'spot'});
    this.windows = barAt.map(y => svg('rect', {class: 'window', y: y - 2, height: barHeight + 4, rx: 2}));
    // What moves lies above, so that the rest need not be painted again.
    const above = svg('svg', {...frame, class: 'above', on: {click: e => this.clicked(e)}}, this.spot, this.windows);
    this.node.replaceChildren(picture, above);
    this.window();
    this.light();
  }

  ends(r, n) {
    return [r[2 + 2 * n] * this.scale[n], Math.max(r[3 + 2 * n] * this.scale[n], r[2 + 2 * n] * this.scale[n] + 1)].map(x => +x.toFixed(1));
  }

  bar(r, n) {
    const [from, to] = this.ends(r, n);
    return `M${from} ${barAt[n]}H${to}v${barHeight}H${from}Z`;
  }

  join(r) {
    const [a, b] = this.ends(r, 0);
    const [c, d] = this.ends(r, 1);
    const top = barAt[0] + barHeight;
    const middle = (top + barAt[1]) / 2;
    return `M${a} ${top}C${a} ${middle} ${c} ${middle} ${c} ${barAt[1]}H${d}C${d} ${middle} ${b} ${middle} ${b} ${top}Z`;
  }

  // light outlines the passage at hand.
  light() {
    const r = this.view.pair.rows[this.view.lit - 1];
    this.spot?.setAttribute('d', r && this.scale ? this.bar(r, 0) + this.bar(r, 1) + this.join(r) : '');
  }

  // window frames what the panes show.
  window() {
    this.windows?.forEach((frame, n) => {
      const pane = this.view.sides[n].node;
      const whole = this.node.clientWidth / Math.max(1, pane.scrollHeight);
      frame.setAttribute('x', pane.scrollTop * whole);
      frame.setAttribute('width', Math.min(pane.clientHeight, pane.scrollHeight) * whole);
    });
  }

  // clicked goes to the passage nearest to the place.
  clicked(e) {
    const box = this.node.getBoundingClientRect();
    const n = e.clientY - box.top > mapHeight / 2 ? 1 : 0;
    const place = (e.clientX - box.left) / this.scale[n];
    let best = 0;
    let least = Infinity;
    this.view.pair.rows.forEach((r, i) => {
      const far = Math.max(r[2 + 2 * n] - place, place - r[3 + 2 * n], 0);
      if (far < least) [best, least] = [i + 1, far];
    });
    if (best) this.view.activate(best);
  }
}

const mapHeight = 62;
const barHeight = 11;
const barAt = [3, mapHeight - barHeight - 3];

// patterns are the signs of the kinds for what is drawn: hatched, dotted.
function patterns() {
  return svg('defs', {},
    svg('pattern', {id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      svg('rect', {class: 'tile', width: 6, height: 6}), svg('rect', {class: 'ink', width: 3, height: 6})),
    svg('pattern', {id: 'dots', width: 5, height: 5, patternUnits: 'userSpaceOnUse'},
      svg('rect', {class: 'tile', width: 5, height: 5}), svg('circle', {class: 'ink', cx: 2.5, cy: 2.5, r: 1.5})));
}
