// AssemblyScript. The passes that only indexes of very many rows take, in a module of their own: a page's engine has none of them.
export { hamming } from './hamming.as'
export { nearest } from './nearest.as'
