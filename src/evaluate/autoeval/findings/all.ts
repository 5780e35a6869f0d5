import type { CatalogFacts } from '../facts.js'
import type { Detector, Finding } from '../finding.js'
import { nearDuplicates, sameText } from './duplicates.js'
import { uselessFields } from './fields.js'
import { unreadableLanguage } from './language.js'
import { missingFields, rejectedRows, shortTexts, unavailableItems } from './rows.js'
import { repeatedSentences } from './sentences.js'
import { deadEnds, hubs, neverShown } from './shelves.js'

const DETECTORS: readonly Detector[] = [
  rejectedRows,
  unreadableLanguage,
  sameText,
  nearDuplicates,
  deadEnds,
  shortTexts,
  neverShown,
  hubs,
  missingFields,
  unavailableItems,
  repeatedSentences,
  uselessFields,
]

/** What is wrong with a catalog, worst first (`WEIGHTS`). */
export function catalogFindings(facts: CatalogFacts): Finding[] {
  return DETECTORS.flatMap((detect) => detect(facts) ?? []).sort((a, b) => b.harm - a.harm)
}
