// Data, elements and words that all views use.

const index = read('index');

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// memo keeps the last few results of a function of one number: texts are long.
function memo(size, f) {
  const kept = new Map();
  return n => {
    if (!kept.has(n)) {
      kept.set(n, f(n));
      if (kept.size > size) kept.delete(kept.keys().next().value);
    }
    return kept.get(n);
  };
}

const textOf = memo(8, n => read('t' + n));
const pairsOf = memo(8, n => read('p' + n));

// el makes an element. Props are attributes, but for "on", a table of listeners,
// and "class"; undefined and false ones are left out. Kids are nodes or text.
function el(name, props, ...kids) {
  return fill(document.createElement(name), props, kids);
}

function svg(name, props, ...kids) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), props, kids);
}

function fill(node, props, kids) {
  for (const [key, value] of Object.entries(props ?? {})) {
    if (key === 'on') {
      for (const [type, f] of Object.entries(value)) node.addEventListener(type, f);
    } else if (value !== undefined && value !== false) {
      node.setAttribute(key, value === true ? '' : value);
    }
  }
  for (const kid of kids.flat()) {
    if (kid instanceof Node) node.append(kid);
    else if (kid !== undefined && kid !== null && kid !== '') put(node, String(kid));
  }
  return node;
}

// What does not show, and may deceive: control characters, and characters that
// override the direction of those behind them. Marks of honest right-to-left text
// have done their work in the source and are dropped.
const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const oddOnes = new RegExp('(' + odd.source + ')');

// put appends text, with odd characters shown as what they are.
function put(node, text) {
  if (!odd.test(text)) {
    node.append(text);
    return;
  }
  for (const part of text.split(oddOnes)) {
    if (!odd.test(part)) {
      if (part) node.append(part);
    } else if (!/[\u202a-\u202c\u2066-\u2069]/.test(part)) {
      const code = 'U+' + part.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      const mark = document.createElement('span');
      mark.className = 'odd';
      mark.textContent = code;
      node.append(mark);
    }
  }
}

// Kinds of passages, in the order of the data.
const kinds = ['verbatim', 'edited', 'rewritten', 'only'];

const kindNames = ['verbatim', 'edited', 'rewritten', 'only here'];

// Addresses: "#/", "#/story/ID", "#/pair/ID/ID", "#/pair/ID/ID/3".
const storyAt = s => '#/story/' + encodeURIComponent(index.texts[s.members[0].article].key);

const pairAt = (a, b, passage) => '#/pair/' + encodeURIComponent(index.texts[a].key) + '/' +
  encodeURIComponent(index.texts[b].key) + (passage ? '/' + passage : '');

// address puts one into the bar without a step back to it.
function address(to) {
  try {
    history.replaceState(null, '', to);
  } catch {
    // Some browsers allow but so many in a while: somebody holds a key down.
  }
}

// nameOf is who published an article, else its ID.
const nameOf = n => index.texts[n].source || index.texts[n].id;

// bdi keeps the direction of a name from what stands around it.
const bdi = (text, props) => el('bdi', props, text);

function say(text) {
  document.getElementById('said').textContent = text;
}

// after calls f once calls have ceased for some milliseconds.
function after(ms, f) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...args), ms);
  };
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const smooth = () => (calm.matches ? 'instant' : 'smooth');
