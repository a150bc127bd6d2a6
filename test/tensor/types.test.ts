import {
  add,
  allClose,
  associativeScan,
  at,
  average,
  averagePool1d,
  bincount,
  broadcastArrays,
  cast,
  checkGrads,
  clip,
  concatenate,
  cond,
  conv2d,
  corrcoef,
  countNonzero,
  cov,
  cumprod,
  cumsum,
  customVjp,
  diff,
  div,
  einsum,
  embedding,
  exp,
  eye,
  foriLoop,
  full,
  fullLike,
  gather,
  grad,
  greater,
  hessian,
  histogram,
  hvp,
  jacobian,
  jit,
  jvp,
  layerNorm,
  maskedSelect,
  matmul,
  maxPool2d,
  mean,
  median,
  meshgrid,
  type Nested,
  nanmean,
  nansum,
  oneHot,
  ones,
  pad,
  pow,
  prod,
  quantile,
  scan,
  scatter,
  scatterAdd,
  sgd,
  stack,
  std,
  sum,
  Tensor,
  take,
  tensor,
  topK,
  treeFlatten,
  treeLeaves,
  treeMap,
  uniqueAll,
  valueAndGrad,
  variance,
  vjp,
  vmap,
  where,
  whileLoop,
  zeros,
  zerosLike,
} from '@multiview/tensor'
import { expect, expectTypeOf, test } from 'vitest'

const f64 = tensor([1, 2])
const f32 = tensor([1, 2], { dtype: 'float32' })
const i32 = tensor(new Int32Array([1, 2]))
const bool = tensor([true, false])

/** The dtype in the type and at run time must be equal. */
function same<D extends string>(x: { dtype: D }, dtype: D): void {
  expect(x.dtype).toBe(dtype)
}

test('the types of creators have their dtype', () => {
  expectTypeOf(f64).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(f32).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(i32).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(bool).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(zeros([2])).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(f32.data).toEqualTypeOf<Float32Array>()
  same(f64, 'float64')
  same(f32, 'float32')
  same(i32, 'int32')
  same(bool, 'bool')
})

