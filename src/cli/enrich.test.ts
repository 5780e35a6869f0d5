import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseCatalog } from '../catalog/parse.js'
import { cli, scratchFolder } from './cli.test-helper.js'

const CATALOG = JSON.stringify([
  { id: 'a', title: 'Mug', price: '4,50 €', availability: 'in stock', colour: 'blue' },
  { id: 'b', title: 'Bowl', description: 'For soup.' },
])
const files = (module: string) => ({ 'shop.json': CATALOG, 'enrich.mjs': module })
const args = ['enrich', '--catalog', 'shop.json', '--with', './enrich.mjs', '--quiet']

test('the catalog that comes out is the one that went in, with the added text', async () => {
  const cwd = scratchFolder()
  const module = 'export async function enrich({ title }) { return title === "Mug" ? "cup, beaker" : "" }'
  const { code, err, out } = await cli([...args, '--output', 'more.json'], { cwd, files: files(module) })
  expect({ code, err, out }).toEqual({ code: 0, err: '', out: '' })
  const [mug, bowl] = parseCatalog(CATALOG).items
  expect(parseCatalog(readFileSync(join(cwd, 'more.json'), 'utf8')).items).toEqual([{ ...mug, description: 'cup, beaker' }, bowl])
})

test('a module without the function, and one that returns no text, are named', async () => {
  const without = await cli(args, { files: files('export const other = 1') })
  expect([without.code, without.err]).toEqual([1, expect.stringContaining('--with ./enrich.mjs: received no function, expected')])
  const number = await cli(args, { files: files('export const enrich = () => 7') })
  expect([number.code, number.err]).toEqual([1, expect.stringContaining('received number for the item "a", expected text')])
})
