import { execFileSync } from 'node:child_process'
import { inspect } from 'node:util'
import {
  arange,
  broadcastTo,
  fromNdarray,
  grad,
  reshape,
  sum,
  type Tensor,
  TensorError,
  tensor,
  zeros,
} from '@multiview/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'

const rows = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
])

describe('a tensor as text', () => {
  test('shows every number, and keeps what JSON loses', () => {
    expect(String(tensor([NaN, Infinity, -Infinity, -0, 0, 1e300]))).toBe(
      'tensor float64 [6] [NaN, Infinity, -Infinity, -0, 0, 1e+300]',
    )
    expect(String(tensor(-0))).toBe('tensor float64 [] -0')
    expect(String(tensor([true, false]))).toBe('tensor bool [2] [true, false]')
    expect(String(zeros([2, 0]))).toBe('tensor float64 [2,0]\n[[],\n []]')
  })

  test('shows fractions to 8 digits and whole numbers whole', () => {
    expect(String(tensor([0.1, 1 / 3], { dtype: 'float32' }))).toBe('tensor float32 [2] [0.1, 0.33333334]')
    expect(String(tensor([2147483647, -2147483648], { dtype: 'int32' }))).toBe(
      'tensor int32 [2] [2147483647, -2147483648]',
    )
  })

  test('gives each row a line, as NumPy does', () => {
    expect(String(rows)).toBe('tensor float64 [3,2]\n[[1, 2],\n [3, 4],\n [5, 6]]')
    expect(String(reshape(arange(8), [2, 2, 2]))).toBe(
      'tensor float64 [2,2,2]\n[[[0, 1],\n  [2, 3]],\n [[4, 5],\n  [6, 7]]]',
    )
  })

  test('shows the first and the last three along each axis of more than 1000 elements', () => {
    expect(String(arange(1000))).not.toContain('…')
    expect(String(arange(1001))).toBe('tensor float64 [1001] [0, 1, 2, …, 998, 999, 1000]')
    expect(String(broadcastTo(tensor(7), [1e9, 2]))).toBe(
      `tensor float64 [1000000000,2]\n[${Array(3).fill('[7, 7]').join(',\n ')},\n …,\n ${Array(3).fill('[7, 7]').join(',\n ')}]`,
    )
  })

  test('shows a view, not its store', () => {
    expect(String(rows.slice(null, -1))).toBe('tensor float64 [3] [2, 4, 6]')
  })

  test('is what Node shows, inside other objects too', () => {
    expect(inspect({ x: tensor([1]) })).toContain('tensor float64 [1] [1]')
    const program = `
      import { tensor } from ${JSON.stringify(new URL('../../../packages/tensor/dist/index.js', import.meta.url).href)}
      console.log(tensor([[1, NaN]]))`
    const out = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
    })
    expect(out).toBe('tensor float64 [1,2]\n[[1, NaN]]\n')
  })
})

describe('values', () => {
  test('are the elements of the view in C order, in a fresh typed array of the dtype', () => {
    const part = rows.slice([1, null], [null, null, -1])
    expect(part.values()).toEqual(new Float64Array([4, 3, 6, 5]))
    expect(rows.slice(1).values()).toEqual(new Float64Array([3, 4]))
    expect(tensor([true, false]).values()).toEqual(new Uint8Array([1, 0]))
    expect(tensor([1], { dtype: 'float32' }).values()).toEqual(new Float32Array([1]))
    expect(tensor(new Int32Array([1])).values()).toEqual(new Int32Array([1]))
    expectTypeOf(tensor(new Int32Array([1])).values()).toEqualTypeOf<Int32Array>()
    const foreign = fromNdarray({ data: new Uint8Array([7, 8, 9]), shape: [2], stride: [2], offset: 0 })
    expect(foreign.values()).toEqual(new Int32Array([7, 9]))
  })

  test('are a copy', () => {
    const x = tensor([1, 2])
    x.values()[0] = 9
    expect(x.toArray()).toEqual([1, 2])
  })
})

describe('JSON', () => {
  test('is nested arrays, which tensor reads back', () => {
    for (const x of [rows, rows.slice(null, 1), tensor(3), tensor([true, false]), zeros([2, 0])]) {
      const back = tensor(JSON.parse(JSON.stringify(x))) as Tensor
      expect([back.dtype, back.shape, back.toArray()]).toEqual([x.dtype, x.shape, x.toArray()])
    }
  })

  test('has null for what is not finite, which tensor refuses', () => {
    const text = JSON.stringify({ x: tensor([[1, NaN]]) })
    expect(text).toBe('{"x":[[1,null]]}')
    expect(() => tensor(JSON.parse(text).x)).toThrow('tensor: element [0,1] is null; it must be a number')
  })
})

describe('iteration', () => {
  test('goes along the first axis', () => {
    expect([...rows].map(row => row.toArray())).toEqual(rows.toArray())
    const [first, second] = tensor([5, 6])
    expect([first.shape, first.item(), second.item()]).toEqual([[], 5, 6])
    expect([...zeros([0, 2])]).toEqual([])
    for (const row of tensor([1], { dtype: 'float32' })) expectTypeOf(row).toEqualTypeOf<Tensor<'float32'>>()
  })

  test('can be differentiated', () => {
    const loss = (x: Tensor) => {
      let total: Tensor = tensor(0)
      let weight = 1
      for (const row of x) total = total.add(sum(row.mul(row)).mul(weight++))
      return total
    }
    expect(grad(loss)(rows).toArray()).toEqual([
      [2, 4],
      [12, 16],
      [30, 36],
    ])
  })

  test('of a 0-d tensor throws', () => {
    expect(() => [...tensor(1)]).toThrow('iterator: a 0-d tensor has no rows; use item')
    expect(() => [...tensor(1)]).toThrow(TensorError)
  })
})
