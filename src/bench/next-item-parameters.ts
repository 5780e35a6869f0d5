import { type BaselineParameters, UNTUNED } from '../evaluate/baselines/parameters.js'
import type { NextItemSetName } from './next-item-sets.js'

export const PARAMETERS: Readonly<Record<NextItemSetName, BaselineParameters>> = {
  'movielens-small': UNTUNED,
  'amazon-industrial': UNTUNED,
}
