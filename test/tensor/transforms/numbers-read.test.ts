import {
  checkGrads,
  customVjp,
  grad,
  greater,
  hessian,
  hvp,
  jacobian,
  jvp,
  stopGradient,
  sum,
  type Tensor,
  TensorError,
  tensor,
  valueAndGrad,
  vjp,
  where,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const READ = /^grad: the function read numbers of the argument and no op leads/
const x = tensor([1, 2])

describe('numbers read inside a derivative', () => {
  const reads: [string, (y: Tensor) => number | undefined][] = [
    ['item', y => sum(y).item()],
    ['get', y => y.get(1)],
    ['toArray', y => (y.toArray() as number[])[1]],
    ['data', y => y.data[1]],
    ['toString', y => String(y).length],
    ['a view', y => y.slice(1).item()],
    ['a comparison', y => Number(greater(sum(y), 1).item())],
  ]
  test.each(reads)('are refused by %s if they are all that leads to the result', (_, read) => {
    const f = (y: Tensor) => tensor((read(y) ?? 0) ** 2)
    expect(() => grad(f)(x)).toThrow(READ)
    expect(() => grad(f)(x)).toThrow(TensorError)
  })

  test.each(reads)('are taken by %s if ops lead to the result too', (_, read) => {
    const f = (y: Tensor) => ((read(y) ?? 0) > 0.5 ? sum(y.mul(y)) : sum(y))
    expect(grad(f)(x).toArray()).toEqual([2, 4])
  })

  test.each(reads)('are a constant by %s of stopGradient', (_, read) => {
    const f = (y: Tensor) => tensor(read(stopGradient(y)) ?? 0)
    expect(grad(f)(x).toArray()).toEqual([0, 0])
  })

  test('do not matter in a function that is constant without them', () => {
    expect(grad(() => tensor(3))(x).toArray()).toEqual([0, 0])
    expect(grad((y: Tensor) => sum(stopGradient(y)))(x).toArray()).toEqual([0, 0])
  })

  test('are refused if they reach the result through a mask alone', () => {
    const f = (y: Tensor) => sum(where(greater(y, 1.5), tensor(y.toArray() as number[]), 0))
    expect(() => grad(f)(x)).toThrow(READ)
    expect(grad((y: Tensor) => sum(where(greater(y, 1.5), 1, 0)))(x).toArray()).toEqual([0, 0])
  })

  test('of the loss are printed', () => {
    const seen: number[] = []
    const f = (y: Tensor) => {
      const loss = sum(y.mul(y))
      seen.push(loss.item())
      return loss
    }
    expect(grad(f)(x).toArray()).toEqual([2, 4])
    expect(hessian(f)(x).toArray()).toEqual([
      [2, 0],
      [0, 2],
    ])
    expect(seen).toEqual([5, 5])
  })

  test('are laid to the tensor that they come from', () => {
    const f = (p: { a: Tensor; b: Tensor[] }) => sum(p.a).mul(sum(p.b[0]).item())
    expect(() => grad(f)({ a: x, b: [x] })).toThrow(/^grad: the function read numbers of \.b\[0\] /)
    const g = (p: { a: Tensor; b: Tensor[] }) => sum(p.a).mul(sum(p.a).item())
    expect(grad(g)({ a: x, b: [x] }).b[0].toArray()).toEqual([0, 0])
  })

  test('are refused by every transform', () => {
    const square = (y: Tensor) => tensor(sum(y).item() ** 2)
    expect(() => valueAndGrad(square)(x)).toThrow(/^valueAndGrad: the function read numbers of the argument/)
    expect(() => jacobian(square)(x)).toThrow(/^jacobian: the function read numbers of the argument/)
    expect(() => vjp(square, [x])).toThrow(/^vjp: the function read numbers of argument \[0\]/)
    expect(() => jvp(square, [x], [x])).toThrow(/^jvp: the function read numbers of argument \[0\]/)
    expect(() => checkGrads(square, [x])).toThrow(/^checkGrads: the function read numbers of argument 0/)
  })

  test('make no second derivative silently', () => {
    // The gradient x.item() counts as constant, though it is not.
    const f = (y: Tensor) => sum(y).mul(sum(y).item())
    expect(grad(f)(x).toArray()).toEqual([3, 3])
    expect(() => hessian(f)(x)).toThrow(/^hessian: the function read numbers of the argument/)
    expect(() => hvp(f)(x, x)).toThrow(/^hvp: the function read numbers of argument \[0\]/)
  })

  test('of an inner derivative are numbers of the outer one', () => {
    const f = (y: Tensor) => tensor(grad((z: Tensor) => z.mul(z).mul(sum(y)))(tensor(1)).item())
    expect(() => grad(f)(x)).toThrow(READ)
  })
})

describe('a rule of customVjp that reads numbers', () => {
  const cubed = (rule: (g: Tensor, y: Tensor, x: Tensor) => Tensor) =>
    customVjp(
      (y: Tensor) => y.mul(y).mul(y),
      (g, y, z) => [rule(g, y, z)],
      { name: 'cubed' },
    )
  const at = tensor(2)
  const byArgument = cubed((g, _y, z) => g.mul(3 * z.item() ** 2))
  const byResult = cubed((g, y) => g.mul(3 * y.item() ** (2 / 3)))
  const byCotangent = cubed((g, _y, z) => z.mul(z).mul(3 * g.item()))

  test('gives first derivatives', () => {
    for (const f of [byArgument, byResult, byCotangent]) expect(grad(f)(at).item()).toBeCloseTo(12, 12)
  })

  test('gives no second derivative, and says so', () => {
    const message = /^cubed: its rule read numbers of argument 0 and no op leads from it to the result/
    expect(() => grad(grad(byArgument))(at)).toThrow(message)
    expect(() => hessian(byArgument)(at)).toThrow(message)
    expect(() => jacobian(grad(byArgument))(at)).toThrow(message)
    expect(() => hvp(byArgument)(at, at)).toThrow(message)
    expect(() => checkGrads(byArgument, [at], { order: 2 })).toThrow(message)
    expect(() => grad(grad(byResult))(at)).toThrow(/^cubed: its rule read numbers of the result /)
  })

  test('gives no jvp if the numbers are the cotangent’s', () => {
    expect(() => jvp(byCotangent, [at], [at])).toThrow(/^cubed: its rule read numbers of the cotangent /)
    expect(jvp(byArgument, [at], [at])[1].item()).toBe(24)
  })

  test('gives second derivatives if an op leads from them too, or stopGradient says that they are constant', () => {
    const branching = cubed((g, _y, z) => (z.item() > 0 ? g.mul(z).mul(z).mul(3) : g.mul(0)))
    expect(grad(grad(branching))(at).item()).toBe(12)
    const constant = cubed((g, _y, z) => g.mul(3 * stopGradient(z).item() ** 2))
    expect(grad(grad(constant))(at).item()).toBe(0)
  })

  test('leaves the derivatives of other orders and arguments right', () => {
    const scaled = customVjp(
      (a: Tensor, b: Tensor) => a.mul(b),
      (g, _y, a, b) => [g.mul(b), g.mul(a)],
    )
    // d²/da² (ab)² = 2b², d³/da³ (ab)³ = 6b³.
    expect(grad(grad((a: Tensor) => scaled(a, tensor(3)).mul(scaled(a, tensor(3)))))(at).item()).toBe(18)
    const third = (a: Tensor) => scaled(scaled(a, a), a)
    expect(grad(grad(grad(third)))(at).item()).toBe(6)
    checkGrads(scaled, [tensor([1, 2]), tensor([0.5, -1])], { order: 3 })
  })
})
