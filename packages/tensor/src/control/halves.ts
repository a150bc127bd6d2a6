/**
 * The two programs of a derivative of a loop: the forward program also gives the values that the
 * backward program reads.
 */
import { onesLike } from '../array/create.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { hasCotangent } from '../transforms/backward.ts'
import { BodyRecorder, Program, type Recording } from './program.ts'
import { floatsAmong, pullProgram } from './pull-program.ts'

/** How many inputs of a program are carried, and how many are rows. The others are constants. */
interface Counts {
  readonly carried: number
  readonly rows: number
}

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
export function halvesOf(program: Program, counts: Counts, wanted: readonly boolean[]): Halves {
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

function newHalves(program: Program, counts: Counts, wanted: readonly boolean[]): Halves {
  const { name, samples } = program
  const { carried, rows } = counts
  // A carried value depends on all that a run before it read, so it always has a cotangent.
  const followed = floatsAmong(samples).filter(i => i < carried || wanted[i])
  const ofCarried = followed.filter(i => i < carried)
  const ofRows = followed.filter(i => i >= carried && i < carried + rows)
  const constants = followed.filter(i => i >= carried + rows)
  const recorded = recordBoth(program, ofCarried, constants, ofRows)
  const { notes, boundary, results, cotangents, sums, ends } = recorded
  const isConstant = constantsAmong(recorded, samples.length, counts)
  const { kept, rowsRead, constantsRead } = readBackward(recorded, samples.length, counts, isConstant)
  const given = [
    ...cotangents.slice(0, ofCarried.length),
    ...sums,
    ...cotangents.slice(ofCarried.length),
    ...[...rowsRead, ...kept, ...constantsRead].map(at => ({ at, sample: notes[at]?.output ?? samples[at] })),
  ]
  return {
    forward: new Program(name, {
      places: [...samples.keys()],
      samples,
      notes: notes.slice(0, boundary),
      results: [...results, ...kept],
    }),
    backward: new Program(name, {
      places: given.map(({ at }) => at),
      samples: given.map(({ sample }) => sample),
      notes: notes.map((noted, at) => (at < boundary && !isConstant[at] ? undefined : noted)),
      results: ends,
    }),
    carried: ofCarried,
    constants,
    rows: ofRows,
    rowsRead,
    constantsRead,
  }
}

/** An input of the backward program: its place on the recording, and one value. */
interface Given {
  readonly at: number
  readonly sample: Tensor
}

/** A program and its pullback on one recording. */
interface Recorded extends Pick<Recording, 'notes' | 'results'> {
  /** The place of the first note of the pullback. */
  readonly boundary: number
  readonly cotangents: readonly Given[]
  readonly sums: readonly Given[]
  /** The places of the cotangents that the pullback gives, or constants. */
  readonly ends: readonly (number | Tensor)[]
}

/** Records a program, and its pullback to carried values, to sums of constants and to rows. */
function recordBoth(
  program: Program,
  ofCarried: readonly number[],
  constants: readonly number[],
  ofRows: readonly number[],
): Recorded {
  const { name, samples, outputs } = program
  const recorder = new BodyRecorder(name)
  const note = (sample: Tensor) => ({ x: recorder.note(sample), at: recorder.notes.length - 1, sample })
  const inputs = samples.map(x => recorder.note(x))
  const { results, pullback } = pullProgram(program, inputs, [...ofCarried, ...constants, ...ofRows])
  const boundary = recorder.notes.length
  const cotangents = outputs.filter(hasCotangent).map(x => note(onesLike(x)))
  const found = pullback(
    cotangents.map(({ x }) => x),
    true,
  )
  const sums = constants.map(i => note(samples[i]))
  const summed = found.map((x, i) => {
    const sum = sums[i - ofCarried.length]
    return sum ? add(sum.x, x) : x
  })
  const placesOf = (xs: readonly Tensor[]) => xs.map(x => recorder.placeOf(x))
  const places = { results: placesOf(results), ends: placesOf(summed) }
  recorder.open = false
  if (recorder.captured.size > 0)
    fail(
      name,
      'the rule of a function in the body uses a tensor inside a derivative or vmap that is not among its arguments; ' +
        'pass it as one',
    )
  return { ...places, notes: recorder.notes, boundary, cotangents, sums }
}

/** For each place before the pullback, whether its value depends on constants alone. */
function constantsAmong(
  { notes, boundary }: Recorded,
  inputs: number,
  { carried, rows }: Counts,
): readonly boolean[] {
  const isConstant = Array.from({ length: inputs }, (_, i) => i >= carried + rows)
  for (let at = inputs; at < boundary; at++)
    isConstant[at] = notes[at]!.inputs.every(x => typeof x !== 'number' || isConstant[x])
  return isConstant
}

/**
 * The places whose values the pullback reads: those that are kept, those of rows and those of
 * constants. Values that depend on constants alone are computed again, since keeping them costs
 * more.
 */
function readBackward(
  { notes, boundary, ends }: Recorded,
  inputs: number,
  { carried, rows }: Counts,
  isConstant: readonly boolean[],
) {
  const kept = new Set<number>()
  const rowsRead = new Set<number>()
  const constantsRead = new Set<number>()
  const read = (x: number | Tensor): void => {
    if (typeof x !== 'number' || x >= boundary) return
    if (x >= inputs && isConstant[x]) for (const input of notes[x]!.inputs) read(input)
    else if (x < carried || x >= inputs) kept.add(x)
    else if (x < carried + rows) rowsRead.add(x)
    else constantsRead.add(x)
  }
  for (const noted of notes.slice(boundary)) for (const x of noted?.inputs ?? []) read(x)
  for (const x of ends) read(x)
  return { kept: [...kept], rowsRead: [...rowsRead], constantsRead: [...constantsRead] }
}
