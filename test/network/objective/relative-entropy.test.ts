import { crossEntropy } from '@multiview/network'
import { mixtureOf, relativeEntropy } from '@multiview/network/mixture'
import { grad, logSoftmax, mean, stream, sum, type Tensor, tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'

const size = 12
const classes = 5

/** Labels with one, two and all classes, and outputs of ordinary size. */
const drawn = () => {
  const random = stream(1, 'soft labels')
  const outputs = random.fillNormal(new Float64Array(size * classes), 3)
  const label = new Float64Array(size * classes)
  for (let n = 0; n < size; n++) {
    const among = [1, 2, classes][n % 3]
    const shares = Array.from({ length: among }, () => 1 - random.double())
    const total = shares.reduce((a, b) => a + b, 0)
    shares.forEach((share, i) => {
      label[n * classes + ((n + i) % classes)] = share / total
    })
  }
  return { outputs, label }
}

const evaluate = (label: Float64Array, outputs: Float64Array) => {
  const gradient = new Float64Array(outputs.length)
  return { loss: relativeEntropy(label, classes).evaluate(outputs, gradient), gradient }
}

test('value and gradient are those of the definition by autodiff', () => {
  const { outputs, label } = drawn()
  const t = tensor(label).reshape([size, classes])
  const entropy = label.reduce((total, share) => total - (share > 0 ? share * Math.log(share) : 0), 0) / size
  const softCrossEntropy = (f: Tensor): Tensor =>
    mean(sum(t.mul(logSoftmax(f.reshape([size, classes]))), { axis: 1 }) as Tensor).neg() as Tensor
  const { loss, gradient } = evaluate(label, outputs)
  expect(Math.abs(loss - (softCrossEntropy(tensor(outputs)).item() - entropy))).toBeLessThan(1e-13)
  const byAutodiff = grad(softCrossEntropy)(tensor(outputs)).data
  gradient.forEach((g, at) => {
    expect(Math.abs(g - byAutodiff[at])).toBeLessThan(1e-15)
  })
})

test('the gradient is the derivative of the value, by differences', () => {
  const { outputs, label } = drawn()
  const { gradient } = evaluate(label, outputs)
  const h = 1e-5
  outputs.forEach((_, at) => {
    const lossAt = (t: number): number => evaluate(label, outputs.with(at, outputs[at] + t)).loss
    expect(Math.abs(gradient[at] - (lossAt(h) - lossAt(-h)) / (2 * h))).toBeLessThan(1e-8)
  })
})

test('labels of one class give the cross-entropy, also where 1 − p has few digits', () => {
  const { outputs } = drawn()
  outputs[0] = 40
  const classOf = Int32Array.from({ length: size }, (_, n) => n % classes)
  const label = new Float64Array(size * classes)
  classOf.forEach((of, n) => {
    label[n * classes + of] = 1
  })
  const { loss, gradient } = evaluate(label, outputs)
  const hard = new Float64Array(outputs.length)
  expect(Math.abs(loss / crossEntropy(classOf, classes).evaluate(outputs, hard) - 1)).toBeLessThan(1e-14)
  gradient.forEach((g, at) => {
    expect(Math.abs(g / hard[at] - 1)).toBeLessThan(1e-14)
  })
})

test('it is 0 exactly where the softmax is the label, and positive elsewhere', () => {
  const { label } = mixtureOf([{ label: [0.5, 0.5, 0, 0, 0], patches: [] }])
  const far = -1e3
  expect(evaluate(label, Float64Array.of(2, 2, far, far, far))).toEqual({
    loss: 0,
    gradient: new Float64Array(5),
  })
  expect(evaluate(label, Float64Array.of(2, 2.1, far, far, far)).loss).toBeGreaterThan(1e-4)
})

test('outputs that are not numbers give a loss that is none; labels need rows of k', () => {
  const { outputs, label } = drawn()
  expect(evaluate(label, outputs.with(7, Number.NaN)).loss).toBeNaN()
  expect(() => relativeEntropy(new Float64Array(7), 5)).toThrow('7 numbers are no rows of 5')
})
