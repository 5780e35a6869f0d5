/** package.json's version, put in by the build. */
declare const __PAGEKIN_VERSION__: string

/** A WebAssembly module compiled from AssemblyScript, as hexadecimal digits. */
declare module '*.as.ts?wasm' {
  const hex: string
  export default hex
}

/** The same, compiled for engines with relaxed SIMD. */
declare module '*.as.ts?wasm-relaxed' {
  const hex: string
  export default hex
}

/** A shader, without comments and line breaks. */
declare module '*.wgsl' {
  const code: string
  export default code
}
