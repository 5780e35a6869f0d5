import fc from 'fast-check'
import { createKernel, type Kernel } from './kernel.js'
import type { KernelInstance } from './parameters.js'
import { allowRelaxedSimd } from './relaxed-simd.test-helper.js'

allowRelaxedSimd()

export const ROWS = 40
export const KERNELS: Readonly<Record<string, Kernel>> = {
  relaxed: createKernel(),
  plain: createKernel({ relaxed: false }),
  twin: createKernel({ wasm: false }),
}
export const [RELAXED, PLAIN, TWIN] = Object.values(KERNELS).map((kernel) => kernel.instantiate()) as [
  KernelInstance,
  KernelInstance,
  KernelInstance,
]

/** Gives all instances the memory of the first. */
export function share([first, ...others]: readonly KernelInstance[]): void {
  for (const other of others) {
    other.grow(first!.buffer.byteLength)
    new Uint8Array(other.buffer).set(new Uint8Array(first!.buffer))
  }
}

/** Places columns of arbitrary bytes one after the other, 16-byte aligned. */
export function layOut<Name extends string>(
  instance: KernelInstance,
  bytes: Readonly<Record<Name, number>>,
  random: (most: number) => number,
) {
  const at = {} as Record<Name, number>
  let end = 16
  for (const [name, length] of Object.entries(bytes) as [Name, number][]) {
    at[name] = end
    end += Math.ceil(length / 16) * 16
  }
  instance.grow(end)
  const all = new Uint8Array(instance.buffer)
  for (let i = 16; i < end; i++) all[i] = random(256)
  return at
}

export const passColumns = { present: ROWS, mask: ROWS, biases: 4 * ROWS, totals: 4 * ROWS }

/** Fills masks, and biases with few distinct values, so that there are ties. */
export function fillPass(
  buffer: ArrayBuffer,
  at: Readonly<Record<keyof typeof passColumns, number>>,
  random: (most: number) => number,
): void {
  const bytes = new Uint8Array(buffer)
  const biases = new Float32Array(buffer, at.biases, ROWS)
  for (let row = 0; row < ROWS; row++) {
    bytes[at.present + row] = random(5) ? 1 : 0
    bytes[at.mask + row] = random(4) ? 1 : 0
    biases[row] = [0, -2, 0.1, Number.NaN, Number.NEGATIVE_INFINITY, 1e30][random(6)]!
  }
}

/** The bits of the totals. Engines may choose which NaN they write, so all become the same one. */
export function totalsOf({ buffer }: KernelInstance, { totals, rowCount }: { readonly totals: number; readonly rowCount: number }): Buffer {
  const out = new Float32Array(buffer, totals, rowCount).slice()
  out.forEach((total, at) => {
    if (Number.isNaN(total)) out[at] = Number.NaN
  })
  return Buffer.from(out.buffer)
}

/** Whether a pass gets a column. */
export const used = fc.record({ inverses: fc.boolean(), biases: fc.boolean(), mask: fc.boolean() })

/** Numbers without end: `randomOf(stream)` draws integers below a bound from them. */
export const stream = (): fc.Arbitrary<Iterator<number>> => fc.infiniteStream(fc.nat())
export const randomOf = (stream: Iterator<number>) => (most: number) => stream.next().value % most
