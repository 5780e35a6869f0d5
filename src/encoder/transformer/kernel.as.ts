// AssemblyScript. The passes of a transformer encoder: what each does is said in passes.ts.
export { addInInt16, matmul } from './matmul.as'
export { attend } from './attend.as'
export { addNorm, lookUp, meanRows, quantize } from './rows.as'
