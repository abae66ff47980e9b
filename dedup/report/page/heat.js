// The heat map: how much of each member's text stands in each other.

function heat(s) {
  const members = s.members.slice(0, 40);
  const pairs = pairsOf(index.stories.indexOf(s));
  const shares = new Map();
  for (const p of pairs) {
    if (!p.rows) continue;
    shares.set(p.a + ' ' + p.b, [reused(p.shareA), p]);
    shares.set(p.b + ' ' + p.a, [reused(p.shareB), p]);
  }
  const table = el('table', {class: 'heat' + (members.length > 16 ? ' dense' : ''), role: 'grid', 'aria-label': 'Share of each row’s words that stand in each column’s text'});
  table.append(el('thead', {}, el('tr', {}, el('td', {}), members.map((m, i) => el('th', {scope: 'col', title: nameOf(m.article)}, i + 1)))));
  const body = el('tbody', {});
  members.forEach((m, i) => body.append(heatRow(s, members, m, i, shares)));
  table.append(body);
  roam(table);
  const more = s.members.length - members.length;
  return el('section', {class: 'heatmap'},
    el('h2', {}, 'Who has whose words'),
    el('p', {class: 'note'}, 'The share of the row’s words that stand in the column’s text too. Empty: not linked.' + (more ? ' The first ' + members.length + ' members by date.' : '')),
    el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Heat map'}, table));
}

function heatRow(s, members, m, i, shares) {
  const row = el('tr', {}, el('th', {scope: 'row', class: m.article === s.origin ? 'is-origin' : undefined}, (i + 1) + ' ', bdi(nameOf(m.article))));
  for (const other of members) {
    const cell = el('td', {});
    row.append(cell);
    if (other === m) {
      cell.className = 'self';
      continue;
    }
    const entry = shares.get(m.article + ' ' + other.article);
    if (!entry) continue;
    const [share, p] = entry;
    const percent = Math.round(100 * share);
    cell.className = 'h' + Math.min(9, Math.floor(share * 10));
    cell.append(el('a', {href: pairAt(p.a, p.b), tabindex: '-1', title: nameOf(m.article) + ' in ' + nameOf(other.article) + ': ' + percent + ' %',
      'aria-label': percent + ' % of ' + nameOf(m.article) + ' stands in ' + nameOf(other.article)}, percent));
  }
  return row;
}

// roam lets the arrow keys go over the cells, of which one is in the tab order.
function roam(table) {
  const links = [...table.querySelectorAll('a')];
  if (links.length) links[0].tabIndex = 0;
  table.addEventListener('keydown', e => {
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[e.key];
    const cell = e.target.closest('td');
    if (!step || !cell) return;
    e.preventDefault();
    e.stopPropagation();
    let row = cell.parentNode;
    let at = cell.cellIndex;
    for (;;) {
      at += step[1];
      row = step[0] < 0 ? row.previousElementSibling : step[0] > 0 ? row.nextElementSibling : row;
      const next = row?.cells[at];
      if (!next || next.tagName === 'TH') return;
      const link = next.querySelector('a');
      if (!link) continue;
      for (const l of links) l.tabIndex = -1;
      link.tabIndex = 0;
      link.focus();
      return;
    }
  });
}
