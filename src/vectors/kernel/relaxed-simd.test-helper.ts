import { setFlagsFromString } from 'node:v8'

/**
 * Switches relaxed SIMD on where Node has it behind a flag (20 does; 22 has it without), and there the first of its two compilers off:
 * it doubles the dot product. Call it before the first kernel is made.
 */
export function allowRelaxedSimd(): void {
  if (!process.versions.node.startsWith('20.')) return
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  setFlagsFromString('--no-liftoff')
}
