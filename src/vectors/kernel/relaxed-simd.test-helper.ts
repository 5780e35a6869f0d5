import { setFlagsFromString } from 'node:v8'

/**
 * Switches relaxed SIMD on in Node 20, which has it behind a flag, and its baseline compiler off, which doubles the product. Later
 * versions need neither. Call it before the first kernel is made.
 */
export function allowRelaxedSimd(): void {
  if (!process.versions.node.startsWith('20.')) return
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  setFlagsFromString('--no-liftoff')
}
