// The overview: every story a row, searched, filtered, sorted and paged.

const perPage = 50;
const searchable = 30e6; // bytes of texts up to which the search looks into them

// digest gathers what a row shows of a story and what it is sorted by.
function digest(story, n) {
  const members = story.members.map(m => index.texts[m.article]);
  const dates = members.map(a => a.date).filter(d => d !== undefined);
  const share = [0, 0, 0, 0];
  for (const m of story.members) m.share?.forEach((words, k) => { share[k] += words; });
  const total = Math.max(1, share.reduce((sum, words) => sum + words, 0));
  const sources = new Set(members.map(a => a.source).filter(Boolean));
  return {
    n, story, share, sources,
    size: members.length,
    outlets: sources.size,
    first: dates.length ? Math.min(...dates) : undefined,
    lasted: dates.length > 1 ? Math.max(...dates) - Math.min(...dates) : 0,
    verbatim: share[0] / total,
    rewritten: share[2] / total,
    languages: new Set(members.map(a => a.language).filter(Boolean)),
    relations: new Set(story.members.map(m => m.relation).filter(Boolean)),
  };
}

const stories = index.stories.map(digest);

const orders = {
  'Most articles': (p, q) => q.size - p.size,
  'Newest first': (p, q) => (q.first ?? -Infinity) - (p.first ?? -Infinity) || 0,
  'Oldest first': (p, q) => (p.first ?? Infinity) - (q.first ?? Infinity) || 0,
  'Longest in the news': (p, q) => q.lasted - p.lasted,
  'Most verbatim': (p, q) => q.verbatim - p.verbatim,
  'Most rewritten': (p, q) => q.rewritten - p.rewritten,
  'Headline': (p, q) => p.story.title.localeCompare(q.story.title),
};

// What was chosen stays chosen when one comes back from a story.
const chosen = {words: '', source: '', language: '', relation: '', order: 'Most articles', shown: perPage};

// haystack is what the search looks into, made when it is first needed.
const haystacks = new Map();

function haystack(d) {
  if (!haystacks.has(d.n)) {
    const parts = [d.story.title, d.story.reason];
    for (const m of d.story.members) {
      const a = index.texts[m.article];
      parts.push(a.id, a.title ?? '', a.source ?? '', a.credit ?? '');
      if (textsSearched()) parts.push(read('t' + m.article).text);
    }
    haystacks.set(d.n, fold(parts.join('\n')));
  }
  return haystacks.get(d.n);
}

function textsSearched() {
  return index.texts.reduce((sum, a) => sum + a.bytes, 0) <= searchable;
}

function found() {
  const words = fold(chosen.words).split(/\s+/).filter(Boolean);
  const fits = d => (!chosen.source || d.sources.has(chosen.source)) &&
    (!chosen.language || d.languages.has(chosen.language)) &&
    (!chosen.relation || d.relations.has(chosen.relation)) &&
    words.every(w => haystack(d).includes(w));
  return stories.filter(fits).sort((p, q) => orders[chosen.order](p, q) || p.n - q.n);
}

function overview() {
  const list = el('ol', {class: 'stories'});
  const status = el('p', {class: 'status', role: 'status'});
  const more = el('p', {class: 'more'});
  const update = () => showStories(list, status, more);
  const view = [
    el('h1', {tabindex: '-1'}, index.title),
    el('p', {class: 'lede'}, summary()),
  ];
  if (stories.length) view.push(controls(update), status, key(), list, more);
  if (index.related) view.push(relatedPairs());
  update();
  return {title: index.title, home: true, trail: [], nodes: view};
}

function summary() {
  if (!index.articles) return 'No articles.';
  if (!stories.length) return count(index.articles, 'article', 'articles') + ', no two of them the same story.';
  const alone = index.articles - index.in;
  const tell = count(stories.length, 'story', 'stories');
  if (!alone) return count(index.in, 'article', 'articles') + ' tell ' + tell + '.';
  return count(index.articles, 'article', 'articles') + ': ' + numbers.format(index.in) + ' of them tell ' + tell + ', ' +
    count(alone, 'stands', 'stand') + ' alone.';
}

function controls(update) {
  const again = () => {
    chosen.shown = perPage;
    update();
  };
  const search = el('input', {type: 'search', id: 'search', value: chosen.words, autocomplete: 'off', spellcheck: 'false',
    placeholder: textsSearched() ? 'Headlines, outlets, texts' : 'Headlines, outlets',
    on: {input: after(120, () => {
      chosen.words = search.value;
      again();
    })}});
  return el('form', {class: 'controls', role: 'search', on: {submit: e => e.preventDefault()}},
    el('label', {class: 'field wide'}, el('span', {}, 'Search'), search),
    choice('Outlet', 'source', tally(d => d.sources), again),
    choice('Language', 'language', tally(d => d.languages), again, languageName),
    choice('Closest relation', 'relation', tally(d => d.relations), again),
    choice('Order', 'order', Object.keys(orders).map(o => [o]), again));
}

