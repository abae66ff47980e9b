// The timeline: a list of the members and, beside it, who came when, with lines
// from what they come from. The list says all that the picture does.

// timeScale places dates between two points. Copies come within minutes and
// follow-ups within days, so the scale is logarithmic from ten minutes on.
function timeScale(s, from, to) {
  const [first, last] = period(s);
  const place = seconds => Math.log1p(Math.max(0, seconds) / 600);
  const whole = place(last - first) || 1;
  return date => from + (to - from) * place(date - first) / whole;
}

function period(s) {
  const dates = s.members.map(m => index.texts[m.article].date).filter(d => d !== undefined);
  return dates.length ? [Math.min(...dates), Math.max(...dates)] : [0, 0];
}

// dot marks a member: agencies are square, origins filled.
function dot(x, y, r, agency, isOrigin) {
  const props = {class: 'dot' + (isOrigin ? ' is-origin' : '') + (agency ? ' is-agency' : '')};
  if (agency) return svg('rect', {...props, x: x - r, y: y - r, width: 2 * r, height: 2 * r});
  return svg('circle', {...props, cx: x, cy: y, r});
}

// timeline returns the list with its picture, and what draws that again.
function timeline(s) {
  const picture = svg('svg', {class: 'chart', 'aria-hidden': 'true'});
  const list = el('ol', {class: 'members'});
  if (s.origin < 0) list.append(el('li', {class: 'member unseen'}, el('p', {class: 'who'}, el('b', {}, noOrigin(s)))));
  const more = el('p', {class: 'rest'});
  const draw = () => drawChart(s, picture, list);
  addMembers(s, list, more, perFamily);
  const box = el('section', {class: 'timeline', 'aria-label': 'Who came when'}, picture, list, more);
  new ResizeObserver(draw).observe(list);
  list.addEventListener('pointerover', e => light(picture, rowOf(list, e.target)));
  list.addEventListener('focusin', e => light(picture, rowOf(list, e.target)));
  list.addEventListener('pointerleave', () => light(picture, -1));
  return {box, draw};
}

const perFamily = 100;

// addMembers adds up to n members to the list and, if some are left, a button
// that adds them; the picture follows.
function addMembers(s, list, more, n) {
  const at = list.querySelectorAll('.member:not(.unseen)').length;
  s.members.slice(at, at + n).forEach((m, i) => list.append(member(s, m, at + i + 1)));
  const left = s.members.length - at - n;
  more.replaceChildren();
  if (left > 0) {
    more.append(el('button', {type: 'button', on: {click: () => {
      addMembers(s, list, more, Infinity);
      list.querySelectorAll('.member:not(.unseen)')[at + n].querySelector('a').focus();
    }}}, 'Show ' + numbers.format(left) + ' more'));
  }
}

function rowOf(list, node) {
  const row = node.closest('.member');
  return row ? [...list.children].indexOf(row) : -1;
}

function light(picture, row) {
  for (const line of picture.querySelectorAll('.line')) line.classList.toggle('lit', line.dataset.row === String(row));
}

function member(s, m, n) {
  const a = index.texts[m.article];
  const [first] = period(s);
  const who = el('p', {class: 'who'}, el('span', {class: 'no'}, n), el('b', {}, bdi(nameOf(m.article))));
  if (a.agency) who.append(' ', el('span', {class: 'tag'}, 'agency'));
  if (m.article === s.origin) who.append(' ', el('span', {class: 'tag strong'}, 'origin'));
  if (a.date !== undefined) who.append(' ', el('span', {class: 'time'}, a.date === first ? moment(a.date) : '+' + span(a.date - first)));
  const row = el('li', {class: 'member'}, who);
  const title = bdi(a.title, {lang: a.language});
  if (m.from < 0) {
    row.append(el('p', {class: 'title'}, title), el('p', {class: 'note'}, s.origin < 0 && s.members.length > 2 ? 'Each of the others is set beside the one named, so that all together share the most.' : ''));
  } else {
    row.append(el('p', {class: 'title'}, el('a', {href: pairAt(m.from, m.article)}, title)), besides(s, m, a));
  }
  return row;
}

// besides says what became of the words of a member.
function besides(s, m, a) {
  const notes = [shareWords(m.share)];
  if (a.credit) notes.push('credits ' + a.credit);
  if (m.from !== s.origin) notes.push('beside ' + (s.members.findIndex(x => x.article === m.from) + 1) + ' ' + nameOf(m.from));
  return el('div', {class: 'fate'}, bar(m.share), el('p', {class: 'note'}, notes.join('; ')));
}

// drawChart draws the picture as high as the list, each member at its row. Lines
// leave what they come from as strands of one trunk, side by side; more than
// maxStrands as branches of one line.
function drawChart(s, picture, list) {
  const width = picture.getBoundingClientRect().width;
  const rows = [...list.children].map(row => row.offsetTop + 13);
  const skip = s.origin < 0 ? 1 : 0;
  const members = s.members.slice(0, rows.length - skip);
  const room = Math.min(7, width / 8 / maxStrands);
  const first = members.filter(m => m.from === s.members[0].article);
  const trunk = first.length > maxStrands ? trunkWidth : first.reduce((sum, m) => sum + thickness(m, room) + gap(room), 0);
  const at = timeScale(s, 14 + trunk / 2, width - 14 - trunk / 2);
  const place = new Map(members.map((m, i) => {
    const date = index.texts[m.article].date;
    return [m.article, {x: date === undefined ? 14 + trunk / 2 : at(date), y: rows[i + skip], row: i + skip}];
  }));
  picture.setAttribute('height', list.offsetHeight);
  picture.replaceChildren(...ticks(s, at, width, list.offsetHeight), ...strands(members, place, room));
  const [base] = place.values();
  if (skip) {
    picture.append(svg('path', {class: 'line none', d: `M${base.x} ${rows[0]}V${base.y}`}), svg('circle', {class: 'dot nobody', cx: base.x, cy: rows[0], r: 6}));
  }
  for (const m of members) {
    const {x, y} = place.get(m.article);
    picture.append(dot(x, y, 6, index.texts[m.article].agency, m.article === s.origin));
  }
}

