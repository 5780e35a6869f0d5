import Papa from 'papaparse'
import type { CatalogRow } from '../rows.js'

export interface Table {
  readonly names: readonly string[]
  readonly rows: readonly CatalogRow[]
}

/**
 * Reads CSV, TSV or lines with `;` or `|`, whose first line names the columns. A row with more values than names, and one whose
 * quotes are never closed, has a `why`; the others are read. Blank rows are none.
 *
 * A column of numbers has numbers, a column of `true` and `false` has booleans, a cell that is a JSON list is a list.
 */
export function readTable(text: string): Table {
  const lines = readCells(text)
  const [header] = lines.splice(0, 1)
  const names = uniqueNames(header?.cells ?? [])
  const isWhole = ({ cells, why }: Line) => why === undefined && cells.slice(names.length).every((cell) => cell.trim() === '')
  const whole = lines.filter(isWhole)
  const types = names.map((_, column) => typeOf(whole.flatMap(({ cells }) => cells[column]?.trim() || [])))
  const rows = lines.map(({ cells, line, why }, row): CatalogRow => {
    if (why !== undefined) return { row, line, why }
    if (!isWhole({ cells, line })) return { row, line, why: `has ${cells.length} values; the first line names ${names.length} columns` }
    const typed = (cell = '', column: number) => (cell.trim() === '' ? undefined : types[column]!(cell))
    return { row, line, value: Object.fromEntries(names.map((name, column) => [name, typed(cells[column], column)])) }
  })
  return { names, rows }
}

interface Line {
  readonly cells: readonly string[]
  /** From 1. */
  readonly line: number
  readonly why?: string
}

function readCells(text: string): Line[] {
  const form = formOf(text)
  const { data, errors } = Papa.parse<string[]>(text, form)
  if (!errors.some(isAboutQuotes)) return filledLines(data, 1)
  const lines = text.split(form.newline)
  const read: Line[] = []
  for (let first = 0, next: number; first < lines.length; first = next) {
    next = endOfRow(lines, first)
    const row = Papa.parse<string[]>(lines.slice(first, next).join(form.newline), form)
    if (row.errors.some(isAboutQuotes)) {
      read.push({ cells: [], line: first + 1, why: 'has a quote that is never closed' })
      next = first + 1
    } else read.push(...filledLines(row.data, first + 1))
  }
  return read
}

/** Rows that are not blank. A quoted cell may have several lines. */
function filledLines(data: readonly string[][], first: number): Line[] {
  const read: Line[] = []
  let line = first
  for (const cells of data) {
    // lines may end as on Windows, be it all or some
    cells.push(cells.pop()!.replace(/\r$/, ''))
    if (cells.some((cell) => cell.trim() !== '')) read.push({ cells, line })
    line++
    for (const cell of cells) if (cell.includes('\n') || cell.includes('\r')) line += cell.match(LINE_END)!.length
  }
  return read
}

const LINE_END = /\r\n|\n|\r/g

function isAboutQuotes({ type }: Papa.ParseError): boolean {
  return type === 'Quotes'
}

/** A row goes on until its quotes come in pairs. */
function endOfRow(lines: readonly string[], first: number): number {
  let isOpen = false
  for (let line = first; line < lines.length; line++) {
    if ((lines[line]!.split('"').length - 1) % 2 === 1) isOpen = !isOpen
    if (!isOpen) return line + 1
  }
  return first + 1
}

/** By the first line, outside of quotes: Papa Parse's own guess looks inside them. */
function formOf(text: string): { delimiter: string; newline: '\n' | '\r' } {
  const counts = new Map([',', '\t', ';', '|'].map((mark) => [mark, 0]))
  let isQuoted = false
  let end = 0
  for (; end < text.length; end++) {
    const letter = text.charAt(end)
    if (letter === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (letter === '\n' || letter === '\r') break
    if (counts.has(letter)) counts.set(letter, counts.get(letter)! + 1)
  }
  const [delimiter] = [...counts].sort(([, a], [, b]) => b - a)[0]!
  return { delimiter, newline: text.charAt(end) === '\r' && text.charAt(end + 1) !== '\n' ? '\r' : '\n' }
}

/** A name that comes twice is numbered, a missing one is the column's place. */
function uniqueNames(cells: readonly string[]): string[] {
  const names = new Set<string>()
  // the last number that each name got: counting on from there keeps a long line of one name linear
  const numbers = new Map<string, number>()
  for (const [column, cell] of cells.entries()) {
    const name = cell.trim() || `column ${column + 1}`
    let number = numbers.get(name) ?? 1
    let unique = name
    while (names.has(unique)) unique = `${name} ${++number}`
    numbers.set(name, number)
    names.add(unique)
  }
  return [...names]
}

/** Digits with a leading zero, or too many of them, are a code. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/
const YES_OR_NO = /^(?:true|false)$/i

function typeOf(cells: readonly string[]): (cell: string) => unknown {
  if (cells.length > 0 && cells.every((cell) => NUMBER.test(cell))) return Number
  return cells.length > 0 && cells.every((cell) => YES_OR_NO.test(cell)) ? (cell) => /^true$/i.test(cell) : toListOrText
}

function toListOrText(cell: string): unknown {
  if (!/^\s*\[.*\]\s*$/s.test(cell)) return cell
  try {
    return JSON.parse(cell) as unknown
  } catch {
    return quotedTexts(cell.trim().slice(1, -1)) ?? cell
  }
}

/** One text of a list as Python writes it, and what follows: `'Comedy', "Children's"`. */
const QUOTED_TEXT = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|$)/sy

function quotedTexts(list: string): string[] | undefined {
  const texts: string[] = []
  QUOTED_TEXT.lastIndex = 0
  for (;;) {
    const found = QUOTED_TEXT.exec(list)
    if (!found) return undefined
    texts.push((found[1] ?? found[2]!).replace(/\\(.)/gs, '$1'))
    if (found[3] === '') return texts
  }
}
