import { PagekinError } from '../errors.js'

export type Examination = typeof import('./examination.js')

/** The name that examination.js has in its worker, loaded or (in a worker from a Blob) part of its text. */
export const EXAMINATION = 'pagekinExamination'

/** @throws what `import()` throws; PagekinError `worker-failed` for another script. */
export async function loadExamination(url: string): Promise<Examination> {
  const scope = globalThis as { [EXAMINATION]?: Examination }
  if (!scope[EXAMINATION]) await import(/* @vite-ignore */ url)
  const examination = scope[EXAMINATION]
  if (!examination) throw new PagekinError('worker-failed', `${url}: received another script, expected pagekin's examination.js`)
  return examination
}
