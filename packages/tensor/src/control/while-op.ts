/** The op of `whileLoop`: it runs a body as long as a condition holds. */
import type { Tensor } from '../array/tensor.ts'
import { where } from '../ops/elementwise/where.ts'
import { any } from '../ops/reduce/any.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { apply, type BatchRule, type Op } from '../trace/apply.ts'
import { packEach, packed, packedDType, unpack } from '../transforms/packing.ts'
import { together } from './examples.ts'
import { type WhileOptions, whileRule } from './while-push.ts'

const batch: BatchRule<WhileOptions> = (_op, { examples, wholes, size }, { condition, body }) => {
  const carried = body.outputs.length
  const isShared = wholes.map((x, i) => i >= carried && x === examples[i])
  const inputs = wholes.map((x, i) =>
    i < carried && x === examples[i] ? broadcastTo(x, [size, ...x.shape]) : x,
  )
  // The loop goes on until it has ended for each example. Until then, the others keep their values.
  const all: WhileOptions = {
    condition: together(condition, size, isShared, undefined, whole => any(whole)),
    body: together(body, size, isShared, (results, given) => {
      const [goesOn] = condition.apply(given)
      return results.map((x, i) => where(goesOn, x, given[i]))
    }),
  }
  return packEach(size, unpack(apply(whileOp, inputs, all), all.body.outputs), packedDType(body.outputs))
}

/** A guess of the number of runs, which decides whether the loop is compiled. */
const RUNS = 16

export const whileOp: Op<WhileOptions> = {
  name: 'whileLoop',
  batch,
  forward(inputs, { condition, body }) {
    const carried = body.outputs.length
    const constants = inputs.slice(carried)
    const [goesOn, next] = [condition.runner(RUNS), body.runner(RUNS)]
    let carry: readonly Tensor[] = inputs.slice(0, carried)
    while (goesOn([...carry, ...constants])[0].item()) carry = next([...carry, ...constants])
    return packed('whileLoop', carry, body.outputs)
  },
  derivative: (...args) => whileRule(whileOp, ...args),
}
