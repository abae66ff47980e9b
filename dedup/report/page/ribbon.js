// Ribbons between the panes: moved passages that are in view, and the one at hand.

class Ribbons {
  constructor(view) {
    this.view = view;
    this.node = svg('svg', {class: 'ribbons', 'aria-hidden': 'true'});
    this.seen = [new Set(), new Set()]; // chunks in view, by side
    this.asked = false;
    this.watch = new ResizeObserver(() => this.draw());
  }

  placed() {
    this.watch.observe(this.node);
    this.eyes = this.view.sides.map((side, n) => {
      const eye = new IntersectionObserver(entries => {
        for (const e of entries) this.seen[n][e.isIntersecting ? 'add' : 'delete'](e.target);
        this.draw();
      }, {root: side.node});
      for (const chunk of side.node.children) eye.observe(chunk);
      side.node.addEventListener('scroll', () => this.draw(), {passive: true});
      return eye;
    });
  }

  left() {
    this.watch.disconnect();
    for (const eye of this.eyes ?? []) eye.disconnect();
  }

  // draw draws at the next frame.
  draw() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.redraw();
    });
  }

  redraw() {
    const box = this.node.getBoundingClientRect();
    const wanted = new Set();
    for (const chunks of this.seen) for (const chunk of chunks) for (const n of chunk.moved) wanted.add(n);
    if (this.view.lit) wanted.add(this.view.lit);
    this.node.replaceChildren(...[...wanted].map(n => this.ribbon(n, box)));
  }

  ribbon(n, box) {
    const kind = kinds[this.view.pair.rows[n - 1][0]];
    const [[a, b], [c, d]] = this.view.sides.map(side => this.extent(side, n, box));
    const w = box.width;
    return svg('path', {class: 'ribbon f-' + kind + (n === this.view.lit ? ' lit' : ''),
      d: `M0 ${a}C${w / 2} ${a} ${w / 2} ${c} ${w} ${c}V${d}C${w / 2} ${d} ${w / 2} ${b} 0 ${b}Z`});
  }

  // extent is where a passage stands in its pane, from top to bottom, cut to what
  // is seen. Where its chunk is not laid out, that of the chunk will do.
  extent(side, n, box) {
    const parts = side.parts.get(n) ?? [];
    if (!parts.length) return [0, 0];
    const place = part => (this.seen[side.n].has(part.chunk) ? part : part.chunk).getBoundingClientRect();
    const within = y => Math.round(Math.max(0, Math.min(box.height, y - box.top)) * 10) / 10;
    return [within(place(parts[0]).top), within(place(parts.at(-1)).bottom)];
  }
}
