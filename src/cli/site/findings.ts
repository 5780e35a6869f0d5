import type { ShelfPage } from './shelf-page.js'

/** What is wrong, and what to do. `error`: a shelf cannot work; `warn`: it works less well, or slower. */
export interface Finding {
  readonly level: 'error' | 'warn'
  readonly code: string
  readonly where: string
  readonly what: string
  readonly todo: string
}

/** An answer; status 0 is none, with the `problem`. */
export interface Fetched {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly problem?: string
}

/** `hashed`: a file whose name has the hash of its content. */
export type FileKind = 'script' | 'data' | 'hashed'

const SCRIPT = /^(?:text|application)\/(?:x-)?javascript\b/
/** Smaller files gain nothing. */
const WORTH_COMPRESSING = 4_096
const LONG = 30 * 86_400

/** What of a file's answer keeps a page from using it, or makes it slow. */
export function findingsOfFile(file: Fetched, kind: FileKind, { page, withHeaders }: { page: string; withHeaders: boolean }): Finding[] {
  const { url: where, status, headers, bytes } = file
  if (status !== 200) {
    const what = file.problem ?? `the server answers ${status}`
    return [
      {
        level: 'error',
        code: 'missing-file',
        where,
        what,
        todo: 'Publish the file: `pagekin assets copy` for scripts, `pagekin pack` for a pack.',
      },
    ]
  }
  if (!withHeaders) return []
  const findings: Finding[] = []
  const tell = (level: Finding['level'], code: string, what: string, todo: string) => findings.push({ level, code, where, what, todo })
  const type = headers.get('content-type') ?? 'none'
  if (kind === 'script' && !SCRIPT.test(type)) {
    tell('error', 'mime-type', `its Content-Type is ${type}, expected text/javascript`, 'Let the server send text/javascript for *.js.')
  } else if (kind === 'data' && /^text\/html\b/.test(type)) {
    tell(
      'error',
      'mime-type',
      'the server answers with a page in place of the file',
      'Publish the file, and let no fallback route take its address.',
    )
  }
  if (new URL(where).origin !== new URL(page).origin && !headers.has('access-control-allow-origin')) {
    tell(
      'error',
      'cors',
      'it is of another origin, which does not allow this page to read it',
      `Let it answer with "Access-Control-Allow-Origin: ${new URL(page).origin}".`,
    )
  }
  if (bytes.length > WORTH_COMPRESSING && !headers.get('content-encoding') && !/octet-stream/.test(type)) {
    tell(
      'warn',
      'compression',
      `its ${Math.round(bytes.length / 1000)} kB come uncompressed`,
      'Turn on gzip or brotli for text files on the server.',
    )
  }
  const caching = headers.get('cache-control') ?? ''
  const seconds = /\bno-(?:cache|store)\b/.test(caching) ? 0 : Number(/\bmax-age=(\d+)/.exec(caching)?.[1] ?? 0)
  if (kind === 'hashed' && seconds < LONG) {
    tell(
      'warn',
      'caching',
      `Cache-Control is "${caching}": it is asked for again, though it never changes`,
      'Send "public, max-age=31536000, immutable" for *-*.json and *.bin of the pack.',
    )
  }
  if (kind === 'data' && seconds > LONG) {
    tell(
      'warn',
      'caching',
      `Cache-Control is "${caching}": visitors see changes late`,
      'Send "no-cache" for manifest.json and the catalog.',
    )
  }
  if (kind === 'data' && !headers.has('etag') && !headers.has('last-modified')) {
    tell('warn', 'caching', 'it has neither ETag nor Last-Modified: each visit loads it anew', 'Let the server send an ETag.')
  }
  return findings
}

/** What the content security policy of a page forbids. */
export function findingsOfPolicy({ url: where, headers }: Fetched, page: ShelfPage): Finding[] {
  const header = headers.get('content-security-policy')
  return [...(header ? header.split(',') : []), ...page.policies].flatMap((policy) => {
    const rules = new Map(
      policy.split(';').map((rule) => {
        const [name = '', ...sources] = rule.trim().toLowerCase().split(/\s+/)
        return [name, sources]
      }),
    )
    const sources = (...names: string[]) => [...names, 'default-src'].map((name) => rules.get(name)).find((found) => found !== undefined)
    const allows = (found: readonly string[] | undefined, address: string) =>
      !found || found.some((source) => matches(source, address, where))
    const scripts = sources('script-src-elem', 'script-src')
    const findings: Finding[] = []
    const tell = (level: Finding['level'], code: string, what: string, todo: string) => findings.push({ level, code, where, what, todo })
    const origin = new URL(page.assets).origin
    const own = origin === new URL(where).origin ? "'self'" : origin
    // a nonce or hash may allow the tag, which cannot be told from here
    const hasNonce = scripts?.some((source) => /^'(?:nonce-|sha\d|strict-dynamic)/.test(source))
    if (!hasNonce && !allows(scripts, page.assets))
      tell('error', 'csp-script', 'the policy forbids the script', `Add ${own} to script-src.`)
    if (!allows(sources('worker-src', 'child-src', 'script-src'), page.assets))
      tell('error', 'csp-worker', 'the policy forbids the workers', `Add ${own} to worker-src.`)
    for (const address of [...page.packs, ...page.catalogs.map(({ url }) => url), page.assets]) {
      if (allows(sources('connect-src'), address)) continue
      tell(
        'error',
        'csp-connect',
        `the policy forbids to fetch ${address}`,
        `Add ${new URL(address).origin === new URL(where).origin ? "'self'" : new URL(address).origin} to connect-src.`,
      )
      break
    }
    const wasm = sources('script-src')
    if (wasm && !page.withoutEncoder && !wasm.some((source) => /^'(?:wasm-)?unsafe-eval'$/.test(source))) {
      tell(
        'warn',
        'csp-wasm',
        'the policy forbids WebAssembly: searches and new items go by words',
        "Add 'wasm-unsafe-eval' to script-src.",
      )
    }
    return findings
  })
}

/** Whether a source of a policy has an address, as far as hosts, schemes and paths without wildcards go. */
function matches(source: string, address: string, page: string): boolean {
  const { origin, protocol, host, href } = new URL(address)
  if (source === '*') return true
  if (source === "'self'") return origin === new URL(page).origin
  if (/^[a-z]+:$/.test(source)) return source === protocol
  const [, scheme, pattern = '', path = ''] = /^([a-z]+:\/\/)?([^/]*)(\/.*)?$/.exec(source) ?? []
  if (scheme && !href.toLowerCase().startsWith(scheme)) return false
  const isHost = pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
  return isHost && (path === '' || path === '/' || new URL(address).pathname.toLowerCase().startsWith(path.replace(/[^/]*$/, '')))
}
