/**
 * The derivative of `whileLoop` along a direction. Directional derivatives apply the pullback of a
 * pullback, which is linear in its cotangent. So the pullback of a loop is an op that is known for
 * the cotangent 0 only, and the pullback of that op carries tangents along with the values.
 */
import { onesLike, zerosLike } from '../array/create.ts'
import { isFloat } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { apply, type Op, type Rule } from '../trace/apply.ts'
import { pull } from '../transforms/backward.ts'
import { pack, packed, packedDType, unpack } from './packing.ts'
import { type Program, record } from './program.ts'

/** Both programs have the carried values and then the constants as inputs. */
export interface WhileOptions {
  readonly condition: Program
  readonly body: Program
}

const float = ({ dtype }: Tensor): boolean => isFloat(dtype)

/** The rule of the op of `whileLoop`. */
export const whileRule = (
  loop: Op<WhileOptions>,
  ...[g, , inputs, options]: Parameters<Rule<WhileOptions>>
): ReturnType<Rule<WhileOptions>> => {
  const floats = inputs.filter(float)
  let all: Tensor[] | undefined
  const cotangents = () => unpack(apply(pullOf(loop), [g, ...inputs], options), floats)
  let next = 0
  return inputs.map(x => {
    if (!float(x)) return null
    const at = next++
    return () => (all ??= cotangents())[at]
  })
}

const pullOf = (loop: Op<WhileOptions>): Op<WhileOptions> => ({
  name: 'whileLoop',
  forward([g, ...inputs]) {
    if ([...g.values()].some(x => x !== 0))
      fail(
        'whileLoop',
        'has no reverse mode, since its number of runs is not fixed; use foriLoop or scan, or forward mode: jvp or jacfwd',
      )
    const floats = inputs.filter(float)
    return packed(
      'whileLoop',
      floats.map(x => zerosLike(x)),
      floats,
    )
  },
  derivative: (tangent, _y, [g, ...inputs], options) => [
    () => {
      const { outputs } = options.body
      const carried = outputs.length
      const moving = outputs.filter(float).length
      const tangents = unpack(tangent, inputs.filter(float))
      const found = unpack(
        apply(
          loop,
          [
            ...inputs.slice(0, carried),
            ...tangents.slice(0, moving),
            ...inputs.slice(carried),
            ...tangents.slice(moving),
          ],
          pushed(options),
        ),
        pushed(options).body.outputs,
      )
      const next = found.slice(carried).values()
      return pack(
        found.slice(0, carried).map(x => (float(x) ? (next.next().value as Tensor) : zerosLike(x))),
        packedDType(outputs) === g.dtype ? g.dtype : packedDType(outputs),
      )
    },
    ...inputs.map(() => null),
  ],
})

const known = new WeakMap<Program, WhileOptions>()

/**
 * The loop that also carries the tangents of the carried floats. Its constants are followed by the
 * tangents of those that are floats.
 */
function pushed({ condition, body }: WhileOptions): WhileOptions {
  const before = known.get(body)
  if (before) return before
  const { name, samples, outputs } = body
  const carried = outputs.length
  const carry = samples.slice(0, carried)
  const constants = samples.slice(carried)
  const moving = carry.filter(float).length
  const given = [
    carry,
    carry.filter(float).map(x => onesLike(x)),
    constants,
    constants.filter(float).map(x => onesLike(x)),
  ]
  /** The values and their tangents among the inputs. */
  const parted = (inputs: readonly Tensor[]) => {
    const rest = inputs.slice(carried + moving)
    return {
      values: [...inputs.slice(0, carried), ...rest.slice(0, constants.length)],
      tangents: [...inputs.slice(carried, carried + moving), ...rest.slice(constants.length)],
    }
  }
  const made: WhileOptions = {
    condition: record(name, given.flat(), inputs => condition.apply(parted(inputs).values)).program,
    body: record(name, given.flat(), inputs => {
      const { values, tangents } = parted(inputs)
      let all: readonly Tensor[] = []
      const { outputs: ends, pullback } = pull(
        name,
        chosen => {
          const next = chosen.values()
          all = body.apply(values.map(x => (float(x) ? (next.next().value as Tensor) : x)))
          return all.filter(float)
        },
        values.filter(float),
        tangents.map((_, i) => `tensor ${i}`),
      )
      const { pullback: push } = pull(
        name,
        pullback,
        ends.map(y => zerosLike(y)),
        [],
      )
      const next = ends.values()
      return [...all.map(x => (float(x) ? (next.next().value as Tensor) : x)), ...push(tangents, true)]
    }).program,
  }
  known.set(body, made)
  return made
}
