// @types/seedrandom only declares the package's main file, which also imports `crypto`. This file
// declares the one generator that is used.
declare module 'seedrandom/lib/alea.js' {
  /** The whole state: three fractions of 32 bits and a carry. */
  interface State {
    s0: number
    s1: number
    s2: number
    c: number
  }
  interface Generator {
    (): number
    /** A multiple of 2⁻⁵³ in [0, 1). */
    double(): number
    state(): State
  }
  const alea: (seed: string, options: { state: true | State }) => Generator
  export default alea
}
