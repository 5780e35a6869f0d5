// AssemblyScript. The passes of the approximate indexes, in a module of their own: no page loads it.
export { hamming } from './hamming.as'
export { nearest } from './nearest.as'
