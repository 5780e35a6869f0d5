import { foldName } from '../catalog/aliases.js'
import { readTable } from '../catalog/formats/csv.js'
import { placeOf, toldRow } from '../catalog/rejected.js'
import { type CatalogRow, isRecord, jsonLines, messageOf, valueRows } from '../catalog/rows.js'
import { PagekinError } from '../errors.js'
import { INTERACTION_TYPES } from '../interaction.js'
import { atOnce } from '../pieces.js'
import type { Interaction, InteractionType, RejectedRow } from '../types.js'
import { type TimeUnit, timeUnitOf, toMoment } from './moments.js'

/** One row of a log. */
export interface LoggedInteraction extends Interaction {
  readonly user: string
}

export interface InteractionLog {
  /** In the order of the log. `at` is milliseconds since 1970 where `isTimed`, else a number that rises. */
  readonly interactions: readonly LoggedInteraction[]
  readonly isTimed: boolean
  /** What `user` names is an order or a basket. */
  readonly hasBaskets: boolean
  /** Rows that are no interaction. */
  readonly rejected: readonly RejectedRow[]
  readonly rows: number
}

/** Rows between two pauses. */
const PIECE = 256

type Column = 'user' | 'item' | 'type' | 'at'

/** Usual names of each column, strongest first, in the form `foldName` gives. A basket without a user is one. */
export const COLUMN_NAMES: Readonly<Record<Column, readonly string[]>> = {
  user: 'user userid username visitor visitorid customer customerid customeremail member memberid client clientid userpseudoid anonymousid uid session sessionid usersession order orderid ordernumber basket basketid cart cartid transaction transactionid invoice invoiceno bundle bundleid kunde kundennr kundennummer kundenid benutzer besucher cliente utilisateur usuario utente bestellung bestellnr bestellnr. bestellnummer bestellid auftrag auftragsnummer warenkorb rechnungsnummer commande n°commande n°decommande numérodecommande panier pedido númerodepedido ordine numeroordine'.split(
    ' ',
  ),
  // numbers before names, and those of other languages after `id`: what an English log calls so may be a text
  item: 'item itemid product productid sku objectid articleid movieid bookid trackid songid contentid videoid postid listingid asin stockcode handle variantsku lineitemsku lineitemname id artikelnr artikelnr. artikelnummer artikelid produktid codeproduit idproduit idproducto codiceprodotto idprodotto référence referencia artikel produkt produit artículo producto articolo prodotto'.split(
    ' ',
  ),
  type: ['type', 'event', 'eventtype', 'eventname', 'action', 'interaction', 'interactiontype', 'behavior', 'behaviour', 'behaviortype'],
  at: 'at time timestamp eventtime eventtimestamp ts date datetime createdat occurredat unixtime invoicedate orderdate datum bestelldatum rechnungsdatum zeitpunkt datedecommande fecha fechadepedido dataordine order ordertime step position index'.split(
    ' ',
  ),
}

/** What shops and analytics call the types, in the same form. */
const TYPES: Readonly<Record<string, InteractionType>> = {
  ...Object.fromEntries(
    'view viewed pageview viewitem productview productviewed itemview detail read watch play pv'.split(' ').map((name) => [name, 'view']),
  ),
  ...Object.fromEntries(
    'click clicked selectitem productclicked like liked favorite favourite bookmark wishlist addtowishlist fav'
      .split(' ')
      .map((name) => [name, 'click']),
  ),
  ...Object.fromEntries('cart addtocart addedtocart productadded basket addtobasket'.split(' ').map((name) => [name, 'cart'])),
  ...Object.fromEntries(
    'purchase purchased buy bought order ordered ordercompleted orderplaced transaction sale sold checkout'
      .split(' ')
      .map((name) => [name, 'purchase']),
  ),
  ...Object.fromEntries('dismiss dismissed dislike disliked hide hidden notinterested'.split(' ').map((name) => [name, 'dismiss'])),
}

/**
 * Reads a log of interactions: CSV, TSV, a JSON array, JSON lines, or rows. Columns have usual names: `user` (or session, order, basket),
 * `item` (product, sku), and maybe `type` and a time. Users, items and times may be told in German, French, Spanish or Italian. `type` is view, click, cart, purchase or dismiss, or what shops call them; view
 * where there is no such column. How times are written is told by the column: Unix seconds or milliseconds, ISO 8601 (UTC without a zone), as
 * 12/31/2026 8:26, 31/12/2026 or 31.12.2026, or numbers that only order the rows. Without a time, the order of the rows counts. Rows that cannot be read, whose item the catalog lacks, or
 * that repeat an earlier one to the letter are in `rejected`, with the reason.
 *
 * @param has Whether the catalog has an item of this id.
 * @throws PagekinError `interactions-invalid` without a column of users or items, and if no row is an interaction.
 */
export function readLog(...parts: Parameters<typeof readingLog>): InteractionLog {
  return atOnce(readingLog(...parts))
}

