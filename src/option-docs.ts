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
  fields: 'Which column of the catalog a field is read from, as JSON. Other columns are guessed by their names.',
  currency: 'Currency (ISO 4217) of prices that the catalog gives without one.',
  encoder:
    'builtin, the address of a model folder, or the id of a Hugging Face ONNX export (fetched from the hub). All but builtin need onnxruntime-web.',
  device:
    'What the encoder runs on; off never loads a model. The built-in one always runs on WebAssembly. auto loads none with Save-Data, on 2G and with under 1 GiB of memory.',
  storage: 'Where vectors are stored between visits; memory stores nothing.',
  history: 'Where this visitor’s events are stored: for this tab, on the device, nowhere.',
  maxItemsPerVisit: 'The most items that one visit may embed.',
  assets: 'Address of the folder with worker.js, the model and, for other models, runtime/.',
  mode: 'Which question the shelf answers: items like one, for this visitor or for a text; recently viewed, new, or bought before.',
  item: 'Id of the item that the page shows. A shelf within 400 px of the viewport records one view of it. Without it and without query, the element looks the page up in the catalog; empty turns that off.',
  query: 'Text to search for.',
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
  steer: 'Offers buttons under similar items that steer them: cheaper, another colour, a larger size.',
  diversity: '0 orders by score alone, 1 by variety alone.',
  minConfidence: 'Leaves out search results of a lower confidence, 0 to 1.',
  exclude: 'Ids that never appear, separated by commas.',
  rules: 'What comes first, counts more or less, or appears at most so often, as JSON.',
  theme: 'Colours; auto follows the page’s color-scheme.',
  withReason: 'Shows one short reason on each card.',
  withDismiss: 'Shows a “not interested” button on each card. Under recently viewed items it removes one, and another button all.',
}

/** A value of each option as an attribute has it. */
export const OPTION_EXAMPLES: Readonly<Record<OptionName, string>> = {
  catalog: '/catalog.json',
  pack: '/pack/',
  discover: 'off',
  fields: '{"title":"nm","image":"media.cover"}',
  currency: 'EUR',
  encoder: '/models/mine/',
  device: 'wasm',
  storage: 'memory',
  history: 'persist',
  maxItemsPerVisit: '500',
  assets: '/kin/',
  mode: 'for-you',
  item: 'sku-1',
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
  steer: 'true',
  diversity: '0.5',
  minConfidence: '0.5',
  exclude: 'sku-2,sku-3',
  rules: '{"pin":["sku-9"],"boost":[{"where":{"brand":"Own"},"weight":1}],"atMost":{"brand":2}}',
  theme: 'dark',
  withReason: 'true',
  withDismiss: 'true',
}
