// Keeps the site for times without a network. The build puts the list of its files in here (build/offline.mjs), so every build
// is a worker of its own, and a browser that sees another one fetches that version beside the one in use.
//
// Three promises. A version is whole or not used: its files are fetched into a cache of its own, each with its checksum, and
// only then may it be activated. Versions never mix: a page gets the files of the version that it came with, as long as it is
// open. Sites on one origin never meet: the names of the caches begin with the path of the site, and nothing else is looked at.

/** The files of this version: path, checksum (empty where it may change without a new version), and whether it can do without. */
const FILES = []; // build:files
const BUILD = ''; // build:name

const SCOPE = new URL(registration.scope);
/** A path has no spaces, so no site's names begin with those of another. */
const SITE = `planarium ${SCOPE.pathname} `;
const VERSIONS = `${SITE}version `;
const TREES = `${SITE}tree `;
const OWN = VERSIONS + BUILD;
/** What is noted in a cache: all files are there; which version each page has that came before; what a tree is called. */
const [WHOLE, PAGES, ABOUT] = ['whole', 'pages', 'about'].map((name) => new URL(`?planarium=${name}`, SCOPE).href);
const STORED = 'planarium-stored';
/** By what a server knows its answers again, and what is sent to ask whether one is still right. */
const MARKS = new Map([['etag', 'if-none-match'], ['last-modified', 'if-modified-since']]);
/** Files that are fetched at the same time. */
const LANES = 3;
/** How long a server may take that has been asked for something of which there is a copy, and how long it then counts as slow. */
const PATIENCE_MS = 4_000;
const SLOW_MS = 30_000;

// ── what is where ───────────────────────────────────────────────────────────────────────────

const addressOf = (name) => new URL(name, SCOPE);
/** What a file is kept as: its content is in the name, so a file that stays as it was need not be fetched again. */
const keyOf = ([name, checksum]) => `${addressOf(name)}?planarium=${encodeURIComponent(checksum)}`;
const named = async (prefix) => (await caches.keys()).filter((name) => name.startsWith(prefix));
/** In a site's own caches nothing depends on how it was asked for. */
const kept = (cache, key) => cache.match(key, { ignoreVary: true });

async function noted(name, key) {
  const found = await kept(await caches.open(name), key);
  return found?.json();
}

/** A note as it is kept. */
const written = (value) => new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });

/** An answer as it is kept: with what the server wants of browsers, without how it was sent, but with its size. */
async function copy(answer, more = {}) {
  const bytes = await answer.blob();
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'transfer-encoding', 'vary']) headers.delete(name);
  headers.set('content-length', bytes.size);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(bytes, { headers });
}

