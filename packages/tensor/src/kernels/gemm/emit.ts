/**
 * Writes the matrix-product kernels: the packing of both factors (`emit-pack.ts`), and C block += A
 * slivers · B panels, with the loops over tiles inside WebAssembly.
 *
 * A tile of 4 rows and 2 vectors needs 15 vector registers, including its loads. The loop over k is
 * not unrolled, since V8 would hoist the loads and spill registers. Each element of C adds its
 * products one by one in the order of k. Each product is rounded before it is added.
 */
import type { Body, Expr, FunctionScope, Local, ModuleWriter } from '../assembler/index.ts'
import {
  advance,
  assemble,
  branchIf,
  f32x4,
  f64x2,
  i32,
  loop,
  repeat,
  v128,
  when,
} from '../assembler/index.ts'
import { type FloatType, importEngineMemory } from '../engine.ts'
import { panelWidth, ROWS } from './block-shape.ts'
import { inPlaceFunction } from './emit-in-place.ts'
import { packFunction } from './emit-pack.ts'
import { solveRowsFunction } from './emit-solve-rows.ts'
import { multiplyAddOf } from './multiply-add.ts'

type Address = Local<'i32'>
const PANEL_BYTES = 2 * 16

const sum = (left: Expr<'i32'>, right: Expr<'i32'>) => i32.add(left, right)

/**
 * C block += slivers · panels. Parameters: a, b, c, slivers, panels, depth, bytes from row to row
 * of C, and whether C starts from 0 instead of its old values.
 */
const multiplyFunction = (module: ModuleWriter, type: FloatType, fused: boolean): void => {
  const lanes = type === 'float64' ? f64x2 : f32x4
  const multiplyAdd = multiplyAddOf(type, fused)

  const tile = (
    f: FunctionScope,
    a: Address,
    b: Address,
    bEnd: Address,
    c: Address,
    rowBytes: Address,
    fresh: Expr<'i32'>,
  ): Body => {
    const sums = Array.from({ length: ROWS }, () => f.locals('v128', 2))
    const [b0, b1, splat] = f.locals('v128', 3)
    const [at] = f.locals('i32', 1)
    const eachRow = (use: (row: Local<'v128'>[]) => Body): Body => [
      at.set(c),
      sums.map((row, index) => [use(row), index < ROWS - 1 ? advance(at, rowBytes) : []]),
    ]
    return [
      when(
        fresh,
        sums.flat().map(vector => vector.set(lanes.const(0))),
        eachRow(row => row.map((vector, j) => vector.set(v128.load(at, 16 * j)))),
      ),
      at.set(b),
      loop(again => [
        b0.set(v128.load(at)),
        b1.set(v128.load(at, 16)),
        sums.map(([left, right], row) => [
          splat.set(lanes.loadSplat(a, row * lanes.bytes)),
          left.set(multiplyAdd(splat, b0, left)),
          right.set(multiplyAdd(splat, b1, right)),
        ]),
        advance(a, ROWS * lanes.bytes),
        branchIf(again, i32.ltU(at.tee(sum(at, i32.const(PANEL_BYTES))), bEnd)),
      ]),
      eachRow(row => row.map((vector, j) => v128.store(at, vector, 16 * j))),
    ]
  }

  module.func(
    'multiply',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, a, b, c, slivers, panels, depth, rowBytes, fresh) => {
      const [bEnd, remaining, aTile, cTile] = f.locals('i32', 4)
      return repeat(panels, [
        bEnd.set(sum(b, i32.mul(depth, i32.const(PANEL_BYTES)))),
        aTile.set(a),
        cTile.set(c),
        remaining.set(slivers),
        repeat(remaining, [
          tile(f, aTile, b, bEnd, cTile, rowBytes, fresh),
          advance(cTile, i32.mul(rowBytes, i32.const(ROWS))),
        ]),
        b.set(bEnd),
        advance(c, PANEL_BYTES),
      ])
    },
  )
}

/** The functions of the module. `inPlace` and `solveRows` only exist for float64. */
export type GemmFunction = 'packRows' | 'packColumns' | 'multiply' | 'inPlace' | 'solveRows' | 'ofRuns'

/** The module for one float type. All counts that its functions take are at least 1. */
export const gemmModule = (type: FloatType, fused = false): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  packFunction(module, 'packRows', type, ROWS)
  packFunction(module, 'packColumns', type, panelWidth(type))
  multiplyFunction(module, type, fused)
  if (type === 'float64') {
    inPlaceFunction(module, 'inPlace', type, fused)
    solveRowsFunction(module)
  }
  inPlaceFunction(module, 'ofRuns', type, fused)
  return module.bytes()
}
