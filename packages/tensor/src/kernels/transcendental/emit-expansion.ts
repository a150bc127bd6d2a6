/** Writes eˣ in two parts for two doubles at a time. */
import { STEP_HIGH, STEP_LOW } from '../../math/expansion.ts'
import { type Body, type FunctionScope, i32, i64x2 } from '../assembler/index.ts'
import { EXPONENTIAL_TABLE } from '../engine.ts'
import { exponentialTail, nearestStep } from './emit-exp.ts'
import type { Pair, Parts } from './two-parts.ts'
import { add, constant, mul, pairsOf, sub, type Value, withInteger } from './vectors.ts'

/**
 * `expand` sets `to` for e^(x + low) = 2^n·to, as `expand` of `math/expansion.ts`. Then `powerOf`
 * is 2^n·start, if it is a normal number. `start` is a power of 2.
 */
export const expansion = (f: FunctionScope) => {
  const [steps, shifted, coarse, fine, r, r2, root, rest] = f.locals('v128', 8)
  const { load, firsts, seconds } = pairsOf(f, shifted, EXPONENTIAL_TABLE, 31)
  return {
    expand: ({ high: x, low = constant(0) }: Parts, to: Pair): Body => [
      steps.set(nearestStep(x)),
      shifted.set(withInteger(steps)),
      coarse.set(sub(x, mul(steps, constant(STEP_HIGH)))),
      fine.set(sub(low, mul(steps, constant(STEP_LOW)))),
      r.set(add(coarse, fine)),
      r2.set(mul(r, r)),
      coarse.set(add(sub(coarse, r), fine)),
      load,
      root.set(firsts),
      rest.set(
        add(
          mul(root, r),
          add(mul(seconds, add(constant(1), r)), mul(root, add(exponentialTail(r, r2, true), coarse))),
        ),
      ),
      to.high.set(add(root, rest)),
      to.low.set(add(sub(root, to.high), rest)),
    ],
    powerOf: (start: number): Value =>
      i64x2.add(i64x2.shl(i64x2.shrU(shifted, i32.const(5)), i32.const(52)), constant(start)),
  }
}
