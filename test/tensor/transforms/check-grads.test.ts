import { checkGrads, customVjp, exp, stopGradient, sum, type Tensor, tensor } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const wrong = customVjp(
  (x: Tensor) => x.mul(x),
  (g, _y, x) => [g.mul(x).mul(2.001)],
  { name: 'wrongSquare' },
)
/** Correct at first order. Its derivative rule says that it does not depend on x. */
const shallow = customVjp(
  (x: Tensor) => x.mul(x),
  (g, _y, x) => [g.mul(stopGradient(x)).mul(2)],
  { name: 'shallowSquare' },
)

describe('checkGrads', () => {
  test('passes right derivatives of any order', () => {
    checkGrads((x: Tensor) => sum(exp(x).mul(x)), [tensor([0.1, 0.2])], { order: 3 })
    checkGrads((p: { a: Tensor; b: Tensor[] }) => p.a.mul(p.b[0]), [{ a: tensor([1, 2]), b: [tensor(3)] }], {
      order: 2,
    })
  })

  test('names the op with a wrong rule, the direction and both numbers', () => {
    const f = (x: Tensor) => sum(exp(wrong(x)))
    expect(() => checkGrads(f, [tensor([0.5, 0.25])])).toThrow(
      /order 1 of wrongSquare: along the direction [-\d.,e]+ the jvp has -?[\d.]+ at place 0, finite differences -?[\d.]+/,
    )
  })

  test('finds a rule that is right only at first order', () => {
    checkGrads(shallow, [tensor([0.5, 0.25])])
    expect(() => checkGrads((x: Tensor) => sum(shallow(x)), [tensor([0.5, 0.25])], { order: 2 })).toThrow(
      /order 2/,
    )
  })

  test('allows an error up to the tolerance asked for', () => {
    checkGrads(wrong, [tensor([0.5, 0.25])], { tolerance: 1e-3 })
  })

  test('asks for float64', () => {
    expect(() => checkGrads(exp, [tensor([1], { dtype: 'float32' })])).toThrow(
      /checkGrads: argument \[0\] is float32/,
    )
  })
})
