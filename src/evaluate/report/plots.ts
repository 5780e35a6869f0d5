import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { Finding } from '../autoeval/finding.js'
import type { Funnel } from '../autoeval/funnel.js'
import type { AutoevalReport, Meters } from '../autoeval/report.js'
import type { TaskScore } from '../autoeval/score.js'

/** A plot as SVG text, with what it shows in words. */
export interface ReportPlot {
  /** The table that it stands beside; `findings` for the list of findings. */
  readonly table: string
  readonly title: string
  readonly svg: string
}

const WIDTH = 460
const ROW = 26
const ACCENT = 'var(--accent)'
const QUIET = 'var(--quiet)'
const BIN = 0.1

/** Draws with a DOM of its own: no browser is near. */
function drawn(label: string, options: Plot.PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = Plot.plot({
    document: document as unknown as Document,
    width: WIDTH,
    style: { background: 'none', fontSize: '12px' },
    ariaLabel: label,
    ...options,
  })
  svg.setAttribute('role', 'img')
  return svg.outerHTML
}

export function findingsPlot(findings: readonly Finding[]): ReportPlot | null {
  if (findings.length === 0) return null
  const rows = findings.map(({ kind, count, of }, place) => ({
    place: `${place + 1}. ${kind.replaceAll('-', ' ')}`,
    share: (100 * count) / Math.max(1, of),
  }))
  return {
    table: 'findings',
    title: 'Share touched by each finding, in %',
    svg: drawn('Share touched by each finding', {
      height: 62 + ROW * rows.length,
      marginBottom: 42,
      marginLeft: 150,
      marginRight: 40,
      x: { label: 'share, %', domain: [0, 100], grid: true },
      y: { label: null, domain: rows.map(({ place }) => place) },
      marks: [
        Plot.barX(rows, { x: 'share', y: 'place', fill: ACCENT }),
        Plot.text(rows, {
          x: 'share',
          y: 'place',
          text: ({ share }: { share: number }) => share.toFixed(share < 1 ? 1 : 0),
          dx: 4,
          textAnchor: 'start',
        }),
        Plot.ruleX([0]),
      ],
    }),
  }
}

/** MRR of each setting with its interval. */
export function taskPlot({ task, name, settings }: TaskScore): ReportPlot {
  const rows = settings.map(({ id, name, mrr }) => ({ name: short(name), mrr: mrr.mean, lo: mrr.lo, hi: mrr.hi, page: id === 'page' }))
  const colour = ({ page }: { page: boolean }) => (page ? ACCENT : 'currentColor')
  return {
    table: `task-${task}`,
    title: `MRR when ${name}, with its 95 % interval`,
    svg: drawn(`MRR of each way to answer, ${name}`, {
      height: 62 + ROW * rows.length,
      marginBottom: 42,
      marginLeft: 150,
      x: { label: 'MRR', domain: [0, upTo(rows)], grid: true },
      y: { label: null, domain: rows.map(({ name }) => name) },
      marks: [
        Plot.ruleX([0]),
        Plot.link(rows, { x1: 'lo', x2: 'hi', y1: 'name', y2: 'name', stroke: colour, strokeWidth: 2 }),
        Plot.dot(rows, { x: 'mrr', y: 'name', r: 4.5, fill: colour }),
      ],
    }),
  }
}

/** Label recall against the bytes that an item takes: what a smaller index costs. */
export function funnelPlot({ metrics, compressed }: Funnel): ReportPlot {
  const rows = [
    { name: 'float32', bytes: metrics[0]!.bytesPerItem, ...metrics[0]!.recall },
    ...compressed.map(({ id, name, bytesPerItem, recall }) => ({
      name: id === 'int8' ? 'int8' : short(name),
      bytes: bytesPerItem,
      ...recall,
    })),
  ]
    .map((row) => ({ ...row, page: row.name === 'int8' }))
    .sort((a, b) => a.bytes - b.bytes)
  const colour = ({ page }: { page: boolean }) => (page ? ACCENT : 'currentColor')
  return {
    table: 'funnel',
    title: 'Answers among the first ten, by bytes an item takes',
    svg: drawn('Share of answers among the first ten, by bytes an item takes', {
      height: 260,
      marginTop: 34,
      marginRight: 50,
      x: {
        type: 'log',
        label: 'bytes an item',
        ticks: rows.map(({ bytes }) => bytes),
        tickFormat: (bytes: number) => String(bytes),
        tickRotate: -40,
        grid: true,
      },
      marginBottom: 58,
      y: { label: 'in the first ten', domain: [0, upTo(rows)], grid: true },
      marks: [
        Plot.ruleY([0]),
        Plot.link(rows, { x1: 'bytes', x2: 'bytes', y1: 'lo', y2: 'hi', stroke: colour, strokeWidth: 2 }),
        Plot.dot(rows, { x: 'bytes', y: 'mean', r: 4.5, fill: colour }),
        // neighbours are near each other: their names stand on two lines
        ...[0, 1].map((line) =>
          Plot.text(
            rows.filter((_, place) => place % 2 === line),
            { x: 'bytes', y: 'hi', text: 'name', dy: -8 - 13 * line, fill: 'currentColor' },
          ),
        ),
      ],
    }),
  }
}

