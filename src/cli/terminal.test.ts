import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, scratchFolder } from './cli.test-helper.js'

const HOSTILE = '\u001b]0;owned\u0007\u001b[2J\u009b5m\u007f'
const items = Array.from({ length: 40 }, (_, i) => ({
  id: `i${i}${HOSTILE}`,
  title: `Lamp ${HOSTILE} ${i % 2 ? 'red' : 'blue'} w${i % 5}`,
  brand: `B${i % 2}${HOSTILE}`,
  tags: [`t${i % 3}${HOSTILE}`],
  added: '2026-01-01',
  [`c${HOSTILE}`]: `c${i % 3}`,
  [`words${HOSTILE}`]: `A lamp of ${HOSTILE} ${'many words that say what it is. '.repeat(3)}`,
}))
const CATALOG = ['--catalog', 'items.json']
const OFF = ['--device', 'off']

test.each([
  ['validate', CATALOG],
  ['inspect', [...CATALOG, ...OFF, '--html', `${HOSTILE}.html`]],
  ['eval', [...CATALOG, ...OFF]],
  ['tag', CATALOG],
  ['similar', [...CATALOG, ...OFF, '--id', items[0]!.id]],
  ['search', [...CATALOG, ...OFF, '--query', 'lamp']],
  ['recommend', [...CATALOG, ...OFF, '--histories', 'histories.jsonl']],
  ['list', [...CATALOG, ...OFF, 'new']],
  ['facets', CATALOG],
  ['ask', CATALOG],
  ['topics', [...CATALOG, ...OFF]],
  ['label', [...CATALOG, '--labels', 'labels.json', '--as', 'kind', '--no-cache']],
  ['build', ['--site', 'site', '--inject', ...OFF]],
])(
  'texts of a catalog print no control characters: %s',
  async (command, args) => {
    const cwd = scratchFolder()
    mkdirSync(join(cwd, 'site'))
    const page = `<!doctype html><title>${HOSTILE}</title><main><h1>Lamp ${HOSTILE}</h1>`
    for (const name of ['a', HOSTILE]) writeFileSync(join(cwd, 'site', `${name}.html`), `${page}<p>${name} lamp</p><textarea>`)
    const files = {
      'items.json': JSON.stringify([...items, { price: 3, [HOSTILE]: 1 }]),
      'histories.jsonl': `${JSON.stringify({ user: HOSTILE, history: [items[0]!.id] })}\n`,
      'labels.json': JSON.stringify([`red ${HOSTILE}`, 'blue']),
    }
    for (const json of [[], ['--json']]) {
      const { code, out, err } = await cli([command, ...args, ...json], { cwd, files })
      expect(code, err).toBe(0)
      expect(out.length).toBeGreaterThan(0)
      expect(`${out}${err}`.replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u)
      if (json.length > 0) for (const line of out.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
    }
  },
  60_000,
)
