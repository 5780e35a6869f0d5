import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Command } from 'commander'
import { decodeText } from '../catalog/decode-text.js'
import { readCatalog } from '../catalog/read-catalog.js'
import { PagekinError } from '../errors.js'
import { BUILT_IN } from '../options.js'
import { fileNamesOf } from '../pack/manifest.js'
import { openPack } from '../pack/open-pack.js'
import { loadFormats } from './catalog-input.js'
import { addOutputFlags, type OutputFlags } from './flags.js'
import { InputFileError } from './input-files.js'
import type { Session } from './session.js'
import { type Fetched, type FileKind, type Finding, findingsOfFile, findingsOfPolicy } from './site/findings.js'
import { serveFolder } from './site/serve-folder.js'
import { type ShelfPage, shelfPage } from './site/shelf-page.js'
import { folderAt, htmlFiles } from './site/site-folder.js'

const MAX_BYTES = 64 * 2 ** 20
const TIMEOUT_MS = 30_000
const MODEL = `models/${BUILT_IN}/`

/** `pagekin doctor`: what keeps shelves of a site from working, or makes them slow, and what to do about it. */
export function addDoctor(program: Command, session: Session): void {
  const command = program
    .command('doctor')
    .argument('<address-or-folder>', 'Address of a page with a shelf, or folder of a built site.')
    .description(
      'Looks at a page as a browser does: policy, types, compression, caching, CORS, sizes, packs, catalog, model. Exit code 1 if a shelf cannot work.',
    )
  addOutputFlags(command).action((place: string, flags: OutputFlags) => doctor(place, flags, session))
}

async function doctor(place: string, { json }: OutputFlags, session: Session): Promise<void> {
  const { terminal } = session
  const findings = /^https?:\/\//i.test(place) ? await examine(place, true) : await examineFolder(place, terminal.cwd)
  session.failed ||= findings.some(({ level }) => level === 'error')
  if (json) terminal.data(`${JSON.stringify({ findings })}\n`)
  else if (findings.length === 0) terminal.out('all well: no fault found\n')
  else for (const { level, code, where, what, todo } of findings) terminal.out(`${level} ${code} ${where}: ${what}\n  ${todo}\n`)
}

/** A folder says nothing of the headers that its host will send. */
async function examineFolder(place: string, cwd: string): Promise<Finding[]> {
  const folder = await folderAt('doctor', place, cwd)
  const files = await htmlFiles(folder, join(folder, 'node_modules'))
  const withShelf = files.find(({ text }) => text !== null && shelfPage(text, 'http://127.0.0.1/').hasShelf)
  const first = (withShelf ?? files[0])?.file
  if (first === undefined) throw new InputFileError(`doctor ${place}: it has no HTML`)
  // assets and packs are often links while a site is made
  const served = await serveFolder(folder, 0, true)
  try {
    const found = await examine(`${served.url}/${first.split('/').map(encodeURIComponent).join('/')}`, false)
    return found.map((finding) => ({ ...finding, where: finding.where.replace(served.url, '') }))
  } finally {
    await served.close()
  }
}

async function examine(address: string, withHeaders: boolean): Promise<Finding[]> {
  const page = await get(address)
  const html = page.status === 200 ? new TextDecoder().decode(page.bytes) : ''
  if (html === '') return [unreachable(address, page)]
  const found = shelfPage(html, page.url)
  if (!found.hasShelf) {
    const todo =
      'Add the element and the script tag, or run `pagekin build --site DIR --inject`. A script may add them later: look at a page that has them.'
    return [{ level: 'error', code: 'no-shelf', where: address, what: 'the page has neither <page-kin> nor the script tag', todo }]
  }
  const findings = [...findingsOfPolicy(page, found)]
  const look = async (url: string, kind: FileKind, required = true): Promise<Fetched> => {
    const file = await get(url)
    if (required || file.status === 200) findings.push(...findingsOfFile(file, kind, { page: page.url, withHeaders }))
    return file
  }
  await look(new URL('embed.js', found.assets).href, 'script')
  for (const name of ['client.js', 'recommender.js']) await look(new URL(name, found.assets).href, 'script', found.byTag)
  await look(new URL('worker.js', found.assets).href, 'script')
  for (const pack of found.packs) findings.push(...(await examinePack(pack, look)))
  for (const { url, fields } of found.catalogs) findings.push(...(await examineCatalog(await look(url, 'data'), fields)))
  if (!found.withoutEncoder) findings.push(...(await examineEncoder(found, look)))
  return findings
}

type Look = (url: string, kind: FileKind, required?: boolean) => Promise<Fetched>