/** How many items are on how many shelves. */
export function exposurePlot({ exposure }: Meters): ReportPlot {
  const most = exposure.length - 1
  const rows = exposure.map((items, shelves) => ({ shelves, items }))
  return {
    table: 'meters',
    title: 'How many items are on how many shelves of ten',
    svg: drawn('How many items are on how many shelves of ten', {
      height: 232,
      marginBottom: 42,
      marginLeft: 50,
      x: { label: `shelves that an item is on (last: ${most} or more)`, domain: [-0.5, most + 0.5] },
      y: { label: 'items', grid: true },
      marks: [
        Plot.rectY(rows, {
          x1: ({ shelves }: { shelves: number }) => shelves - 0.45,
          x2: ({ shelves }: { shelves: number }) => shelves + 0.45,
          y: 'items',
          fill: ({ shelves }: { shelves: number }) => (shelves === 0 ? ACCENT : QUIET),
        }),
        Plot.ruleY([0]),
      ],
    }),
  }
}

/** Nearest neighbours beside pairs drawn at random: where they overlap, a shelf is no better than chance. */
export function cosinePlot({ nearestCosines }: Meters): ReportPlot | null {
  if (!nearestCosines) return null
  const bins = (shares: readonly number[]) => shares.map((share, bin) => ({ from: -1 + bin * BIN, share: 100 * share }))
  const rect = { x1: 'from', x2: ({ from }: { from: number }) => from + BIN, y: 'share', inset: 0.5 } as const
  return {
    table: 'meters',
    title: 'Nearness to the nearest item (coloured) and of two items drawn at random (grey)',
    svg: drawn('Cosine with the nearest item, and of two items drawn at random', {
      height: 232,
      marginBottom: 42,
      marginLeft: 50,
      x: { label: 'cosine about the catalog’s mean', domain: [-1, 1] },
      y: { label: 'share, %', grid: true },
      marks: [
        Plot.rectY(bins(nearestCosines.random), { ...rect, fill: QUIET, fillOpacity: 0.8 }),
        Plot.rectY(bins(nearestCosines.nearest), { ...rect, fill: ACCENT, fillOpacity: 0.65 }),
        Plot.ruleY([0]),
      ],
    }),
  }
}

/** All plots of a report. */
export function reportPlots({ findings, tasks, funnel, meters }: AutoevalReport): ReportPlot[] {
  return [
    findingsPlot(findings),
    ...tasks.map(taskPlot),
    funnel ? funnelPlot(funnel) : null,
    exposurePlot(meters),
    cosinePlot(meters),
  ].filter((plot) => plot !== null)
}

/** Room for the highest interval, to the next tenth. */
function upTo(rows: readonly { readonly hi: number }[]): number {
  const highest = Math.max(...rows.map(({ hi }) => (Number.isNaN(hi) ? 1 : hi)))
  return Math.min(1, Math.ceil(10 * highest + 0.5) / 10)
}

function short(name: string): string {
  return name
    .replace(/^vectors, first (\d+) dimensions$/, 'vectors, first $1')
    .replace(/^first (\d+) dimensions$/, '$1 dims')
    .replace(/^the page: .*/, 'the page')
    .replace(/^vectors, one bit.*/, 'vectors, one bit')
    .replace(/^one bit.*/, '1 bit')
    .replace(/ dimensions$/, '')
    .replace(/, without an encoder/, '')
}