/** The same in pieces. */
export function* readingLog(
  input: string | readonly unknown[],
  has: (id: string) => boolean,
  source = 'interactions',
): Generator<void, InteractionLog> {
  const { names, rows } = tableOf(input)
  yield
  const columns = columnsOf(names, rows.length, source)
  const cellsOf = ({ value }: CatalogRow, column: Column): unknown => (value as Record<string, unknown>)[columns[column] ?? '']
  const unit = columns.at === undefined ? undefined : timeUnitOf(rows.flatMap((row) => (isRecord(row.value) ? [cellsOf(row, 'at')] : [])))
  const interactions: LoggedInteraction[] = []
  const rejected: RejectedRow[] = []
  const seen = new Set<string>()
  for (const [order, row] of rows.entries()) {
    if (order % PIECE === 0) yield
    const read = readSafely(row, (column) => cellsOf(row, column), columns.type !== undefined, unit ?? order, has)
    const key = JSON.stringify(read)
    const place = placeOf(row)
    if ('why' in read) rejected.push({ ...place, ...read })
    else if (seen.has(key)) rejected.push({ ...place, field: '', why: 'repeats an earlier row' })
    else {
      seen.add(key)
      interactions.push(read)
    }
  }
  if (interactions.length === 0) {
    const [first] = rejected
    const why = first ? toldRow(first) : 'it is empty'
    throw new PagekinError('interactions-invalid', `${source}: received ${rows.length} rows, none of which is an interaction (${why})`)
  }
  const hasBaskets = /order|basket|cart|transaction|invoice|bundle|bestell|auftrag|warenkorb|rechnung|commande|panier|pedido|ordine/i.test(
    columns.user!,
  )
  return { interactions, isTimed: unit !== undefined && unit !== 'order', hasBaskets, rejected, rows: rows.length }
}

/** Whether a column has one of the usual names of items. */
export function hasItemColumn(names: readonly string[]): boolean {
  return names.some((name) => COLUMN_NAMES.item.includes(foldName(name)))
}

/** What each user did, in order of time. Dismissed items are left out. */
export function pathsOfLog({ interactions }: Pick<InteractionLog, 'interactions'>): Map<string, LoggedInteraction[]> {
  const paths = new Map<string, LoggedInteraction[]>()
  for (const interaction of interactions) {
    if (interaction.type === 'dismiss') continue
    const path = paths.get(interaction.user)
    if (path) path.push(interaction)
    else paths.set(interaction.user, [interaction])
  }
  for (const path of paths.values()) path.sort((a, b) => a.at - b.at)
  return paths
}

/** The names of the columns of a log, and its rows. */
export function tableOf(input: string | readonly unknown[]): { readonly names: readonly string[]; readonly rows: readonly CatalogRow[] } {
  const text = typeof input === 'string' ? input.replace(/^\ufeff/, '') : ''
  if (typeof input === 'string' && !/^\s*[[{]/.test(text)) return readTable(text)
  const rows = [...(typeof input === 'string' ? jsonRows(text) : valueRows(input)!)]
  return { names: [...new Set(rows.flatMap(({ value }) => (isRecord(value) ? Object.keys(value) : [])))], rows }
}

function jsonRows(text: string): Iterable<CatalogRow> {
  try {
    const rows = valueRows(JSON.parse(text))
    if (rows) return rows
  } catch {
    // JSON lines
  }
  return jsonLines(text)
}

/** Says which columns a log lacks. */
export function lacksColumns(source: string, names: readonly string[], rows: number, missing: readonly string[]): PagekinError {
  const received = rows === 0 ? 'it is empty' : 'received rows without columns'
  const why =
    names.length === 0
      ? `${received}, expected the columns ${missing.join(', ')}`
      : `received the columns ${names.join(', ').slice(0, 200)}, expected also ${missing.join(', ')}`
  return new PagekinError('interactions-invalid', `${source}: ${why}`)
}

/** @throws PagekinError `interactions-invalid`. */
function columnsOf(names: readonly string[], rows: number, source: string): Partial<Record<Column, string>> {
  const byName = new Map(names.map((name) => [foldName(name), name]))
  const taken = new Set<string>()
  const columns: Partial<Record<Column, string>> = {}
  for (const column of ['user', 'item', 'type', 'at'] as const) {
    const name = COLUMN_NAMES[column].map((one) => byName.get(one)).find((one) => one !== undefined && !taken.has(one))
    if (name === undefined) continue
    columns[column] = name
    taken.add(name)
  }
  const missing = (['user', 'item'] as const).filter((column) => columns[column] === undefined)
  if (missing.length === 0) return columns
  throw lacksColumns(source, names, rows, missing)
}

interface Rejection {
  readonly field: string
  readonly why: string
}

function readSafely(
  row: CatalogRow,
  cell: (column: Column) => unknown,
  hasTypes: boolean,
  time: TimeUnit | number,
  has: (id: string) => boolean,
): LoggedInteraction | Rejection {
  if (row.why !== undefined) return { field: '', why: row.why }
  if (!isRecord(row.value)) return { field: '', why: 'is no object' }
  try {
    return readRow(cell, hasTypes, time, has)
  } catch (thrown) {
    return { field: '', why: `could not be read (${messageOf(thrown)})` }
  }
}

function readRow(
  cell: (column: Column) => unknown,
  hasTypes: boolean,
  time: TimeUnit | number,
  has: (id: string) => boolean,
): LoggedInteraction | Rejection {
  const bad = (field: string, value: unknown, expected: string) => ({
    field,
    why: `received ${JSON.stringify(String(value ?? '').slice(0, 60))}, expected ${expected}`,
  })
  const user = String(cell('user') ?? '').trim()
  if (user === '') return bad('user', cell('user'), 'an id')
  const id = String(cell('item') ?? '').trim()
  if (!has(id)) return bad('item', cell('item'), 'the id of an item of the catalog')
  const name = String(cell('type') ?? '')
  const type = hasTypes ? TYPES[foldName(name)] : 'view'
  if (type === undefined || !INTERACTION_TYPES.has(type)) return bad('type', name, [...INTERACTION_TYPES].join(', '))
  const at = typeof time === 'number' ? time : toMoment(cell('at'), time)
  if (at === undefined) return bad('at', cell('at'), time === 'order' ? 'a number' : 'a time as in most rows')
  return { user, id, type, at }
}
