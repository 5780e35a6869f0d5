/** A way in which storage, browser, network, input or page can fail us. */
export interface Entry {
  readonly number: number
  readonly fault: string
  /** Tests that inject it, as `file: a part of the title that no other title of the file has`. Those of this folder have its number in the title. */
  readonly tests?: readonly string[]
  /** Why it cannot be injected here, or cannot happen to pagekin. */
  readonly cannot?: string
  /** What no test injects yet. */
  readonly open?: string
}

export interface Subject {
  readonly name: string
  readonly entries: readonly Entry[]
}

const ELEMENT = 'e2e/element.spec.ts: '
const EMBED = 'e2e/embed.spec.ts: '
const FAULTS = 'e2e/faults.spec.ts: '
const KILLS = 'e2e/kills.spec.ts: workers, renderers and browsers killed at random moments'
const LIFE = 'e2e/life.spec.ts: '
const MODEL_FILES = 'src/encoder/model-files.test.ts: '
const PARSE = 'src/catalog/parse.test.ts: '
const PAGES = 'e2e/pages.spec.ts: '
const POLICIES = 'e2e/policies.spec.ts: '
const PRIVACY = 'e2e/privacy.spec.ts: '
const SAFE_URL = 'src/shelf/safe-url.test.ts: '
const STORE = 'e2e/store.spec.ts: '
const TABS = 'e2e/two-tabs.spec.ts: '
const WEBGPU = 'e2e/webgpu.spec.ts: '
const OWN_WEBGPU = 'e2e/webgpu-built-in.spec.ts: '

