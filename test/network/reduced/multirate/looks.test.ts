/** Neurons that are not computed are looked at early if their pushes grow. */

import { expect, test } from 'vitest'
import { denseLayout } from '../../../../packages/network/src/objective/output-layout.ts'
import { pushedOutputs } from '../../../../packages/network/src/reduced/multirate/pushed-outputs.ts'
import { pushHistory } from '../../../../packages/network/src/reduced/push-history.ts'

test('a look is due once a sample has pushed upward by a quarter of all before, at any rate', () => {
  const layout = denseLayout(2, 3)
  const pushed = pushedOutputs(layout)
  const history = pushHistory(layout)
  /** Class 0 is pushed upward, class 1 downward. */
  const pushing = (upward: number) => ({
    isGradient: true,
    evaluate: (_: number, __: Float64Array, gradient: Float64Array) => {
      gradient.set([-upward, 2 * upward, 0])
      return 0
    },
  })
  const evaluate = (n: number, time: number, upward: number) => pushed.evaluate([n], 1, time, pushing(upward))

  expect([evaluate(0, 0, 1), evaluate(1, 0, 1)]).toEqual([Infinity, Infinity])
  pushed.flush(8)
  pushed.look(history)
  // 8 were pushed until the look: the next is due at 10.
  expect([evaluate(0, 8, 1), evaluate(1, 8, 100)]).toEqual([10, 8.02])
  expect([evaluate(0, 9, 10), evaluate(1, 9, 0)]).toEqual([9.1, Infinity])
  pushed.flush(10)
  pushed.look(history)
  // Sample 0 had 19, sample 1 108, so a quarter of the mean, 63.5, counts for sample 0.
  expect([evaluate(0, 10, 1), evaluate(1, 10, 1)]).toEqual([10 + 63.5 / 4, 10 + 108 / 4])
})
