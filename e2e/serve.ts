import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, resolve, sep } from 'node:path'

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml; charset=utf-8',
}

export interface ServerOptions {
  /** Folder to serve. Addresses that end in a slash serve `index.html`. */
  readonly root?: string
  /** Served before `root`: path from the slash on -> content. May be changed while the server runs. */
  readonly files?: Record<string, string | Uint8Array>
  /** Sent with every answer; a function gets the path. */
  readonly headers?: Readonly<Record<string, string>> | ((path: string) => Readonly<Record<string, string>>)
}

/** What goes wrong with a path, from the next request on until it is cleared. */
export interface Fault {
  readonly status?: number
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** Waits before the answer begins; `Infinity` never answers. */
  readonly delayMs?: number
  /** Holds the answer back until the fault of this path is set anew or cleared. */
  readonly held?: boolean
  /** Announces the whole length (of the range, if one is asked for), sends this many bytes, then cuts the connection. */
  readonly truncateAt?: number
}

export interface RecordedRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: string
  readonly headers: IncomingMessage['headers']
  /** Of the answer; 0 while there is none. */
  status: number
  /** Sent as body. */
  bytes: number
}

export interface TestServer {
  /** `http://127.0.0.1:<port>`, without a final slash. The port survives `stop` and `start`. */
  readonly url: string
  readonly requests: RecordedRequest[]
  /** Sets, replaces or (without `fault`) clears the fault of a path. */
  fault(path: string, fault?: Fault): void
  /** Refuses connections, as an unreachable server does. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** Starts a static server on a free port of 127.0.0.1, with strong ETags and answers to `If-None-Match`, `Range` and `If-Range`. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const requests: RecordedRequest[] = []
  const faults = new Map<string, Fault>()
  const held = new Map<string, (() => void)[]>()
  const server = createServer((request, response) => {
    answer(options, faults, held, requests, request, response).catch(() => response.destroy())
  })
  await listen(server, 0)
  const { port } = server.address() as AddressInfo
  const stop = () =>
    new Promise<void>((stopped) => {
      server.close(() => stopped())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    fault(path, fault) {
      if (fault) faults.set(path, fault)
      else faults.delete(path)
      for (const release of held.get(path) ?? []) release()
      held.delete(path)
    },
    stop,
    start: () => listen(server, port),
    close: stop,
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolved, rejected) => {
    server.once('error', rejected)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', rejected)
      resolved()
    })
  })
}

async function answer(
  options: ServerOptions,
  faults: ReadonlyMap<string, Fault>,
  held: Map<string, (() => void)[]>,
  requests: RecordedRequest[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const path = decodeURIComponent(pathname)
  const record: RecordedRequest = { method: request.method ?? '', path, query: search, headers: request.headers, status: 0, bytes: 0 }
  requests.push(record)

  const fault = faults.get(path)
  if (fault?.delayMs === Number.POSITIVE_INFINITY) return
  if (fault?.held) await new Promise<void>((release) => held.set(path, [...(held.get(path) ?? []), release]))
  if (fault?.delayMs) await new Promise((waited) => setTimeout(waited, fault.delayMs))

  const found = await readContent(options, path)
  const whole = fault?.body === undefined ? (found ?? Buffer.from('not found')) : Buffer.from(fault.body)
  const etag = `"${createHash('sha256').update(whole).digest('base64url').slice(0, 22)}"`
  const isNotModified = fault?.status === undefined && found !== undefined && request.headers['if-none-match'] === etag
  const range =
    found && fault?.body === undefined && request.headers['if-range'] === etag && /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  const [from, to] = range ? [Number(range[1]), range[2] ? Number(range[2]) + 1 : whole.byteLength] : [0, whole.byteLength]
  const body = whole.subarray(from, to)
  const status = fault?.status ?? (isNotModified ? 304 : range ? 206 : found || fault?.body !== undefined ? 200 : 404)
  const headers = typeof options.headers === 'function' ? options.headers(path) : options.headers

  record.status = status
  response.writeHead(status, {
    'content-type': MIME_TYPES[extname(path.endsWith('/') ? 'index.html' : path)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    etag,
    'accept-ranges': 'bytes',
    ...(status === 206 && { 'content-range': `bytes ${from}-${to - 1}/${whole.byteLength}` }),
    ...(status === 304 ? {} : { 'content-length': String(body.byteLength) }),
    ...headers,
    ...fault?.headers,
  })
  if (status === 304 || request.method === 'HEAD') {
    response.end()
  } else if (fault?.truncateAt !== undefined) {
    record.bytes = Math.min(fault.truncateAt, body.byteLength)
    response.write(body.subarray(0, fault.truncateAt), () => response.destroy())
  } else {
    record.bytes = body.byteLength
    response.end(body)
  }
}

async function readContent({ root, files }: ServerOptions, path: string): Promise<Buffer | undefined> {
  const name = path.endsWith('/') ? `${path}index.html` : path
  const given = files?.[path] ?? files?.[name]
  if (given !== undefined) return Buffer.from(given)
  if (root === undefined) return undefined
  const file = resolve(root, `.${name}`)
  if (!file.startsWith(resolve(root) + sep)) return undefined
  return readFile(file).catch(() => undefined)
}
