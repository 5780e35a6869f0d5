import type { PageKinFacetsAttributes, PageKinGuideAttributes } from '../src/element/attributes.js'
import type { PageKinEventDetails } from '../src/element/events.js'
import type { ErrorCode } from '../src/errors.js'
import type { RecommenderState } from '../src/types.js'

/**
 * What docs/reference.md says of things that have no table in code. scripts/reference.test.ts holds each of these against
 * the code, in both directions.
 */

interface CssVariable {
  readonly sets: string
  readonly example: string
  /** In words, where the style sheet computes it. */
  readonly byDefault?: string
}

/** Custom properties of `<page-kin>`. Defaults are read from the style sheet. */
export const CSS_VARIABLES: Readonly<Record<string, CssVariable>> = {
  '--kin-columns': { sets: 'Cards side by side.', example: '3', byDefault: 'by width, 2 to 5' },
  '--kin-gap': { sets: 'Space between cards.', example: '2rem' },
  '--kin-card-inline-size': { sets: 'Width of a card in a carousel.', example: '14rem', byDefault: 'by columns' },
  '--kin-padding': { sets: 'Space inside a card.', example: '1rem' },
  '--kin-radius': { sets: 'Corners of card and image.', example: '0' },
  '--kin-shadow': { sets: 'Shadow of a card.', example: '0 1px 4px #0003' },
  '--kin-image-aspect': { sets: 'Width of the image divided by its height.', example: '4 / 3' },
  '--kin-image-fit': { sets: 'How the image fills its box (`object-fit`).', example: 'contain' },
  '--kin-image-background': { sets: 'Background behind the image.', example: '#fff', byDefault: 'a tint of the text colour' },
  '--kin-list-image-size': { sets: 'Width of the image in a list.', example: '8rem' },
  '--kin-font': { sets: 'Font family.', example: 'Georgia, serif', byDefault: 'the page’s' },
  '--kin-color-text': { sets: 'Colour of text.', example: '#222', byDefault: 'the page’s' },
  '--kin-color-muted': { sets: 'Colour of reasons and messages.', example: '#666', byDefault: 'the text colour, fainter' },
  '--kin-color-surface': { sets: 'Background of a card.', example: '#fafafa' },
  '--kin-color-border': { sets: 'Border of the round buttons.', example: '#ccc', byDefault: 'the text colour, faint' },
  '--kin-color-accent': { sets: 'Colour of the progress bar.', example: 'rebeccapurple' },
  '--kin-color-focus': { sets: 'Colour of the focus ring.', example: 'orange', byDefault: 'the accent colour' },
  '--kin-heading-size': { sets: 'Font size of the heading.', example: '1.6rem' },
  '--kin-heading-weight': { sets: 'Font weight of the heading.', example: '700' },
  '--kin-title-size': { sets: 'Font size of a title.', example: '1rem' },
  '--kin-title-weight': { sets: 'Font weight of a title.', example: '600' },
  '--kin-title-lines': { sets: 'Lines of a title before it is cut.', example: '3', byDefault: '2; 1 in a wide list' },
  '--kin-price-size': { sets: 'Font size of the price, or of the brand if there is no price.', example: '1rem' },
  '--kin-price-weight': { sets: 'Font weight of the price.', example: '400' },
  '--kin-item-block-size': {
    sets: 'Height of a card, also while it loads. For cards of an item template.',
    example: '9rem',
    byDefault: 'that of its lines',
  },
  '--kin-nav-size': { sets: 'Size of the buttons of a carousel.', example: '3rem' },
  '--kin-skeleton': { sets: 'Colour of skeletons.', example: '#eee', byDefault: 'a tint of the text colour' },
  '--kin-transition': { sets: 'Movement of the image under the pointer.', example: 'none' },
  '--kin-scroll-padding': { sets: 'Where a card of a carousel comes to rest.', example: '1rem' },
}

