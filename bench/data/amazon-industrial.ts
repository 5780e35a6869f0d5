import { PagekinError } from '../../src/errors.js'
import { numberField, parseCsv } from './csv.js'
import { parsePythonList } from './python-list.js'

export interface IndustrialItem {
  readonly id: string
  readonly title: string
  /** Paragraphs, with HTML; none where the shop gave none. */
  readonly description: readonly string[]
  readonly brand: string
}

export interface NextItem {
  readonly user: string
  /** The latest ten at the most, oldest first. */
  readonly history: readonly string[]
  readonly target: string
  /** The target is in the history already: report with and without these. */
  readonly repeat: boolean
}

export interface AmazonIndustrial {
  readonly items: readonly IndustrialItem[]
  readonly valid: readonly NextItem[]
  readonly test: readonly NextItem[]
}

/**
 * Amazon reviews 2018, Industrial and Scientific (Ni et al., 2019), as MiniOneRec parts it: by time, predict the next item of
 * all. Lists are Python literals. The columns of learnt codes and the empty categories are not read.
 */
export function parseAmazonIndustrial(items: string, valid: string, test: string): AmazonIndustrial {
  const known = parseItems(items)
  const ids = new Set(known.map(({ id }) => id))
  return { items: known, valid: parseRows('valid', valid, ids), test: parseRows('test', test, ids) }
}

function parseItems(text: string): IndustrialItem[] {
  const byId = JSON.parse(text) as Record<string, Partial<Record<string, unknown>>>
  return Object.entries(byId).map(([id, { title, description, brand }]) => {
    if (typeof title !== 'string' || typeof description !== 'string' || typeof brand !== 'string') {
      throw new PagekinError(
        'usage',
        `amazon-industrial item ${id}: received ${typeof title}, ${typeof description}, ${typeof brand}, expected three strings`,
      )
    }
    return { id, title, description: paragraphs(`amazon-industrial item ${id}`, description), brand }
  })
}

/** 16 descriptions are lists whose inner quotes lost their escapes: where one ends cannot be told, so they stay one paragraph. */
function paragraphs(where: string, description: string): string[] {
  if (description === '') return []
  try {
    return parsePythonList(where, description)
      .map(String)
      .filter((paragraph) => paragraph.trim() !== '')
  } catch (error) {
    const whole = /^\[['"](.*)['"]\]$/s.exec(description)?.[1]
    if (whole === undefined) throw error
    return [whole]
  }
}

function parseRows(split: string, text: string, ids: ReadonlySet<string>): NextItem[] {
  return parseCsv(`amazon-industrial ${split}`, text, { columns: ['user_id', 'history_item_id', 'item_id'] }).map((cells, row) => {
    const where = `amazon-industrial ${split}, row ${row}`
    const history = parsePythonList(where, cells.history_item_id!).map(String)
    const target = String(numberField(where, cells.item_id))
    const unknown = [...history, target].find((id) => !ids.has(id))
    if (unknown !== undefined) throw new PagekinError('usage', `${where}: received item ${unknown}, expected one of the items`)
    return { user: cells.user_id!, history, target, repeat: history.includes(target) }
  })
}
