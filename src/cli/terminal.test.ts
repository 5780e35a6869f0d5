import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, scratchFolder } from './cli.test-helper.js'

test('texts of a catalog print no control characters, whatever command tells them', async () => {
  const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b5m'
  const items = Array.from({ length: 40 }, (_, i) => ({
    id: `i${i}${hostile}`,
    title: `Lamp ${hostile} ${i % 2 ? 'red' : 'blue'} w${i % 5}`,
    brand: `B${i % 2}${hostile}`,
    [`c${hostile}`]: `c${i % 3}`,
  }))
  const cwd = scratchFolder()
  writeFileSync(join(cwd, 'items.json'), JSON.stringify([...items, { price: 3, [hostile]: 1 }]))
  writeFileSync(join(cwd, 'histories.jsonl'), `${JSON.stringify({ user: hostile, history: [items[0]!.id] })}\n`)
  for (const args of [
    ['ask'],
    ['facets'],
    ['topics', '--device', 'off'],
    ['validate'],
    ['recommend', '--histories', 'histories.jsonl', '--device', 'off'],
  ]) {
    const { out, err } = await cli([...args, '--catalog', 'items.json'], { cwd })
    expect(out.length, args[0]).toBeGreaterThan(0)
    expect(`${out}${err}`.replaceAll(/[\n\t]/g, ''), args[0]).not.toMatch(/\p{Cc}/u)
  }
})
