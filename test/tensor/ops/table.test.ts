import * as mv from '@multiview/tensor'
import { broadcastTo, cast, checkGrads, type DType, grad, sum, type Tensor } from '@multiview/tensor'
import { table } from '@multiview/tensor/table'
import ndarray from 'ndarray'
import { describe, expect, test } from 'vitest'
import { flat as flatRule } from '../../../packages/tensor/src/trace/apply.ts'
import { calls, flat, isTensor } from './calls.ts'
import { layouts } from './layouts.ts'
import { samples } from './samples.ts'
import './samples-of-math.ts'
import './samples-of-statistics.ts'
import './samples-of-windows.ts'
import './samples-of-matrices.ts'
import { epsilons, errorsOf, ulps } from './ulps.ts'

/** Ops that only derivatives use and that lack public functions. They are tested with their ops. */
const INTERNAL = [
  'unslice',
  'sumParts',
  'fold',
  'conv2dInput',
  'conv2dKernel',
  'averagePool2dInput',
  'maxPoolPlaces',
  'rankPlaces',
]

/** Exports of arrays and autodiff that are not ops: creators and transforms. */
const NOT_OPS = [
  'Tensor TensorError tensor zeros ones full fullLike eye arange linspace zerosLike onesLike fromNdarray',
  'grad valueAndGrad vjp jvp jacobian jacfwd jacrev hessian hvp stopGradient customVjp checkGrads vmap checkpoint',
  'treeMap treeLeaves treeFlatten treeUnflatten',
].flatMap(line => line.split(' '))

/**
 * Exports of the ops folder that are not ops: `elementwiseOp`, and functions made of ops that
 * return several tensors, a boolean, or a place.
 */
const NO_RECORD = [
  'elementwiseOp allClose at broadcastArrays histogram meshgrid nonzero split topK uniqueAll uniqueCounts',
  'uniqueInverse unstack',
].flatMap(line => line.split(' '))

/** The index of a folder, which the package does not export separately. */
const room = (name: string) => new URL(`../../../packages/tensor/src/${name}/index.ts`, import.meta.url).href

const ops = table.filter(op => !INTERNAL.includes(op.name))

describe('the table', () => {
  test('has each name once, in the form of its exported function', () => {
    const names = table.map(op => op.name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name } of ops) expect(mv, name).toHaveProperty(name)
  })

  test('has a record for every exported function of tensors', async () => {
    const exported = [
      ...Object.keys(await import(room('ops'))).filter(name => !NO_RECORD.includes(name)),
      ...Object.keys(await import(room('linalg'))),
    ]
    expect([...exported].sort()).toEqual(ops.map(op => op.name).sort())
    const others = [
      ...Object.keys(await import(room('array'))),
      ...Object.keys(await import(room('transforms'))),
    ]
    expect(others.sort()).toEqual([...NOT_OPS].sort())
    for (const name of [...exported, ...others]) expect(mv, name).toHaveProperty(name)
  })

  test('has samples for every op', () => {
    expect([...samples.keys()].sort()).toEqual(ops.map(op => op.name).sort())
  })
})

/** Whether a function runs without an error. */
function takes(f: () => unknown): boolean {
  try {
    f()
    return true
  } catch {
    return false
  }
}

const plain = (x: Tensor) => ({ shape: x.shape, values: flat(x) })

