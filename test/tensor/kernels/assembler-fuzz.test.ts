// Random programs. Each is made twice from the same draws, as instructions and as JavaScript
// closures. Both must compute the same bits.
import {
  assemble,
  type Body,
  count,
  type Expr,
  f32,
  f64,
  f64x2,
  i32,
  type Local,
  v128,
  when,
} from '@multiview/tensor/assembler'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instantiate, validates } from './instantiate.ts'

interface State {
  ints: Int32Array
  doubles: Float64Array
}
/** One expression in both forms. */
interface Both<T extends 'i32' | 'f64'> {
  wasm: Expr<T>
  js: (state: State) => number
}
interface Scope {
  ints: Local<'i32'>[]
  doubles: Local<'f64'>[]
}
type Draw = (below: number) => number

const intOps = [
  ['add', (x: number, y: number) => (x + y) | 0],
  ['sub', (x: number, y: number) => (x - y) | 0],
  ['mul', Math.imul],
  ['and', (x: number, y: number) => x & y],
  ['or', (x: number, y: number) => x | y],
  ['xor', (x: number, y: number) => x ^ y],
  ['shl', (x: number, y: number) => x << y],
  ['shrS', (x: number, y: number) => x >> y],
  ['shrU', (x: number, y: number) => (x >>> y) | 0],
  ['ltS', (x: number, y: number) => Number(x < y)],
  ['ltU', (x: number, y: number) => Number(x >>> 0 < y >>> 0)],
  ['eq', (x: number, y: number) => Number(x === y)],
  ['geU', (x: number, y: number) => Number(x >>> 0 >= y >>> 0)],
] as const
const doubleOps = [
  ['add', (x: number, y: number) => x + y],
  ['sub', (x: number, y: number) => x - y],
  ['mul', (x: number, y: number) => x * y],
  ['div', (x: number, y: number) => x / y],
  ['min', Math.min],
  ['max', Math.max],
] as const
const doubleToDouble = [
  ['abs', Math.abs],
  ['neg', (x: number) => -x],
  ['sqrt', Math.sqrt],
  ['floor', Math.floor],
  ['ceil', Math.ceil],
  ['trunc', Math.trunc],
] as const
const constants = [0, -0, 1, -1.5, 0.1, 1e300, -1e-300, 5e-324, Infinity, -Infinity, NaN]

const int = (draw: Draw, scope: Scope, depth: number): Both<'i32'> => {
  const kind = depth === 0 ? draw(2) : draw(5)
  if (kind === 0) {
    const value = draw(2) === 0 ? draw(256) - 128 : (draw(65536) * 65536 + draw(65536)) | 0
    return { wasm: i32.const(value), js: () => value }
  }
  if (kind === 1) {
    const index = draw(scope.ints.length)
    return { wasm: scope.ints[index], js: state => state.ints[index] }
  }
  if (kind === 2) {
    const [x, y] = [double(draw, scope, depth - 1), double(draw, scope, depth - 1)]
    return { wasm: f64.lt(x.wasm, y.wasm), js: state => Number(x.js(state) < y.js(state)) }
  }
  const [name, js] = intOps[draw(intOps.length)]
  const [x, y] = [int(draw, scope, depth - 1), int(draw, scope, depth - 1)]
  return { wasm: i32[name](x.wasm, y.wasm), js: state => js(x.js(state), y.js(state)) }
}

