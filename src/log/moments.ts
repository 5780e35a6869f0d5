/** How a column writes its times. `iso`: as dates; `day`: as dates with the day first. `order`: numbers that only order the rows. */
export type TimeUnit = 'ns' | 'us' | 'ms' | 's' | 'iso' | 'day' | 'order'

/** The least number that can be a time of each unit: March 1973. Smaller numbers only order rows. */
const LEAST: readonly (readonly [TimeUnit, number])[] = [
  ['ns', 1e17],
  ['us', 1e14],
  ['ms', 1e11],
  ['s', 1e8],
]
const MS: Readonly<Partial<Record<TimeUnit, number>>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000 }
const DATE = /^(\d{4}-\d{2}-\d{2})(?:,?[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:\s?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/

/** The unit that most cells have. Numbers are times only if they are large enough. */
export function timeUnitOf(cells: readonly unknown[]): TimeUnit {
  const counts = new Map<TimeUnit, number>()
  for (const cell of cells) {
    const unit = unitOf(cell)
    if (unit) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  }
  const most = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'order'
  return most === 'iso' && cells.some((cell) => /^(?:1[3-9]|[23]\d)\//.test(String(cell).trim())) ? 'day' : most
}

/** Milliseconds since 1970, or the number of an order; undefined for what is neither. Dates are read in every column of times. */
export function toMoment(cell: unknown, unit: TimeUnit): number | undefined {
  const own = unitOf(cell)
  if (unit === 'order') return own === undefined || own === 'iso' ? undefined : Number(cell)
  if (own === 'iso') return momentOfDate(String(cell).trim(), unit === 'day')
  const isSame = own !== undefined && (own === unit || (unit === 'iso' && own === 'ms'))
  return isSame ? Number(cell) * MS[own]! : undefined
}

function unitOf(cell: unknown): TimeUnit | undefined {
  const text = String(cell ?? '').trim()
  if (/^\d+(?:\.\d+)?$/.test(text)) return LEAST.find(([, least]) => Number(text) >= least)?.[0] ?? 'order'
  return momentOfDate(text) === undefined ? undefined : 'iso'
}

/** Without a zone UTC, so that a log means the same on every machine. Between slashes the month is first, unless it cannot be. */
function momentOfDate(text: string, isDayFirst = false): number | undefined {
  const dashed = text.replace(/^(\d\d?)([./])(\d\d?)\2(\d{4})/, (_, first: string, sign: string, second: string, year: string) => {
    const [month, day] = isDayFirst || sign === '.' || Number(first) > 12 ? [second, first] : [first, second]
    return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-')
  })
  const [, day, time = '00:00', zone = 'Z'] = DATE.exec(dashed) ?? []
  const moment = Date.parse(`${day}T${time.replace(/^\d:/, '0$&')}${zone === 'UTC' ? 'Z' : zone}`)
  return Number.isNaN(moment) ? undefined : moment
}
