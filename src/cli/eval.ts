import { resolve } from 'node:path'
import type { Command } from 'commander'
import { autoeval } from '../evaluate/autoeval/autoeval.js'
import type { AutoevalReport } from '../evaluate/autoeval/report.js'
import type { ReportTable } from '../evaluate/report/tables.js'
import { textReport } from '../evaluate/report/text.js'
import type { Item } from '../types.js'
import { readCatalogOf, tellNotes } from './catalog-input.js'
import { locateEncoder } from './encoder-source.js'
import { evaluateInteractions } from './eval-interactions.js'
import { type OpenedEncoder, openEvaluatedEncoder } from './evaluated-encoder.js'
import { addSourceFlags, assertOneStdin, type SourceFlags, wholeNumber } from './flags.js'
import { type LabelledScores, labelledTable, readLabels, scoreLabels } from './labelled.js'
import { writeText } from './output-file.js'
import { openPageAnswers } from './page-answers.js'
import { type ProgressReport, reportProgress } from './progress.js'
import type { Session } from './session.js'
import type { Terminal } from './terminal.js'
import { defaultCacheFolder } from './vector-cache.js'

interface EvalFlags extends SourceFlags {
  readonly html?: string
  readonly qrels?: string
  readonly queries?: string
  readonly interactions?: string
  readonly items?: number
  readonly quick?: true
}

/** Some minutes on two cores, or, with `--quick`, well under one. */
const FULL = { maxItems: 1_000, maxQueries: 200, ablateVectors: true }
const QUICK = { maxItems: 300, maxQueries: 100, ablateVectors: false }

/** `pagekin eval`: what a catalog is good for, measured by itself and, where there are any, by judgements. */
export function addEval(program: Command, session: Session): void {
  const command = program
    .command('eval')
    .description('Measures how well items are found and recommended, and what is wrong with the catalog. Needs no labels.')
  addSourceFlags(command)
    .option('--html <file>', 'Writes the report as a page without scripts and network.')
    .option('--qrels <file>', 'Judgements, one "query TAB item TAB grade" a line; needs --queries.')
    .option('--queries <file>', 'The queries of --qrels: one "query TAB text" a line.')
    .option(
      '--interactions <file>',
      'A log as CSV or JSON with user, item, and maybe type and time. Measures how well the last event of each user is predicted, beside baselines.',
    )
    .option('--items <number>', 'The most items to embed, drawn at random. Default 1000, with --quick 300.', (raw) => wholeNumber(raw, 20))
    .option('--quick', 'Measures fewer items and queries, and skips the worth of fields.')
    .action(async (flags: EvalFlags) => {
      if ((flags.qrels === undefined) !== (flags.queries === undefined))
        command.error('error: expected both --qrels and --queries, or neither')
      const { catalog, qrels, queries, interactions, html } = flags
      if (interactions !== undefined && (qrels ?? html) !== undefined)
        command.error('error: --interactions goes with neither --qrels nor --html')
      assertOneStdin(command, { '--catalog': catalog, '--qrels': qrels, '--queries': queries, '--interactions': interactions })
      await evaluate(flags, session)
    })
}

async function evaluate(flags: EvalFlags, { terminal, now }: Session): Promise<void> {
  const source = flags.catalog === '-' ? 'standard input' : flags.catalog
  const { items, rejected, notes, bytes } = await readCatalogOf(flags, terminal)
  if (flags.fields) tellNotes(notes, terminal)
  const labels = flags.qrels === undefined ? null : await readLabels(flags.qrels, flags.queries!, items, terminal)
  const progress = stepProgress(terminal, flags.quiet === true)
  const encoder = flags.device === 'off' ? undefined : await openEncoder(flags, terminal, progress)
  try {
    if (flags.interactions !== undefined) {
      const encode = encoder ? (texts: readonly string[]) => encoder.encode(texts, 'item') : null
      const json = flags.json === true
      const log = { path: flags.interactions, items, encode, dimensions: encoder?.dimensions ?? 0, json, onStep: progress.step }
      return await evaluateInteractions(log, terminal)
    }
    const openPage = (of: readonly Item[]) => openPageAnswers(of, encoder?.client ?? null, now)
    const report = await autoeval({
      ...(flags.quick ? QUICK : FULL),
      ...(flags.items !== undefined && { maxItems: flags.items }),
      items,
      rejected,
      catalogBytes: bytes,
      ...(encoder && { encoder }),
      openPage,
      now: () => performance.now(),
      onStep: progress.step,
    })
    const labelled = labels && (await scoreLabels(labels, items, encoder, openPage))
    await tell(flags, terminal, report, labelled, source)
  } finally {
    progress.stop()
    await encoder?.dispose()
  }
}

async function tell(
  flags: EvalFlags,
  terminal: Terminal,
  report: AutoevalReport,
  labelled: LabelledScores | null,
  source: string,
): Promise<void> {
  const more: ReportTable[] = labelled ? [labelledTable(labelled)] : []
  if (flags.html !== undefined) await writeHtml(flags.html, terminal.cwd, report, more, source)
  if (flags.json) terminal.data(`${JSON.stringify({ ...report, ...(labelled && { labelled }) })}\n`)
  else terminal.out(textReport(report, more, { columns: terminal.outColumns, colour: terminal.colour }))
}

interface StepProgress extends ProgressReport {
  /** What is done from now on. */
  readonly step: (what: string) => void
}

/** Texts embedded, as the other commands tell them; on a terminal a line for each step, too. */
function stepProgress(terminal: Terminal, quiet: boolean): StepProgress {
  let current = reportProgress('texts embedded', terminal, quiet)
  return {
    step(what) {
      if (quiet || !terminal.bar) return
      current.stop()
      terminal.err(`${what}\n`)
      current = reportProgress('texts embedded', terminal, quiet)
    },
    update: (done, total) => current.update(done, total),
    stop: () => current.stop(),
  }
}

async function openEncoder(flags: EvalFlags, terminal: Terminal, { update }: ProgressReport): Promise<OpenedEncoder> {
  const folder = flags.cache === undefined ? defaultCacheFolder(terminal.cwd) : flags.cache
  return openEvaluatedEncoder(await locateEncoder(flags.encoder, terminal.cwd), {
    cacheFolder: folder === false ? null : resolve(terminal.cwd, folder),
    onProgress: update,
  })
}

/** The plots and what draws them are loaded when they are wanted: they are as large as the rest of the command line. */
async function writeHtml(path: string, cwd: string, report: AutoevalReport, more: readonly ReportTable[], title: string): Promise<void> {
  const { htmlReport } = await import('../evaluate/report/html.js')
  await writeText('--html', path, cwd, htmlReport(report, more, title))
}
