/**
 * The two programs of a derivative of a loop: the forward program also gives the values that the
 * backward program reads.
 */
import { onesLike } from '../array/create.ts'
import { isFloat } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { settled } from '../trace/tape.ts'
import { pull } from '../transforms/backward.ts'
import { BodyRecorder, Program } from './program.ts'

/** Both programs. Lists of numbers name inputs of the loop. */
export interface Halves {
  /** The program, whose results are followed by the values that are kept for each run. */
  readonly forward: Program
  /**
   * Its inputs are the cotangents of the carried values and the sums of the cotangents of the
   * constants, which it carries; then rows of the cotangents of the stacked values, of `rowsRead`
   * and of the kept values; then `constantsRead`. It stacks the cotangents of `rows`.
   */
  readonly backward: Program
  /** The carried values, the constants and the rows that get a cotangent. */
  readonly carried: readonly number[]
  readonly constants: readonly number[]
  readonly rows: readonly number[]
  readonly rowsRead: readonly number[]
  readonly constantsRead: readonly number[]
}

const known = new WeakMap<Program, Map<string, Halves>>()

/** @param wanted whether each input of the loop gets a cotangent. */
export function halvesOf(
  program: Program,
  counts: { readonly carried: number; readonly rows: number },
  wanted: readonly boolean[],
): Halves {
  let made = known.get(program)
  if (!made) {
    made = new Map()
    known.set(program, made)
  }
  const key = `${counts.carried} ${counts.rows} ${wanted}`
  const before = made.get(key)
  if (before) return before
  const halves = newHalves(program, counts, wanted)
  made.set(key, halves)
  return halves
}

function newHalves(
  program: Program,
  { carried, rows }: { readonly carried: number; readonly rows: number },
  wanted: readonly boolean[],
): Halves {
  const { name, samples, outputs } = program
  const recorder = new BodyRecorder(name)
  const inputs = samples.map(x => recorder.note(x))
  // A carried value depends on all that a run before it read, so it always has a cotangent.
  const followed = [...inputs.keys()].filter(i => isFloat(samples[i].dtype) && (i < carried || wanted[i]))
  let all: readonly Tensor[] = []
  const { outputs: floats, pullback } = pull(
    name,
    chosen => {
      const given = [...inputs]
      followed.forEach((input, i) => {
        given[input] = chosen[i]
      })
      all = program.apply(given)
      return all.filter(({ dtype }) => isFloat(dtype))
    },
    followed.map(i => inputs[i]),
    followed.map(i => `input ${i} of the body`),
  )
  const boundary = recorder.notes.length
  const nextFloat = floats.values()
  const results = all.map(x =>
    recorder.placeOf(isFloat(x.dtype) ? (nextFloat.next().value as Tensor) : settled(x)),
  )
  const cotangents = outputs.filter(({ dtype }) => isFloat(dtype)).map(x => recorder.note(onesLike(x)))
  const found = pullback(cotangents, true)
  const ofCarried = followed.filter(i => i < carried)
  const ofRows = followed.filter(i => i >= carried && i < carried + rows)
  const constants = followed.filter(i => i >= carried + rows)
  const cotangentOf = (i: number): Tensor => found[followed.indexOf(i)]
  const sums = constants.map(i => recorder.note(samples[i]))
  const ends = [
    ...ofCarried.map(cotangentOf),
    ...constants.map((i, k) => add(sums[k], cotangentOf(i))),
    ...ofRows.map(cotangentOf),
  ].map(x => recorder.placeOf(x))
  recorder.open = false
  if (recorder.captured.size > 0)
    fail(
      name,
      'the rule of a function in the body uses a tensor inside a derivative or vmap that is not among its arguments; ' +
        'pass it as one',
    )
  const { notes } = recorder

  // Values that depend on constants alone are computed again, since keeping them costs more.
  const isConstant = samples.map((_, i) => i >= carried + rows)
  for (let at = samples.length; at < boundary; at++)
    isConstant[at] = notes[at]!.inputs.every(x => typeof x !== 'number' || isConstant[x])
  const kept = new Set<number>()
  const rowsRead = new Set<number>()
  const constantsRead = new Set<number>()
  const read = (x: number | Tensor): void => {
    if (typeof x !== 'number' || x >= boundary) return
    if (x >= inputs.length && isConstant[x]) for (const input of notes[x]!.inputs) read(input)
    else if (x < carried || x >= inputs.length) kept.add(x)
    else if (x < carried + rows) rowsRead.add(x)
    else constantsRead.add(x)
  }
  for (const noted of notes.slice(boundary)) for (const x of noted?.inputs ?? []) read(x)
  for (const x of ends) read(x)
  const places = [...cotangents, ...sums].map(x => x.tracing!.order)
  const carriedCotangents = places.slice(0, ofCarried.length)
  const stackedCotangents = places.slice(ofCarried.length, cotangents.length)
  const backwardPlaces = [
    ...carriedCotangents,
    ...places.slice(cotangents.length),
    ...stackedCotangents,
    ...rowsRead,
    ...kept,
    ...constantsRead,
  ]
  const givenLater = new Map([...cotangents, ...sums].map(({ tracing }) => [tracing!.order, tracing!.primal]))
  const sampleAt = (at: number): Tensor => notes[at]?.output ?? samples[at] ?? givenLater.get(at)!
  return {
    forward: new Program(name, {
      places: [...inputs.keys()],
      samples,
      notes: notes.slice(0, boundary),
      results: [...results, ...kept],
    }),
    backward: new Program(name, {
      places: backwardPlaces,
      samples: backwardPlaces.map(sampleAt),
      notes: notes.map((noted, at) => (at < boundary && !isConstant[at] ? undefined : noted)),
      results: ends,
    }),
    carried: ofCarried,
    constants,
    rows: ofRows,
    rowsRead: [...rowsRead],
    constantsRead: [...constantsRead],
  }
}
