/** The rules of Adam, RMSprop and momentum. */
import type { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { pow } from '../ops/elementwise/pow.ts'
import { sqrt } from '../ops/elementwise/sqrt.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { inDType } from './rate.ts'
import type { Rule } from './rule.ts'

/** ν ← β·ν + (1 − β)·g². */
const averageOfSquares = (square: Tensor, g: Tensor, beta: number): Tensor =>
  square.mul(beta).add(g.mul(1 - beta).mul(g))

export const adamRule = (beta1: number, beta2: number, epsilon: number): Rule => ({
  memory: ['mean', 'square'],
  at(step) {
    // Both averages start at 0. Dividing by the sum of their weights corrects this bias.
    const count = cast(step.add(1), 'float64')
    const meanWeight = inDType(sub(1, pow(beta1, count)))
    const squareWeight = inDType(sub(1, pow(beta2, count)))
    return (g, [mean, square]) => {
      const first = mean.mul(beta1).add(g.mul(1 - beta1))
      const second = averageOfSquares(square, g, beta2)
      return [first.div(meanWeight(g)).div(sqrt(second.div(squareWeight(g))).add(epsilon)), first, second]
    }
  },
})

export const rmsRule = (alpha: number, epsilon: number): Rule => ({
  memory: ['square'],
  at:
    () =>
    (g, [square]) => {
      const second = averageOfSquares(square, g, alpha)
      return [g.div(sqrt(second).add(epsilon)), second]
    },
})

export const momentumRule = (decay: number, nesterov: boolean): Rule => ({
  memory: ['velocity'],
  at:
    () =>
    (g, [velocity]) => {
      const speed = velocity.mul(decay).add(g)
      return [nesterov ? g.add(speed.mul(decay)) : speed, speed]
    },
})
