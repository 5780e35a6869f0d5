/** package.json's version, put in by the build. */
declare const __PAGEKIN_VERSION__: string

/** A WebAssembly module compiled from AssemblyScript, as base64. */
declare module '*.as.ts?wasm' {
  const base64: string
  export default base64
}

/** The same, compiled for engines with relaxed SIMD. */
declare module '*.as.ts?wasm-relaxed' {
  const base64: string
  export default base64
}