/** Parts of `<page-kin>`, for `page-kin::part(...)`. */
export const PARTS: Readonly<Record<string, string>> = {
  base: 'The whole shelf.',
  header: 'Heading and buttons.',
  heading: 'The heading.',
  nav: 'Both buttons of a carousel.',
  'nav-prev': 'The button back.',
  'nav-next': 'The button on.',
  note: 'Says that a search is not sure of its list. Every search keeps its room.',
  wishes: 'The buttons of what was understood of a search.',
  wish: 'One of them. Pressed, its words are searched for as words.',
  steps: 'The buttons under a shelf with `steer`.',
  step: 'One of them. `[aria-pressed=true]` where it is taken.',
  viewport: 'What is below the header.',
  list: 'The list of cards.',
  item: 'A card.',
  media: 'The box of the image.',
  initial: 'The first letter of the title, if there is no image or it fails.',
  excerpt: 'The text of a post without an image.',
  image: 'The image.',
  body: 'The text of a card.',
  link: 'The link, which covers the card.',
  title: 'The title.',
  price: 'The price, else the date of a post, the brand or the category.',
  'old-price': 'The price before a reduction.',
  availability: 'The note that the item is unavailable.',
  reason: 'The reason, with `with-reason`.',
  dismiss: 'The “not interested” button, with `with-dismiss`. Under recently viewed items it forgets one.',
  'forget-all': 'The button that forgets all recently viewed items, with `with-dismiss`.',
  skeleton: 'A card that is still loading.',
  filler: 'The empty place of a missing card.',
  message: 'The message instead of a list.',
  empty: 'The message that nothing was found.',
  error: 'The message that nothing could be loaded.',
  progress: 'The progress bar.',
  status: 'The text for screen readers.',
}

/** Slots of `<page-kin>`; '' is the default slot. */
export const SLOTS: Readonly<Record<string, { readonly holds: string; readonly example: string }>> = {
  '': {
    holds: 'Links shown until the first answer, and kept if there is none.',
    example:
      '<page-kin …><a href="/p/2">Tin plate</a></page-kin>; a `<template>` there draws the cards: `<template><a data-kin="title" data-kin-href="url"></a><b data-kin="price" data-kin-if="price"></b></template>`',
  },
  heading: { holds: 'Replaces the heading’s text.', example: '<span slot="heading">Goes well with it</span>' },
  empty: { holds: 'Replaces the message that nothing was found.', example: '<p slot="empty">Try fewer words.</p>' },
  error: { holds: 'Replaces the message that nothing could be loaded.', example: '<p slot="error">See <a href="/shop">the shop</a>.</p>' },
}

/** Custom states, for `page-kin:state(...)`. */
export const STATES: Readonly<Record<string, string>> = {
  idle: 'There is nothing to ask: no catalog, or no id or text for the mode.',
  loading: 'No answer yet.',
  ready: 'Cards are shown.',
  empty: 'The answer has no items.',
  error: 'There is no answer because of a fault.',
  collapsed: 'There is nothing to show, and the shelf takes no room. It keeps its room while it is in view.',
}

interface Companion {
  readonly about: string
  readonly attributes: Readonly<Record<string, { readonly does: string; readonly example: string }>>
  readonly example: string
}

