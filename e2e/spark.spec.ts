import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

/** examples/spark on an Apache Spark of this machine, with executors in processes of their own. */

const DATA = '../shared/data/bestbuy-sample/ecommerce.json.gz'
const ROWS = Number(process.env.PAGEKIN_SPARK_ROWS ?? 300)
const PARTS = 6
const PYTHON = process.env.PAGEKIN_SPARK_PYTHON ?? 'python3'
const CLI = `${process.execPath} ${join(process.cwd(), 'dist/cli.js')}`

const { stdout, status } = spawnSync(PYTHON, ['-c', 'import pyspark; print(pyspark.__path__[0])'], { encoding: 'utf8' })
const lacks = [
  ...(status === 0 ? [] : [`pyspark in ${PYTHON} (PAGEKIN_SPARK_PYTHON)`]),
  ...(spawnSync('java', ['-version']).error ? ['java'] : []),
  ...(existsSync(DATA) ? [] : [DATA]),
]
if (lacks.length > 0) console.warn(`e2e/spark.spec.ts is SKIPPED: there is no ${lacks.join(', no ')}`)
test.skip(lacks.length > 0, `there is no ${lacks.join(', no ')}`)
test.setTimeout(1_500_000)

let folder = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagekin-spark-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

function pagekin(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [join(process.cwd(), 'dist/cli.js'), ...args, '--quiet'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
}

/** Runs the example. `meanwhile` gets the id of the process of Spark. */
async function onSpark(args: readonly string[], meanwhile: (pid: number, isOver: () => boolean) => Promise<void>): Promise<void> {
  const child = spawn(PYTHON, [join(process.cwd(), 'examples/spark/embed.py'), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      SPARK_HOME: stdout.trim(),
      PYSPARK_SUBMIT_ARGS: '--master local-cluster[2,1,1024] --conf spark.ui.enabled=false pyspark-shell',
    },
    stdio: 'ignore',
  })
  let isOver = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      isOver = true
      resolve(code)
    })
  })
  await meanwhile(child.pid!, () => isOver)
  expect(await ended).toBe(0)
}

/** Processes below this one that run an executor. */
function executorsOf(pid: number): number[] {
  const parents = new Map<number, number>()
  const executors: number[] = []
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      parents.set(Number(name), Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))![1]))
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('CoarseGrainedExecutorBackend')) executors.push(Number(name))
    } catch {
      // it has ended
    }
  }
  const isBelow = (one: number | undefined): boolean => one !== undefined && (one === pid || isBelow(parents.get(one)))
  return executors.filter(isBelow)
}

/** Kills an executor once a part is being written. */
async function killOne(pid: number, isOver: () => boolean): Promise<void> {
  const isWriting = () => {
    const target = join(folder, 'vectors')
    return existsSync(target) && readdirSync(target, { recursive: true }).some((name) => String(name).includes('attempt_'))
  }
  while (!isWriting()) {
    expect(isOver(), 'Spark has ended before an executor was killed').toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const [executor] = executorsOf(pid)
  expect(executor).toBeDefined()
  process.kill(executor!, 'SIGKILL')
}

const bytesIn = (name: string) =>
  Object.fromEntries(readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), 'latin1')]))
const partsOf = (name: string) =>
  readdirSync(join(folder, name))
    .filter((file) => file.startsWith('part-'))
    .map((file) => join(name, file))

test('Spark makes the pack of one machine, byte for byte, although an executor is killed', { tag: '@long' }, async () => {
  const rows = (JSON.parse(gunzipSync(readFileSync(DATA)).toString('utf8')) as object[]).slice(0, ROWS)
  writeFileSync(join(folder, 'items.jsonl'), rows.map((row, at) => `${JSON.stringify({ ...row, id: `p${at}` })}\n`).join(''))
  await onSpark(['items.jsonl', 'vectors', String(PARTS), `${CLI} embed --stream --codes --quiet`], killOne)
  expect(partsOf('vectors').length).toBeGreaterThanOrEqual(PARTS)
  pagekin(['merge', '--catalog', 'items.jsonl', '--vectors', ...partsOf('vectors'), '--out', 'merged'])
  pagekin(['pack', '--catalog', 'items.jsonl', '--index', 'ivf', '--out', 'here', '--no-cache'])
  expect(bytesIn('merged')).toEqual(bytesIn('here'))

  pagekin(['merge', '--catalog', 'items.jsonl', '--vectors', ...partsOf('vectors'), '--fit', 'centroids.json'])
  await onSpark(['vectors', 'lists', String(PARTS), `${CLI} assign --centroids ${join(folder, 'centroids.json')}`], async () => undefined)
  const merge = ['merge', '--catalog', 'items.jsonl', '--vectors', ...partsOf('lists'), '--centroids', 'centroids.json']
  pagekin([...merge, '--out', 'assigned'])
  expect(bytesIn('assigned')).toEqual(bytesIn('here'))
})