/** An answer that is to stand in for the server one day: the page says since when it has been there. */
const standIn = (answer) => copy(answer, { [STORED]: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC` });

/** A copy of which the server has said that it is still what it has. */
function confirmed(old) {
  const headers = new Headers(old.headers);
  headers.delete(STORED);
  return new Response(old.body, { headers });
}

const sizeOf = (answer) => Number(answer.headers.get('content-length') ?? 0);

async function sizeOfCache(name) {
  const answers = await (await caches.open(name)).matchAll();
  return answers.reduce((total, answer) => total + sizeOf(answer), 0);
}

/** Does `work` with every item, a few at a time; after a failure with no more of them. */
async function inLanes(items, work) {
  const rest = [...items];
  const lane = async () => {
    for (let item; (item = rest.shift()) !== undefined;) await work(item);
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } catch (error) {
    rest.length = 0;
    throw error;
  }
}

// ── a version comes ─────────────────────────────────────────────────────────────────────────

addEventListener('install', (event) => event.waitUntil(install()));

async function install() {
  const own = await caches.open(OWN);
  const before = await Promise.all((await named(VERSIONS)).filter((name) => name !== OWN).map((name) => caches.open(name)));
  try {
    await inLanes(FILES, (file) => bring(file, own, before));
    await own.put(WHOLE, written(FILES));
  } catch (error) {
    // What has come is used when it is tried again, unless there is no room for it.
    if (error.name === 'QuotaExceededError') await caches.delete(OWN);
    throw error;
  }
}

async function bring(file, own, before) {
  const [name, checksum, isNeeded] = file;
  const key = keyOf(file);
  if (checksum) {
    for (const cache of [own, ...before]) {
      const found = await kept(cache, key);
      if (found) return cache === own ? undefined : own.put(key, found);
    }
  }
  // The page is not compared byte for byte, because publishers may add to it; but it has to be that of this version.
  const integrity = checksum && name ? `sha256-${checksum}` : '';
  const answer = await fetch(addressOf(name), { cache: 'no-cache', credentials: 'same-origin', integrity });
  if (!answer.ok) {
    // Who publishes the site may leave out what it can do without.
    if (answer.status === 404 && !isNeeded) return undefined;
    throw new Error(`${name || 'the page'}: the server answered ${answer.status}`);
  }
  const taken = await copy(answer);
  if (name === '') {
    const text = await taken.clone().text();
    const missing = FILES.find(([other]) => /^planarium-\w+(?:_bg\.wasm|\.js|\.css)$/.test(other) && !text.includes(other));
    if (missing) throw new Error(`the page is that of another version: ${missing[0]} is not in it`);
  }
  return own.put(key, taken);
}

addEventListener('activate', (event) => event.waitUntil(activate()));

/** Notes which version the open pages have, so that they go on with its files. */
async function activate() {
  const before = [];
  for (const name of (await named(VERSIONS)).filter((name) => name !== OWN)) {
    before.push({ name, ...await noted(name, PAGES) });
  }
  const last = before.filter(({ since }) => since).sort((a, b) => b.since - a.since)[0];
  const known = Object.assign({}, ...before.map(({ pages }) => pages));
  const open = last ? await clients.matchAll({ type: 'window' }) : [];
  const pages = Object.fromEntries(open.map(({ id }) => [id, known[id] ?? last.name]));
  await (await caches.open(OWN)).put(PAGES, written({ since: Date.now(), pages }));
  versions = undefined;
  await tidy();
  // On a first visit the page goes on without a network too.
  if (!last) await clients.claim();
}

/** Deletes the versions of which no page is open any more. */
async function tidy() {
  // Another version is on its way, and its cache is no old one.
  if (registration.installing || registration.waiting) return;
  const { pages = {} } = await noted(OWN, PAGES) ?? {};
  const open = new Set((await clients.matchAll({ type: 'window' })).map(({ id }) => id));
  const used = new Set([OWN, ...Object.entries(pages).filter(([id]) => open.has(id)).map(([, name]) => name)]);
  await Promise.all((await named(VERSIONS)).filter((name) => !used.has(name)).map((name) => caches.delete(name)));
}

// ── answering ───────────────────────────────────────────────────────────────────────────────

/** The pages of other versions, and what those consist of; read when it is first needed. */
let versions;

async function readVersions() {
  const { pages = {} } = await noted(OWN, PAGES) ?? {};
  const lists = await Promise.all([...new Set(Object.values(pages))].map(async (name) => [name, await noted(name, WHOLE) ?? []]));
  return { pages, lists: new Map([...lists, [OWN, FILES]]) };
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== SCOPE.origin) return;
  const name = url.pathname.startsWith(SCOPE.pathname) ? url.pathname.slice(SCOPE.pathname.length) : undefined;
  if (request.mode === 'navigate') {
    // Below its path may lie other sites, and other pages.
    if (name === '' || name === 'index.html') event.respondWith(page(event));
  } else if (name === undefined ? request.destination === '' : name !== 'worker.js') {
    event.respondWith(answer(event, name));
  }
});

async function page(event) {
  event.waitUntil(tidy());
  const file = FILES.find(([name]) => name === '');
  return await fileOf(OWN, file) ?? fetch(event.request);
}

/** A file of a version; nothing when it is not there, or the browser does not give it. */
async function fileOf(version, file) {
  try {
    return await kept(await caches.open(version), keyOf(file));
  } catch {
    return undefined;
  }
}

async function answer(event, name) {
  versions ??= readVersions().catch(() => ({ pages: {}, lists: new Map([[OWN, FILES]]) }));
  const { pages, lists } = await versions;
  const version = pages[event.clientId] ?? OWN;
  const file = lists.get(version)?.find(([other]) => other === name);
  if (file?.[1]) return await fileOf(version, file) ?? fetch(event.request);
  if (file) return latest(event, OWN, keyOf(file));
  const tree = event.request.destination === '' && await treeWith(event.request.url);
  return tree ? latest(event, tree, event.request.url) : fetch(event.request);
}

let slowUntil = 0;

/** What the server has now, and without it what it had. What has not changed is not sent again. */
async function latest(event, place, key) {
  const cache = await caches.open(place);
  const old = await kept(cache, key);
  const headers = new Headers(event.request.headers);
  for (const [mark, question] of MARKS) {
    const known = old?.headers.get(mark);
    if (known) headers.set(question, known);
  }
  const asked = old ? fetch(event.request, { headers, cache: 'no-store' }) : fetch(event.request);
  const coming = asked.then(async (answer) => {
    if (answer.ok) await cache.put(key, await standIn(answer.clone()));
  });
  // That there is no room, or no network, is no fault of this answer.
  event.waitUntil(coming.catch(() => {}));
  if (!old) return asked;
  const patience = Date.now() < slowUntil ? 0 : PATIENCE_MS;
  const late = new Promise((done) => {
    setTimeout(() => done(undefined), patience);
  });
  try {
    const answer = await Promise.race([asked, late]);
    if (!answer) slowUntil = Date.now() + SLOW_MS;
    if (answer?.status === 304) return confirmed(old);
    return !answer || answer.status >= 500 ? old : answer;
  } catch (error) {
    if (event.request.signal.aborted) throw error;
    return old;
  }
}

/** The name of the cache of the tree to which an address belongs. */
async function treeWith(url) {
  try {
    for (const name of await named(TREES)) if (await kept(await caches.open(name), url)) return name;
  } catch {
    // The browser does not give what is stored: the server is asked.
  }
  return undefined;
}

// ── what a page asks ────────────────────────────────────────────────────────────────────────

const WORK = new Map([
  ['apply', () => skipWaiting()],
  ['keep', keep],
  ['stored', stored],
  ['forget', forget],
]);

addEventListener('message', (event) => {
  const { planarium, ...asked } = event.data ?? {};
  const work = WORK.get(planarium);
  if (!work) return;
  const say = (answer) => event.ports[0]?.postMessage(answer ?? {});
  event.waitUntil(Promise.resolve(work(asked)).then(say, (error) => say({ failed: String(error.message ?? error), isFull: error.name === 'QuotaExceededError' })));
});

/** Keeps the tree that a page has opened from this server; what belongs to the site itself is there already. */
async function keep({ name, link, urls }) {
  const own = new Set(FILES.map(([path]) => addressOf(path).href));
  const wanted = [...new Set(urls)].filter((url) => new URL(url).origin === SCOPE.origin && !own.has(url.split('?')[0]));
  if (wanted.length === 0) return;
  const place = TREES + wanted[0];
  try {
    const cache = await caches.open(place);
    await inLanes(wanted, async (url) => {
      if (await kept(cache, url)) return;
      // The page has just had it: the browser need not fetch it again.
      const answer = await fetch(url, { cache: 'force-cache', credentials: 'omit' });
      if (answer.ok) await cache.put(url, await standIn(answer));
    });
    const used = new Set([ABOUT, ...wanted]);
    for (const { url } of await cache.keys()) if (!used.has(url)) await cache.delete(url);
    await cache.put(ABOUT, written({ name, link }));
  } catch (error) {
    // Half a tree is none.
    await caches.delete(place);
    throw error;
  }
}

async function stored() {
  const trees = [];
  for (const place of await named(TREES)) {
    const about = await noted(place, ABOUT);
    if (about) trees.push({ ...about, place: place.slice(TREES.length), bytes: await sizeOfCache(place) });
  }
  return { trees, siteBytes: await sizeOfCache(OWN) };
}

/** Deletes the copy of a tree; of all trees, when no place is named. */
async function forget({ place }) {
  const all = await named(TREES);
  await Promise.all(all.filter((name) => place === undefined || name === TREES + place).map((name) => caches.delete(name)));
}
