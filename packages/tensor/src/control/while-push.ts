/**
 * The derivative of `whileLoop` along a direction. Directional derivatives apply the pullback of a
 * pullback, which is linear in its cotangent. So the pullback of a loop is an op that is known for
 * the cotangent 0 only, and the pullback of that op carries tangents along with the values.
 */
import { onesLike, zerosLike } from '../array/create.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { apply, type Op, type Rule } from '../trace/apply.ts'
import { hasCotangent, pull } from '../transforms/backward.ts'
import { pack, packed, packedDType, unpack } from '../transforms/packing.ts'
import { type Program, record } from './program.ts'
import { atOnce, floatsAmong, pullProgram, withOthers } from './pull-program.ts'

/** Both programs have the carried values and then the constants as inputs. */
export interface WhileOptions {
  readonly condition: Program
  readonly body: Program
}

/** The rule of the op of `whileLoop`. */
export const whileRule = (
  loop: Op<WhileOptions>,
  ...[g, , inputs, options]: Parameters<Rule<WhileOptions>>
): ReturnType<Rule<WhileOptions>> =>
  atOnce(inputs, () => unpack(apply(pullOf(loop), [g, ...inputs], options), inputs.filter(hasCotangent)))

const pullOf = (loop: Op<WhileOptions>): Op<WhileOptions> => ({
  name: 'whileLoop',
  forward([g, ...inputs]) {
    if ([...g.values()].some(x => x !== 0))
      fail(
        'whileLoop',
        'has no reverse mode, since its number of runs is not fixed; use foriLoop or scan, or forward mode: jvp or jacfwd',
      )
    const floats = inputs.filter(hasCotangent)
    return packed(
      'whileLoop',
      floats.map(x => zerosLike(x)),
      floats,
    )
  },
  derivative: (tangent, _y, [, ...inputs], options) => [
    () => {
      const { outputs } = options.body
      const carried = outputs.length
      const moving = floatsAmong(outputs)
      const tangents = unpack(tangent, inputs.filter(hasCotangent))
      const along = pushed(options)
      const found = unpack(
        apply(
          loop,
          [
            ...inputs.slice(0, carried),
            ...tangents.slice(0, moving.length),
            ...inputs.slice(carried),
            ...tangents.slice(moving.length),
          ],
          along,
        ),
        along.body.outputs,
      )
      const still = outputs.map(x => zerosLike(x))
      return pack(withOthers(still, moving, found.slice(carried)), packedDType(outputs))
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
  const moving = carry.filter(hasCotangent).length
  const given = [
    carry,
    carry.filter(hasCotangent).map(x => onesLike(x)),
    constants,
    constants.filter(hasCotangent).map(x => onesLike(x)),
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
      const { results, outputs: ends, pullback } = pullProgram(body, values, floatsAmong(values))
      const { pullback: push } = pull(
        name,
        pullback,
        ends.map(y => zerosLike(y)),
        [],
      )
      return [...results, ...push(tangents, true)]
    }).program,
  }
  known.set(body, made)
  return made
}
