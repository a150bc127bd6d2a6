/**
 * A program: the ops that a function of tensors applies, recorded once. Control flow holds the
 * function of a loop or a branch in this form. So it can run many times, be differentiated and be
 * applied to many examples.
 */
import { zeros } from '../array/create.ts'
import { fail } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'
import { graphOf } from '../jit/graph.ts'
import { Plan } from '../jit/plan.ts'
import { type Lower, OTHER_SHAPE, plainSteps } from '../jit/step.ts'
import { type Noted, Recorder } from '../jit/trace.ts'
import { apply, type Op } from '../trace/apply.ts'
import { settled } from '../trace/tape.ts'
import { undrawn } from '../trace/undrawn.ts'
import { lowering } from './lowering.ts'

/** What a program is made of. */
export interface Recording {
  /** The place of each input among the notes. */
  readonly places: readonly number[]
  /** One value for each input. The recording was made with these. */
  readonly samples: readonly Tensor[]
  /** The applied ops, oldest first. */
  readonly notes: readonly (Noted | undefined)[]
  /** The places of the results, or constants. */
  readonly results: readonly (number | Tensor)[]
}

/** With this number of runs or more, compiling the loops of a plan pays. */
const MANY_RUNS = 16

export class Program {
  readonly name: string
  readonly places: readonly number[]
  readonly samples: readonly Tensor[]
  /** The ops that the results need. */
  readonly notes: readonly (Noted | undefined)[]
  readonly results: readonly (number | Tensor)[]
  /** The values of the results for the samples: their shapes and dtypes hold for all inputs. */
  readonly outputs: readonly Tensor[]
  #plan: Plan | undefined
  #isCompiled = false
  #runs = 0

  constructor(name: string, { places, samples, notes, results }: Recording) {
    this.name = name
    this.places = places
    this.samples = samples
    this.notes = needed(notes, results)
    this.results = results
    this.outputs = results.map(x =>
      typeof x !== 'number' ? x : (notes[x]?.output ?? samples[places.indexOf(x)]),
    )
  }

  /** Applies the ops to inputs, which may belong to transforms. */
  apply(inputs: readonly Tensor[]): Tensor[] {
    const values: Tensor[] = []
    this.places.forEach((place, i) => {
      values[place] = inputs[i]
    })
    const resolved = (x: number | Tensor) => (typeof x === 'number' ? values[x] : x)
    this.notes.forEach((noted, at) => {
      if (noted) values[at] = apply(noted.op, noted.inputs.map(resolved), noted.options as never)
    })
    return this.results.map(resolved)
  }

  /** A function that computes the results, for about so many runs. */
  runner(runs: number): (inputs: readonly Tensor[]) => readonly Tensor[] {
    this.#runs += runs
    const isCompiled = this.#runs >= MANY_RUNS
    if (!this.#plan || this.#isCompiled !== isCompiled)
      this.#plan = this.#newPlan(isCompiled ? lowering.steps : plainSteps)
    this.#isCompiled = isCompiled
    const plan = this.#plan
    return inputs => {
      try {
        return plan.run(inputs) as readonly Tensor[]
      } catch (error) {
        if (error !== OTHER_SHAPE) throw error
        return fail(
          this.name,
          'a shape in the body depends on numbers; use ops that keep shapes, such as where',
        )
      }
    }
  }

  #newPlan(lower: Lower): Plan {
    const recorder = new Recorder()
    const results = this.apply(this.samples.map(x => recorder.note(x)))
    recorder.open = false
    const places = results.map(x => (recorder.has(x) ? x.tracing.order : settled(x)))
    const graph = graphOf(this.samples, recorder.notes, places)
    return new Plan({ kind: 'list', parts: [] }, graph, lower, leaves => leaves)
  }
}

/** Records the body of a loop or a branch. */
export class BodyRecorder extends Recorder {
  override readonly name: string
  /** The tensors of outer transforms that take part, and the tensors that stand for them. */
  readonly captured = new Map<Tensor, Tensor>()

  constructor(name: string) {
    super()
    this.name = name
  }

  protected override get opens(): boolean {
    return false
  }

  protected override entered(x: Tensor): Tensor {
    if (!x.tracing || this.has(x)) return x
    const outer = settled(x)
    if (!outer.tracing) return outer
    const before = this.captured.get(outer)
    if (before) return before
    const own = this.note(sampleOf(outer))
    this.captured.set(outer, own)
    return own
  }

  override constant(_primal: Tensor, x: Tensor): Tensor {
    return this.apply(stopGradientOp, [x], undefined)
  }

  /** The place of a tensor on this recording, or the tensor if it is a constant. */
  placeOf(x: Tensor): number | Tensor {
    const own = this.entered(x)
    return this.has(own) ? own.tracing.order : settled(own)
  }
}

/** The numbers of a tensor for one example: those with which it was recorded. */
export function sampleOf(x: Tensor): Tensor {
  const { tracing } = x
  if (!tracing) return x
  const { primal } = tracing
  const whole = sampleOf(primal)
  if (primal.ndim === x.ndim) return whole
  if (whole.shape[0] === 0) return zeros(x.shape, { dtype: x.dtype })
  return row(whole, 0)
}

/** A view of one index of the first axis. */
export const row = ({ dtype, data, shape, stride, offset }: Tensor, at: number): Tensor =>
  new Tensor(dtype, data, shape.slice(1), stride.slice(1), offset + at * stride[0])

/** Keeps a stopped gradient in a program, where derivatives are taken later. */
const stopGradientOp: Op<undefined> = {
  name: 'stopGradient',
  batch: 'elementwise',
  forward: ([x]) => x,
  derivative: () => [null],
}

/**
 * Records a function. Tensors of outer transforms that it uses become further inputs of the
 * program, which `captured` lists. Throws if the function draws from a random stream.
 */
export function record(
  name: string,
  samples: readonly Tensor[],
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
): { readonly program: Program; readonly captured: readonly Tensor[] } {
  const recorder = new BodyRecorder(name)
  try {
    const inputs = samples.map(x => recorder.note(x))
    const results = undrawn(name, 'be the same in each run', () => f(inputs)).map(x => recorder.placeOf(x))
    const captured = [...recorder.captured]
    const program = new Program(name, {
      places: [...inputs.keys(), ...captured.map(([, own]) => own.tracing!.order)],
      samples: [...samples, ...captured.map(([, own]) => own.tracing!.primal)],
      notes: recorder.notes,
      results,
    })
    return { program, captured: captured.map(([outer]) => outer) }
  } finally {
    recorder.open = false
  }
}

/** The notes on which the results depend. The other places are undefined. */
function needed(notes: Recording['notes'], results: Recording['results']): readonly (Noted | undefined)[] {
  const used = new Set(results)
  const kept: (Noted | undefined)[] = new Array(notes.length)
  for (let at = notes.length; at-- > 0; ) {
    if (!used.has(at)) continue
    kept[at] = notes[at]
    for (const input of notes[at]?.inputs ?? []) used.add(input)
  }
  return kept
}
