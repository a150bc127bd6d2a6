/** What `autodiffModel` requires of a network, and an example of a few lines. */

import { autodiffModel, crossEntropy, descend } from '@multiview/network'
import { matmul, stream, type Tensor, tanh, tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'

const x = tensor(stream(1).fillNormal(new Float64Array(40))).reshape([10, 4])
const label = Int32Array.from({ length: 10 }, (_, n) => (x.get(n, 0) > 0 ? 1 : 0))
const twoLayers = () => ({
  classes: 2,
  size: 10,
  parameters: [
    { w: tensor(stream(2).fillNormal(new Float64Array(12))).reshape([4, 3]) },
    { w: tensor(stream(3).fillNormal(new Float64Array(6))).reshape([3, 2]) },
  ],
  outputs: ([first, second]: { w: Tensor }[]) => matmul(tanh(matmul(x, first.w)), second.w) as Tensor,
})

test('a new network takes a few lines, and trains', () => {
  const model = autodiffModel(twoLayers())
  const run = descend(model, crossEntropy(label, 2), {
    rule: constantStep(1),
    targetLoss: 0.05,
    maxSteps: 500,
  })
  expect(run.loss).toBeLessThanOrEqual(0.05)
  expect(model.parameters().map(({ w }) => w.shape)).toEqual([
    [4, 3],
    [3, 2],
  ])
})

test('it says what is missing', () => {
  const model = autodiffModel(twoLayers())
  expect(() => model.backward(new Float64Array(20))).toThrow('call outputs() before backward()')
  expect(() => model.advance(1)).toThrow('call backward() before')
  expect(() => model.relativeStep()).toThrow('needs the network’s preactivations')
})
