/**
 * Every code that a `PagekinError` can have, with what to do about it. Codes are stable: events, the state and the
 * command line name them.
 */
export const ERROR_CODES = {
  'catalog-invalid':
    'Check the address of the catalog, and CORS for another origin. It must be JSON, CSV or XML of items; rows need an id and a title.',
  'interactions-invalid':
    'Check the log of interactions. It needs a column of users (or orders) and one of items, whose ids are those of the catalog.',
  'item-unknown': 'Use the id of an item in the catalog. Ids are compared as strings.',
  'filter-invalid': 'Use fields that the catalog has, with values of the type they have there.',
  'model-unavailable':
    'Copy the files of the encoder to the address of `assets`: `npx pagekin assets copy public/kin`. The page must be allowed to fetch them (connect-src, CORS).',
  'model-corrupt': 'Publish the model files again, complete and unchanged.',
  'encoder-failed': 'The encoder cannot run here. Recommendations go on without it. See the cause.',
  'gpu-lost': 'The graphics device was lost. The encoder goes on with WebAssembly.',
  'csp-wasm': "Add 'wasm-unsafe-eval' to script-src to allow the encoder. Recommendations work without it.",
  'worker-failed': 'Check that worker.js can be fetched from the assets address, and that worker-src allows it.',
  'storage-full': 'The browser refuses to store more. Vectors stay in memory for this visit.',
  'storage-blocked': 'The browser forbids storage here. Vectors stay in memory for this visit.',
  'pack-invalid': 'Make the pack again with `pagekin pack`, and upload all of its files.',
  'pack-newer': 'Upgrade pagekin on the page. A newer version made the pack.',
  timeout: 'Try again. If it happens again, check the network and the load of the device.',
  aborted: 'The caller aborted the request or disposed the recommender.',
  usage: 'Read the message: an option or argument is not what the function takes.',
} as const

/** What to do about an error, and where the package says more. */
export const hintFor = (code: keyof typeof ERROR_CODES) => `${ERROR_CODES[code]} See pagekin/docs/troubleshooting.md#${code}`
