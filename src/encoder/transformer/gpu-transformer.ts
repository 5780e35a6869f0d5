import { PagekinError } from '../../errors.js'
import { withDeadline } from '../../waiting.js'
import { FILE_START, type MatrixAt, type ModelLayout, type NormAt } from './model-file.js'
import passes from './passes.wgsl'
import { checkTexts, type Transformer } from './transformer.js'

/** Tokens that go through the model in one submission. */
export const GPU_TOKENS = 2048
/** Tokens of a block of attention. */
const BLOCK = 32
/** Numbers of a product that a workgroup makes. */
const TILE = { rows: 32, columns: 64 }
/** Bytes of a step in the uniform buffer: the alignment that every device takes. */
const STEP_BYTES = 256

const PASSES = ['lookUp', 'matmul', 'attend', 'quantize', 'addNorm', 'meanRows'] as const
type Pass = (typeof PASSES)[number]

/** A pass with its numbers, in the order of `Step` in passes.wgsl, and how many workgroups it has. */
export interface GpuStep {
  readonly pass: Pass
  readonly numbers: readonly number[]
  readonly groups: readonly [number, number]
}

/** Where numbers are in `room`, counted in quads. */
interface Room {
  readonly states: number
  readonly mixed: number
  readonly wide: number
  readonly means: number
  readonly vectors: number
  readonly quads: number
}

/** The texts as `batch` of passes.wgsl has them, and how many blocks they make. */
export function packBatch(texts: readonly (readonly number[])[]): { words: Uint32Array<ArrayBuffer>; blocks: number; rows: number } {
  const begin: number[] = []
  const more: number[] = []
  const tokens: number[] = []
  let rows = 0
  for (const ids of texts) {
    for (let first = 0; first < ids.length; first += BLOCK) (first ? more : begin).push(rows, ids.length, first, 0)
    ids.forEach((id, position) => {
      tokens.push(id, position, 0, 0)
    })
    rows += ids.length
  }
  const blocks = (begin.length + more.length) / 4
  return { words: Uint32Array.from([...begin, ...more, ...tokens]), blocks, rows }
}

/** What a batch does, pass by pass: as `Transformer.vectors`. */
export function stepsOf({ layout }: Pick<Transformer, 'layout'>, texts: number, rows: number, blocks: number): GpuStep[] {
  const { width, heads, inner, tableWidth, table, places } = layout
  const { states, mixed, wide, means, vectors } = roomOf(layout)
  const steps: GpuStep[] = []
  const add = (pass: Pass, x: number, y: number, ...numbers: number[]) => void steps.push({ pass, numbers, groups: [x, y] })
  const matmul = (count: number, { inputs, outputs, weights, scales, sums, biases }: MatrixAt, result: number, activate = 0) =>
    add(
      'matmul',
      Math.ceil(outputs / TILE.columns),
      Math.ceil(count / TILE.rows),
      ...[inputs, outputs, count, activate, 0, 0, result],
      ...[weights, scales, sums, biases].map(quads),
    )
  const norm = ({ gains, shifts }: NormAt) =>
    add('addNorm', rows, 1, width, width, rows, 0, mixed, states, states, quads(gains), quads(shifts))

  add(
    'lookUp',
    rows,
    1,
    tableWidth,
    width,
    rows,
    0,
    blocks,
    0,
    states,
    ...[table.codes, table.scales, places.codes, places.scales].map(quads),
  )
  matmul(rows, layout.lift, mixed)
  norm(layout.norm)
  for (const { queries, mix, mixNorm, up, down, downNorm } of layout.layer) {
    matmul(rows, queries, wide)
    add('attend', blocks, heads, width, width, rows, 0, wide, 0, mixed)
    add('quantize', rows, 1, width, width, rows, 0, mixed)
    matmul(rows, mix, mixed)
    norm(mixNorm)
    matmul(rows, up, wide, 1)
    add('quantize', rows, 1, inner, inner, rows, 0, wide)
    matmul(rows, down, mixed)
    norm(downNorm)
  }
  if (layout.map) matmul(rows, layout.map, wide, 1)
  const { inputs } = layout.head
  add('meanRows', texts, 1, inputs, inputs, texts, 0, layout.map ? wide : states, 0, means)
  matmul(texts, layout.head, vectors)
  return steps
}

/**
 * The built-in encoder on WebGPU: the model file that a `Transformer` has in memory, the same int8 arithmetic, all texts of a call in one
 * submission. Vectors differ from those of WebAssembly by float32 rounding.
 */
export class GpuTransformer {
  readonly #device: GPUDevice
  readonly #transformer: Transformer
  readonly #pipelines: ReadonlyMap<Pass, GPUComputePipeline>
  readonly #bindings: GPUBindGroup
  readonly #batch: GPUBuffer
  readonly #steps: GPUBuffer
  readonly #room: GPUBuffer
  readonly #lost: Promise<never>
  readonly #deadlineMs: number