/** The elements that stand beside `<page-kin>`. */
export const COMPANIONS: Readonly<Record<string, Companion>> = {
  'page-kin-facets': {
    about:
      'Check boxes by which visitors narrow the list of a `<page-kin>`: prices, brands, categories, and the attributes by which its items can be told apart. It has the colours of the shelf, and the parts `facets`, `clear`, `field`, `field-name`, `value`, `box`, `count` and `more`.',
    attributes: {
      for: { does: 'Id of the shelf. Default: the first shelf of the page.', example: 'for="bags"' },
      fields: {
        does: 'These fields, in this order, with commas between. Default: those by which the items can be told apart.',
        example: 'fields="brand, colour"',
      },
      limit: { does: 'The most fields. Default 8.', example: 'limit="4"' },
      'in-address': { does: 'Keeps what is chosen in the address of the page, as `kin.brand=Acme`.', example: 'in-address' },
    } satisfies Readonly<Record<keyof PageKinFacetsAttributes, unknown>>,
    example:
      '<page-kin-facets for="bags"></page-kin-facets>\n<page-kin id="bags" catalog="/catalog.json" mode="search" query="bag"></page-kin>',
  },
  'page-kin-guide': {
    about:
      'Asks visitors one question at a time, and shows the likeliest items in the shelf beside it. A visitor can also answer in words, go back, and start over. It stops by itself when few items are left. It sets `where` and `rules` of the shelf. Beside facets and topics of the same shelf it asks about the items that their choices leave, and they count those that its answers leave. It has the colours of the shelf, and the parts `guide`, `question`, `answers`, `chip`, `aside`, `words`, `way` and `left`.',
    attributes: {
      for: { does: 'Id of the shelf. Default: the first shelf of the page.', example: 'for="bags"' },
      fields: {
        does: 'Asks about these fields only, with commas between. Default: those by which the items can be told apart.',
        example: 'fields="brand, colour"',
      },
    } satisfies Readonly<Record<keyof PageKinGuideAttributes, unknown>>,
    example:
      '<page-kin-guide for="bags"></page-kin-guide>\n<page-kin id="bags" catalog="/catalog.json" mode="search" query="bag" layout="grid"></page-kin>',
  },
  'page-kin-privacy': {
    about:
      'What is known of the visitor, with buttons: forget one item or all, pause, download, allow or refuse storing. It is about the recommender of the shelf whose id is in `for`, of its own engine options (`catalog`, `history` ...), or of the first shelf of the page; or of its property `recommender`. It has the colours of the shelf, and the parts `privacy`, `heading`, `state`, `buttons`, `button`, `common`, `items` and `item`. [privacy.md](privacy.md) says what each button does.',
    attributes: {
      for: { does: 'Id of the shelf. Default: the first shelf of the page.', example: 'for="bags"' },
    },
    example: '<page-kin-privacy></page-kin-privacy>',
  },
  'page-kin-topics': {
    about:
      'A tree of what the catalog is about, with the number of items of each topic. With `for`, the topic that a visitor chooses narrows that shelf. Without it, the topic’s items are listed below the tree, as links; the recommender is that of its own engine options (`catalog`, `pack` ...), of its property `recommender`, or of the first shelf of the page. It has the colours of the shelf, and the parts `tree`, `topic`, `count`, `left`, `clear`, `items`, `item`, `more`, `map`, `tip`, `zoom` and `zoom-button`.',
    attributes: {
      for: { does: 'Id of the shelf that a topic narrows. Default: lists the items of a topic itself.', example: 'for="bags"' },
      view: {
        does: '`map` also draws every item as a dot, with the names of topics and the way of this visitor. Pressing a dot follows its link, pressing a name chooses the topic. It zooms by pinch, by buttons, by `+` `-` `0` and arrows, and by the wheel with Ctrl or once it has the focus. Default: `tree`.',
        example: 'view="map"',
      },
    },
    example:
      '<page-kin-topics for="bags"></page-kin-topics>\n<page-kin id="bags" catalog="/catalog.json" mode="for-you" layout="grid"></page-kin>',
  },
}

/** What a handler does, for each event. */
export const EVENT_EXAMPLES: Readonly<Record<keyof PageKinEventDetails, string>> = {
  'kin-ready': '({ detail }) => console.log(detail.items.length, detail.tookMs)',
  'kin-progress': '({ detail }) => console.log(detail.phase, detail.loaded, detail.total)',
  'kin-select': '(event) => { event.preventDefault(); router.push(event.detail.item.url) }',
  'kin-impression': '({ detail }) => analytics(detail.recommendationId, detail.item.id, detail.position)',
  'kin-dismiss': '(event) => { if (!confirm("Hide this?")) event.preventDefault() }',
  'kin-upgrade': '({ detail }) => console.log(detail.from, detail.to)',
  'kin-choose': '({ detail }) => list.show({ where: detail.where })',
  'kin-error': '({ detail }) => console.log(detail.code, detail.hint)',
  'kin-empty': '() => shelf.remove()',
}

