import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Who may import whom (docs/design.md, "Folders"). A room is a folder of src, or a file directly in it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  types: ['errors'],
  'error-codes': [],
  errors: ['error-codes'],
  options: [],
  sha256: ['sha256-digest'],
  'sha256-digest': [],
  own: [],
  'model-cache': ['errors'],
  'option-docs': ['options'],
  protocol: ['types'],
  rpc: ['errors', 'own', 'protocol'],
  waiting: ['errors'],
  interaction: ['types'],
  links: ['types'],
  'parse-url': [],
  'kept-for': [],
  pieces: [],
  'read-body': [],
  catalog: ['types', 'links', 'errors', 'parse-url', 'pieces', 'sha256-digest'],
  vectors: ['types', 'errors', 'pieces'],
  lexical: ['types', 'links', 'errors', 'pieces', 'vectors'],
  pack: ['types', 'errors', 'model-cache', 'read-body', 'sha256', 'vectors', 'catalog/searched-item'],
  log: ['types', 'errors', 'interaction', 'pieces', 'catalog', 'ranking'],
  ranking: ['types', 'errors', 'kept-for', 'pieces', 'vectors', 'lexical'],
  evaluate: ['interaction', 'log', 'sha256', 'types', 'errors', 'catalog', 'vectors', 'lexical', 'ranking'],
  encoder: ['types', 'errors', 'model-cache', 'read-body', 'sha256', 'vectors', 'protocol', 'rpc', 'waiting'],
  store: ['types', 'interaction', 'errors', 'own', 'vectors/blocks', 'waiting'],
  engine: [
    'types',
    'links',
    'errors',
    'interaction',
    'kept-for',
    'model-cache',
    'pieces',
    'read-body',
    'catalog',
    'log',
    'vectors',
    'lexical',
    'pack',
    'ranking',
    'store',
    'protocol',
    'rpc',
    'waiting',
  ],
  page: [
    'types',
    'interaction',
    'links',
    'parse-url',
    'errors',
    'options',
    'own',
    'catalog/version',
    'catalog/parse',
    'catalog/formats/json-ld',
    'store/kept-neighbours',
    'protocol',
    'rpc',
    'waiting',
  ],
  shelf: ['types', 'parse-url', 'errors', 'own', 'catalog/data-picture', 'catalog/version', 'pack', 'store/kept-neighbours', 'page'],
  element: ['types', 'errors', 'options', 'own', 'page', 'shelf'],
  react: ['types', 'errors', 'options', 'own', 'page', 'shelf'],
  'script-tag': ['types', 'errors', 'options', 'own', 'page', 'shelf', 'element'],
  cli: [
    'log',
    'types',
    'errors',
    'options',
    'option-docs',
    'parse-url',
    'catalog',
    'vectors',
    'lexical',
    'pack',
    'ranking',
    'evaluate',
    'store',
    'encoder',
    'engine',
    'protocol',
    'shelf/messages',
  ],
  index: ['types', 'error-codes', 'errors', 'page'],
}

/** The foreign thing that a room alone knows. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'onnxruntime-web': ['encoder'],
  '@xenova/transformers': ['encoder'],
  idb: ['store'],
  lit: ['element'],
  react: ['react'],
  valibot: ['catalog'],
  birpc: ['rpc'],
  commander: ['cli'],
  'cli-progress': ['cli'],
  papaparse: ['catalog', 'evaluate'],
  '@rgrove/parse-xml': ['catalog'],
  'ml-matrix': ['evaluate'],
  '@observablehq/plot': ['evaluate'],
  linkedom: ['evaluate'],
  parse5: ['cli'],
  mrmime: ['cli'],
}

const SRC = resolve(import.meta.dirname)

/** What scripts/build.mjs builds into the entries of package.json. */
const ENTRIES = [
  'index.ts',
  'element/element.ts',
  'react/index.tsx',
  'script-tag/embed.ts',
  'script-tag/client.ts',
  'engine/main.ts',
  'encoder/main.ts',
  'script-tag/numbers.ts',
  'cli/main.ts',
  'cli/vite.ts',
  'catalog/formats/read-format.ts',
  'engine/explore.ts',
  'engine/tree.ts',
  'engine/rerank.ts',
  // stand in for two modules of @xenova/transformers (vite.config.ts)
  'encoder/hub-stub.ts',
  'encoder/onnx-backend-stub.ts',
]

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

/** Absolute paths, without the query of `./kernel.as.ts?wasm`. */
function importedFiles(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => resolve(dirname(file), name.replace(/\?.*$/, '')))
}

/** The source that `./x.js`, `./x.ts` or AssemblyScript's `./x` means. */
function sourceOf(target: string): string | undefined {
  const stem = target.replace(/\.js$/, '')
  return [target, `${stem}.ts`, `${stem}.tsx`].find((name) => files.includes(name))
}

const edgesOf = new Map(files.map((file) => [file, importedFiles(file).flatMap((target) => sourceOf(target) ?? [])]))

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
          const sameRoom = place.split('/')[0] === room && own !== 'protocol'
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
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].map((name) => relative(SRC, name)).join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const target of edgesOf.get(file) ?? []) visit(target, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])

    expect(cycles).toEqual([])
  })

  test('hold no file that no entry of the package reaches', () => {
    const reached = new Set<string>()
    const reach = (file: string): void => {
      if (reached.has(file)) return
      reached.add(file)
      for (const target of edgesOf.get(file) ?? []) reach(target)
    }
    for (const entry of ENTRIES) reach(join(SRC, entry))

    const unreached = files.filter((file) => !reached.has(file)).map((file) => relative(SRC, file).replaceAll(sep, '/'))

    expect(unreached).toEqual([])
  })

  test('import nothing outside src', () => {
    const outside = files.flatMap((file) => importedFiles(file).filter((target) => !target.startsWith(SRC + sep)))

    expect(outside).toEqual([])
  })

  test('are found by the reader of this test', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(importsOf(join(SRC, 'engine/engine.ts'))).toContain('../errors.js')
  })
})