const double = (draw: Draw, scope: Scope, depth: number): Both<'f64'> => {
  const kind = depth === 0 ? draw(2) : draw(8)
  if (kind === 0) {
    const value = constants[draw(constants.length)]
    return { wasm: f64.const(value), js: () => value }
  }
  if (kind === 1) {
    const index = draw(scope.doubles.length)
    return { wasm: scope.doubles[index], js: state => state.doubles[index] }
  }
  const x = double(draw, scope, depth - 1)
  if (kind === 2) {
    const [name, js] = doubleToDouble[draw(doubleToDouble.length)]
    return { wasm: f64[name](x.wasm), js: state => js(x.js(state)) }
  }
  if (kind === 3) {
    const y = int(draw, scope, depth - 1)
    return { wasm: f64.fromI32(y.wasm), js: y.js }
  }
  if (kind === 4) return { wasm: f64.fromF32(f32.fromF64(x.wasm)), js: state => Math.fround(x.js(state)) }
  const y = double(draw, scope, depth - 1)
  if (kind === 5) {
    const when = int(draw, scope, depth - 1)
    return {
      wasm: f64.select(x.wasm, y.wasm, when.wasm),
      js: state => {
        const [yes, no] = [x.js(state), y.js(state)]
        return when.js(state) !== 0 ? yes : no
      },
    }
  }
  const [name, js] = doubleOps[draw(doubleOps.length)]
  // Half of the arithmetic uses the second lane of a vector.
  const wasm =
    kind === 6
      ? f64x2.extract(f64x2[name](f64x2.splat(x.wasm), f64x2.splat(y.wasm)), 1)
      : f64[name](x.wasm, y.wasm)
  return { wasm, js: state => js(x.js(state), y.js(state)) }
}

const statements = (
  draw: Draw,
  scope: Scope,
  counters: Local<'i32'>[],
  depth: number,
): { wasm: Body; js: (state: State) => void } => {
  const parts = Array.from({ length: 1 + draw(3) }, () => {
    const kind = depth === 0 ? draw(2) : draw(4)
    if (kind === 0) {
      const index = draw(scope.ints.length)
      const value = int(draw, scope, 3)
      return {
        wasm: scope.ints[index].set(value.wasm) as Body,
        js: (state: State) => {
          state.ints[index] = value.js(state)
        },
      }
    }
    if (kind === 1) {
      const index = draw(scope.doubles.length)
      const value = double(draw, scope, 3)
      return {
        wasm: [
          v128.store(i32.const(0), f64x2.splat(value.wasm)),
          scope.doubles[index].set(f64.load(i32.const(0), 8)),
        ],
        js: (state: State) => {
          state.doubles[index] = value.js(state)
        },
      }
    }
    const inner = statements(draw, scope, counters, depth - 1)
    if (kind === 2) {
      const times = draw(5)
      return {
        wasm: count(counters[depth], i32.const(0), i32.const(times), i32.const(1), inner.wasm),
        js: (state: State) => {
          for (let i = 0; i < times; i++) inner.js(state)
        },
      }
    }
    const condition = int(draw, scope, 2)
    const otherwise = statements(draw, scope, counters, depth - 1)
    return {
      wasm: when(condition.wasm, inner.wasm, otherwise.wasm) as Body,
      js: (state: State) => (condition.js(state) !== 0 ? inner.js(state) : otherwise.js(state)),
    }
  })
  return { wasm: parts.map(part => part.wasm), js: state => parts.forEach(part => void part.js(state)) }
}

const draws = (seed: number): Draw => {
  let state = seed | 0
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return Math.floor(((state >>> 8) / 2 ** 24) * below)
  }
}

it('computes what JavaScript computes, for random programs', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.double(), { minLength: 3, maxLength: 3 }), (seed, inputs) => {
      const run: { js?: (state: State) => void } = {}
      const module = assemble()
      module.exportMemory('memory', { initial: 1 })
      module.func('program', ['f64', 'f64', 'f64'], 'f64', (f, ...doubles) => {
        const scope = { ints: f.locals('i32', 3), doubles: [...doubles] }
        const body = statements(draws(seed), scope, f.locals('i32', 4), 3)
        run.js = body.js
        const total = scope.doubles.reduce<Expr<'f64'>>(
          (sum, x) => f64.add(sum, x),
          f64.fromI32(scope.ints[0]),
        )
        return [body.wasm, total]
      })
      const bytes = module.bytes()
      expect(validates(bytes)).toBe(true)
      const state = { ints: new Int32Array(3), doubles: Float64Array.from(inputs) }
      run.js!(state)
      const [x, y, z] = state.doubles
      expect(instantiate(bytes).program(...inputs)).toBe(state.ints[0] + x + y + z)
    }),
    { numRuns: 500, seed: 4 },
  )
})