/** What each error means, with a message that has it; `…` stands for what differs. */
export const ERRORS: Readonly<Record<ErrorCode, { readonly means: string; readonly example: string }>> = {
  'catalog-invalid': { means: 'The catalog cannot be fetched or read.', example: 'catalog …: the server answered …, expected 200' },
  'interactions-invalid': {
    means: 'The log of interactions cannot be fetched or read.',
    example: '…: received … rows, none of which is an interaction (…)',
  },
  'item-unknown': { means: 'No item has this id.', example: 'explain: received the id "…", expected one of the catalog' },
  'filter-invalid': {
    means: '`where` or a rule names an unknown field or a value of the wrong type.',
    example: 'rules.atMost.…: no item has such a field; expected one that the catalog has',
  },
  'model-unavailable': { means: 'A file of the model cannot be fetched.', example: '…: received HTTP …, expected 200' },
  'model-corrupt': { means: 'A file of the model has the wrong bytes.', example: '…: received … bytes that are no JSON' },
  'encoder-failed': { means: 'The encoder ran and failed.', example: 'model: received NaN or an infinity, expected finite numbers' },
  'gpu-lost': { means: 'WebGPU failed or was lost.', example: 'encoder on webgpu: the device was lost (…)' },
  'csp-wasm': { means: 'The page’s policy forbids WebAssembly.', example: 'encoder: this page forbids WebAssembly' },
  'worker-failed': { means: 'A worker does not start, or died.', example: 'worker …: …; from a Blob: …' },
  'storage-full': { means: 'The browser’s quota is used up.', example: 'IndexedDB: the browser refuses to store more for this site.' },
  'storage-blocked': { means: 'IndexedDB cannot be used.', example: 'IndexedDB: the browser does not let this page store (…).' },
  'pack-invalid': { means: 'A file of the pack is missing or damaged.', example: '…: received … bytes that are not those it is named by' },
  'pack-newer': { means: 'The pack has a later format.', example: '…: received version …, expected …' },
  timeout: { means: 'Something did not answer in time.', example: '…: no answer within … s' },
  aborted: { means: 'The request was aborted.', example: '…: aborted' },
  usage: {
    means: 'An option or argument is wrong.',
    example: '…: received …, expected a whole number from 1 to …',
  },
}

/** A state, with every field. */
export const STATE_EXAMPLE: Required<RecommenderState> = {
  phase: 'embedding',
  level: 'encoder',
  levelReason: 'the encoder does not know the language of this catalog',
  device: 'wasm',
  deviceReason: 'WebAssembly with relaxed SIMD, until many texts show whether WebGPU is faster',
  storage: 'indexeddb',
  storageReason: 'the browser does not let this page store',
  privacy: { keeps: 'page', paused: false, held: 'consent' },
  items: { total: 432, embedded: 300, drafts: 172, embeddedThisVisit: 156, maxItemsPerVisit: 2000, rejected: 1 },
  rejectedRows: [{ row: 17, field: 'title', why: 'missing' }],
  guessedFields: [{ name: 'img_src', field: 'image', items: 432 }],
  learned: { helps: false, choices: 12, words: 'The usual weights of forYou stay.' },
  catalogNotes: ['no item has a link (url)'],
  interactions: {
    rows: 5000,
    rejected: 1,
    rejectedRows: [{ row: 12, field: 'item', why: 'received "gone", expected the id of an item of the catalog' }],
  },
  lists: { items: 1_000_000, total: 3473, read: 14, failed: 0, spent: false },
  bytes: { catalog: 61_440, pack: 0, runtime: 0, model: 4_900_000 },
  catalogSource: 'network',
  mixedPrecision: false,
  earlierVectors: false,
  tookMs: 3.1,
  measured: { longTasks: 0, longestTaskMs: 31, inpMs: 24, cls: 0 },
  progress: { phase: 'embed', loaded: 128, total: 432, unit: 'items' },
  error: { code: 'gpu-lost', message: '[pagekin gpu-lost] encoder on webgpu: the device was lost (unknown)' },
  revision: 9,
}
