import { join } from 'node:path'
import ts from 'typescript5'
import { expect, test } from 'vitest'
import { PageKin } from '../src/element/page-kin.js'
import { kebab, OPTIONS } from '../src/options.js'
import { customElements } from './editors.js'
import { COMPANIONS } from './reference-tables.js'

test('they name every attribute that the element observes, and every property', () => {
  const [{ declarations }] = (
    JSON.parse(customElements()) as { modules: [{ declarations: { attributes: { name: string }[]; members: { name: string }[] }[] }] }
  ).modules
  const [element] = declarations

  expect(element!.attributes.map(({ name }) => name)).toEqual(OPTIONS.map(({ name }) => kebab(name)))
  expect(element!.members.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(PageKin.properties)))
})

test('they name the elements beside it', () => {
  const [{ declarations }] = (JSON.parse(customElements()) as { modules: [{ declarations: { tagName: string }[] }] }).modules

  expect(declarations.map(({ tagName }) => tagName)).toEqual(['page-kin', ...Object.keys(COMPANIONS)])
})

/** What the compiler says of each of these pieces of JSX, in a project that has the types of React. */
function complaintsOf(pieces: string[]): string[][] {
  const files = new Map(
    pieces.map((jsx, at) => [
      join(process.cwd(), `src/element/jsx/snippet-${at}.test-page.tsx`),
      `import type {} from './react.js'\nexport const shelf = ${jsx}\n`,
    ]),
  )
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    experimentalDecorators: true,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].map((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  )
}

test('React’s JSX takes what <page-kin> takes, as attributes and as properties, and nothing else', () => {
  const right = [
    `<page-kin catalog="/c.json" item="a" limit={4} layout="grid" with-reason="" max-items-per-visit={9} exclude={['b']}
      where={{ price: { max: 9 } }} className="x" onkin-select={(event) => event.detail.item.title} />`,
    '<page-kin-facets for="a" fields="brand" limit={4} in-address onkin-choose={({ detail }) => detail.items} />',
    '<page-kin-guide for="a" fields="brand" />',
    '<page-kin-privacy for="a" history="persist" />',
    '<page-kin-privacy recommender={undefined} />',
    '<page-kin-topics for="a" view="map" onkin-choose={({ detail }) => detail.items} />',
  ]
  const wrong = [
    '<page-kin layout="gird" />',
    '<page-kin itm="a" />',
    '<page-kin limit={[]} />',
    '<page-kin onkin-select={(event) => event.detail.nothing} />',
    '<page-kin-facets four="a" />',
    '<page-kin-guide limit={4} />',
    '<page-kin-privacy history="ever" />',
    '<page-kin-privacy recommender="mine" />',
    '<page-kin-topics view="graph" />',
  ]
  const complaints = complaintsOf([...right, ...wrong])

  expect(complaints.slice(0, right.length)).toEqual(right.map(() => []))
  expect(complaints.slice(right.length).map(({ length }) => length)).toEqual(wrong.map(() => 1))
}, 60_000)
