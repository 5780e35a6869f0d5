/**
 * Every code a `PagekinError` can carry, with what the reader can do about it.
 * Codes are stable: they appear in events, in the state and on the command line.
 */
export const ERROR_CODES = {
  'catalog-invalid': 'Check the address of the catalog, that it is JSON, {items: []} or JSON lines, and that rows have an id and a title.',
  'item-unknown': 'Use the id of an item that is in the catalog; ids are compared as strings.',
  'filter-invalid': 'Use fields that exist in the catalog, with values of the type that they have there.',
  'model-unavailable': 'Check the address of the model files, and that the page may fetch them (connect-src, CORS).',
  'model-corrupt': 'The bytes differ from the ones expected: publish the model files again, complete and unchanged.',
  'encoder-failed': 'The encoder could not run here; recommendations go on without it. See the cause.',
  'gpu-lost': 'The graphics device went away; the encoder goes on with WebAssembly.',
  'csp-wasm': "Add 'wasm-unsafe-eval' to script-src to allow the encoder; ranking works without it.",
  'worker-failed': 'Check that worker.js can be fetched from the assets address and that worker-src allows it.',
  'storage-full': 'The browser refuses to store more; vectors are kept in memory for this visit.',
  'storage-blocked': 'The browser forbids storage here; vectors are kept in memory for this visit.',
  'pack-invalid': 'Write the pack again with `pagekin pack`.',
  'pack-newer': 'Upgrade pagekin on the page: the pack was written by a newer version.',
  timeout: 'Try again; if it lasts, look at the network and at the load of the device.',
  aborted: 'The caller aborted the request.',
  usage: 'See the message: an option or an argument is not what the function takes.',
} as const
