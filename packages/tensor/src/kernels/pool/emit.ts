/**
 * Writes a pool over planes: the largest element or the average of each window. Several windows of
 * a row are computed at a time. The elements of a sum are taken in the order of the plain loop, row
 * by row. The largest element is the same in every order.
 */
import type { Body, Expr, Local, ModuleWriter } from '../assembler/index.ts'
import { advance, assemble, f32, f32x4, f64, f64x2, i32, repeat, v128, when } from '../assembler/index.ts'
import { type FloatType, importEngineMemory } from '../engine.ts'

export type PoolName = 'max' | 'average'

/** The windows for which a module is written. */
export interface WindowKind {
  readonly height: number
  readonly width: number
  /** The distances along a row: between windows, and between the elements of a window. */
  readonly stride: number
  readonly dilation: number
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
const UPPER = [...range(8, 8), ...range(8, 8)]
const LOWERS = [...range(0, 8), ...range(16, 8)]
/** Every second element of two vectors. */
const EVENS = {
  float32: [0, 2, 4, 6].flatMap(element => range(4 * element, 4)),
  float64: [0, 2].flatMap(element => range(8 * element, 8)),
}

/**
 * The function `pool` (from, bytes from row to row of windows, bytes from row to row of a window,
 * to, bytes from row to row of the results, rows, turns, spare, spans). A turn computes as many
 * windows as a vector has lanes. For `average`, the divisors lie at `spare`: doubles, one per window
 * of the turns. For `max`, `spans` vectors of memory lie there, as many as the turns of a row read.
 */
export const poolModule = (
  name: PoolName,
  type: FloatType,
  { height, width, stride, dilation }: WindowKind,
): Uint8Array<ArrayBuffer> => {
  const lanes = type === 'float64' ? f64x2 : f32x4
  const module = assemble()
  importEngineMemory(module)

  /** The elements at an address, one for each window of a turn. */
  const gathered = (at: Local<'i32'>, offset: number): Expr<'v128'> => {
    if (stride === 1) return v128.load(at, offset)
    if (stride === 2) return v128.shuffle(v128.load(at, offset), v128.load(at, offset + 16), EVENS[type])
    let all = lanes.loadSplat(at, offset)
    for (let lane = 1; lane < lanes.lanes; lane++) {
      const next = offset + lane * stride * lanes.bytes
      all =
        type === 'float64'
          ? f64x2.replace(all, lane, f64.load(at, next))
          : f32x4.replace(all, lane, f32.load(at, next))
    }
    return all
  }

  module.func(
    'pool',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, from, rowBytes, tapBytes, to, toBytes, rows, turns, spare, spans) => {
      const divisors = spare
      const [at, row, into, left] = f.locals('i32', 4)
      const [x, low, high] = f.locals('v128', 3)
      const eachTap = (take: (x: Expr<'v128'>) => Body): Body =>
        range(0, height).map(a => [
          range(0, width).map(b => take(gathered(row, b * dilation * lanes.bytes))),
          a < height - 1 ? advance(row, tapBytes) : [],
        ])
      const join = (element: Expr<'v128'>, index: number): Body =>
        low.set(index === 0 ? element : lanes.max(low, element))
      /** The largest elements of the columns of a row of windows, then of the windows. */
      const largest: Body = [
        at.set(from),
        into.set(spare),
        left.set(spans),
        repeat(left, [
          row.set(at),
          range(0, height).map(a => [a > 0 ? advance(row, tapBytes) : [], join(v128.load(row), a)]),
          v128.store(into, low),
          advance(at, 16),
          advance(into, 16),
        ]),
        at.set(spare),
        into.set(to),
        left.set(turns),
        repeat(left, [
          range(0, width).map(b => join(gathered(at, b * dilation * lanes.bytes), b)),
          v128.store(into, low),
          advance(at, lanes.lanes * stride * lanes.bytes),
          advance(into, 16),
        ]),
      ]
      const average: Body =
        type === 'float64'
          ? [
              low.set(f64x2.const(0)),
              eachTap(element => low.set(f64x2.add(low, element))),
              v128.store(into, f64x2.div(low, v128.load(divisors))),
              advance(divisors, 16),
            ]
          : [
              [low, high].map(sum => sum.set(f64x2.const(0))),
              eachTap(element => [
                x.set(element),
                low.set(f64x2.add(low, f64x2.fromF32x4(x))),
                high.set(f64x2.add(high, f64x2.fromF32x4(v128.shuffle(x, x, UPPER)))),
              ]),
              low.set(f64x2.div(low, v128.load(divisors))),
              high.set(f64x2.div(high, v128.load(divisors, 16))),
              v128.store(into, v128.shuffle(f32x4.fromF64x2(low), f32x4.fromF64x2(high), LOWERS)),
              advance(divisors, 32),
            ]
      const averages: Body = [
        at.set(from),
        into.set(to),
        left.set(turns),
        repeat(left, [
          row.set(at),
          average,
          advance(at, lanes.lanes * stride * lanes.bytes),
          advance(into, 16),
        ]),
      ]
      return repeat(rows, [
        name === 'max' ? largest : averages,
        advance(from, rowBytes),
        advance(to, toBytes),
      ])
    },
  )
  padFunction(module)
  return module.bytes()
}

/**
 * The function `pad` (from, bytes from plane to plane and from row to row; to, bytes from plane to
 * plane and from row to row; planes, rows, and the number of 4-byte words of a row, each at least
 * 1): copies rows of planes into planes with padding.
 */
const padFunction = (module: ModuleWriter): void => {
  module.func(
    'pad',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, from, fromPlane, fromRow, to, toPlane, toRow, planes, rows, words) => {
      const [source, target, at, into, down, left] = f.locals('i32', 6)
      return repeat(planes, [
        source.set(from),
        target.set(to),
        down.set(rows),
        repeat(down, [
          at.set(source),
          into.set(target),
          when(
            left.tee(i32.shrU(words, i32.const(2))),
            repeat(left, [v128.store(into, v128.load(at)), advance(at, 16), advance(into, 16)]),
          ),
          when(
            left.tee(i32.and(words, i32.const(3))),
            repeat(left, [i32.store(into, i32.load(at)), advance(at, 4), advance(into, 4)]),
          ),
          advance(source, fromRow),
          advance(target, toRow),
        ]),
        advance(from, fromPlane),
        advance(to, toPlane),
      ])
    },
  )
}
