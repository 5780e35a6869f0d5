import type { Item } from '../types.js'
import { columnOf } from './filter-fields.js'

/** The values of one field by row, as numbers: `codes[starts[row]]` to before `codes[starts[row + 1]]`, each once. */
export interface FacetColumn {
  readonly field: string
  /** By code, as the first item that has it writes it. */
  readonly values: readonly (string | number | boolean)[]
  readonly starts: Uint32Array
  readonly codes: Uint32Array
  /** The code of a value as the filter compares it; undefined if no item has it. */
  readonly codeOf: (value: unknown) => number | undefined
  /** Where every value is a number: the codes by size. */
  readonly bySize: Uint32Array | undefined
  /** Most values are moments. */
  readonly isTime: boolean
  /** Of a path, how far from its beginning each code stands first. */
  readonly depths: readonly number[] | undefined
  /** Of a path, the code before each code; -1 at the beginning. */
  readonly parents: readonly number[] | undefined
}

const TIME = /^\d{4}-\d\d-\d\d/

export function facetColumn(field: string, items: readonly Item[]): FacetColumn {
  const { valuesOf, comparable } = columnOf(field, items)
  const codeByKey = new Map<unknown, number>()
  const values: (string | number | boolean)[] = []
  const [depths, parents]: [number[], number[]] = [[], []]
  const starts = new Uint32Array(items.length + 1)
  const codes: number[] = []
  items.forEach((item, row) => {
    const start = codes.length
    let before = -1
    valuesOf(item).forEach((value, depth) => {
      if (typeof value === 'string' ? value.trim() === '' : typeof value !== 'number' && typeof value !== 'boolean') return
      const key = comparable(value)
      let code = codeByKey.get(key)
      if (code === undefined) {
        code = values.length
        codeByKey.set(key, code)
        values.push(typeof value === 'string' ? value.trim() : (value as number | boolean))
        depths.push(depth)
        parents.push(before)
      }
      if (codes.indexOf(code, start) < 0) codes.push(code)
      before = code
    })
    starts[row + 1] = codes.length
  })
  const isNumeric = values.length > 0 && values.every((value) => typeof value === 'number')
  const isPath = field === 'category'
  return {
    field,
    values,
    starts,
    codes: Uint32Array.from(codes),
    codeOf: (value) => codeByKey.get(comparable(value)),
    bySize: isNumeric ? Uint32Array.from(values.keys()).sort((a, b) => Number(values[a]) - Number(values[b])) : undefined,
    isTime: values.filter((value) => TIME.test(String(value))).length > values.length / 2,
    depths: isPath ? depths : undefined,
    parents: isPath ? parents : undefined,
  }
}
