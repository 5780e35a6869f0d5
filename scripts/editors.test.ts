import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { PageKin } from '../src/element/page-kin.js'
import { kebab, OPTIONS } from '../src/options.js'
import { customElements } from './editors.js'

test('they name every attribute that the element observes, and every property', () => {
  const [{ declarations }] = (
    JSON.parse(customElements()) as { modules: [{ declarations: { attributes: { name: string }[]; members: { name: string }[] }[] }] }
  ).modules
  const [element] = declarations

  expect(element!.attributes.map(({ name }) => name)).toEqual(OPTIONS.map(({ name }) => kebab(name)))
  expect(element!.members.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(PageKin.properties)))
})

/** What the compiler says of this JSX in a project that has the types of React. */
function complaintsOf(jsx: string): string[] {
  const file = join(process.cwd(), 'src/element/jsx/snippet.test-page.tsx')
  const text = `import type {} from './react.js'\nexport const shelf = ${jsx}\n`
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
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX) : getSourceFile(name, ...rest)
  const program = ts.createProgram([file], options, host)
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

test('React’s JSX takes what <page-kin> takes, as attributes and as properties, and nothing else', () => {
  const fine = `<page-kin catalog="/c.json" item="a" limit={4} layout="grid" with-reason="" max-items-per-visit={9} exclude={['b']}
    where={{ price: { max: 9 } }} className="x" onkin-select={(event) => event.detail.item.title} />`
  expect(complaintsOf(fine)).toEqual([])

  expect(
    complaintsOf('<page-kin-facets for="a" fields="brand" limit={4} in-address onkin-choose={({ detail }) => detail.items} />'),
  ).toEqual([])
  expect(complaintsOf('<page-kin-facets four="a" />')).toHaveLength(1)

  const wrong = ['layout="gird"', 'itm="a"', 'limit={[]}', 'onkin-select={(event) => event.detail.nothing}']
  for (const attribute of wrong) expect(complaintsOf(`<page-kin ${attribute} />`), attribute).toHaveLength(1)
}, 60_000)
