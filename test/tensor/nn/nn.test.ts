import * as mv from '@multiview/tensor'
import {
  batchNorm,
  cast,
  checkGrads,
  conv2d,
  crossEntropy,
  dropout,
  embedding,
  grad,
  heNormal,
  layerNorm,
  mean,
  mul,
  oneHot,
  rmsNorm,
  type Stream,
  stream,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

const draw = (...shape: number[]): Tensor =>
  tensor(stream(3, ...shape).fillUniform(new Float64Array(shape.reduce((a, b) => a * b, 1)), -1, 2)).reshape(
    shape,
  )
const labels = tensor([2, 0, 1, 2], { dtype: 'int32' })

test('derivatives of first and second order are right', () => {
  const weighted = (f: (...xs: Tensor[]) => Tensor, shape: number[]) => {
    const factors = draw(...shape, 1).reshape(shape)
    return (...xs: Tensor[]) => sum(mul(f(...xs), factors))
  }
  const norm = (x: Tensor, weight: Tensor, bias: Tensor) => layerNorm(x, { weight, bias })
  checkGrads(weighted(norm, [3, 4]), [draw(3, 4), draw(4), draw(4)], { order: 2 })
  checkGrads(
    weighted((x, weight) => rmsNorm(x, { weight, axis: 0 }), [3, 4]),
    [draw(3, 4), draw(3)],
    { order: 2 },
  )
  const batch = (x: Tensor, weight: Tensor, bias: Tensor) => batchNorm(x, { weight, bias }).output
  checkGrads(weighted(batch, [3, 2, 2]), [draw(3, 2, 2), draw(2), draw(2)], { order: 2 })
  const fixed = (x: Tensor, center: Tensor, spread: Tensor) =>
    batchNorm(x, { mean: center, variance: mv.square(spread) }).output
  checkGrads(weighted(fixed, [3, 2]), [draw(3, 2), draw(2), draw(2)], { order: 2 })
  for (const labelSmoothing of [0, 0.2]) {
    checkGrads((x: Tensor) => crossEntropy(x, labels, { labelSmoothing }), [draw(4, 3)], { order: 2 })
    checkGrads(
      (x: Tensor, p: Tensor) => crossEntropy(x, p, { labelSmoothing, axis: 0 }),
      [draw(4, 3), draw(4, 3)],
      { order: 2 },
    )
  }
  checkGrads((table: Tensor) => embedding(labels, table), [draw(3, 2)], { order: 2 })
  checkGrads((x: Tensor) => dropout(x, stream(1), { rate: 0.3 }), [draw(3, 4)], { order: 2 })
})

test('the gradient of the cross entropy is the softmax less the target, over the examples', () => {
  const x = draw(4, 3)
  const gradient = grad((y: Tensor) => crossEntropy(y, labels))(x)
  const expected = mv.softmax(x).sub(oneHot(labels, 3)).div(4)
  gradient.values().forEach((value, i) => {
    expect(value).toBeCloseTo(expected.values()[i], 15)
  })
})

test('the running statistics of batchNorm leave a loss as auxiliary results and hold no tape', () => {
  const x = draw(6, 3)
  const loss = (weight: Tensor) => {
    const { output, mean: center, variance } = batchNorm(x, { weight })
    return [mean(mv.square(output)), { center, variance }] as const
  }
  const [[value, batch], gradient] = valueAndGrad(loss, { hasAux: true })(mv.ones([3]))
  expect(value.item()).toBeCloseTo(1, 4)
  expect(gradient.shape).toEqual([3])
  expect(batch.center.tracing).toBeUndefined()
  const evaluated = batchNorm(x, { mean: batch.center, variance: batch.variance }).output
  expect(evaluated.toArray()).toEqual(batchNorm(x).output.toArray())
})

test('oneHot has a 1 at each index, in any dtype, and none for an index outside', () => {
  const at = tensor(
    [
      [0, 2],
      [-1, 3],
    ],
    { dtype: 'int32' },
  )
  for (const dtype of ['float64', 'float32', 'int32'] as const) {
    const y = oneHot(at, 3, { dtype })
    expect([y.dtype, y.shape]).toEqual([dtype, [2, 2, 3]])
    expect(y.toArray()).toEqual([
      [
        [1, 0, 0],
        [0, 0, 1],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    ])
  }
  expect(oneHot(1, 2, { dtype: 'bool' }).toArray()).toEqual([false, true])
})

test('dropout keeps what the stream says, number by number, and scales it', () => {
  const x = draw(40, 50)
  const y = dropout(x, stream(5, 'mask'), { rate: 0.3 })
  const replay = stream(5, 'mask')
  let zeros = 0
  const values = y.values()
  x.values().forEach((value, i) => {
    const kept = replay.double() >= 0.3
    expect(values[i]).toBe(kept ? value * (1 / 0.7) : value * 0)
    zeros += kept ? 0 : 1
  })
  // Binomial: 600 with a deviation of 20.
  expect(Math.abs(zeros - 600)).toBeLessThan(100)
  const single = dropout(cast(x, 'float32'), stream(5, 'mask'), { rate: 0.3 })
  expect(single.dtype).toBe('float32')
  expect(dropout(x, stream(1), { rate: 0 }).toArray()).toEqual(x.toArray())
})

const laws: [name: string, law: 'uniform' | 'normal', variance: (fanIn: number, fanOut: number) => number][] =
  [
    ['glorotUniform', 'uniform', (i, o) => 2 / (i + o)],
    ['glorotNormal', 'normal', (i, o) => 2 / (i + o)],
    ['heUniform', 'uniform', i => 2 / i],
    ['heNormal', 'normal', i => 2 / i],
    ['lecunUniform', 'uniform', i => 1 / i],
    ['lecunNormal', 'normal', i => 1 / i],
  ]
type Initializer = (s: Stream, shape: number[], options?: mv.InitializerOptions) => Tensor
test.each(laws)('%s draws %s numbers of its variance, those of the stream', (name, law, variance) => {
  const draws = (mv as unknown as Record<string, Initializer>)[name]
  // A matrix [in, out], a kernel [out, in, height, width], and named axes.
  const fans: [shape: number[], fanIn: number, fanOut: number, options?: mv.InitializerOptions][] = [
    [[300, 200], 300, 200],
    [[40, 30, 5, 3], 450, 600],
    [[300, 200], 200, 300, { inAxis: 1, outAxis: 0 }],
    [[3, 10, 20], 30, 60, { inAxis: -2, outAxis: -1 }],
  ]
  for (const [shape, fanIn, fanOut, options] of fans) {
    const s = stream(9, name)
    const deviation = Math.sqrt(variance(fanIn, fanOut))
    const values = draws(s.split('w'), shape, options).values()
    const replay = s.split('w')
    let total = 0
    let worst = 0
    for (const value of values) {
      const z = law === 'normal' ? replay.normal() : replay.uniform(-Math.sqrt(3), Math.sqrt(3))
      worst = Math.max(worst, Math.abs(value - z * deviation))
      total += value * value
    }
    expect(worst).toBeLessThan(1e-14)
    const share = total / values.length / deviation ** 2
    // The variance of the square of a standard number is at most 2.
    expect(Math.abs(share - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length))
    const single = draws(s.split('w'), shape, { ...options, dtype: 'float32' })
    expect(single.values().every((value, i) => value === Math.fround(values[i]))).toBe(true)
  }
})

test('a small convolutional network learns to tell its classes apart', () => {
  // Planes with one bright row or one bright column.
  const images = Array.from({ length: 12 }, (_, n) => {
    const plane = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => Number((n % 2 ? i : j) === n >> 1)),
    )
    return [plane]
  })
  const x = tensor(images)
  const y = tensor(Int32Array.from({ length: 12 }, (_, n) => n % 2))
  const s = stream(2, 'network')
  let params = {
    kernel: heNormal(s.split('kernel'), [4, 1, 3, 3]) as Tensor,
    bias: mv.zeros([4]) as Tensor,
    weight: mv.glorotUniform(s.split('weight'), [4, 2]) as Tensor,
  }
  const loss = ({ kernel, bias, weight }: typeof params) => {
    const hidden = mv.relu(batchNorm(conv2d(x, kernel, { padding: 'same', bias })).output)
    const pooled = mv.averagePool2d(mv.maxPool2d(hidden, 2), 3).reshape([12, 4])
    return crossEntropy(mv.matmul(pooled, weight), y)
  }
  const rule = mv.adamW({ learningRate: 0.05, weightDecay: 1e-4 })
  let state = rule.init(params)
  const before = loss(params).item()
  for (let t = 0; t < 60; t++) ({ params, state } = rule.update(params, grad(loss)(params), state))
  expect(before).toBeGreaterThan(0.4)
  expect(loss(params).item()).toBeLessThan(0.05)
})

