/** Programs for many examples at once. */
import type { Tensor } from '../array/tensor.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { Batch } from '../transforms/batch.ts'
import { Program, record } from './program.ts'

/**
 * The program that applies another one to many examples, which lie along a first axis of the inputs
 * that are not shared, and of all results.
 *
 * @param change makes other results from those of an example and its inputs.
 */
export function together(
  program: Program,
  size: number,
  isShared: readonly boolean[],
  change: (results: readonly Tensor[], inputs: readonly Tensor[]) => readonly Tensor[] = results => results,
  finish: (whole: Tensor) => Tensor = whole => whole,
): Program {
  const samples = program.samples.map((x, i) => (isShared[i] ? x : broadcastTo(x, [size, ...x.shape])))
  return record(program.name, samples, given => {
    const batch = new Batch(size)
    const inputs = given.map((x, i) => (isShared[i] ? x : batch.example(x)))
    const results = change(program.apply(inputs), inputs).map(x => finish(batch.whole(x)))
    batch.open = false
    return results
  }).program
}

/** Programs of the same inputs: the tensors that each captured become inputs of both. */
export function joined(
  a: { readonly program: Program; readonly captured: readonly Tensor[] },
  b: { readonly program: Program; readonly captured: readonly Tensor[] },
): { readonly a: Program; readonly b: Program; readonly captured: readonly Tensor[] } {
  const own = a.program.samples.length - a.captured.length
  const ofA = a.program.samples.slice(own)
  const ofB = b.program.samples.slice(own)
  const unused = ({ notes }: Program, count: number) =>
    Array.from({ length: count }, (_, i) => notes.length + i)
  const widened = (program: Program, before: number, after: number): Program => {
    const { name, places, notes, results } = program
    const free = unused(program, before + after)
    return new Program(name, {
      places: [
        ...places.slice(0, own),
        ...free.slice(0, before),
        ...places.slice(own),
        ...free.slice(before),
      ],
      samples: [...program.samples.slice(0, own), ...ofA, ...ofB],
      notes,
      results,
    })
  }
  return {
    a: widened(a.program, 0, ofB.length),
    b: widened(b.program, ofA.length, 0),
    captured: [...a.captured, ...b.captured],
  }
}
