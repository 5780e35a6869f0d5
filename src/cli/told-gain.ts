import type { Interval } from '../evaluate/metrics/bootstrap.js'

/** `+0.0130 nDCG@10 [+0.0060, +0.0210] above 0.1490`. */
export function toldGain({ mean, lo, hi }: Interval, measure: string, before: number): string {
  const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`
  return `${signed(mean)} ${measure} [${signed(lo)}, ${signed(hi)}] above ${before.toFixed(4)}`
}
