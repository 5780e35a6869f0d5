import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { PagekinError } from '../src/errors.js'
import { parseAbtBuy } from './data/abt-buy.js'
import { parseAmazonIndustrial } from './data/amazon-industrial.js'
import { parseBanking77 } from './data/banking77.js'
import { parseBundles } from './data/bundles.js'
import { parseCranfield } from './data/cranfield.js'
import { parseCrowdflower } from './data/crowdflower.js'
import { LINK_KINDS, type LinkKind, parseMagento, parseMaterials } from './data/magento.js'
import { parseMovieLens, parseMovieTags } from './data/movielens.js'
import { parseMsmarco } from './data/msmarco.js'
import { naturalRows, parseNaturalQueries } from './data/natural-queries.js'
import { parsePapers } from './data/papers.js'
import { parseRecipes } from './data/recipes.js'
import { parseStsb } from './data/stsb.js'
import { parseTalks } from './data/talks.js'

/** Real data that lies beside the repository and is no part of it. */
const FOLDER = `${resolve('../shared/data')}/`

/** Whether the real data is here. Where it is not, says on the console what is skipped for want of it. */
export function hasSharedData(what: string): boolean {
  const here = existsSync(FOLDER)
  if (!here) console.warn(`${what}: skipped, there is no data at ${FOLDER}`)
  return here
}

/** A file of the shared data as text, unpacked where it ends in .gz. Throws `usage` where it is missing. */
export function sharedText(name: string): string {
  const path = FOLDER + name
  if (!existsSync(path)) throw new PagekinError('usage', `sharedText: received ${name}, expected a file in ${FOLDER}`)
  const bytes = readFileSync(path)
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** Reads and parses one set, each time anew. */
export const sharedSets = {
  cranfield: () =>
    parseCranfield(sharedText('cranfield/cran.all.1400.gz'), sharedText('cranfield/cran.qry'), sharedText('cranfield/cranqrel')),
  msmarco: () =>
    parseMsmarco(
      sharedText('msmarco-dl-5k/corpus.jsonl.gz'),
      sharedText('msmarco-dl-5k/queries.jsonl.gz'),
      sharedText('msmarco-dl-5k/test.tsv.gz'),
    ),
  crowdflower: () => parseCrowdflower(sharedText('crowdflower-relevance/train.csv.gz')),
  stsb: (file: 'train' | 'dev' | 'test') => parseStsb(sharedText(`stsbenchmark/sts-${file}.csv.gz`)),
  banking77: (file: 'train' | 'test') => parseBanking77(sharedText(`banking77/${file}.csv.gz`)),
  abtBuy: () =>
    parseAbtBuy(
      sharedText('abt-buy-pairs/train.txt.gz'),
      sharedText('abt-buy-pairs/valid.txt.gz'),
      sharedText('abt-buy-pairs/test.txt.gz'),
    ),
  movieLens: () =>
    parseMovieLens({
      ratings: sharedText('movielens-small/ratings.csv.gz'),
      movies: sharedText('movielens-small/movies.csv.gz'),
      enriched: sharedText('movielens-small/movies_enriched.csv.gz'),
      tmdb: sharedText('movielens-small/tmdb_5000_movies_semicolon.csv.gz'),
    }),
  movieLensTags: () => parseMovieTags(sharedText('movielens-small/tags.csv.gz')),
  amazonIndustrial: () =>
    parseAmazonIndustrial(
      sharedText('amazon-industrial/item.json.gz'),
      sharedText('amazon-industrial/valid.csv.gz'),
      sharedText('amazon-industrial/test.csv.gz'),
    ),
  bundles: () => {
    const file = (name: string) => sharedText(`amazon-bundles-clothing/${name}.csv.gz`)
    return parseBundles({
      titles: file('item_titles'),
      categories: file('item_categories'),
      bundleItem: file('bundle_item'),
      bundleIntent: file('bundle_intent'),
      sessionItem: file('session_item'),
    })
  },
  magento: () => {
    const names = readdirSync(`${FOLDER}magento-luma`).sort()
    const texts = (pattern: RegExp) => names.filter((name) => pattern.test(name)).map((name) => sharedText(`magento-luma/${name}`))
    return parseMagento({
      configurable: sharedText('magento-luma/configurable_products.csv.gz'),
      others: texts(/^(simple|downloadable)_products.*\.csv$/),
      links: Object.fromEntries(LINK_KINDS.map((kind) => [kind, texts(new RegExp(`_${kind}\\.csv$`))])) as Record<LinkKind, string[]>,
    })
  },
  magentoMaterials: () => parseMaterials(sharedText('magento-luma/configurable_products.csv.gz')),
  talks: () => parseTalks(sharedText('tedtalks/talks.json.gz')),
  recipes: () => parseRecipes(sharedText('recipes/recipes.json.gz')),
  papers: () => parsePapers(sharedText('papers-94/papers.jsonl')),
  naturalQueries: (catalog: 'amazon-products-1k' | 'recipes' | 'magento-luma' | 'papers-94') => {
    const file = (name: string) => sharedText(`natural-queries/${catalog}/${name}`)
    return parseNaturalQueries(file('queries.jsonl'), file('qrels.tsv'))
  },
  naturalRows: () =>
    naturalRows({
      amazon: sharedText('amazon-products-1k/test_sample_1000.csv.gz'),
      recipes: sharedText('recipes/recipes.json.gz'),
      magento: sharedSets.magento(),
      papers: sharedSets.papers(),
    }),
} as const