// tally counts the stories by what f gives of each, sorted.
function tally(f) {
  const sum = new Map();
  for (const d of stories) for (const x of f(d)) sum.set(x, (sum.get(x) ?? 0) + 1);
  return [...sum].sort((p, q) => p[0].localeCompare(q[0]));
}

function choice(label, name, options, update, show = x => x) {
  const select = el('select', {on: {change: () => {
    chosen[name] = select.value;
    update();
  }}});
  if (name !== 'order') select.append(el('option', {value: ''}, 'All'));
  for (const [value, n] of options) {
    select.append(el('option', {value, selected: chosen[name] === value}, show(value) + (n ? ' (' + n + ')' : '')));
  }
  return el('label', {class: 'field'}, el('span', {}, label), select);
}

const languageNames = new Intl.DisplayNames('en', {type: 'language', fallback: 'code'});

function languageName(code) {
  try {
    return languageNames.of(code);
  } catch {
    return code; // a feed may call a language anything
  }
}

function showStories(list, status, more) {
  const all = found();
  list.replaceChildren(...all.slice(0, chosen.shown).map(storyRow));
  status.textContent = all.length === stories.length ? count(all.length, 'story', 'stories')
    : numbers.format(all.length) + ' of ' + count(stories.length, 'story', 'stories');
  more.replaceChildren();
  const left = all.length - chosen.shown;
  if (left > 0) {
    more.append(el('button', {type: 'button', on: {click: () => {
      const at = chosen.shown;
      chosen.shown += perPage;
      showStories(list, status, more);
      list.children[at]?.querySelector('a').focus();
    }}}, 'Show ' + Math.min(left, perPage) + ' more of ' + numbers.format(left)));
  }
}

function storyRow(d) {
  const s = d.story;
  const base = index.texts[s.members[0].article];
  return el('li', {class: 'story'},
    el('div', {class: 'when'}, d.first !== undefined ? day(d.first) : ''),
    el('div', {class: 'what'},
      el('h2', {lang: base.language}, el('a', {href: storyAt(s)}, bdi(s.title))),
      el('p', {class: 'origin'}, origin(s))),
    el('div', {class: 'figures'},
      el('p', {class: 'counts'}, counts(d)),
      arrivals(d),
      bar(d.share),
      el('p', {class: 'note'}, shareWords(d.share))));
}

function counts(d) {
  const parts = [count(d.size, 'article', 'articles')];
  if (d.outlets) parts.push(count(d.outlets, 'outlet', 'outlets'));
  if (d.lasted) parts.push('over ' + span(d.lasted));
  return parts.join(' · ');
}

// origin says where a story comes from and why.
function origin(s) {
  if (s.origin < 0) return [el('b', {}, noOrigin(s)), s.reason ? ': ' + unseen(s) : ''];
  const name = nameOf(s.origin);
  const why = s.reason === 'published by the agency ' + name ? ', a news agency' : s.reason ? ': ' + s.reason : '';
  return ['From ', el('b', {}, bdi(name)), why];
}

// noOrigin heads a story without an origin: confidence is 0 where nothing tells which it is.
function noOrigin(s) { return s.confidence ? 'Source not among these' : 'Origin unknown'; }

// unseen counts those who credit an agency where the reason lists them all.
function unseen(s) {
  const reason = s.reason.replace(/^(unseen source|unknown): /, '');
  const [agency, list] = reason.split(', credited by ');
  const credits = s.members.filter(m => index.texts[m.article].credit?.split(', ').includes(agency));
  if (!list || credits.length < 4) return reason;
  return agency + ', credited by ' + credits.length + ' of these ' + s.members.length;
}

// arrivals draws when the articles of a story came, on the scale of its timeline.
function arrivals(d) {
  const width = 240;
  const picture = svg('svg', {class: 'arrivals', viewBox: '0 0 ' + width + ' 12', preserveAspectRatio: 'xMinYMid', 'aria-hidden': 'true'},
    svg('line', {x1: 0, x2: width, y1: 6, y2: 6}));
  const at = timeScale(d.story, 4, width - 4);
  for (const m of d.story.members) {
    const a = index.texts[m.article];
    if (a.date === undefined) continue;
    picture.append(dot(at(a.date), 6, 3, a.agency, m.article === d.story.origin));
  }
  return picture;
}

// relatedPairs lists the pairs that are alike and made no story.
function relatedPairs() {
  const box = el('section', {class: 'related'}, el('h2', {}, 'Alike, but not one story'),
    el('p', {class: 'note'}, 'Independent reports of one event, shared quotations, or copies that did not fit a story.'));
  const list = el('ul', {class: 'pairs'});
  for (const p of pairsOf(-1)) {
    list.append(el('li', {},
      el('a', {href: pairAt(p.a, p.b)}, bdi(headline(p.a)), el('span', {class: 'to'}, ' – '), bdi(headline(p.b))),
      el('span', {class: 'note'}, p.relation + ', score ' + p.score.toFixed(2))));
  }
  box.append(list);
  if (index.more) box.append(el('p', {class: 'note'}, 'and ' + count(index.more, 'pair', 'pairs') + ' more, less alike'));
  return box;
}

const headline = n => nameOf(n) + ': ' + index.texts[n].title;
