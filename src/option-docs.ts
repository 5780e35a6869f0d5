import type { OptionName } from './options.js'

/**
 * What each option does, in one line: for README's table and the help of the command line. Apart from the table of
 * options, because no page needs to download it.
 */
export const OPTION_DOCS: Readonly<Record<OptionName, string>> = {
  catalog: 'Address of the catalog: a JSON array, {items: []} or JSON lines.',
  pack: 'Address of a folder made by `pagekin pack`: instead of a catalog, or beside a fresher one.',
  fields: 'Which name of the catalog a field is read from, as JSON, where its names do not say: {"title":"nm","image":"media.cover"}.',
  encoder: 'builtin, the address of a model folder, or the id of a Hugging Face ONNX export (then fetched from the hub).',
  device: 'What the encoder runs on; off never loads a model.',
  storage: 'Where vectors are kept between visits; memory keeps nothing.',
  history: 'How long this visitor’s own events are kept: this tab, this device, not at all.',
  maxItemsPerVisit: 'How many items one visit may embed.',
  assets: 'Address of the folder with worker.js, the runtime and the model.',
  mode: 'Which question the shelf answers.',
  item: 'Id of the item that the page shows; a shelf that comes within 400 px of the viewport notes one view of it.',
  query: 'Words to search for.',
  limit: 'How many items at the most.',
  layout: 'How the shelf is laid out.',
  heading: 'Heading of the shelf; empty for none.',
  headingLevel: 'Level of the heading in the page’s outline.',
  where: 'Filter as JSON, for example {"price":{"max":100}}.',
  diversity: '0 orders by score alone, 1 looks only for variety.',
  minConfidence: 'A search of which no answer is so sure finds nothing; 0 shows the nearest, whatever it is.',
  exclude: 'Ids that may not appear, separated by commas.',
  rules:
    'What comes first, counts more or less, or at most so often, as JSON: {"pin":["a"],"boost":[{"where":{"brand":"B"},"weight":1}],"atMost":{"brand":2}}.',
  theme: 'Colours; auto follows the page’s color-scheme.',
  withReason: 'Show one short reason on each card.',
  withDismiss: 'Show a “not interested” button on each card.',
}
