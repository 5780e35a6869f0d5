import type { FacetChoice } from '../types.js'
import type { FacetTexts } from './facet-texts.js'

/** What is written, and the currency that its numbers are in. */
interface Values {
  readonly values: readonly { readonly value: FacetChoice }[]
  readonly currency?: string
}

/** Writes values and ranges as readers of `lang` (BCP 47) do. */
export function formatOf({ values, currency }: Values, texts: FacetTexts, lang: string | undefined): (value: FacetChoice) => string {
  const isWhole = !values.some(({ value }) => {
    const { min, max } = value as { min?: number; max?: number }
    return [value, min, max].some((one) => typeof one === 'number' && one % 1 !== 0)
  })
  const digits = { maximumFractionDigits: isWhole ? 0 : 2, ...(currency && !isWhole && { minimumFractionDigits: 2 }) }
  const format = numberFormat(lang, { ...digits, useGrouping: 'min2', ...(currency && { style: 'currency', currency }) })
  return (value) => {
    if (typeof value === 'boolean') return value ? texts.yes : texts.no
    if (typeof value === 'string') return value
    if (typeof value === 'number') return format.format(value)
    if (value.max === undefined) return `≥ ${format.format(value.min)}`
    return value.min === value.max ? format.format(value.min) : format.formatRange(value.min, value.max)
  }
}

/** A language or currency that is none, as pages and catalogs write them, is left out. */
function numberFormat(lang: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(lang, options)
  } catch {
    const { style: _, currency: __, ...rest } = options
    return new Intl.NumberFormat(undefined, rest)
  }
}
