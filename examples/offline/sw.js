/**
 * Keeps the page and pagekin's scripts. pagekin itself keeps the catalog, the vectors, the model and the runtime.
 * The network comes first, so that a new version shows at once.
 */
const CACHE = 'offline-example'
const FILES = ['./', '../kin/embed.js', '../kin/client.js', '../kin/recommender.js', '../kin/worker.js', '../kin/encoder-worker.js']

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  event.respondWith(fetch(request).catch(async () => (await caches.match(request, { ignoreSearch: true })) ?? Response.error()))
})