test('operations follow the rules of promotion', () => {
  expectTypeOf(add(f32, f64)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(add(f32, 1)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(add(f32, i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(i32.mul(bool)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(f32.mul(bool)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(div(i32, i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(f32.div(2)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(exp(i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(exp(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(sum(bool)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(mean(i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(greater(f64, 0)).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(where(bool, f32, 0)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(matmul(f32, f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(cast(f64, 'int32')).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(f32.slice(0).reshape([1]).transpose()).toEqualTypeOf<Tensor<'float32'>>()
  same(add(f32, f64), 'float64')
  same(add(f32, 1), 'float32')
  same(add(f32, i32), 'float64')
  same(i32.mul(bool), 'int32')
  same(f32.mul(bool), 'float32')
  same(div(i32, i32), 'float64')
  same(exp(f32), 'float32')
  same(sum(bool), 'int32')
  same(where(bool, f32, 0), 'float32')
})

test('typed arrays bring the dtype that the type says', () => {
  const u8 = tensor(new Uint8Array([1]))
  const i16 = tensor(new Int16Array([1]))
  const u32 = tensor(new Uint32Array([1]))
  const inside = tensor([new Float32Array([1])])
  expectTypeOf(u8).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(i16).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(u32).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(tensor(new Uint8ClampedArray([1]))).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(tensor(new Float32Array([1]))).toEqualTypeOf<Tensor<'float32'>>()
  // A list of any kind may be any of them.
  expectTypeOf(tensor(new Uint8Array([1]) as ArrayLike<number>)).toEqualTypeOf<Tensor>()
  same(u8, 'int32')
  same(i16, 'int32')
  same(u32, 'float64')
  expect(inside.dtype).toBe('float64')
})

test('nested numbers and booleans have the dtype that the type says', () => {
  expectTypeOf(tensor(3)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(tensor(true)).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(tensor([])).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(tensor([[[[1]]]])).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(tensor([[[[true]]]])).toEqualTypeOf<Tensor<'bool'>>()
  same(tensor([]), 'float64')
  same(tensor([[[[1]]]]), 'float64')
  same(tensor([[[[true]]]]), 'bool')
  // One of both, but never mixed.
  const some: (number | boolean)[] = [true]
  expectTypeOf(tensor(some)).toEqualTypeOf<Tensor<'float64' | 'bool'>>()
  expect(tensor(some).dtype).toBe('bool')
  expect(() => tensor([true, 2])).toThrow('tensor: element [1] is 2')
  expectTypeOf(full([1], true)).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(full([1], 2)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(full([1], false, { dtype: 'int32' })).toEqualTypeOf<Tensor<'int32'>>()
  same(full([1], true), 'bool')
  same(full([1], false, { dtype: 'int32' }), 'int32')
})

test('several operands have the common dtype', () => {
  expectTypeOf(clip(f32, f64)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(clip(f32, 0, 1)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(clip(f32, undefined, i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(clip(i32, 0.5, 1.5)).toEqualTypeOf<Tensor<'int32' | 'float64'>>()
  expectTypeOf(clip(f64)).toEqualTypeOf<Tensor<'float64'>>()
  same(clip(f32, f64), 'float64')
  same(clip(f32, 0, 1), 'float32')
  same(clip(f32, undefined, i32), 'float64')
  expect(clip(i32, 0.5, 1.5).dtype).toBe('float64')
  expect(clip(i32, 0, 1).dtype).toBe('int32')

  expectTypeOf(einsum('i,i->', f32, f64)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(einsum('i,i->', f32, f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(einsum('i,i,i->', f32, i32, f32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(einsum('i->', i32)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(einsum('i->', ...[f32])).toEqualTypeOf<Tensor<'float32'>>()
  same(einsum('i,i->', f32, f64), 'float64')
  same(einsum('i,i->', f32, f32), 'float32')
  same(einsum('i,i,i->', f32, i32, f32), 'float64')
  same(einsum('i->', i32), 'int32')

  expectTypeOf(concatenate([f32, f32])).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(concatenate([f32, i32])).toEqualTypeOf<Tensor<'float32' | 'int32' | 'float64'>>()
  expectTypeOf(stack([bool, bool])).toEqualTypeOf<Tensor<'bool'>>()
  same(concatenate([f32, f32]), 'float32')
  expect(concatenate([f32, i32]).dtype).toBe('float64')

  const kernel = ones([1, 1, 1, 1])
  const planes = ones([1, 1, 1, 1], { dtype: 'float32' })
  expectTypeOf(conv2d(planes, planes)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(conv2d(planes, kernel)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(maxPool2d(planes, 1)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(averagePool1d(i32, 1)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(pad(bool, 1)).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(layerNorm(f32, { weight: f64 })).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(oneHot(i32, 3, { dtype: 'bool' })).toEqualTypeOf<Tensor<'bool'>>()
  same(conv2d(planes, planes, { bias: ones([1]) }), 'float32')
  same(conv2d(planes, kernel), 'float64')
  same(maxPool2d(planes, 1), 'float32')
  same(averagePool1d(i32, 1), 'float64')
  same(pad(bool, 1), 'bool')
  same(layerNorm(f32, { weight: ones(f32.shape) }), 'float32')
  same(oneHot(i32, 3, { dtype: 'bool' }), 'bool')

  expectTypeOf(pow(bool, bool)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(matmul(bool, bool)).toEqualTypeOf<Tensor<'int32'>>()
  same(pow(bool, bool), 'int32')
  same(matmul(bool, bool), 'int32')
})

test('statistics, totals and searches have the dtype that the type says', () => {
  expectTypeOf(variance(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(std(i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(median(bool)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(quantile(f32, [0.5])).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(average(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(average(f32, { weights: f64 })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(average(f32, { weights: f32 })).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(average(i32, { weights: bool })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(nansum(bool)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(nanmean(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(cov(i32)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(corrcoef(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(countNonzero(f32)).toEqualTypeOf<Tensor<'int32'>>()
  same(variance(f32), 'float32')
  same(std(i32), 'float64')
  same(median(bool), 'float64')
  same(quantile(f32, [0.5]), 'float32')
  same(average(f32), 'float32')
  same(average(f32, { weights: f64 }), 'float64')
  same(average(f32, { weights: f32 }), 'float32')
  same(average(i32, { weights: bool }), 'float64')
  same(nansum(bool), 'int32')
  same(nanmean(f32), 'float32')
  same(cov(i32), 'float64')
  same(corrcoef(f32), 'float32')

  expectTypeOf(bincount(i32)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(bincount(i32, { weights: f32 })).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(bincount(i32, { weights: bool })).toEqualTypeOf<Tensor<'int32'>>()
  const bins = histogram(f32)
  const densities = histogram(f64, { density: true })
  expectTypeOf(bins.counts).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(bins.edges).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(densities.counts).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(histogram(f64, { weights: f32 }).counts).toEqualTypeOf<Tensor<'float32'>>()
  same(bincount(i32), 'int32')
  same(bincount(i32, { weights: f32 }), 'float32')
  same(bincount(i32, { weights: bool }), 'int32')
  same(bins.counts, 'int32')
  same(bins.edges, 'float32')
  same(densities.counts, 'float64')
  same(histogram(f64, { weights: f32 }).counts, 'float32')

  expectTypeOf(sum(i32, { dtype: 'float64' })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(sum(bool, { axis: 0 })).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(prod(f32, { dtype: 'float64' })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(cumsum(bool, { dtype: 'float32' })).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(cumprod(f32, { includeInitial: true })).toEqualTypeOf<Tensor<'float32'>>()
  same(sum(i32, { dtype: 'float64' }), 'float64')
  same(prod(f32, { dtype: 'float64' }), 'float64')
  same(cumsum(bool, { dtype: 'float32' }), 'float32')
  same(cumprod(f32, { includeInitial: true }), 'float32')

  expectTypeOf(diff(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(diff(f32, { prepend: 0 })).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(diff(i32, { append: f32 })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(topK(f32, 1).values).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(uniqueAll(i32).values).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(at(f32, 0).set(1)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(maskedSelect(i32, bool)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(broadcastArrays(f32, bool)).toEqualTypeOf<[Tensor<'float32'>, Tensor<'bool'>]>()
  expectTypeOf(meshgrid([f32, i32])).toEqualTypeOf<[Tensor<'float32'>, Tensor<'int32'>]>()
  expectTypeOf(allClose(f32, f64)).toEqualTypeOf<boolean>()
  expectTypeOf(zerosLike(f32, { dtype: 'bool' })).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(fullLike(i32, 3)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(eye(2, 3, { dtype: 'int32' })).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(eye(2)).toEqualTypeOf<Tensor<'float64'>>()
  same(diff(f32, { prepend: 0 }), 'float32')
  same(diff(i32, { append: f32 }), 'float64')
  same(topK(f32, 1).values, 'float32')
  same(uniqueAll(i32).values, 'int32')
  same(at(f32, 0).set(1), 'float32')
  same(maskedSelect(i32, bool), 'int32')
  same(meshgrid([f32, i32])[1], 'int32')
  same(zerosLike(f32, { dtype: 'bool' }), 'bool')
  same(fullLike(i32, 3), 'int32')
  same(eye(2, 3, { dtype: 'int32' }), 'int32')
})

test('a tensor of one dtype is a tensor, not one of another dtype', () => {
  expectTypeOf(f32).toExtend<Tensor>()
  expectTypeOf(f32).not.toExtend<Tensor<'float64'>>()
  // @ts-expect-error a shape is not written to
  expect(() => (f64.shape as readonly number[]).length === 0 && (f64.shape[0] = 1)).not.toThrow()
})

test('a variable takes the results of functions of tensors', () => {
  const f = (x: Tensor) => x.mul(2)
  let h = zeros([2])
  h = f(h)
  h = exp(f(h)).add(h)
  h = grad((x: Tensor) => sum(x))(h)
  let p = { w: h, b: [h] }
  p = treeMap(x => x.mul(2), p)
  p = treeMap((x, g) => x.sub(g), p, p)
  const rule = sgd({ learningRate: 0.1 })
  let state = rule.init(p)
  ;({ params: p, state } = rule.update(p, p, state))
  let i = i32
  i = i.mul(2)
  // @ts-expect-error float32 is not float64
  h = f32
  // @ts-expect-error a quotient is not int32
  i = i.div(2)
  expect([p.w.dtype, h.dtype, i.dtype]).toEqual(['float64', 'float32', 'float64'])
})

test('toArray takes the type of its result', () => {
  const rows = tensor([[1, 2]]).toArray<number[][]>()
  expectTypeOf(rows).toEqualTypeOf<number[][]>()
  const flags: boolean[] = bool.toArray()
  expectTypeOf(f64.toArray()).toEqualTypeOf<Nested>()
  // @ts-expect-error a tensor has no text
  f64.toArray<string[]>()
  expect([rows[0][1] + 1, flags[0]]).toEqual([3, true])
})

test('indices are int32', () => {
  const table = ones([2, 2])
  expect(embedding(i32.sub(1), table).shape).toEqual([2, 2])
  // @ts-expect-error the table is not an index
  expect(() => embedding(table, i32)).toThrow('the indices are float64')
  // @ts-expect-error
  expect(() => take(i32, table)).toThrow('the indices are float64')
  // @ts-expect-error
  expect(() => gather(i32, f64)).toThrow('the indices are float64')
  // @ts-expect-error
  expect(() => oneHot(f64, 3)).toThrow('the indices are float64')
  // @ts-expect-error
  expect(() => scatter(f64, f64, f64)).toThrow('the indices are float64')
  // @ts-expect-error
  expect(() => scatterAdd(f64, f64, f64)).toThrow('the indices are float64')
  // @ts-expect-error
  expect(() => at(f64, f64).get()).toThrow('the indices are float64')
})

test('gradients have the type of the argument', () => {
  const loss = (p: { w: Tensor; b: Tensor[] }, scale: number) => sum(p.w).add(sum(p.b[0])).mul(scale)
  const g = grad(loss)({ w: f64, b: [f64] }, 2)
  expectTypeOf(g).toEqualTypeOf<{ w: Tensor; b: Tensor[] }>()
  const [value, both] = valueAndGrad(loss)({ w: f64, b: [f64] }, 2)
  expectTypeOf(value).toExtend<Tensor>()
  expectTypeOf(both.b).toEqualTypeOf<Tensor[]>()
  expect(g.w).toBeInstanceOf(Tensor)
  // @ts-expect-error the second argument is a number
  expectTypeOf(grad(loss)).toBeCallableWith({ w: f64, b: [f64] }, 'two')
})

test('gradients of functions without types have the dtype of the argument', () => {
  const square = grad(x => sum(x.mul(x)))
  expectTypeOf(square(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(square(f64)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(grad((x: Tensor) => sum(x.mul(x)))(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(grad((x: Tensor<'float32'>) => sum(x))(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(grad(grad(x => sum(x)))).returns.toExtend<Tensor>()
  expectTypeOf(valueAndGrad((x, scale: number) => sum(x).mul(scale))(f32, 2)[1]).toEqualTypeOf<
    Tensor<'float32'>
  >()
  expectTypeOf(jacobian(x => x.mul(x))(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(hessian(x => sum(x.mul(x)))(f32)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(hvp(x => sum(x.mul(x)))(f32, f32)).toEqualTypeOf<Tensor<'float32'>>()
  same(square(f32), 'float32')
  same(jacobian(x => x.mul(x))(f32), 'float32')
  same(hessian(x => sum(x.mul(x)))(f32), 'float32')
  same(hvp(x => sum(x.mul(x)))(f32, f32), 'float32')
})

test('a rule of customVjp has as many inputs as its function', () => {
  const product = customVjp(
    (x, w) => x.mul(w),
    (g, _y, x, w) => {
      expectTypeOf(x).toEqualTypeOf<Tensor>()
      return [g.mul(w), g.mul(x)]
    },
  )
  expectTypeOf(product).parameters.toEqualTypeOf<[x: Tensor, w: Tensor]>()
  const single = customVjp(
    (x: Tensor<'float32'>) => x.mul(x),
    (g, _y, x) => {
      expectTypeOf(x).toEqualTypeOf<Tensor<'float32'>>()
      return [g.mul(x).mul(2)]
    },
  )
  expectTypeOf(single).parameters.toEqualTypeOf<[x: Tensor<'float32'>]>()
  const ofTwo = (g: Tensor, _y: Tensor, x: Tensor, w: Tensor) => [g.mul(w), g.mul(x)]
  // @ts-expect-error the function has one argument, the rule takes two
  customVjp((x: Tensor) => x, ofTwo)
  expect(grad(x => sum(product(x, x)))(f64).toArray()).toEqual([2, 4])
  expect(customVjp(exp, (g, y) => [g.mul(y)])(tensor(0)).item()).toBe(1)
})

test('a class instance is no tree: it does not compile, and throws with its path', () => {
  class Model {
    readonly w: Tensor = f64
    loss() {
      return sum(this.w)
    }
  }
  class Fields {
    readonly w: Tensor = f64
  }
  class Hidden extends Fields {
    private readonly seed = 1
    protected readonly more = this.seed
  }
  interface Layers {
    w: Tensor
    rest?: Layers
    rows: { v: Tensor }[]
  }
  const [model, hidden] = [new Model(), new Hidden()]
  const loss = (m: Model) => m.loss()
  const body = (m: never, x: Tensor) => [m, x] as [never, Tensor]
  // @ts-expect-error a class with a method
  expect(() => grad(loss)(model)).toThrow('grad: the argument is an object; it must be a float tensor')
  // @ts-expect-error
  expect(() => grad((p: { a: Model[] }) => p.a[0].loss())({ a: [model] })).toThrow('.a[0] is an object')
  const both = valueAndGrad((x: Tensor, m: Model) => x.mul(m.loss()), { argnums: [0, 1] })
  // @ts-expect-error
  expect(() => both(f64, model)).toThrow('[1] is an object')
  // @ts-expect-error a class with private members
  expect(() => grad((m: Hidden) => sum(m.w))(hidden)).toThrow('the argument is an object')
  // @ts-expect-error
  expect(() => jacobian(loss)(model)).toThrow('jacobian: the argument is an object')
  // @ts-expect-error
  expect(() => hvp(loss)(model, model)).toThrow('is an object')
  // @ts-expect-error
  expect(() => treeMap(x => x, { a: [model] })).toThrow('treeMap: .a[0] is an object; a tree holds tensors')
  // @ts-expect-error
  expect(() => treeLeaves(new Map([['w', f64]]))).toThrow('treeLeaves: the tree is an object')
  // @ts-expect-error
  expect(() => treeFlatten(hidden)).toThrow('treeFlatten: the tree is an object')
  // @ts-expect-error
  expect(() => scan(body as never, { m: model }, f64)).toThrow('scan: init.m is an object')
  // @ts-expect-error
  expect(() => scan(body as never, f64, [hidden])).toThrow('scan: xs[0] is an object')
  // @ts-expect-error
  expect(() => foriLoop(0, 1, body as never, model)).toThrow('foriLoop: init is an object')
  // @ts-expect-error
  expect(() => whileLoop(loss as never, loss as never, model)).toThrow('whileLoop: init is an object')
  // @ts-expect-error
  expect(() => associativeScan(loss as never, model)).toThrow('associativeScan: elements is an object')
  // @ts-expect-error
  expect(() => sgd({ learningRate: 1 }).init({ model })).toThrow('sgd: .model is an object')
  // The type of a class without methods is that of a plain object.
  expect(() => grad((m: Fields) => sum(m.w))(new Fields())).toThrow('the argument is an object')
  // @ts-expect-error
  expect(() => cond(true, loss, loss, model)).toThrow('cond: argument [0] is an object')
  // @ts-expect-error
  expect(() => vjp(loss, [model])).toThrow('vjp: [0] is an object')
  // @ts-expect-error
  expect(() => jvp(loss, [model], [model])).toThrow('jvp: [0] is an object')
  // Arguments of these may be other values than trees.
  expect(() => vmap(loss)(model)).toThrow('vmap: argument [0] is an object')
  expect(() => jit(loss)(model)).toThrow('jit: argument [0] is an object')
  expect(() => jit(() => ({ model }))()).toThrow('jit: the function returned an object at .model')
  // Interfaces are trees.
  const p: Layers = { w: f64, rows: [{ v: f64 }] }
  const keep = (carry: Layers, x: Tensor): [Layers, Tensor] => [carry, x]
  expect(scan(keep, grad((q: Layers) => sum(q.w))(treeMap(x => x, p)), f64)[0].w.toArray()).toEqual([1, 1])
})

test('functions written on the spot need no types', () => {
  expect(grad(x => sum(x.mul(x)))(f64).toArray()).toEqual([2, 4])
  expect(valueAndGrad((x, scale: number) => sum(x).mul(scale))(f64, 2)[1].toArray()).toEqual([2, 2])
  expect(jacobian(x => x.mul(x))(f64).shape).toEqual([2, 2])
  expect(hvp(x => sum(x.mul(x)))(f64, f64).toArray()).toEqual([2, 4])
  const [y, pullback] = vjp((a, b) => a.mul(b), [f64, f64])
  expectTypeOf(pullback(y)[0]).toExtend<Tensor>()
  expect(pullback(y)[0].toArray()).toEqual([1, 8])
  expect(jvp(a => a.mul(a), [f64], [f64])[1].toArray()).toEqual([2, 8])
  checkGrads(a => sum(a.mul(a)), [f64])
  checkGrads(exp, [f64])
})
