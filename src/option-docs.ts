import type { OptionName } from './options.js'

/**
 * What each option does, in one line: for docs/reference.md and the help of the command line. Apart from the table of
 * options, because no page needs to download it.
 */
export const OPTION_DOCS: Readonly<Record<OptionName, string>> = {
  catalog: 'Address of the catalog: JSON rows or lines, CSV, XML, JSON-LD, Shopify, WooCommerce or WordPress.',
  pack: 'Address of a folder made by `pagekin pack`, instead of a catalog or beside a fresher one.',
  discover:
    'auto finds the catalog of a page that names none: inline rows, a linked feed, a pack beside the script, JSON-LD, /products.json, feed, sitemap. Off, a tag without a catalog draws no shelf.',
  interactions: 'Address of a log of what many visitors did: user, item, maybe type and time. In JavaScript, rows too.',
  fields:
    'Which column of the catalog a field is read from, as JSON; or a pattern with names of columns in braces. Other columns are guessed by their names.',
  currency: 'Currency (ISO 4217) of prices that the catalog gives without one.',
  encoder:
    'builtin, multilingual (it reads eleven more languages, with 2.4 MB more), the address of a model folder, or the id of a Hugging Face ONNX export (fetched from the hub). The latter two need onnxruntime-web. builtin?layers=1&dimensions=128 is faster and finds less: one layer of three, 128 of 384 dimensions.',
  device:
    'What the encoder runs on; off never loads a model. With auto the built-in one begins on WebAssembly, and takes WebGPU if a batch was faster there. auto loads none with Save-Data, on 2G and with under 1 GiB of memory.',
  storage: 'Where vectors are stored between visits; memory stores nothing.',
  history: 'Where this visitor’s events are stored: for this tab, on the device, nowhere.',
  learn: 'Whether for-you learns from what this visitor takes and dismisses: in this tab, from earlier visits too, not at all.',
  consent: 'required stores nothing in the browser until the visitor agrees: `consent(true)`, or the button of `<page-kin-privacy>`.',
  maxItemsPerVisit: 'The most items that one visit may embed.',
  maxBytesPerVisit: 'Of a pack in lists: the most bytes of it that one visit may fetch.',
  padding: 'Of a pack in lists: random lists that are fetched beside those of a question. They hide little from the host.',
  measure: 'Measures what pagekin costs the page: long tasks, slow interactions, layout shifts. The state tells it as `measured`.',
  assets: 'Address of the folder with worker.js, the model and, for other models, runtime/.',
  mode: 'Which question the shelf answers: items like one, for this visitor or for a text; recently viewed, new, bought before, popular, met by others together with the item, or going with it. A later shelf of a page that is similar or for-you, or goes-with by texts alone, leaves out what an earlier one shows; one of popular items what an earlier one shows as popular.',
  item: 'Id of the item that the page shows. A shelf within 400 px of the viewport records one view of it. Without it and without query, the element looks the page up in the catalog; empty turns that off.',
  seeds:
    'Ids of more items that the shelf is about, such as a cart, separated by commas: of similar, others and goes-with. Other lists leave them out.',
  fallbackModes: 'Modes to answer with, in this order, where the mode has nothing to show, separated by commas.',
  query:
    'Text to search for. Without it a `<page-kin>` of mode search takes `q`, `query` or `s` of the page’s address, as a search form sends it; empty turns that off.',
  limit: 'The most items to show.',
  layout: 'How the shelf is laid out. A carousel that nobody named becomes a list if no item has a picture.',
  heading: 'Heading of the shelf; empty for none.',
  headingLevel: 'Level of the heading in the page’s outline.',
  where: 'Shows only items that match this filter, as JSON.',
  same: 'Fields in which similar items agree with the item, separated by commas.',
  different: 'Fields in which similar items differ from the item, separated by commas.',
  not: 'Words of what similar items are not to have, separated by commas.',
  like: 'Words that similar items are to be like as well. Of a search: the id of an item to be like.',
  cheaper: 'Shows only similar items of a lower price.',
  neutral: 'Two words or more of the catalog whose difference does not count among similar items, separated by commas.',
  ignore: 'Fields that do not count: similar items are no more or less like the item by what it has there. Separated by commas.',
  steer: 'Offers buttons under similar items that steer them: cheaper, another colour, a larger size.',
  diversity: '0 orders by score alone, 1 by variety alone.',
  explore:
    'Share of the places that go to items drawn from the next hundred: of for-you and popular. The first place stays. Over visits more of the catalog is seen.',
  minConfidence: 'Leaves out search results of a lower confidence, 0 to 1.',
  budget: 'The most that items that go with the item cost together.',
  exclude: 'Ids that never appear, separated by commas.',
  rules: 'What comes first, counts more or less, or appears at most so often, as JSON.',
  messages: 'The site’s own texts in place of those of the shelf, as JSON: see Texts.',
  theme: 'Colours; auto follows the page’s color-scheme.',
  withReason: 'Shows one short reason on each card.',
  withDismiss: 'Shows a “not interested” button on each card. Under recently viewed items it removes one, and another button all.',
}

/** A value of each option as an attribute has it. */
export const OPTION_EXAMPLES: Readonly<Record<OptionName, string>> = {
  catalog: '/catalog.json',
  pack: '/pack/',
  discover: 'off',
  interactions: '/events.csv',
  fields: '{"title":"nm","image":"media.cover","url":"/p/{id}"}',
  currency: 'EUR',
  encoder: '/models/mine/',
  device: 'wasm',
  storage: 'memory',
  history: 'persist',
  learn: 'persist',
  consent: 'required',
  maxItemsPerVisit: '500',
  maxBytesPerVisit: '5000000',
  padding: '4',
  measure: 'true',
  assets: '/kin/',
  mode: 'for-you',
  item: 'sku-1',
  seeds: 'sku-1,sku-2',
  fallbackModes: 'similar,popular',
  query: 'warm jumper',
  limit: '4',
  layout: 'grid',
  heading: 'More like this',
  headingLevel: '3',
  where: '{"price":{"max":100}}',
  same: 'material',
  different: 'colour,brand',
  not: 'leather',
  like: 'for outdoors',
  cheaper: 'true',
  neutral: 'women,men',
  ignore: 'brand',
  steer: 'true',
  diversity: '0.5',
  explore: '0.25',
  minConfidence: '0.5',
  budget: '100',
  exclude: 'sku-2,sku-3',
  rules: '{"pin":["sku-9"],"boost":[{"where":{"brand":"Own"},"weight":1}],"atMost":{"brand":2}}',
  messages: '{"similarHeading":"Goes well with it","results":{"one":"{0} result","other":"{0} results"}}',
  theme: 'dark',
  withReason: 'true',
  withDismiss: 'true',
}

/** Defaults that are no value. */
export const DEFAULTS_IN_WORDS: Readonly<Partial<Record<OptionName, string>>> = {
  discover: 'off; auto for the script tag',
  assets: 'beside the script',
  mode: 'similar with an item, search with a query, else for-you',
  heading: 'by mode',
  diversity: 'one of a product for search, 0.3 else',
}
