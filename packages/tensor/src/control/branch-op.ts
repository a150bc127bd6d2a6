/** The op of `cond`: it runs one of two programs. */

import { onesLike } from '../array/create.ts'
import type { Tensor } from '../array/tensor.ts'
import { where } from '../ops/elementwise/where.ts'
import { apply, type BatchRule, type Op } from '../trace/apply.ts'
import { hasCotangent } from '../transforms/backward.ts'
import type { Batch } from '../transforms/batch.ts'
import { pack, packEach, packed, packedDType, unpack, unpackFloats } from '../transforms/packing.ts'
import { together } from './examples.ts'
import { type Program, record } from './program.ts'
import { atOnce, floatsAmong, pullProgram } from './pull-program.ts'

/** Both programs have the same inputs, which follow the condition. Their results are alike. */
export interface BranchOptions {
  readonly yes: Program
  readonly no: Program
}

/** The results of a branch, which is chosen by a bool tensor with a single element. */
export const branched = (condition: Tensor, inputs: readonly Tensor[], options: BranchOptions): Tensor[] =>
  unpack(apply(branchOp, [condition, ...inputs], options), options.yes.outputs)

const batch: BatchRule<BranchOptions> = (_op, { examples, wholes, size }, options) => {
  const { yes, no } = options
  const { outputs } = yes
  const [condition, ...inputs] = examples
  const isShared = inputs.map((x, i) => x === wholes[i + 1])
  if (condition === wholes[0]) {
    const both = { yes: together(yes, size, isShared), no: together(no, size, isShared) }
    return packEach(size, branched(condition, wholes.slice(1), both), packedDType(outputs))
  }
  // Each example takes its own branch, so both run.
  const [a, b] = [yes.apply(inputs), no.apply(inputs)]
  const chosen = a.map((x, i) => where(condition, x, b[i]))
  return (condition.tracing!.trace as Batch).whole(pack(chosen, packedDType(outputs)))
}

/** The program of the cotangents of all float inputs. Its inputs are those of the results first. */
function backwardOf(program: Program): Program {
  const given = program.outputs.filter(hasCotangent).map(x => onesLike(x))
  return record(program.name, [...given, ...program.samples], all => {
    const inputs = all.slice(given.length)
    return pullProgram(program, inputs, floatsAmong(inputs)).pullback(all.slice(0, given.length), true)
  }).program
}

export const branchOp: Op<BranchOptions> = {
  name: 'cond',
  batch,
  forward([condition, ...inputs], { yes, no }) {
    const chosen = condition.data[condition.offset] ? yes : no
    return packed('cond', chosen.runner(1)(inputs), yes.outputs)
  },
  /** The branch runs again, to compute the values that its derivative needs. */
  derivative(g, _y, [condition, ...inputs], { yes, no }) {
    const cotangents = () =>
      branched(condition, [...unpackFloats(g, yes.outputs), ...inputs], {
        yes: backwardOf(yes),
        no: backwardOf(no),
      })
    return [null, ...atOnce(inputs, cotangents)]
  },
}