/** Every fault that pagekin has to survive. `docs/reliability.md` is made of it. */
export const CATALOGUE: readonly Subject[] = [
  {
    name: 'Storage',
    entries: [
      {
        number: 1,
        fault: 'The quota ends while vectors are stored',
        tests: [
          `${STORE}over quota the visit goes on in memory`,
          `${STORE}over quota the vectors of another fingerprint make room first`,
          `${FAULTS}a full disk and a forbidden one cost the next visit`,
        ],
      },
      {
        number: 2,
        fault: 'A write succeeds, and its transaction fails after that',
        tests: [`${STORE}over quota the visit goes on in memory`],
      },
      {
        number: 3,
        fault: 'The browser promises more room than it gives',
        tests: [`${STORE}over quota the visit goes on in memory`],
      },
      {
        number: 4,
        fault: 'There is room again in the middle of a visit',
        tests: ['e2e/store.spec.ts: when there is room again, what was kept in memory is stored'],
      },
      { number: 5, fault: 'The disk is full' },
      {
        number: 6,
        fault: 'There is no room for the model’s files',
        tests: [`${MODEL_FILES}where the browser refuses to keep files, they are read all the same`],
      },
      {
        number: 7,
        fault: 'The browser closes a database in use',
        tests: [`${STORE}a database that the browser closes, 100 times`],
      },
      {
        number: 8,
        fault: 'The database is gone at the next visit',
        tests: [`${LIFE}clear deletes the databases and the history`],
      },
      {
        number: 9,
        fault: 'One store is missing or empty',
        tests: [`${STORE}damaged and foreign records are dropped`],
      },
      {
        number: 10,
        fault: 'Stored vectors are damaged',
        tests: [
          `${STORE}damaged and foreign records are dropped`,
          'src/vectors/blocks.test.ts: any one wrong byte, and any burst of four, is found',
          'src/vectors/blocks.test.ts: a right checksum does not excuse sizes',
        ],
      },
      {
        number: 11,
        fault: 'Records about the stored vectors are damaged or missing',
        tests: [
          `${STORE}damaged and foreign records are dropped`,
          'e2e/kept-neighbours.spec.ts: a damaged record costs the early shelf',
          'src/lexical/word-record.test.ts: is not read where it is none',
        ],
      },
      {
        number: 12,
        fault: 'Another script owns a database of our name',
        tests: [`${STORE}a database of our name that something else made`],
      },
      {
        number: 13,
        fault: 'A data file of the database is damaged on the disk',
        tests: [`${STORE}damage on the disk, in any place`],
      },
      {
        number: 14,
        fault: 'The database can neither be opened nor deleted',
        tests: [`${STORE}damage on the disk, in any place`, `${STORE}a database that cannot be opened is tried again`],
      },
      { number: 15, fault: 'A data file of the database is lost, and the database comes back empty' },
      {
        number: 16,
        fault: 'The visitor forbids storage',
        tests: [
          `${STORE}where storage is denied everything works in memory`,
          `${FAULTS}a full disk and a forbidden one cost the next visit`,
        ],
      },
      { number: 17, fault: 'Storage is blocked in a cross-site frame', tests: [`${STORE}in a cross-site frame`] },
      { number: 18, fault: 'A sandboxed frame has no origin', tests: [`${STORE}where storage is denied everything works in memory`] },
      {
        number: 19,
        fault: '`indexedDB` is missing or throws',
        tests: [
          `${STORE}where storage is denied everything works in memory`,
          `${FAULTS}a full disk and a forbidden one cost the next visit`,
        ],
      },
      {
        number: 20,
        fault: 'Opening the database never ends',
        tests: [`${STORE}an upgrade that another tab blocks ends in time`, `${STORE}a transaction that another tab never ends`],
      },
      {
        number: 21,
        fault: 'Any one operation on the database fails',
        tests: [
          'e2e/store-operations.spec.ts: every sixtieth operation of the store fails',
          'e2e/store-operations.spec.ts: every operation of the store fails',
        ],
      },
      { number: 22, fault: 'The browser forgets all stored data when it closes' },
      {
        number: 23,
        fault: 'A private window',
        tests: ['e2e/second-visit.spec.ts: of a changed catalog only what changed', `${TABS}of two tabs one embeds`],
      },
    ],
  },
  {
    name: 'Tabs',
    entries: [
      {
        number: 24,
        fault: 'A tab with older code does not let the database be upgraded',
        tests: [`${STORE}an upgrade that another tab blocks ends in time`],
      },
      { number: 25, fault: 'The tab with older code is frozen' },
      { number: 26, fault: 'Older code meets a newer database', tests: [`${STORE}a database of a newer version is left alone`] },
      {
        number: 27,
        fault: 'Another tab deletes the database',
        tests: [`${STORE}clear deletes the database under a second tab too`, `${STORE}clear that another tab blocks says so in time`],
      },
      { number: 28, fault: 'Several tabs embed one catalog at once', tests: [`${TABS}of two tabs one embeds`] },
      {
        number: 29,
        fault: 'Two tabs change one record, and one change is lost',
        tests: [`${STORE}two tabs that append at once lose nothing`, `${STORE}history is kept on the device, by two tabs at once`],
      },
      {
        number: 30,
        fault: 'The tab that embeds is closed or crashes',
        tests: [`${TABS}when the tab that embeds is closed`, `${STORE}a lock is held by one tab`],
      },
      { number: 31, fault: 'The tab that embeds is frozen', tests: ['e2e/store.spec.ts: a lock whose holder has stopped is taken over'] },
      { number: 32, fault: 'Another script writes to our channel between tabs' },
    ],
  },
  {
    name: 'Workers',
    entries: [
      { number: 33, fault: 'Code that runs in the worker before ours', cannot: 'a technique of injecting faults; many specs use it' },
      {
        number: 34,
        fault: 'The worker’s script is missing or a page of HTML',
        tests: [
          `${FAULTS}leaves the words, says \${code}`,
          `${EMBED}a failure is one warning with code and hint`,
          `${EMBED}without client.js links stay`,
        ],
      },
      { number: 35, fault: 'The worker is ended without an event', tests: [`${LIFE}an engine that dies without a word`] },
      {
        number: 36,
        fault: 'The worker closes itself',
        tests: ['src/page/watchdog.test.ts: a worker that answers no question is dead after twelve seconds'],
      },
      {
        number: 37,
        fault: 'The worker computes for ever',
        tests: ['src/page/watchdog.test.ts: a worker that answers no question is dead after twelve seconds'],
      },
      { number: 38, fault: 'A timer in the worker throws', tests: [`${LIFE}an exception that nobody catches leaves the engine running`] },
      {
        number: 39,
        fault: 'A promise in the worker is rejected, and nobody looks',
        tests: [`${WEBGPU}a device that is lost in the middle of embedding`],
      },
      { number: 40, fault: 'Answers are lost, doubled, late or of nobody’s question' },
      {
        number: 41,
        fault: 'The page hands over what cannot be copied',
        tests: [
          `${LIFE}aborted calls reject at once with their code`,
          'src/page/write-rows.test.ts: a row that cannot be read is rejected',
          'src/page/request.test.ts: options that are none, or null',
        ],
      },
      { number: 42, fault: 'The page has no `Worker`, or a wrapped one that throws' },
      { number: 43, fault: 'A recommender is made and disposed hundreds of times' },
    ],
  },
  {
    name: 'Graphics, WebAssembly and encoder',
    entries: [
      {
        number: 44,
        fault: 'There is no WebGPU',
        tests: [`${FAULTS}without WebGPU an ONNX export runs on WASM`, `${FAULTS}without a GPU the built-in encoder`],
      },
      {
        number: 45,
        fault: 'WebGPU never answers, or refuses',
        tests: ['src/encoder/device.test.ts: webgpu is chosen by its adapter', 'src/encoder/device.test.ts: an adapter that never answers'],
      },
      {
        number: 46,
        fault: 'The device is lost between two calls',
        tests: [`${WEBGPU}queries on WebGPU find what WASM embedded`, `${OWN_WEBGPU}a page that asks for WebGPU`],
      },
      {
        number: 47,
        fault: 'The device is lost in a call',
        tests: [`${WEBGPU}a device that is lost in the middle of embedding`, `${OWN_WEBGPU}the built-in model makes the same vectors`],
      },
      { number: 48, fault: 'The graphics process dies' },
      { number: 49, fault: 'The device has no memory left' },
      {
        number: 50,
        fault: 'The device computes wrong numbers',
        tests: [
          'src/encoder/device.test.ts: the self-test compares with the vectors of the arithmetic',
          'src/encoder/encoder.test.ts: weights that load and give garbage fail the self-test',
          'src/encoder/transformer/transformer-runner.test.ts: a GPU that makes other vectors',
        ],
      },
      {
        number: 51,
        fault: 'A vector holds NaN or infinity',
        tests: [
          'src/encoder/device.test.ts: the self-test compares with the vectors of the arithmetic',
          'src/vectors/quantize.test.ts: NaN and infinities are refused',
        ],
      },
      {
        number: 52,
        fault: 'Calls of the runtime overlap',
        tests: [
          'src/encoder/onnx-session.test.ts: a hundred overlapping calls reach the runtime one at a time',
          'src/encoder/encoder.test.ts: overlapping calls all answer',
        ],
      },
      {
        number: 53,
        fault: 'The runtime’s file is missing, cut or a page of HTML',
        tests: [`${FAULTS}leaves the words, says \${code}`, `${MODEL_FILES}no mutation of a file reaches the reader`],
      },
      {
        number: 54,
        fault: 'The download of the runtime stands still',
        tests: [`${MODEL_FILES}a stalled body and a stalled answer end in a timeout`],
      },
      {
        number: 55,
        fault: 'The page forbids WebAssembly',
        tests: [`${POLICIES}where WebAssembly is forbidden the twin in JavaScript ranks alike`],
      },
      { number: 56, fault: 'Threads are wanted where the page is not isolated', cannot: 'the encoder uses one thread everywhere' },
      { number: 57, fault: 'The workers of threads are blocked in an isolated page', cannot: 'the encoder uses one thread everywhere' },
      {
        number: 58,
        fault: 'WebAssembly’s memory cannot grow',
        tests: ['src/vectors/kernel/kernel.test.ts: memory grows and keeps its content, or says that it cannot'],
      },
      {
        number: 59,
        fault: 'The worker’s heap is full',
        tests: [`${PARSE}are beyond maxItems`, `${PARSE}names the size of a text above 64 MiB`],
      },
      {
        number: 60,
        fault: 'The runtime throws a number',
        tests: ['src/encoder/onnx-session.test.ts: a number that is thrown becomes an error with a code'],
      },
    ],
  },
  {
    name: 'Network and model files',
    entries: [
      {
        number: 61,
        fault: 'Offline at the first visit',
        tests: [`${FAULTS}leaves the words, says \${code}`, `${FAULTS}a missing catalog is an error without a kept one`],
      },
      {
        number: 62,
        fault: 'Offline at a later visit',
        tests: ['e2e/second-visit.spec.ts: with the server gone a new browser shows a shelf'],
      },
      {
        number: 63,
        fault: 'The server answers with an error or a login page',
        tests: [`${FAULTS}leaves the words, says \${code}`, `${MODEL_FILES}a busy server and a broken connection are tried again`],
      },
      { number: 64, fault: 'A download ends early', tests: [`${FAULTS}leaves the words, says \${code}`] },
      {
        number: 65,
        fault: 'A download ends early and looks whole',
        tests: [`${MODEL_FILES}no mutation of a file reaches the reader`],
      },
      {
        number: 66,
        fault: 'A download has the right length and wrong bytes',
        tests: [
          `${FAULTS}leaves the words, says \${code}`,
          'src/encoder/encoder.test.ts: one flipped byte in any file of the manifest is refused',
        ],
      },
      {
        number: 67,
        fault: 'A cached file was replaced',
        tests: [
          `${MODEL_FILES}a second visit reads the cache and no network; a poisoned entry is replaced`,
          'src/pack/fetch-files.test.ts: a damaged copy in a cache is fetched again',
        ],
      },
      {
        number: 68,
        fault: 'A download stands still halfway',
        tests: [`${MODEL_FILES}a stalled body and a stalled answer end in a timeout`],
      },
      {
        number: 69,
        fault: 'The network is very slow',
        tests: [
          `${FAULTS}a catalog that comes late is answered for by the kept one`,
          'src/engine/patience.test.ts: signs of life put off the silence',
        ],
      },
      { number: 70, fault: 'The browser’s network process dies' },
      {
        number: 71,
        fault: 'New code meets old model files, or old code new ones',
        tests: [
          `${MODEL_FILES}a second visit reads the cache and no network; a poisoned entry is replaced`,
          'src/encoder/model-settings.test.ts: the fingerprint changes with each part of the identity',
          'src/engine/pack.test.ts: of another encoder serves until the encoder of the page has spoken',
        ],
      },
      {
        number: 72,
        fault: 'The model is another one',
        tests: [
          'src/encoder/encoder.test.ts: one flipped byte in any file of the manifest is refused',
          'src/encoder/onnx-session.test.ts: a model with inputs or outputs of another kind is refused',
        ],
      },
      { number: 73, fault: 'A blocker or a proxy lets our files not through' },
      { number: 74, fault: 'Two tabs download the model at once', tests: [`${TABS}of two tabs one embeds`] },
    ],
  },
  {
    name: 'Catalog',
    entries: [
      {
        number: 75,
        fault: 'No item, one item, or items that are all alike',
        tests: [
          'src/ranking/rank.test.ts: has an answer for a catalog of one item, of none',
          'src/lexical/token-graph.test.ts: leaves no noise where all items say the same',
          `${PARSE}reads an empty array`,
        ],
      },
      {
        number: 76,
        fault: 'Ids come twice, or have the names of built-in properties',
        tests: [`${PARSE}repeat the id of an earlier row`, `${PARSE}ids and fields with the names of Object.prototype are ordinary`],
      },
      {
        number: 77,
        fault: 'Rows have wrong types, getters that throw, or circles',
        tests: [
          `${LIFE}rows that cannot be read are listed and lose no other`,
          'src/page/write-rows.test.ts: a row that cannot be read is rejected',
          `${PARSE}come from an array that throws`,
        ],
      },
      {
        number: 78,
        fault: 'Texts are huge or no proper Unicode, items very many',
        tests: [
          `${PARSE}time grows with the length of a row`,
          'src/catalog/plain-text.test.ts: is well-formed and never longer than asked for',
          'src/encoder/tokenizer.test.ts: a text of a million characters is cut before it is tokenised',
          'src/lexical/tokens.test.ts: reads a megabyte of marks',
          'src/engine/engine.test.ts: the engine says that it lives',
        ],
      },
      {
        number: 79,
        fault: 'The file is cut, of another format, or a page of HTML',
        tests: [
          `${PARSE}says what %s is and what was expected`,
          `${PARSE}reads json lines whose first line was cut`,
          `${FAULTS}a missing catalog is an error without a kept one`,
        ],
      },
      {
        number: 80,
        fault: 'The catalog changes in the middle of a call',
        tests: [
          `${LIFE}rows that cannot be read are listed and lose no other`,
          'src/engine/changed-rows.test.ts: an item that is embedded while rows before it are removed',
        ],
      },
      {
        number: 81,
        fault: 'An item that is shown goes',
        tests: [
          'e2e/pack.spec.ts: loses what is gone from the catalog',
          'src/shelf/keep-visible.test.ts: what is gone is shown nowhere',
          `${ELEMENT}an item that the catalog does not have any more`,
        ],
      },
      {
        number: 82,
        fault: 'A pack’s vectors have a wrong form',
        tests: [
          'src/vectors/blocks.test.ts: a right checksum does not excuse sizes',
          'src/engine/pack.test.ts: with a damaged file of vectors',
        ],
      },
    ],
  },
  {
    name: 'Hostile texts and scripts',
    entries: [
      {
        number: 83,
        fault: 'Texts hold HTML',
        tests: [`${ELEMENT}hostile texts stay text`, 'e2e/first-visit.spec.ts: text of the catalog comes back as text'],
      },
      { number: 84, fault: 'A link is a script', tests: [`${SAFE_URL}whatever is written, a link that comes out is http or https`] },
      {
        number: 85,
        fault: 'A link or an image has another scheme',
        tests: [`${SAFE_URL}whatever is written, a link that comes out is http or https`, `${SAFE_URL}an image may be raster data`],
      },
      { number: 86, fault: 'A link hides its host', tests: [`${SAFE_URL}backslashes are read as the browser reads them`] },
      {
        number: 87,
        fault: 'An address of the page leaks to whom a link or an image leads',
        tests: [`${PRIVACY}a shelf does not tell who serves its pictures`],
      },
      {
        number: 88,
        fault: 'A setting adds style rules',
        tests: [`${POLICIES}where WebAssembly is forbidden the twin`],
      },
      {
        number: 89,
        fault: 'An image is a tracker, huge, slow or a script',
        tests: [`${SAFE_URL}an image may be raster data`, `${PRIVACY}a shelf does not tell who serves its pictures`],
      },
      {
        number: 90,
        fault: 'Elements have the names of what we read',
        tests: [`${EMBED}elements named like ours do not lead the script astray`],
      },
      {
        number: 91,
        fault: 'The page has extended `Object.prototype`',
        tests: [
          `${POLICIES}a page that has extended Object.prototype`,
          `${ELEMENT}a page that has extended Object.prototype`,
          'src/element/settings.test.ts: nothing that the page put into Object.prototype',
        ],
      },
      {
        number: 92,
        fault: 'The page has replaced built-in functions',
        tests: [`${EMBED}keeps its links and sees no exception`],
      },
      { number: 93, fault: 'The page defines `process`, `module` or `define`' },
      {
        number: 94,
        fault: 'A script of the page moves, empties or misuses the element',
        tests: [`${ELEMENT}a shelf that is moved keeps its answer`],
      },
    ],
  },
  {
    name: 'Policies of the page',
    entries: [
      { number: 95, fault: 'No worker from a Blob', tests: [`${POLICIES}a page with 'wasm-unsafe-eval', workers from itself alone`] },
      { number: 96, fault: 'Our files are of another origin', tests: [`${POLICIES}assets of another origin are started from Blobs`] },
      { number: 97, fault: 'The policy of the page also holds in a worker from a Blob' },
      { number: 98, fault: 'The policy allows no connection to our files' },
      {
        number: 99,
        fault: 'The policy forbids inline styles',
        tests: [`${PAGES}under a policy of \${name} there is`, `${POLICIES}a page with 'wasm-unsafe-eval', workers from itself alone`],
      },
      {
        number: 100,
        fault: 'The page demands Trusted Types',
        tests: [`${POLICIES}a page with 'wasm-unsafe-eval', workers from itself alone`],
      },
      {
        number: 101,
        fault: 'The page does not allow our policy of Trusted Types',
        tests: [`${PAGES}under a policy of \${name} there is`, `${POLICIES}a page that allows no policy named pagekin`],
      },
      { number: 102, fault: 'Scripts need a nonce' },
      { number: 103, fault: 'The page is cross-origin isolated' },
      {
        number: 104,
        fault: 'The page has a foreign base address',
        tests: [`${STORE}where storage is denied everything works in memory`],
      },
      { number: 105, fault: 'The script has another hash than the tag says' },
    ],
  },
  {
    name: 'Life of a page',
    entries: [
      { number: 106, fault: 'The tab is closed while it embeds', tests: ['e2e/interrupted.spec.ts: a visit cut at any moment'] },
      { number: 107, fault: 'The tab crashes', tests: [KILLS] },
      { number: 108, fault: 'The browser is killed', tests: [KILLS] },
      { number: 109, fault: 'The worker is killed while it writes', tests: [`${STORE}a worker terminated at a random moment, 50 times`] },
      { number: 110, fault: 'The page goes into the back/forward cache', tests: [`${LIFE}the page goes into the back/forward cache`] },
      {
        number: 111,
        fault: 'The page sleeps and wakes',
        tests: [
          'src/engine/patience.test.ts: time that the page slept through does not count',
          `${LIFE}a hidden page embeds nothing`,
          `${TABS}what one tab clears, every tab forgets`,
        ],
      },
      {
        number: 112,
        fault: 'The page or the shelf goes while something is loaded',
        tests: ['e2e/react.spec.ts: gone while loading', `${LIFE}a start that is aborted ends at once`],
      },
      {
        number: 113,
        fault: 'The element is moved, set before it is defined, or defined twice',
        tests: [
          `${ELEMENT}a shelf that is moved keeps its answer`,
          `${ELEMENT}properties set before the element is defined`,
          `${ELEMENT}a second copy of pagekin does no harm`,
        ],
      },
      {
        number: 114,
        fault: 'React mounts twice, or takes over what a server drew',
        tests: [
          'e2e/react.spec.ts: under StrictMode there is one subscription',
          'e2e/react.spec.ts: the server writes skeletons, and hydration',
        ],
      },
      { number: 115, fault: 'The clock jumps', tests: [`${STORE}a history on the device expires`] },
    ],
  },
  {
    name: 'Memory',
    entries: [
      { number: 116, fault: 'Thousands of shelves, searches and catalogs in one visit' },
      { number: 117, fault: 'The encoder is loaded again and again' },
      {
        number: 118,
        fault: 'Something is left of a recommender that was disposed',
        tests: [`${LIFE}dispose ends both workers`],
      },
      {
        number: 119,
        fault: 'The history grows for ever',
        tests: ['src/store/history.test.ts: keeps the last 1,000 events', `${STORE}history is kept on the device, by two tabs at once`],
      },
    ],
  },
  {
    name: 'Order of calls',
    entries: [
      {
        number: 120,
        fault: 'Calls come in any order and overlap',
        tests: ['bench/interleaving/interleaving.test.ts: 200 random scripts of calls by two tabs leave every engine'],
      },
      {
        number: 121,
        fault: 'An old answer comes after a newer one',
        tests: ['src/shelf/live-answer.test.ts: an answer to an earlier question is dropped'],
      },
      { number: 122, fault: 'The visitor clears while items are embedded', tests: [`${LIFE}clear deletes the databases and the history`] },
      {
        number: 123,
        fault: 'A thousand calls at once',
        tests: ['src/encoder/onnx-session.test.ts: a hundred overlapping calls reach the runtime one at a time'],
      },
      {
        number: 124,
        fault: 'A callback of the page throws',
        tests: [`${EMBED}calls that came before the script are made`],
      },
    ],
  },
  {
    name: 'Versions',
    entries: [
      { number: 125, fault: 'The database is of an earlier version' },
      { number: 126, fault: 'The browser dies in the middle of an upgrade' },
      {
        number: 127,
        fault: 'The upgrade of the database fails',
        tests: [`${STORE}a browser that cannot make a store`],
      },
      { number: 128, fault: 'The site goes back to an earlier version', tests: [`${STORE}a database of a newer version is left alone`] },
      {
        number: 129,
        fault: 'Another model makes all vectors useless',
        tests: ['src/engine/engine.test.ts: an encoder in place of another', 'src/engine/pack.test.ts: of another encoder serves until'],
      },
      {
        number: 130,
        fault: 'Two versions of pagekin on one page',
        tests: [`${ELEMENT}a second copy of pagekin does no harm`],
      },
    ],
  },
  {
    name: 'Privacy',
    entries: [
      { number: 131, fault: 'A request tells what a visitor does', tests: [`${PRIVACY}no byte that a browser sends over two visits`] },
      {
        number: 132,
        fault: 'Something other than a request tells it',
        tests: [`${PRIVACY}the scripts of a page have no way of sending but to fetch`],
      },
      {
        number: 133,
        fault: 'Something is stored where nothing is to be',
        tests: ['e2e/kept-neighbours.spec.ts: leaves nothing on a device', `${LIFE}with storage in memory nothing is left on the device`],
      },
      {
        number: 134,
        fault: 'Something is left after the visitor clears',
        tests: [`${PRIVACY}clear leaves nothing in any store of the browser`],
      },
      { number: 135, fault: 'Another tab keeps what one tab cleared', tests: [`${TABS}what one tab clears, every tab forgets`] },
      { number: 136, fault: 'Two sites learn of each other through us' },
    ],
  },
]
