import { join, relative, sep } from 'node:path'
import { DEFAULT_NEIGHBOURS, neighboursOf } from '../../pack/neighbours.js'
import type { Item, ItemId } from '../../types.js'
import type { SourceFlags } from '../flags.js'
import { InputFileError } from '../input-files.js'
import { makePack } from '../pack.js'
import { openPackFolder, withLockedFolder } from '../pack-folder.js'
import { copyPageFiles, writeChanged } from '../page-files.js'
import type { Session } from '../session.js'
import { type BlockOptions, linksBlock, STYLES, STYLES_NAME } from './links-block.js'
import { type Place, readPage } from './read-page.js'
import { folderAt, folderBelow, htmlFiles } from './site-folder.js'
import { baseOf, type LeftOut, type SitePage, sitePages, siteRows } from './site-rows.js'

/** How a built site gets its pack and its links. */
export interface BuildFlags extends Omit<SourceFlags, 'catalog' | 'fields'> {
  /** The folder of the built site. */
  readonly site: string
  /** The folder below it for pack and files of the page. */
  readonly kin: string
  /** Address that the site is served at. Default: what its pages say, else `/`. */
  readonly base?: string
  readonly inject?: true
  readonly search?: true
  readonly links: number
  readonly heading?: string
}

/** What a run did. */
export interface BuiltSite {
  readonly pages: number
  readonly leftOut: LeftOut
  /** Pages that have links now, and files that this run wrote. */
  readonly withLinks: number
  readonly written: number
  /** Pages whose text was embedded in this run. */
  readonly embedded: number
  readonly packBytes: number
  /** Addresses of the packs by language; one of them, for a site in one language. */
  readonly packs: Readonly<Record<string, string>>
}

/** Of a shelf that says no other. */
const SHELF_LIMIT = 8
/** More than a page shows: others stand in for those that a visitor dismissed. */
const SPARE_NEIGHBOURS = 4
const UNFINISHED_NAME = '.pagekin-build.tmp'

/**
 * Makes the pack of a built site, and, with `inject`, writes links to related pages into its HTML. The same site gives the same bytes;
 * a file that does not change is not written, and a run that is cut leaves each file whole.
 *
 * Pages are related within their language. The packs come first, because the pages name them.
 *
 * @throws InputFileError where the folder is none or has no page; what `makePack` throws.
 */
export async function buildSite(flags: BuildFlags, session: Session): Promise<BuiltSite> {
  const site = await folderAt('--site', flags.site, session.terminal.cwd)
  const folder = await folderBelow('--kin', site, flags.kin)
  return withLockedFolder(folder, () => build(site, folder, flags, session))
}

async function build(site: string, folder: string, flags: BuildFlags, session: Session): Promise<BuiltSite> {
  const leftOut = Object.fromEntries(Object.keys(LEFT_OUT).map((why) => [why, 0])) as LeftOut
  const files = await htmlFiles(site, folder)
  const texts = new Map(files.flatMap(({ file, text }) => (text === null ? [] : [[file, text]])))
  leftOut['not-utf-8'] = files.length - texts.size
  const read = [...texts].map(([file, text]) => [file, readPage(text)] as const)
  const base = flags.base === undefined ? baseOf(read) : `/${flags.base}/`.replace(/\/+/g, '/')
  const pages = sitePages(read, base, leftOut)
  if (pages.length === 0)
    throw new InputFileError(`--site ${flags.site}: no page in it can be recommended: ${inWords(leftOut) || 'it has no HTML'}`)

  const kin = `${base}${relative(site, folder).split(sep).join('/')}/`
  const packs = await makePacks(pages, folder, kin, flags, session, leftOut)
  const copied = await copyPageFiles('--kin', folder, { encoder: flags.search === true, runtime: false })
  let written = copied.written + Number(await writeChanged('--kin', join(folder, STYLES_NAME), STYLES))
  let linked = 0
  const unclosed: string[] = []
  const pageOf = new Map(pages.map((page) => [page.file, page]))
  for (const [file, { place }] of flags.inject ? read : []) {
    const page = pageOf.get(file)
    const pack = page && packs.find(({ members }) => members.has(page))
    const related = (page && (await pack?.neighboursOf(place.shelf?.item ?? page.address))) ?? []
    const items = related.slice(0, place.shelf ? (place.shelf.limit ?? SHELF_LIMIT) : flags.links)
    const text = texts.get(file)!
    // a page that is left out now may have links of an earlier run
    let block = page && pack && items.length > 0 ? linksBlock(page, items, pack.block) : ''
    const withBlock = () => text.slice(0, place.start) + block + text.slice(place.end)
    if (block !== '' && !isRead(withBlock(), place, block, items)) {
      unclosed.push(file)
      block = ''
    }
    const changed = withBlock()
    if (await writeChanged('--site', join(site, file), changed, join(folder, UNFINISHED_NAME))) written++
    if (block !== '') linked++
  }
  if (unclosed.length > 0) {
    const why = 'their HTML ends inside an element that is not closed, such as a script or a select'
    session.terminal.err(`${unclosed.length} pages get no links: ${why}, for example ${unclosed[0]}\n`)
  }
  return {
    pages: pages.length,
    leftOut,
    withLinks: linked,
    written: written + packs.reduce((sum, pack) => sum + pack.written, 0),
    embedded: packs.reduce((sum, pack) => sum + pack.embedded, 0),
    packBytes: packs.reduce((sum, pack) => sum + pack.bytes, 0),
    packs: Object.fromEntries(packs.map(({ language, block }) => [language, block.pack])),
  }
}

