import { firstLine, PagekinError } from '../errors.js'
import { withDeadline } from '../waiting.js'
import type { RuntimeBuild } from './runtime-files.js'

export interface DeviceChoice {
  readonly device: 'webgpu' | 'wasm'
  readonly build: RuntimeBuild
  /** A sentence: why this device. */
  readonly reason: string
  readonly shaderF16: boolean
  /** A GPU in software is slower by orders of magnitude: deadlines are longer. */
  readonly software: boolean
}

const ADAPTER_DEADLINE_MS = 2_000

/**
 * Chooses by what the browser gives, not by what it has: `navigator.gpu` exists in browsers whose `requestAdapter` resolves
 * with null, or never.
 *
 * Throws `gpu-lost` where WebGPU was asked for by name and there is no adapter.
 */
export async function chooseDevice(wanted: 'auto' | 'webgpu' | 'wasm', gpu: GpuAccess | undefined): Promise<DeviceChoice> {
  if (wanted === 'wasm') return onWasm('WebAssembly, as asked for')
  const found = await findAdapter(gpu, ADAPTER_DEADLINE_MS)
  if ('why' in found) {
    if (wanted === 'webgpu') throw new PagekinError('gpu-lost', `device: received webgpu, but ${found.why}`)
    return onWasm(`WebAssembly, because ${found.why}`)
  }
  const { adapter, name, software } = found
  return {
    device: 'webgpu',
    build: 'Suspending' in WebAssembly ? 'jspi' : 'asyncify',
    reason: name,
    shaderF16: adapter.features.has('shader-f16'),
    software,
  }
}

/** `navigator.gpu` */
export type GpuAccess = Pick<GPU, 'requestAdapter'>

export interface FoundAdapter {
  readonly adapter: GPUAdapter
  /** `WebGPU (vendor architecture)` */
  readonly name: string
  /** It computes on the processor. */
  readonly software: boolean
}

/** The adapter that the browser gives, or why it gives none within `deadlineMs`. */
export async function findAdapter(gpu: GpuAccess | undefined, deadlineMs: number): Promise<FoundAdapter | { readonly why: string }> {
  if (!gpu) return { why: 'this browser has no WebGPU' }
  try {
    const adapter = await withDeadline(gpu.requestAdapter(), deadlineMs, 'requestAdapter')
    if (!adapter) return { why: 'WebGPU gives no adapter here' }
    const { vendor, architecture, isFallbackAdapter } = adapter.info
    const names = [vendor, architecture].filter((part) => part !== '').join(' ')
    const software = isFallbackAdapter === true || /swiftshader|llvmpipe/i.test(names)
    return { adapter, name: `WebGPU${software ? ' in software' : ''} (${names || 'unnamed adapter'})`, software }
  } catch (thrown) {
    return { why: `WebGPU failed (${firstLine(thrown)})` }
  }
}

function onWasm(reason: string): DeviceChoice {
  return { device: 'wasm', build: 'wasm', reason, shaderF16: false, software: false }
}

/** Throws `csp-wasm` where the page's policy forbids to compile WebAssembly; downloads nothing to find out. */
export function assertWasmAllowed(): void {
  try {
    // the eight bytes of an empty module
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
  } catch (cause) {
    throw new PagekinError('csp-wasm', 'encoder: this page forbids WebAssembly', { cause })
  }
}

/** Names of the weight files to try, in this order, for a device. */
export function weightCandidates(choice: Pick<DeviceChoice, 'device' | 'shaderF16'>): readonly string[] {
  if (choice.device === 'wasm') return ['model_quantized', 'model_int8', 'model']
  return choice.shaderF16 ? ['model_weight_int8', 'model_fp16', 'model'] : ['model_weight_int8', 'model']
}

/**
 * Whether a weight file quantises activations as it runs. Its range is that of the whole batch, so a text's vector would depend on
 * its neighbours in the batch (docs/measurements.md#built-in-encoder).
 */
export function quantisesActivations(dtype: string): boolean {
  return dtype === 'model_quantized' || dtype === 'model_int8'
}