const maxStrands = 10;
const trunkWidth = 5;
const near = 44; // between two that are nearer to each other a line has no room to turn

const thickness = (m, room) => Math.max(Math.min(0.6, room), room * reused(m.share));
const gap = room => Math.min(1, room / 4);

// strands places the lines that leave one member so that none crosses another:
// those to the left by falling distance, then those to the right by rising.
function strands(members, place, room) {
  const out = [];
  const leaving = new Map(); // article -> those set beside it, and where they are
  for (const m of members) {
    if (place.has(m.from)) {
      if (!leaving.has(m.from)) leaving.set(m.from, []);
      leaving.get(m.from).push([m, place.get(m.article)]);
    }
  }
  for (const [base, all] of leaving) {
    const from = place.get(base);
    if (all.length > maxStrands) {
      out.push(...branches(from, all));
      continue;
    }
    const left = all.filter(([, to]) => to.x < from.x - 1);
    const right = all.filter(([, to]) => to.x >= from.x - 1).reverse();
    let x = from.x - all.reduce((sum, [m]) => sum + thickness(m, room) + gap(room), 0) / 2;
    for (const [m, to] of [...left, ...right]) {
      const wide = thickness(m, room);
      out.push(strand(m, x + wide / 2, from, to, wide));
      x += wide + gap(room);
    }
  }
  return out;
}

// branches draws many lines that leave one member: a trunk, as far as they go, and
// what leaves it for each.
function branches(from, all) {
  const ends = all.map(([, to]) => over(from.x, from, to).turn);
  const trunk = svg('path', {class: 'trunk', 'stroke-width': trunkWidth, d: `M${from.x} ${Math.min(from.y, ...ends)}V${Math.max(from.y, ...ends)}`});
  return [trunk, ...all.map(([m, to]) => {
    const {turn, away} = over(from.x, from, to);
    return line(m, to, 1 + 3 * reused(m.share), `M${from.x} ${turn}` + away);
  })];
}

// strand goes down from one member and over to another. Where that is above or below, with others between, it makes a
// bow, the wider the farther, so that no two go the same way.
function strand(m, x, from, to, wide) {
  const rows = Math.abs(to.row - from.row);
  if (rows > 1 && Math.abs(to.x - x) < near) {
    const bow = Math.min(Math.min(x, to.x) - 4, 18 + 9 * rows) * 4 / 3;
    return line(m, to, wide, `M${x} ${from.y}C${x - bow} ${from.y} ${to.x - bow} ${to.y} ${to.x} ${to.y}`);
  }
  const {turn, away} = over(x, from, to);
  return line(m, to, wide, `M${x} ${from.y}V${turn}` + away);
}

// over says where a line that goes up or down at x turns, and how it goes on.
function over(x, from, to) {
  const bend = Math.min(22, Math.abs(to.x - x), Math.abs(to.y - from.y));
  const turn = to.y - (Math.sign(to.y - from.y) || 1) * bend;
  return {turn, away: `Q${x} ${to.y} ${x + (Math.sign(to.x - x) || 1) * bend} ${to.y}H${to.x}`};
}

// line is that of a member, in the style of what most of the words are.
function line(m, to, width, d) {
  const main = m.share.slice(0, 3).indexOf(Math.max(...m.share.slice(0, 3)));
  return svg('path', {class: 'line s-' + kinds[main], 'data-row': to.row, 'stroke-width': width.toFixed(2), d,
    on: {click: () => { location.hash = pairAt(m.from, m.article); }}},
  svg('title', {}, nameOf(m.from) + ' → ' + nameOf(m.article) + ': ' + shareWords(m.share)));
}

const marksOfTime = [[600, '10 min'], [3600, '1 h'], [6 * 3600, '6 h'], [86400, '1 day'], [3 * 86400, '3 days'],
  [7 * 86400, '1 week'], [30 * 86400, '1 month'], [365 * 86400, '1 year']];

function ticks(s, at, width, height) {
  const [first, last] = period(s);
  if (first === last) return [];
  const out = [];
  let edge = width;
  const tick = (x, text) => {
    out.push(svg('line', {class: 'tick', x1: x, x2: x, y1: 20, y2: height}), svg('text', {class: 'scale', x, y: 12, 'text-anchor': text === 'first' ? 'start' : 'middle'}, text));
  };
  for (const [seconds, text] of marksOfTime.toReversed()) {
    const x = at(first + seconds);
    if (first + seconds > last || x > edge - 28 || x < at(first) + 52) continue;
    tick(x, '+' + text);
    edge = x - 28;
  }
  tick(at(first), 'first');
  return out;
}
