import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { lookup } from 'mrmime'
import { hasCode, InputFileError } from '../input-files.js'

export interface ServedFolder {
  /** `http://127.0.0.1:8080`, without a final slash. */
  readonly url: string
  close(): Promise<void>
}

/** A name with the hash of its content, as a pack's files have. */
const HASHED = /-(?:[0-9a-f]{12}|[0-9a-f]{16})\.(?:json|bin)$/
const COMPRESSIBLE = /^(?:text\/|application\/(?:.*json|.*xml|javascript|wasm)|image\/svg)/

/**
 * Serves a folder to this machine as a good host would: types, compression, ETags, short addresses (`/a` for `a.html`), `404.html`.
 *
 * @param folder A real path.
 * @param port 0 takes any that is free.
 * @param followsLinks Whether a link may lead out of the folder. Default false.
 * @throws InputFileError where the port is taken.
 */
export async function serveFolder(folder: string, port: number, followsLinks = false): Promise<ServedFolder> {
  const within = followsLinks ? '' : folder + sep
  const server = createServer((request, response) => {
    answer(folder, within, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', (cause) => {
      const why = hasCode(cause, 'EADDRINUSE') ? 'is taken; choose another' : `cannot be used (${String(cause)})`
      failed(new InputFileError(`--port ${port}: ${why}`, { cause }))
    })
    server.listen(port, '127.0.0.1', listening)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

async function answer(folder: string, within: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const path = pathOf(request.url ?? '/')
  const found = path === undefined ? undefined : await fileAt(folder, within, path)
  if (found?.slash) {
    response.writeHead(301, { location: `${path}/` }).end()
    return
  }
  const file = found?.file ?? (await fileAt(folder, within, '/404.html'))?.file
  const type = (file && lookup(file)) || 'application/octet-stream'
  const body = file ? await readFile(file) : Buffer.from('not found')
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const status = !found ? 404 : request.headers['if-none-match'] === etag ? 304 : 200
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = !COMPRESSIBLE.test(type) ? undefined : ['br', 'gzip'].find((name) => new RegExp(`\\b${name}\\b`).test(accepted))
  const sent = encoding === 'br' ? await brotli(body) : encoding === 'gzip' ? await promisify(gzip)(body) : body
  response.writeHead(status, {
    'content-type': file ? (/^text\/|javascript|json|xml/.test(type) ? `${type}; charset=utf-8` : type) : 'text/plain',
    'cache-control': found && HASHED.test(found.file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    etag,
    ...(encoding && { 'content-encoding': encoding }),
    ...(status !== 304 && { 'content-length': sent.length }),
  })
  response.end(status === 304 || request.method === 'HEAD' ? undefined : sent)
}

/** Fast, not small: it is made anew for each request. */
const brotli = (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })

function pathOf(address: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(address, 'http://127.0.0.1').pathname)
    return path.includes('\0') || path.split(/[/\\]/).some((part) => part.startsWith('.')) ? undefined : path
  } catch {
    return undefined
  }
}

/** `slash`: a folder that was asked for like a file. */
async function fileAt(
  folder: string,
  within: string,
  path: string,
): Promise<{ readonly file: string; readonly slash: boolean } | undefined> {
  const asked = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`]
  for (const name of asked) {
    const file = await realpath(join(folder, name)).catch(() => undefined)
    if (!file?.startsWith(within)) continue
    const there = await stat(file)
    if (there.isFile()) return { file, slash: false }
    const index = await realpath(join(file, 'index.html')).catch(() => undefined)
    if (index?.startsWith(within)) return { file: index, slash: true }
  }
  return undefined
}
