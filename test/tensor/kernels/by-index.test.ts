import { scatterAdd, type Tensor, take, tensor } from '@multiview/tensor'
import {
  type FloatArray,
  gatherSlices,
  scatterAddSlices,
  withoutWebAssembly,
} from '@multiview/tensor/kernels'
import { describe, expect, it } from 'vitest'
import { bits, drawn, floatTypes, special } from './floats.ts'

/** Indices in 0 … n − 1, some of them repeated. */
const places = (count: number, n: number): Int32Array =>
  new Int32Array(count).map((_, i) => (Math.imul(i + 7, 2654435761) >>> 7) % n)

/** [outer, n, inner, count]: slices with every tail length, one element, several blocks. */
const shapes = [
  ...Array.from({ length: 34 }, (_, inner) => [2, 11, inner + 1, 300]),
  [1, 1, 1, 256],
  [3, 50, 1, 20_000],
  [1, 300, 130, 900],
]

describe.each(floatTypes)('by index in %s', (_, Type) => {
  it('slices are picked as a plain loop picks them', () => {
    for (const draw of [drawn, special])
      for (const [outer, n, inner, count] of shapes) {
        const x = draw(Type, 5 + outer * n * inner, 1)
        const index = places(count, n)
        const out = new Type(outer * count * inner)
        expect(gatherSlices(x, { offset: 5, outer, n, inner }, index, out)).toBe(true)
        const want = out.map((_, at) => {
          const [o, c] = [Math.floor(at / (count * inner)), Math.floor(at / inner) % count]
          return x[5 + (o * n + index[c]) * inner + (at % inner)]
        })
        expect(bits(out), `${outer} ${n} ${inner} ${count}`).toEqual(bits(want))
      }
  })

  it('slices are added in order, each sum rounded', () => {
    for (const draw of [drawn, special])
      for (const [outer, n, inner, count] of shapes) {
        const y = draw(Type, 5 + outer * n * inner, 1)
        const want = y.slice()
        const values = draw(Type, 2 + outer * count * inner, 2)
        const index = places(count, n)
        expect(scatterAddSlices(y, { offset: 5, outer, n, inner }, index, values, 2)).toBe(true)
        for (let at = 0; at < outer * count * inner; at++) {
          const [o, c] = [Math.floor(at / (count * inner)), Math.floor(at / inner) % count]
          want[5 + (o * n + index[c]) * inner + (at % inner)] += values[2 + at]
        }
        expect(bits(y), `${outer} ${n} ${inner} ${count}`).toEqual(bits(want))
      }
  })

  it('take and scatterAdd give what they give without WebAssembly, indices from either end', () => {
    const dtype = Type === Float64Array ? 'float64' : 'float32'
    const x = tensor(drawn(Type, 12 * 30 * 8, 1), { dtype }).reshape([12, 30, 8])
    const same = (run: () => Tensor) => {
      const [fast, plain] = [run(), withoutWebAssembly(run)]
      expect(fast.shape).toEqual(plain.shape)
      expect(bits(fast.data as FloatArray)).toEqual(bits(plain.data as FloatArray))
    }
    for (const axis of [0, 1, 2]) {
      const n = x.shape[axis]
      const index = tensor(places(200, 2 * n).map(place => place - n))
      for (const y of [x, x.transpose([0, 1, 2]), x.slice([null, null, -1])]) {
        same(() => take(y, index, { axis }))
        const shape = x.shape.map((length, i) => (i === axis ? 200 : length))
        const size = shape.reduce((a, b) => a * b, 1)
        const values = tensor(drawn(Type, size, 2), { dtype }).reshape(shape)
        same(() => scatterAdd(y, index, values, { axis }))
      }
    }
  })

  it('an index outside the axis is refused before anything moves', () => {
    const x = tensor(drawn(Type, 1000, 1)).reshape([10, 100])
    const index = tensor(places(300, 10).with(299, 10))
    expect(() => take(x, index, { axis: 0 })).toThrow('index 10 is outside [-10, 10)')
    expect(() =>
      scatterAdd(x, index, tensor(drawn(Type, 30_000, 1)).reshape([300, 100]), { axis: 0 }),
    ).toThrow('index 10 is outside [-10, 10)')
  })
})

it('integers are picked as well', () => {
  const x = tensor(new Int32Array(900).map((_, i) => i * i)).reshape([30, 30])
  const run = () => take(x, tensor(places(64, 30)), { axis: 0 })
  expect(run().toArray()).toEqual(withoutWebAssembly(run).toArray())
})
