import type { Item } from '../../../types.js'
import type { Interval } from '../../metrics/bootstrap.js'
import type { FieldReport } from '../fields.js'
import { counted, type Detector, type Finding, type FindingKind, finding, percent } from '../finding.js'
import { fieldValues } from '../item-values.js'

/** Fewer items prove nothing about a field. */
const MIN_ITEMS = 30
/** A field with this share of equal values hardly tells items apart. */
const CONSTANT_SHARE = 0.95
/** Values that hardly ever repeat ... */
const IDENTIFIER_SHARE = 0.95
/** ... and are not words: one piece with a digit in it, or with a number sign before it. */
const CODE = /^(?:#\S+|\S*\d\S*)$/

type FieldKind = Extract<FindingKind, `field-${string}`>

interface Verdict {
  readonly kind: FieldKind
  /** What is wrong with the field. */
  readonly note: string
}

const WORDS: Readonly<Record<FieldKind, { one: string; many: string; why: string; advice: string }>> = {
  'field-harmful': {
    one: 'makes items harder to find',
    many: 'make items harder to find',
    why: 'Items are found better by their text when what this says is left out.',
    advice:
      'Leave it out of the catalog that is published for recommendations, or give it a name that ends in _id: such fields are not embedded.',
  },
  'field-constant': {
    one: 'says the same nearly everywhere',
    many: 'say the same nearly everywhere',
    why: 'It tells nothing apart, and takes room in which the encoder could read something else.',
    advice: 'Leave it out, or give it only to the items that differ.',
  },
  'field-identifier': {
    one: 'holds codes, not words',
    many: 'hold codes, not words',
    why: 'A code differs for nearly every item: it is embedded with the text all the same and says nothing about the thing.',
    advice: 'Give it a name that ends in _id (or call it sku, mpn, gtin): such fields are not embedded, and filters still know them.',
  },
  'field-noise': {
    one: 'has nothing to do with the rest',
    many: 'have nothing to do with the rest',
    why: 'Items whose titles and texts are alike have values as different as any two items: to embed it makes like things unlike.',
    advice: 'If it is there for filters or display only, give it a name that ends in _id; else check where its values come from.',
  },
}

/** Fields that say nothing about what an item is, by what is wrong with them. A field is in one finding at most. */
export const uselessFields: Detector = ({ items, fields }): Finding[] => {
  const judged = fields.flatMap((report) => {
    const having = items.filter((item) => fieldValues(item, report.field).length > 0)
    const verdict = report.present < MIN_ITEMS ? null : verdictOn(report, having)
    return verdict ? [{ report, having, verdict }] : []
  })
  return (Object.keys(WORDS) as FieldKind[]).flatMap((kind) => {
    const found = judged.filter(({ verdict }) => verdict.kind === kind)
    if (found.length === 0) return []
    const { one, many, why, advice } = WORDS[kind]
    const names = found.map(({ report }) => `“${report.field}”`).join(', ')
    return [
      finding({
        kind,
        title: `${counted(found.length, 'field')} ${found.length === 1 ? one : many}: ${names}.`,
        why,
        advice,
        count: found.length,
        of: fields.length,
        examples: found.map(({ report, having, verdict }) => ({
          ids: having.slice(0, 1).map(({ id }) => id),
          note: `${report.field}: ${fieldValues(having[0]!, report.field).join(', ').slice(0, 80)}; ${verdict.note}`,
        })),
      }),
    ]
  })
}

function verdictOn(report: FieldReport, having: readonly Item[]): Verdict | null {
  const { byWords, byVectors, commonest, distinct, present, information } = report
  if (isHarm(byWords) && !isHelp(byVectors)) return { kind: 'field-harmful', note: `without it MRR by words is ${better(byWords!)}` }
  if (isHarm(byVectors) && !isHelp(byWords))
    return { kind: 'field-harmful', note: `without it MRR by the encoder is ${better(byVectors!)}` }
  if (commonest >= CONSTANT_SHARE) return { kind: 'field-constant', note: `so say ${percent(commonest)} of ${counted(present, 'item')}` }
  if (distinct >= IDENTIFIER_SHARE * present && areCodes(report.field, having)) {
    return { kind: 'field-identifier', note: `${counted(distinct, 'value')} in ${counted(present, 'item')}` }
  }
  if (information?.isNone && !isHelp(byWords) && !isHelp(byVectors)) {
    return { kind: 'field-noise', note: `${counted(distinct, 'value')} in ${counted(present, 'item')}` }
  }
  return null
}

/** An interval is of MRR with the field minus without it. */
const isHarm = (interval: Interval | undefined) => interval !== undefined && interval.hi < 0
const isHelp = (interval: Interval | undefined) => interval !== undefined && interval.lo > 0

function better({ mean, lo, hi }: Interval): string {
  return `${(-mean).toFixed(3)} higher (95 %: ${(-hi).toFixed(3)} to ${(-lo).toFixed(3)})`
}

function areCodes(field: string, having: readonly Item[]): boolean {
  const values = having.flatMap((item) => fieldValues(item, field))
  return values.filter((value) => CODE.test(value)).length >= IDENTIFIER_SHARE * values.length
}
