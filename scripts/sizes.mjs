// @ts-check
/** Prints what a page downloads at each level, raw and gzipped (level 9). Run by scripts/build.mjs. */
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const root = new URL('../', import.meta.url)
/** @param {string} path */
const at = (path) => new URL(path, root).pathname

const MODEL = 'dist/models/pagekin-mini-v2'
const MODEL_FILES = ['pagekin.json', 'tokenizer.json', 'tokenizer_config.json', 'canary.json', 'encoder.bin'].map(
  (name) => `${MODEL}/${name}`,
)

/** @type {readonly [level: string, files: readonly string[]][]} */
const LEVELS = [
  ['shelf drawn, links (script tag, element)', ['dist/embed.js']],
  ['shelf near the viewport, neighbours: the client', ['dist/client.js']],
  ['a page whose item is to be found, or a template', ['dist/extras.js']],
  ['neighbours of an earlier visit', ['dist/kept.js']],
  ['lexical, vectors: the engine', ['dist/recommender.js', 'dist/worker.js']],
  ['facets of a shelf', ['dist/facets.js', 'dist/explore.js']],
  ['a guide to a shelf', ['dist/guide.js', 'dist/explore.js']],
  ['topics of a catalog', ['dist/topics.js', 'dist/tree.js']],
  ['the map of them', ['dist/map.js']],
  ['a search with a scoring function of the site', ['dist/rounds.js', 'dist/rerank.js']],
  ['what is known of a visitor', ['dist/profile.js']],
  ['panel of what is known of a visitor', ['dist/privacy.js', 'dist/profile.js']],
  ['what pagekin costs the page', ['dist/measure.js']],
  ['a catalog that no tag names: its finder', ['dist/discover.js']],
  ['a catalog that is not JSON rows: its reader', ['dist/formats.js']],
  ['encoder: its worker', ['dist/encoder-worker.js']],
  ['encoder: the built-in model', MODEL_FILES],
]

export async function sizes() {
  console.log('\nWhat a page downloads, by level (kB, raw and gzipped):')
  for (const [level, files] of LEVELS) {
    const measured = await Promise.all(files.map(measure))
    const sum = (/** @type {'raw' | 'zipped'} */ key) => measured.reduce((total, file) => total + file[key], 0) / 1000
    console.log(`  ${level.padEnd(50)} ${sum('raw').toFixed(1).padStart(9)} ${sum('zipped').toFixed(1).padStart(9)}`)
  }
}

/** @param {string} file */
async function measure(file) {
  const zipped = await promisify(gzip)(await readFile(at(file)), { level: 9 })
  return { raw: (await stat(at(file))).size, zipped: zipped.length }
}

if (process.argv[1] === at('scripts/sizes.mjs')) await sizes()
