/** Stands in for `@xenova/transformers/src/backends/onnx.js`, of which its tokenizers import (and never call) this much. */
export const ONNX = { Tensor: class {}, env: {} }
export const executionProviders: string[] = []
