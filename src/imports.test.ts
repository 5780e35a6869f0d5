import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

/** DESIGN.md 3: who may import whom. A room is a folder of src, or a file directly in it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  types: ['errors'],
  'error-codes': [],
  errors: ['error-codes'],
  options: [],
  sha256: [],
  own: [],
  'option-docs': ['options'],
  catalog: ['types', 'errors', 'sha256'],
  vectors: ['types', 'errors'],
  lexical: ['types', 'errors', 'vectors'],
  pack: ['types', 'errors', 'sha256', 'vectors'],
  ranking: ['types', 'errors', 'vectors', 'lexical'],
  evaluate: ['sha256', 'types', 'errors', 'catalog', 'vectors', 'lexical', 'ranking'],
  encoder: ['types', 'errors', 'sha256', 'vectors', 'worker/protocol'],
  store: ['types', 'errors', 'own', 'vectors/blocks'],
  'worker/protocol': ['types'],
  worker: ['types', 'errors', 'catalog', 'vectors', 'lexical', 'pack', 'ranking', 'store', 'worker/protocol'],
  client: ['types', 'errors', 'options', 'own', 'catalog/version', 'pack', 'store/kept-neighbours', 'worker/protocol'],
  widget: ['types', 'errors', 'options', 'own', 'client'],
  react: ['types', 'errors', 'options', 'own', 'client', 'widget'],
  'script-tag': ['types', 'errors', 'options', 'own', 'client', 'widget'],
  cli: [
    'types',
    'errors',
    'options',
    'option-docs',
    'catalog',
    'vectors',
    'lexical',
    'pack',
    'ranking',
    'evaluate',
    'store',
    'encoder',
    'worker',
    'worker/protocol',
  ],
  bench: [
    'types',
    'errors',
    'options',
    'catalog',
    'vectors',
    'lexical',
    'ranking',
    'evaluate',
    'store',
    'encoder',
    'worker',
    'worker/protocol',
    'cli',
  ],
  index: ['types', 'error-codes', 'errors', 'client'],
  demo: ['index', 'widget/element'],
}

/** The foreign thing that a room alone knows. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'onnxruntime-web': ['encoder'],
  '@xenova/transformers': ['encoder'],
  idb: ['store'],
  lit: ['widget'],
  react: ['react'],
  valibot: ['catalog'],
  birpc: ['client', 'worker', 'encoder'],
  commander: ['cli'],
  'cli-progress': ['cli'],
  papaparse: ['evaluate'],
  'ml-matrix': ['evaluate'],
  '@observablehq/plot': ['evaluate'],
  linkedom: ['evaluate'],
}

const SRC = resolve(import.meta.dirname)

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test(-helper)?\.tsx?$|\.d\.ts$/.test(name))
    .map((name) => join(folder, name))
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return [
    ...source.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"\n]*?(?:\{[^}]*\}[^'"\n]*?)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
    ),
  ].map((match) => (match[1] ?? match[2])!)
}

/** `worker/protocol`, `vectors/blocks`: a file that the table names by itself; else the room. */
function placeOf(file: string, named: readonly string[]): string {
  const path = relative(SRC, file)
    .replaceAll(sep, '/')
    .replace(/\.(js|tsx?)$/, '')
  return named.find((name) => name === path) ?? path.split('/')[0]!
}

const named = [...new Set([...Object.keys(ROOMS), ...Object.values(ROOMS).flat()])].filter((name) => name.includes('/'))
const files = sourceFiles(SRC)

describe('rooms', () => {
  test('import only what the table lets them', () => {
    const offences = files.flatMap((file) => {
      const own = placeOf(
        file,
        Object.keys(ROOMS).filter((name) => name.includes('/')),
      )
      const room = own.split('/')[0]!
      const allowed = ROOMS[own] ?? ROOMS[room]
      if (!allowed) return [`${relative(SRC, file)}: the room ${own} is not in the table`]
      return importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => resolve(dirname(file), name))
        .filter((target) => {
          const place = placeOf(target, named)
          const sameRoom = place.split('/')[0] === room && own !== 'worker/protocol'
          return !sameRoom && !allowed.includes(place) && !allowed.includes(place.split('/')[0]!)
        })
        .map((target) => `${relative(SRC, file)} imports ${relative(SRC, target)}`)
    })

    expect(offences).toEqual([])
  })

  test('leave each foreign library to its owner', () => {
    const offences = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .filter((name) => {
          const library = Object.keys(OWNERS).find((owned) => name === owned || name.startsWith(`${owned}/`))
          return library !== undefined && !OWNERS[library]!.includes(placeOf(file, []))
        })
        .map((name) => `${relative(SRC, file)} imports ${name}`),
    )

    expect(offences).toEqual([])
  })

  test('have no cycle', () => {
    const edges = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => resolve(dirname(file), name.replace(/\?.*$/, ''))),
      ]),
    )
    const sourceOf = (target: string) => [target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')].find((name) => edges.has(name))
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].map((name) => relative(SRC, name)).join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const target of edges.get(file) ?? []) {
        const next = sourceOf(target)
        if (next) visit(next, [...path, file])
      }
      done.add(file)
    }
    for (const file of files) visit(file, [])

    expect(cycles).toEqual([])
  })

  test('are found by the reader of this test', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(importsOf(join(SRC, 'worker/engine.ts'))).toContain('../errors.js')
  })
})
