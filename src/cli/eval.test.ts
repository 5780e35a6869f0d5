import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, scratchFolder } from './cli.test-helper.js'

const HOSTILE = '</style><img src=x onerror=alert(1)>"\'&'
const NOUNS = ['kettle', 'lamp', 'chair', 'blanket', 'mug', 'rucksack']
const COLOURS = ['copper', 'steel', 'oak', 'wool', 'linen', 'glass', 'cork', 'brass']
const ITEMS = NOUNS.flatMap((noun, n) =>
  COLOURS.map((colour, c) => ({
    id: `${noun}-${c}`,
    title: c === 0 && n === 0 ? HOSTILE : `${colour} ${noun}`,
    description: `A ${noun} whose ${colour} body number ${n * 8 + c} was made by hand. It belongs to the ${noun} family of year ${1900 + n * 8 + c} precisely.`,
    brand: `Brand${c % 3}`,
    url: `/p/${noun}-${c}`,
  })),
)
const CATALOG = ITEMS.map((item) => `${JSON.stringify(item)}\n`).join('')
const files = {
  'items.jsonl': `${CATALOG}{"title":"nobody"}\n`,
  'queries.tsv': 'q1\toak chair\nq2\tglass mug\nq3\tzebra\n',
  'qrels.tsv': 'q1\tchair-2\t2\nq1\tchair-3\t1\nq2\tmug-5\t1\nq2\tgone\t1\nq3\tgone\t1\n',
}
const WORDS = ['eval', '--catalog', 'items.jsonl', '--device', 'off']
const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}, cwd = scratchFolder()) =>
  cli([...WORDS, ...args], { files: { ...files, ...more }, cwd })

describe('pagekin eval', () => {
  test('--json is one document on standard output and nothing else anywhere', async () => {
    const { code, out, err } = await run(['--json'])
    const report = JSON.parse(out)

    expect([code, err]).toEqual([0, ''])
    expect(report.catalog).toMatchObject({ items: 48, rejected: 1, sampled: 48, bytes: Buffer.byteLength(files['items.jsonl']) })
    expect(report).not.toHaveProperty('encoder')
    expect(report.tasks.map(({ task, queries }: { task: string; queries: number }) => [task, queries])).toEqual([
      ['cloze', 48],
      ['opening', 48],
    ])
    const [words, page] = report.tasks[0].settings
    expect(words.mrr.mean).toBeGreaterThan(0.3)
    expect(report.tasks[1].settings[0].mrr.mean).toBeGreaterThan(0.9)
    expect(page).toMatchObject({ id: 'page', cost: { downloadBytes: report.catalog.bytes } })
    expect(report.findings.map(({ kind }: { kind: string }) => kind)).toEqual(['no-image', 'rejected-rows'])
  })

  test('for people: findings first, then the tables', async () => {
    const { code, out } = await run([])

    expect(code).toBe(0)
    expect(out).toMatch(/^48 items \(1 rows? rejected\), \d+ kB; words alone/)
    expect(out.indexOf('1. No item has a picture.')).toBeGreaterThan(0)
    expect(out.indexOf('1. No item has a picture.')).toBeLessThan(out.indexOf('words (BM25)'))
    expect(out).toMatch(/^> {2}the page, without an encoder/m)
  })

  test('--html writes a page without scripts or addresses, in which the catalog’s text is text', async () => {
    const cwd = scratchFolder()
    // the one item without a picture is an example
    const pictured = ITEMS.map((item) => `${JSON.stringify({ ...item, image: '/i.svg' })}\n`).join('')
    const bare = `${pictured}${JSON.stringify({ id: HOSTILE, title: HOSTILE, description: HOSTILE })}\n`
    const { code } = await run(['--html', 'report.html'], { 'items.jsonl': bare }, cwd)
    const html = readFileSync(join(cwd, 'report.html'), 'utf8')

    expect(code).toBe(0)
    expect(html).toContain('&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toMatch(/<img|<script|<link|https?:|@import|url\(/i)
    expect(html.match(/<svg/g)!.length).toBeGreaterThanOrEqual(4)
    expect(html.match(/<table/g)!.length).toBeGreaterThanOrEqual(3)
    expect(html).toContain("default-src 'none'")
  })

  test('--qrels scores words and the page on queries with a relevant item; others are counted', async () => {
    const { code, out } = await run(['--qrels', 'qrels.tsv', '--queries', 'queries.tsv', '--json'])
    const { labelled } = JSON.parse(out)

    expect(code).toBe(0)
    expect(labelled).toMatchObject({ queries: 2, absent: 2 })
    expect(labelled.settings.map(({ id }: { id: string }) => id)).toEqual(['words', 'page'])
    // chair-2 is first for "oak chair", mug-5 for "glass mug"
    expect(labelled.settings[0].ndcg10.mean).toBeGreaterThan(0.8)
    expect((await run(['--qrels', 'qrels.tsv', '--queries', 'queries.tsv'])).out).toMatch(/^By your judgements \(2 queries\)$/m)
  })

  test.each([
    ['judgements without queries', ['--qrels', 'qrels.tsv'], /both --qrels and --queries/],
    ['a log together with a page', ['--interactions', 'x.csv', '--html', 'x.html'], /--interactions/],
    ['standard input twice', ['--qrels', '-', '--queries', '-'], /--qrels and --queries/],
    ['a number of items that is none', ['--items', 'many'], /whole number/],
  ] as [string, string[], RegExp][])('2 for %s', async (_, args, message) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
  })

  test.each([
    ['a catalog without a single item', ['--json'], { 'items.jsonl': '[{"brand":"nobody"}]\n' }, /no item in it can be read/],
    [
      'judgements of unknown queries',
      ['--qrels', 'q', '--queries', 'queries.tsv'],
      { q: 'q9\tchair-2\t1\n' },
      /q, line 1: .*a query of queries\.tsv/,
    ],
    ['judgements without a grade', ['--qrels', 'q', '--queries', 'queries.tsv'], { q: 'q1\tchair-2\n' }, /query TAB item TAB grade/],
    [
      'judgements that miss the catalog',
      ['--qrels', 'q', '--queries', 'queries.tsv'],
      { q: 'q1\tgone\t1\n' },
      /no query has a relevant item/,
    ],
    ['a page that cannot be written', ['--html', 'none/report.html'], {}, /cannot be written/],
  ] as [string, string[], Record<string, string>, RegExp][])('1 for %s', async (_, args, more, message) => {
    const { code, out, err } = await run(args, more)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(message)
  })
})