async function examinePack(pack: string, look: Look): Promise<Finding[]> {
  if ((await look(new URL('manifest.json', pack).href, 'data')).status !== 200) return []
  try {
    const opened = await openPack(async (name) => (await get(new URL(name, pack).href)).bytes)
    const names = fileNamesOf(opened.manifest)
    if (names[0]) await look(new URL(names[0], pack).href, 'hashed')
    const missing: string[] = []
    for (const name of names) if ((await get(new URL(name, pack).href, 'HEAD')).status !== 200) missing.push(name)
    if (missing.length === 0) return findingsOfEncoder(pack, opened.manifest.encoder?.id)
    const what = `${missing.length} of its ${names.length} files are not there, for example ${missing[0]}`
    return [{ level: 'error', code: 'pack-invalid', where: pack, what, todo: 'Publish the folder of the pack whole, the manifest last.' }]
  } catch (thrown) {
    const { code, message, hint } = PagekinError.from(thrown, 'pack-invalid', pack)
    return [{ level: 'error', code, where: pack, what: message, todo: hint }]
  }
}

/** Another model of one's own is meant; an older one of ours was forgotten. */
function findingsOfEncoder(where: string, id: string | undefined): Finding[] {
  const own = id && /^pagekin-mini-v\d+/.exec(id)?.[0]
  if (!own || own === BUILT_IN) return []
  const what = `its vectors are of ${own}, and pages have ${BUILT_IN}: they serve until a page has made its own`
  return [{ level: 'warn', code: 'pack-invalid', where, what, todo: 'Make the pack again with `pagekin pack`.' }]
}

async function examineCatalog(file: Fetched, fields: string | undefined): Promise<Finding[]> {
  if (file.status !== 200) return []
  try {
    const names = fields === undefined ? {} : { fields: JSON.parse(fields) as Record<string, string> }
    const { items, rejected } = await readCatalog(decodeText(file.bytes).text, loadFormats, { source: file.url, ...names })
    const todo = '`pagekin validate` tells of each row.'
    if (items.length === 0) return [{ level: 'error', code: 'catalog-invalid', where: file.url, what: 'no item in it can be read', todo }]
    if (rejected.length === 0) return []
    return [{ level: 'warn', code: 'catalog-invalid', where: file.url, what: `${rejected.length} rows of it cannot be read`, todo }]
  } catch (thrown) {
    const { code, message, hint } = PagekinError.from(thrown, 'catalog-invalid', file.url)
    return [{ level: 'error', code, where: file.url, what: message, todo: hint }]
  }
}

/** Encoder and model: without them words and packs answer, so that nothing here is an error. */
async function examineEncoder({ assets }: ShelfPage, look: Look): Promise<Finding[]> {
  const worker = await look(new URL('encoder-worker.js', assets).href, 'script', false)
  const folder = new URL(MODEL, assets).href
  const manifest = await get(`${folder}pagekin.json`)
  if (worker.status !== 200 || manifest.status !== 200) {
    const todo = 'Copy them with `pagekin assets copy`, or set device="off" if the pack has every item.'
    return [
      {
        level: 'warn',
        code: 'model-unavailable',
        where: assets,
        what: 'encoder or model are not there: searches and new items go by words',
        todo,
      },
    ]
  }
  const { files = {} } = JSON.parse(new TextDecoder().decode(manifest.bytes)) as { files?: Record<string, { sha256: string }> }
  const findings: Finding[] = []
  for (const [name, { sha256 }] of Object.entries(files)) {
    const { status, bytes } = await get(folder + name)
    if (status === 200 && createHash('sha256').update(bytes).digest('hex') !== sha256) {
      const todo = 'Copy it again with `pagekin assets copy`. A host must not change files (minify, convert line ends).'
      findings.push({
        level: 'error',
        code: 'model-corrupt',
        where: folder + name,
        what: 'the file is not the one that was published',
        todo,
      })
    }
  }
  return findings
}

function unreachable(address: string, { status, problem }: Fetched): Finding {
  const what = problem ?? `the server answers ${status}`
  return { level: 'error', code: 'page-unreachable', where: address, what, todo: 'Check the address, and that the server runs.' }
}

/** What a browser would get. Never throws: a failure is status 0. */
async function get(url: string, method = 'GET'): Promise<Fetched> {
  try {
    const response = await fetch(url, { method, headers: { 'accept-encoding': 'gzip, br' }, signal: AbortSignal.timeout(TIMEOUT_MS) })
    const length = Number(response.headers.get('content-length') ?? 0)
    if (length > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`)
    return { url: response.url, status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) }
  } catch (thrown) {
    const { message, cause } = thrown as Error
    return { url, status: 0, headers: new Headers(), bytes: new Uint8Array(), problem: cause ? `${message} (${String(cause)})` : message }
  }
}
