// @ts-check
/**
 * Serves demo-dist/ on this machine: node scripts/serve-demo.mjs [port]. The first line on standard output is the address.
 * A plain static server; all it knows of the demo is the content security policy that a careful site would send.
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const FOLDER = fileURLToPath(new URL('../demo-dist/', import.meta.url))
const FIRST_PORT = 4173
const PORTS_TRIED = 20

export const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:; worker-src 'self' blob:; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** @type {Readonly<Record<string, string>>} */
const MIME_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

/** @typedef {{ readonly plain: Buffer, readonly packed: Buffer, readonly etag: string }} Kept */

/** Files as they were when first asked for, packed once, under path and time of the last change. @type {Map<string, Promise<Kept>>} */
const kept = new Map()

/** @param {string} path @returns {Promise<Kept | undefined>} */
async function find(path) {
  const file = join(FOLDER, path)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return undefined
  const key = `${path} ${found.mtimeMs}`
  const known = kept.get(key) ?? read(file)
  kept.set(key, known)
  return known
}

/** @param {string} file @returns {Promise<Kept>} */
async function read(file) {
  const plain = await readFile(file)
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return { plain, packed: await promisify(gzip)(plain), etag }
}

/** @param {string | undefined} address */
function pathOf(address) {
  const { pathname } = new URL(address ?? '/', 'http://127.0.0.1')
  const path = normalize(decodeURIComponent(pathname))
  return path.endsWith('/') ? `${path}index.html` : path
}

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function answer(request, response) {
  const path = pathOf(request.url)
  const file = await find(path)
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found')
    return
  }
  const common = { etag: file.etag, 'cache-control': 'no-cache', vary: 'accept-encoding', 'content-security-policy': POLICY }
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304, common).end()
    return
  }
  const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  const body = isPacked ? file.packed : file.plain
  response.writeHead(200, {
    ...common,
    'content-type': MIME_TYPES[extname(path)] ?? 'application/octet-stream',
    'content-length': body.byteLength,
    'x-content-type-options': 'nosniff',
    ...(isPacked && { 'content-encoding': 'gzip' }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** @param {number} port @param {number} left */
function listen(port, left) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end())
  })
  server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== 'EADDRINUSE' || left === 0) throw error
    listen(port + 1, left - 1)
  })
  server.listen(port, '127.0.0.1', () => console.log(`pagekin demo: http://127.0.0.1:${port}/`))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) listen(Number(process.argv[2] ?? FIRST_PORT), PORTS_TRIED)
