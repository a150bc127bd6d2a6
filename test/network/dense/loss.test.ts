/** The fused loss and the loss made of ops have equal values and derivatives. */

import { crossEntropyGradient, denseStep } from '@multiview/network/kernels'
import {
  checkGrads,
  gather,
  grad,
  hvp,
  logSoftmax,
  matmul,
  mean,
  stream,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { smoothedReluOp } from '../../../packages/network/src/activation/smoothed-relu-op.ts'
import { denseLoss } from '../../../packages/network/src/dense/loss.ts'

const shape = { samples: 9, patches: 5, dimension: 13, classes: 3, neurons: 2 }
const activation = { power: 3, threshold: 0.5 }
const { samples, patches, dimension, classes, neurons } = shape
const random = stream(1, 'dense loss')
const x = random.fillNormal(new Float64Array(samples * patches * dimension), 0.5)
const w: Tensor = tensor(random.fillNormal(new Float64Array(classes * neurons * dimension), 0.4)).reshape([
  classes * neurons,
  dimension,
])
const label = Int32Array.from({ length: samples }, (_, n) => n % classes)

/** The same loss, written in ops. */
const composed = (w: Tensor): Tensor => {
  const z: Tensor = matmul(tensor(x).reshape([-1, dimension]), w.transpose())
  const values = smoothedReluOp(z, 3, 0.5).reshape([samples, patches, classes, neurons])
  const log = logSoftmax(sum(values, { axis: [1, 3] }))
  return mean(gather(log, tensor(label).reshape([-1, 1]))).neg() as Tensor
}

const closeTo = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape)
  const [x, y] = [a.reshape([-1]).toArray(), b.reshape([-1]).toArray()] as number[][]
  const largest = Math.max(...y.map(Math.abs))
  expect(largest).toBeGreaterThan(0)
  x.forEach((value, i) => {
    expect(Math.abs(value - y[i])).toBeLessThan(1e-12 * largest)
  })
}

describe('the fused loss', () => {
  const loss = denseLoss(shape, activation, x, label)

  test('has the value and the gradient of the composed ops', () => {
    const [value, gradient] = valueAndGrad(loss)(w)
    expect(value.shape).toEqual([])
    expect(value.item()).toBe(loss(w).item())
    closeTo(value.reshape([1]), composed(w).reshape([1]))
    closeTo(gradient, grad(composed)(w))
  })

  test('has the gradient of the step called by hand, to the bit', () => {
    const { step } = crossEntropyGradient(label, shape)
    const { gradient } = denseStep(shape, activation, x, w.data as Float64Array, step)
    expect([...grad(loss)(w).data]).toEqual([...(gradient as Float64Array)])
  })

  test('passes the gradient check to second order', () => {
    checkGrads(loss, [w], { order: 2 })
    const direction = tensor(random.fillNormal(new Float64Array(w.size))).reshape(w.shape)
    closeTo(hvp(loss)(w, direction as Tensor), hvp(composed)(w, direction as Tensor))
  })

  test('takes weights of any shape and order in memory, scaled and added to', () => {
    const f = (v: Tensor) => loss(v.reshape([classes * neurons, dimension])).mul(3)
    closeTo(
      grad(f)(w.reshape([-1]) as Tensor),
      grad((v: Tensor) => composed(v).mul(3))(w).reshape([-1]) as Tensor,
    )
    const transposed = tensor(w.transpose()) as Tensor
    closeTo(
      grad((v: Tensor) => loss(v.transpose() as Tensor))(transposed),
      grad(composed)(w).transpose() as Tensor,
    )
  })

  test('works in float32', () => {
    const single = denseLoss(shape, activation, Float32Array.from(x), label)
    const [value, gradient] = valueAndGrad(single)(tensor(w, { dtype: 'float32' }) as Tensor)
    expect([value.dtype, gradient.dtype]).toEqual(['float32', 'float32'])
    expect(Math.abs(value.item() - composed(w).item())).toBeLessThan(1e-6)
  })
})