  private constructor(device: GPUDevice, transformer: Transformer, pipelines: Pipelines, deadlineMs: number) {
    this.#device = device
    this.#deadlineMs = deadlineMs
    this.#transformer = transformer
    this.#pipelines = pipelines.byPass
    const { width, inner, tableWidth, bytes } = transformer.layout
    const make = (size: number, usage: number) => device.createBuffer({ size, usage: usage | GPUBufferUsage.COPY_DST })
    const { STORAGE, COPY_SRC, UNIFORM } = GPUBufferUsage
    const model = make(FILE_START + bytes, STORAGE)
    device.queue.writeBuffer(model, 0, transformer.buffer, 0, FILE_START + bytes)
    this.#batch = make(2 * 16 * GPU_TOKENS, STORAGE)
    this.#room = make(16 * roomOf(transformer.layout).quads, STORAGE | COPY_SRC)
    const codes = make(GPU_TOKENS * Math.max(width, inner, tableWidth), STORAGE)
    const ranges = make(8 * GPU_TOKENS, STORAGE)
    this.#steps = make(STEP_BYTES * stepsOf(transformer, 1, 1, 1).length, UNIFORM)
    const buffers = [{ buffer: this.#steps, size: 64 }, ...[model, this.#batch, this.#room, codes, ranges].map((buffer) => ({ buffer }))]
    this.#bindings = device.createBindGroup({
      layout: pipelines.bindings,
      entries: buffers.map((resource, binding) => ({ binding, resource })),
    })
    this.#lost = device.lost.then(({ message, reason }) => {
      throw new PagekinError('gpu-lost', `the device was lost (${message || reason})`)
    })
    // nobody may be waiting when it happens
    this.#lost.catch(() => undefined)
  }

  /**
   * Puts the model of `transformer` on a device of the adapter, and compiles the passes. Rejects with whatever the browser says.
   *
   * @param deadlineMs For one call of `vectors`.
   */
  static async create(transformer: Transformer, adapter: GPUAdapter, deadlineMs: number): Promise<GpuTransformer> {
    const device = await adapter.requestDevice()
    try {
      return new GpuTransformer(device, transformer, await compile(device, transformer), deadlineMs)
    } catch (thrown) {
      device.destroy()
      throw thrown
    }
  }

  /** As `Transformer.vectors`, for `GPU_TOKENS` at most. Calls may overlap. Throws `gpu-lost`, `timeout`. */
  async vectors(texts: readonly (readonly number[])[]): Promise<Float32Array> {
    const { layout } = this.#transformer
    checkTexts(texts, layout, GPU_TOKENS)
    const device = this.#device
    const { words, rows, blocks } = packBatch(texts)
    const steps = stepsOf(this.#transformer, texts.length, rows, blocks)
    const numbers = new Uint32Array((STEP_BYTES / 4) * steps.length)
    steps.forEach((step, at) => {
      numbers.set(step.numbers, (STEP_BYTES / 4) * at)
    })
    const size = 4 * texts.length * layout.outputs
    const result = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ })
    try {
      device.queue.writeBuffer(this.#batch, 0, words)
      device.queue.writeBuffer(this.#steps, 0, numbers)
      const commands = device.createCommandEncoder()
      const run = commands.beginComputePass()
      steps.forEach(({ pass, groups }, at) => {
        run.setPipeline(this.#pipelines.get(pass)!)
        run.setBindGroup(0, this.#bindings, [STEP_BYTES * at])
        run.dispatchWorkgroups(...groups)
      })
      run.end()
      commands.copyBufferToBuffer(this.#room, 16 * roomOf(layout).vectors, result, 0, size)
      device.queue.submit([commands.finish()])
      await withDeadline(Promise.race([result.mapAsync(GPUMapMode.READ), this.#lost]), this.#deadlineMs, 'encoder on webgpu')
      return new Float32Array(result.getMappedRange().slice(0))
    } finally {
      result.destroy()
    }
  }

  dispose(): void {
    this.#device.destroy()
  }
}

interface Pipelines {
  readonly byPass: ReadonlyMap<Pass, GPUComputePipeline>
  readonly bindings: GPUBindGroupLayout
}

async function compile(device: GPUDevice, { layout }: Transformer): Promise<Pipelines> {
  const head = `const HEAD = ${quads(4 * (layout.width / layout.heads))}u;`
  const module = device.createShaderModule({ code: head + passes })
  const types = ['uniform', 'read-only-storage', 'read-only-storage', 'storage', 'storage', 'storage'] as const
  const bindings = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type, hasDynamicOffset: type === 'uniform' },
    })),
  })
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [bindings] })
  const made = await Promise.all(
    PASSES.map(async (entryPoint) => {
      const pipeline = await device.createComputePipelineAsync({ layout: pipelineLayout, compute: { module, entryPoint } })
      return [entryPoint, pipeline] as const
    }),
  )
  return { byPass: new Map(made), bindings }
}

/** Where a batch's numbers are. */
function roomOf({ width, inner, outputs, head }: ModelLayout): Room {
  let end = 0
  const take = (columns: number) => {
    const at = end
    end += GPU_TOKENS * (columns / 4)
    return at
  }
  const room = {
    states: take(width),
    mixed: take(width),
    wide: take(Math.max(3 * width, inner)),
    means: take(head.inputs),
    vectors: take(outputs),
  }
  return { ...room, quads: end }
}

/** A place in bytes, counted in quads. */
function quads(bytes: number): number {
  return bytes / 16
}