describe.each(ops)('$name', op => {
  const list = samples.get(op.name) ?? []
  const call = (inputs: Tensor[], options: object) => calls[op.name](inputs, options as never)

  test('of bools that depend on a differentiated argument names the op that made them', () => {
    const { inputs, options } = list[0]
    if (op.derivative === null || inputs.length !== 1) return
    const f = (x: Tensor) => sum(cast(call([mv.greater(x, 0)], options), 'float64'))
    const x = cast(inputs[0], 'float64')
    // Some ops refuse bools, and some are constant.
    let outcome = ''
    try {
      outcome = grad(f)(x)
        .values()
        .every(slope => slope === 0)
        ? 'zeros'
        : 'other numbers'
    } catch (error) {
      outcome = String(error)
    }
    expect(outcome).toMatch(
      takes(() => f(x)) ? /^(zeros|TensorError: (greater|notEqual): has no derivative.*)$/ : /^TensorError: /,
    )
  })

  test('gives what a plain loop gives', () => {
    // The loop uses the engine's Math and another order of summation.
    const allowed = epsilons[op.name] ?? (ulps[op.name] || /einsum|conv/.test(op.name) ? 16 : 0)
    for (const { inputs, options, oracle } of list) {
      const want = oracle(inputs.map(plain), options as never)
      const y = call([...inputs], options)
      expect(y.shape).toEqual(want.shape)
      const values = flat(y)
      errorsOf(op.name, values, want.values, 'float64').forEach((off, i) => {
        expect(off, `${values[i]} for ${want.values[i]}`).toBeLessThanOrEqual(allowed)
      })
    }
  })

  test('gives the same bits for every memory layout', () => {
    for (const { inputs, options } of list) {
      const want = flat(call([...inputs], options))
      for (const name of Object.keys(layouts(inputs[0]))) {
        const y = call(
          inputs.map(x => layouts(x)[name]),
          options,
        )
        expect(flat(y), name).toEqual(want)
      }
    }
  })

  test('gives the same bits for repeated inputs and for copies of them', () => {
    for (const { inputs, options } of list) {
      const repeated = inputs.map(repeat)
      const copies = repeated.map(x => mv.tensor(x))
      expect(outcome(() => call(repeated, options))).toEqual(outcome(() => call(copies, options)))
    }
  })

  test('takes ndarrays in the place of tensors', () => {
    for (const { inputs, options } of list) {
      const foreign = inputs.map(
        x => ndarray(x.data, [...x.shape], [...x.stride], x.offset) as unknown as Tensor,
      )
      const y = call(foreign, options)
      expect(isTensor(y)).toBe(true)
      expect(flat(y)).toEqual(flat(call([...inputs], options)))
    }
  })

  test('keeps to the dtypes its record names', () => {
    const { inputs, options } = list[0]
    const floats = () =>
      call(
        inputs.map(x => cast(x, 'float64')),
        options,
      )
    if (op.dtypes === 'bits') expect(floats).toThrow(/int32/)
    for (const dtype of ['float32', 'int32', 'bool'] as const) {
      const others = inputs.map(x => (x.dtype === 'float64' ? cast(mv.abs(x).mul(3), dtype) : x))
      if (dtype === 'bool' && op.dtypes === 'number') {
        expect(() => call(others, options)).toThrow(/bool/)
        continue
      }
      const y = call(others, options)
      if (op.dtypes === 'float') expect(y.dtype).toBe(dtype === 'float32' ? 'float32' : 'float64')
      if (dtype === 'float32') {
        // Computed in float64 and rounded once, except products, which are computed in float32.
        const wide = call(
          others.map(x => (x.dtype === 'float32' ? cast(x, 'float64') : x)),
          options,
        )
        const single = flat(y)
        const products = /matmul|dot|einsum|conv|sum|prod|mean|scatter|clip|cov|cross/.test(op.name)
        // A correlation is the quotient of sums of differences.
        const tolerance = /corrcoef/.test(op.name) ? 32 : products || op.name in epsilons ? 4 : 1
        if (y.dtype === 'float32')
          errorsOf(op.name, flat(wide).map(Math.fround), single, 'float32').forEach(off => {
            expect(off).toBeLessThanOrEqual(tolerance)
          })
      }
    }
  })

  if (op.derivative === null || op.derivative === flatRule)
    test('has no derivative but 0, or none, and says so by its name', () => {
      const { inputs, options } = list[0]
      // If an op takes only int32, the message names the cast before it.
      const isWhole = inputs[0].dtype === 'int32'
      const loss = (x: Tensor) => {
        const first = isWhole ? cast(x, 'int32') : x
        return sum(cast(call([first, ...inputs.slice(1)], options), 'float64'))
      }
      expect(() => grad(loss)(cast(inputs[0], 'float64'))).toThrow(
        new RegExp(`^${isWhole ? 'cast to int32 or bool' : op.name}: has no derivative`),
      )
    })
  else
    test('has right derivatives of first and second order', () => {
      for (const { inputs, options } of list) {
        if (inputs.every(x => x.size === 0)) continue
        const float = inputs.filter(x => x.dtype === 'float64')
        if ((options as { dtype_to?: DType }).dtype_to === 'int32') {
          expect(() => grad((x: Tensor) => sum(cast(call([x], options), 'float64')))(float[0])).toThrow(
            /^cast to int32 or bool: has no derivative/,
          )
          continue
        }
        const f = (...xs: Tensor[]) => {
          const rest = [...xs]
          return call(
            inputs.map(x => (x.dtype === 'float64' ? rest.shift()! : x)),
            options,
          )
        }
        checkGrads(f, float, { order: 2 })
      }
    })
})

/** The elements, or the error of the op: repeated columns make a singular matrix. */
function outcome(run: () => Tensor): number[] | string {
  try {
    return flat(run())
  } catch (error) {
    return (error as Error).message
  }
}

/** The first element of the last axis, over the whole axis. An empty axis stays empty. */
function repeat(x: Tensor): Tensor {
  const last = x.shape.length - 1
  if (last < 0 || x.size === 0 || x.dtype !== 'float64') return x
  return broadcastTo(x.slice(...x.shape.map((_, i) => (i === last ? ([0, 1] as const) : null))), x.shape)
}
