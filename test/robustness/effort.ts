/** How many cases the tests of this folder run: few in `npm test`, all in `npm run test:long`. */

export const long = process.env.MULTIVIEW_LONG === '1'

/** Generated inputs of one test. */
export const inputs = long ? 10_000 : 300

/** Set MULTIVIEW_TEST_SEED to explore; a failure prints the seed and the counterexample. */
export const seed = Number(process.env.MULTIVIEW_TEST_SEED ?? 20262)

/** The options with which fast-check runs a property. */
export const effort = { numRuns: inputs, seed }