/** Whether a browser reads the block as links, and the next run finds it again. */
function isRead(text: string, { start, scripts, shelf }: Place, block: string, items: readonly Item[]): boolean {
  const { place, hrefs } = readPage(text)
  const isWhole = place.start === start && place.end === start + block.length
  const isSame = place.scripts.length === scripts.length && (place.shelf === undefined) === (shelf === undefined)
  return isWhole && isSame && items.every(({ url }) => hrefs.includes(url ?? ''))
}

interface LanguagePack {
  readonly language: string
  readonly members: ReadonlySet<SitePage>
  neighboursOf(id: ItemId): Promise<readonly Item[] | undefined>
  readonly block: BlockOptions
  readonly written: number
  readonly embedded: number
  readonly bytes: number
}

/** A pack for each language of the site. */
async function makePacks(
  pages: readonly SitePage[],
  folder: string,
  kin: string,
  flags: BuildFlags,
  session: Session,
  leftOut: LeftOut,
): Promise<LanguagePack[]> {
  const groups = byLanguage(pages)
  const { heading, search } = flags
  const packs: LanguagePack[] = []
  for (const [language, members] of groups) {
    const name = groups.size === 1 ? 'pack' : `pack-${language}`
    const rows = siteRows(members)
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    const catalog = groups.size === 1 ? flags.site : `${flags.site} (${language})`
    const neighbours = Math.max(DEFAULT_NEIGHBOURS, flags.links + SPARE_NEIGHBOURS)
    const { content, embedded, written } = await makePack({ ...flags, catalog, neighbours }, join(folder, name), session, text)
    const pack = await openPackFolder(join(folder, name))
    leftOut.empty += rows.length - content.items.length
    const plain = content.items.every(({ image }) => image === undefined)
    packs.push({
      language,
      members: new Set(members),
      neighboursOf: async (id) => (content.neighbours ? content.neighbours.get(id) : (await neighboursOf(pack, id))?.items),
      block: { kin, pack: `${kin}${name}/`, ...(heading !== undefined && { heading }), search: search === true, plain },
      written: written.files.written,
      embedded,
      bytes: written.bytes.total,
    })
  }
  return packs
}

/** Pages that say no language are of the one that most pages have. */
function byLanguage(pages: readonly SitePage[]): Map<string, SitePage[]> {
  const groups = new Map<string, SitePage[]>()
  for (const page of pages) {
    const language = /^[a-z]{2,3}(?![a-z])/i.exec(page.lang ?? '')?.[0].toLowerCase() ?? ''
    const known = groups.get(language)
    if (known) known.push(page)
    else groups.set(language, [page])
  }
  const unknown = groups.get('')
  const [most] = [...groups].filter(([language]) => language !== '').sort(([, a], [, b]) => b.length - a.length)
  if (unknown && most) {
    groups.delete('')
    const together = new Set([...most[1], ...unknown])
    groups.set(
      most[0],
      pages.filter((page) => together.has(page)),
    )
  }
  return groups
}

/** What was left out, for people. */
export function inWords(leftOut: LeftOut): string {
  return Object.entries(leftOut)
    .filter(([, count]) => count > 0)
    .map(([why, count]) => `${count} ${LEFT_OUT[why as keyof LeftOut]}`)
    .join(', ')
}

const LEFT_OUT: Readonly<Record<keyof LeftOut, string>> = {
  duplicate: 'repeat another page (canonical)',
  fragment: 'are parts of pages',
  noindex: 'say noindex',
  'not-found': 'are error pages',
  redirect: 'redirect',
  search: 'are a search',
  unmarked: 'have no data-kin-body, which others have',
  'not-utf-8': 'are not UTF-8',
  empty: 'have neither title nor text',
}
