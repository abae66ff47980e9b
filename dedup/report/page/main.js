// Addresses and keys.

const byKey = new Map(index.texts.map((a, n) => [a.key, n]));
let current = {};
let overviewTop = 0; // where one comes back to

function view(address) {
  if (address.length < 3 && index.pair) return pairView(0, 1, 0); // there is nothing else
  const [what, ...rest] = address.replace(/^#?\/?/, '').split('/').map(decode);
  if (what === 'story') {
    const n = byKey.get(rest[0]);
    const s = index.stories.find(x => x.members.some(m => m.article === n));
    return s ? family(s) : missing('There is no such story in this report.');
  }
  if (what === 'pair') {
    const [a, b] = [byKey.get(rest[0]), byKey.get(rest[1])];
    if (a === undefined || b === undefined) return missing('There is no such article in this report.');
    return pairView(a, b, Number(rest[2]) || 0);
  }
  return overview();
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // somebody else's address
  }
}

function missing(text) {
  return {title: 'Not found', trail: [], nodes: [el('h1', {tabindex: '-1'}, 'Not found'), el('p', {class: 'lede'}, text)]};
}

function show(moved) {
  const address = location.hash;
  const passage = shown && samePair(address);
  if (passage) {
    shown.activate(passage);
    return;
  }
  if (document.querySelector('.stories')) overviewTop = scrollY;
  current.left?.();
  current = view(address);
  document.title = current.title === index.title ? index.title : current.title + ' – ' + index.title;
  document.querySelector('.top').hidden = current.home ?? false;
  document.getElementById('trail').replaceChildren(...current.trail.map(([text, to]) => el('a', {href: to}, bdi(text))));
  const main = document.getElementById('main');
  main.replaceChildren(...current.nodes);
  if (moved) {
    scrollTo({top: document.querySelector('.stories') ? overviewTop : 0, behavior: 'instant'});
    main.querySelector('h1').focus({preventScroll: true});
  }
  current.placed?.();
}

// samePair returns the passage that an address names of the pair that is shown.
function samePair(address) {
  const [what, a, b, n] = address.replace(/^#?\/?/, '').split('/').map(decode);
  const {a: first, b: second} = shown.pair;
  const [x, y] = [byKey.get(a), byKey.get(b)];
  const same = (x === first && y === second) || (x === second && y === first);
  return what === 'pair' && same ? Number(n) || 0 : 0;
}

function pressed(e) {
  if (e.altKey || e.ctrlKey || e.metaKey || e.target.closest('input, select, textarea')) return;
  const go = to => {
    if (to) location.hash = to;
  };
  if (e.key === '/' && document.getElementById('search')) {
    e.preventDefault();
    document.getElementById('search').focus();
  } else if (e.key === 'Escape') {
    go(shown?.story ? storyAt(shown.story) : location.hash.length > 2 ? '#/' : '');
  } else if (shown && e.key === 'j') shown.step(1);
  else if (shown && e.key === 'k') shown.step(-1);
  else if (shown && e.key === 'ArrowLeft') go(shown.before);
  else if (shown && e.key === 'ArrowRight') go(shown.behind);
}

document.querySelector('.skip').addEventListener('click', e => {
  e.preventDefault(); // the address is that of the view
  document.getElementById('main').focus();
});
addEventListener('hashchange', () => show(true));
document.addEventListener('keydown', pressed);
// On paper all stories are there, reasons are open, and what is drawn by measure
// is drawn for the width of a sheet.
addEventListener('beforeprint', () => {
  if (chosen.shown < stories.length && document.querySelector('.stories')) {
    chosen.shown = Infinity;
    show(false);
  }
  for (const box of document.querySelectorAll('details')) box.open = true;
  document.documentElement.classList.add('printing');
  current.draw?.();
});
addEventListener('afterprint', () => {
  document.documentElement.classList.remove('printing');
  current.draw?.();
});
show(false);