test('what does not fit is refused with the shapes', () => {
  const x = draw(4, 3)
  const refused: [run: () => unknown, message: string][] = [
    [
      () => layerNorm(x, { weight: draw(4) }),
      'layerNorm: the weight has shape [4]; it must be [3], the lengths of the axes [1] of shape [4,3]',
    ],
    [() => layerNorm(x, { epsilon: -1 }), 'layerNorm: epsilon is -1; it must be a finite number from 0'],
    [() => rmsNorm(x, { bias: draw(3) } as never), 'rmsNorm: bias: a tensor is not among the options'],
    [
      () => batchNorm(x, { mean: draw(3) }),
      'batchNorm: was given one of mean and variance; give both, or none for those of the batch',
    ],
    [() => batchNorm(draw(3)), 'batchNorm: axis 1 is outside [-1, 1) of a 1-d tensor'],
    [
      () => crossEntropy(x, tensor([0, 1, 2, 3], { dtype: 'int32' })),
      'crossEntropy: a label is outside [0, 3); each must name one of 3 classes',
    ],
    [
      () => crossEntropy(x, tensor([0, 1, 2, -1], { dtype: 'int32' })),
      'crossEntropy: a label is outside [0, 3)',
    ],
    [
      () => crossEntropy(x, tensor([0, 1, 2], { dtype: 'int32' })),
      'crossEntropy: int32 labels of shape [3] for logits of shape [4,3]; they must be int32 of shape [4]',
    ],
    [
      () => crossEntropy(x, draw(4)),
      'crossEntropy: probabilities of shape [4] for logits of shape [4,3]; they must be equal, or cast labels to int32',
    ],
    [
      () => crossEntropy(x, labels, { labelSmoothing: 2 }),
      'crossEntropy: labelSmoothing is 2; it must lie in [0, 1]',
    ],
    [
      () => crossEntropy(x, labels, { reduction: 'max' as never }),
      'crossEntropy: reduction "max" is not one of mean,sum,none',
    ],
    [() => oneHot(x, 3), 'oneHot: the indices are float64; they must be int32: cast them'],
    [() => embedding(labels, draw(2, 3)), 'embedding: index 2 is outside [-2, 2) of axis 0 of shape [2,3]'],
    [() => dropout(x, stream(1), { rate: 1 }), 'dropout: rate is 1; it must lie in [0, 1)'],
    [
      () => dropout(x, 7 as never),
      'dropout: draws from a stream or a key, not from 7; make one by stream(seed, name)',
    ],
    [
      () => heNormal(stream(1), [3]),
      'heNormal: shape [3]; weights have at least an axis of inputs and one of outputs',
    ],
    [
      () => heNormal(stream(1), [3, 3], { dtype: 'int32' as never }),
      'heNormal: dtype "int32" is not one of float64,float32',
    ],
    [
      () => heNormal(stream(1), [3, 3], { inAxis: 1 }),
      'heNormal: inAxis and outAxis are both 1; give two axes',
    ],
  ]
  for (const [run, message] of refused) expect(run).toThrow(message)
})
