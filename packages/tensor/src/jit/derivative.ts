/**
 * The derivative of a compiled function. One plan computes its result and the values that the
 * backward pass needs. A second plan is the backward pass. Both come from one run, which a tape
 * inside the trace records.
 */
import { onesLike } from '../array/create.ts'
import { isFloat } from '../array/dtype.ts'
import { TensorError } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'
import { apply, flat, type Op, type Rule } from '../trace/apply.ts'
import { settled, Tape } from '../trace/tape.ts'
import { pull } from '../transforms/backward.ts'
import { mapTree } from '../transforms/tree.ts'
import type { Advice } from './advice.ts'
import { type Form, formOf, hasForm } from './form.ts'
import { graphOf } from './graph.ts'
import { Plan } from './plan.ts'
import { type Lower, OTHER_SHAPE } from './step.ts'
import { type Noted, Recorder } from './trace.ts'

type Leaves = readonly Tensor[]
type Inner = (...args: never[]) => unknown

/** The two plans for arguments of a form. If they are undefined, the function runs op by op. */
interface Halves {
  readonly form: Form
  /** The places of the differentiated tensors among the leaves. */
  readonly at: readonly number[]
  readonly plans:
    | {
        readonly forward: Plan
        readonly backward: Plan
        /** The op of derivative 0 through which alone the result depends on the tensors. */
        readonly cut: string | undefined
      }
    | undefined
}

/**
 * Applies a function, as one op, to arguments on one tape. Returns undefined if it has to run op by
 * op.
 */
export function asOneOp(
  f: Inner,
  lower: Lower,
  most: number,
  advice: Advice,
): (args: readonly unknown[], leaves: Leaves) => Tensor | undefined {
  const known: Halves[] = []
  return (args, leaves) => {
    const at = followedOf(leaves)
    if (!at) return
    const primals = leaves.map(x => settled(x.tracing?.primal ?? x))
    const given = within(args, primals)
    let half = known.find(({ form, at: own }) => own.join() === at.join() && hasForm(form, given, []))
    if (!half) {
      half = { form: formOf(given), at, plans: plansOf(f, lower, args, primals, at) }
      known.unshift(half)
      advice.made(known.map(({ form }) => form))
      if (known.length > most) known.pop()
    } else advice.hit()
    const { plans } = half
    if (!plans || plans.forward.busy) return
    let y: Tensor
    let rest: Leaves
    try {
      ;[y, ...rest] = plans.forward.run(primals) as [Tensor, ...Tensor[]]
    } catch (error) {
      return refuse(error)
    }
    const backward = (g: Tensor): Leaves | undefined => {
      if (g.tracing || plans.backward.busy) return
      try {
        return plans.backward.run([...rest, g]) as Leaves
      } catch (error) {
        return refuse(error)
      }
    }
    const rule: Rule<undefined> = g => {
      let all: Leaves | undefined
      const cotangents = () => {
        all ??= backward(g) ?? follow(f, args, primals, at).pullback([g], true)
        return all
      }
      return at.map((_, i) => () => cotangents()[i])
    }
    const op: Op<undefined> = {
      name: plans.cut ?? 'jit',
      forward: () => y,
      derivative: plans.cut ? flat : rule,
    }
    return apply(
      op,
      at.map(i => leaves[i]),
    )
  }
}

/**
 * Returns undefined if a plan failed. The function then runs op by op and throws its own error, if
 * any. A shape that depends on numbers is not an error then.
 */
function refuse(error: unknown): undefined {
  if (error !== OTHER_SHAPE && !(error instanceof TensorError)) throw error
}

/**
 * The places of the floats on a tape. Undefined if there are none, or if tensors of another trace
 * take part.
 */
function followedOf(leaves: Leaves): number[] | undefined {
  const at: number[] = []
  let tape: unknown
  for (const [i, x] of leaves.entries()) {
    const { tracing } = x
    if (!tracing) continue
    tape ??= tracing.trace
    if (!(tape instanceof Tape) || tracing.trace !== tape || settled(tracing.primal).tracing) return
    if (isFloat(x.dtype)) at.push(i)
  }
  return at.length > 0 ? at : undefined
}

/** The arguments with their tensors replaced. */
function within(args: readonly unknown[], leaves: Leaves): unknown[] {
  let next = 0
  return mapTree('jit', args, () => leaves[next++]) as unknown[]
}

/**
 * The pullback of the function with respect to some of the tensors. Its result must be one float
 * tensor.
 */
function follow(f: Inner, args: readonly unknown[], leaves: Leaves, at: readonly number[]) {
  return pull(
    'jit',
    chosen => {
      const all = [...leaves]
      at.forEach((place, i) => {
        all[place] = chosen[i]
      })
      const y = f(...(within(args, all) as never[]))
      return y instanceof Tensor && isFloat(y.dtype) ? [y] : []
    },
    at.map(i => leaves[i]),
    at.map(i => `tensor ${i} of the arguments`),
  )
}

function plansOf(
  f: Inner,
  lower: Lower,
  args: readonly unknown[],
  primals: Leaves,
  at: readonly number[],
): Halves['plans'] {
  const recorder = new Recorder()
  const inputs = primals.map(x => recorder.note(x))
  try {
    const pulled = follow(f, args, inputs, at)
    const {
      outputs: [y],
      pullback,
    } = pulled
    if (!y || !recorder.has(y)) return
    const { notes } = recorder
    const start = recorder.note(onesLike(y.tracing.primal))
    const boundary = notes.length - 1
    const cut = pulled.cut()
    const cotangents = pullback([start], true)
    if (recorder.entangled) return
    /** The values of the forward pass that the backward pass reads, with their new places. */
    const kept = new Map<number, number>()
    const later = notes.slice(boundary + 1) as Noted[]
    const ends = cotangents.map(x => (recorder.has(x) ? x.tracing.order : x))
    for (const place of [...later.flatMap(noted => noted.inputs), ...ends])
      if (typeof place === 'number' && place < boundary && !kept.has(place)) kept.set(place, kept.size)
    const moved = (place: number | Tensor) =>
      typeof place !== 'number' ? place : (kept.get(place) ?? kept.size + place - boundary)
    const list = (leaves: Leaves) => leaves
    const places = [...kept.keys()]
    const values = [...places.map(i => notes[i]?.output ?? primals[i]), y.tracing.primal]
    const forward = graphOf(primals, notes.slice(0, boundary), [y.tracing.order, ...places])
    const backward = graphOf(
      values,
      [
        ...values.map(() => undefined),
        ...later.map(noted => ({ ...noted, inputs: noted.inputs.map(moved) })),
      ],
      ends.map(moved),
    )
    const form: Form = { kind: 'list', parts: [] }
    return {
      forward: new Plan(form, forward, lower, list),
      backward: new Plan(form, backward, lower, list),
      cut,
    }
  } catch (error) {
    return refuse(error)
  } finally {
    recorder.open = false
  }
}
