// Figures, dates and shares in words.

const numbers = new Intl.NumberFormat('en');

function count(n, one, many) {
  return numbers.format(n) + ' ' + (n === 1 ? one : many);
}

// Dates are those of the articles, in UTC, the same for every reader.
const dayForm = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});
const timeForm = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', timeZone: 'UTC'});

const day = seconds => dayForm.format(new Date(seconds * 1000));
const moment = seconds => day(seconds) + ', ' + timeForm.format(new Date(seconds * 1000)) + ' UTC';

// span says how long something took: "46 min", "3 h 18 min", "2 days".
function span(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes + ' min';
  if (minutes < 48 * 60) return Math.floor(minutes / 60) + ' h' + (minutes % 60 ? ' ' + minutes % 60 + ' min' : '');
  return Math.floor(minutes / 1440) + ' days';
}

// percents divides 100 by the counts so that they add up: the largest remainders
// are rounded up.
function percents(share) {
  const total = share.reduce((sum, n) => sum + n, 0);
  if (!total) return share.map(() => 0);
  const out = share.map(n => Math.floor(100 * n / total));
  const rest = share.map(n => (100 * n) % total);
  for (let left = 100 - out.reduce((sum, n) => sum + n, 0); left > 0; left--) {
    const k = rest.indexOf(Math.max(...rest));
    out[k]++;
    rest[k] = -1;
  }
  return out;
}

// shareWords says it: "71 % verbatim, 12 % edited, 17 % only here".
function shareWords(share) {
  const parts = percents(share).map((p, k) => {
    if (p > 0) return p + '\u00a0% ' + kindNames[k];
    return share[k] > 0 ? '<1\u00a0% ' + kindNames[k] : '';
  });
  return parts.filter(Boolean).join(', ') || 'no words';
}

// reused is the share of words that the other text has too, 0 to 1.
function reused(share) {
  const total = share.reduce((sum, n) => sum + n, 0);
  return total ? (total - share[3]) / total : 0;
}

// bar draws a share. What it shows is said in words beside it.
function bar(share) {
  const box = el('span', {class: 'bar', 'aria-hidden': 'true'});
  share.forEach((n, k) => {
    if (!n) return;
    const part = el('span', {class: 'k-' + kinds[k]});
    part.style.flexGrow = n;
    box.append(part);
  });
  return box;
}

// key explains the signs of the kinds.
function key(note) {
  const swatches = kinds.map((kind, k) => el('span', {class: 'swatch'}, el('i', {class: 'k-' + kind, 'aria-hidden': 'true'}), kindNames[k]));
  return el('p', {class: 'key'}, swatches, note ? el('span', {class: 'swatch'}, note) : '');
}

// fold makes words comparable for the search: no capitals, no accents.
const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
