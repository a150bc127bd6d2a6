/** Writes the kernels that read slices of a table by index and that add slices at indices. */
import type { Body, ModuleWriter } from '../assembler/index.ts'
import { advance, assemble, f32, f32x4, f64, f64x2, i32, repeat, v128, when } from '../assembler/index.ts'
import { type FloatType, importEngineMemory } from '../engine.ts'

const { add, mul, and, shrU } = i32

/**
 * gather (table, indices, count, slice bytes, to): copies the slices that the indices name, one
 * after the other. A slice is a whole number of 4-byte words.
 */
const gatherFunction = (module: ModuleWriter): void => {
  module.func('gather', ['i32', 'i32', 'i32', 'i32', 'i32'], null, (f, table, indices, count, bytes, to) => {
    const [from, left] = f.locals('i32', 2)
    const next: Body = [from.set(add(table, mul(i32.load(indices), bytes))), advance(indices, 4)]
    const anySize: Body = [
      next,
      when(
        left.tee(shrU(bytes, i32.const(4))),
        repeat(left, [v128.store(to, v128.load(from)), advance(from, 16), advance(to, 16)]),
      ),
      when(
        left.tee(shrU(and(bytes, i32.const(15)), i32.const(2))),
        repeat(left, [i32.store(to, i32.load(from)), advance(from, 4), advance(to, 4)]),
      ),
    ]
    return when(
      i32.eq(bytes, i32.const(8)),
      repeat(count, [next, f64.store(to, f64.load(from)), advance(to, 8)]),
      when(
        i32.eq(bytes, i32.const(4)),
        repeat(count, [next, i32.store(to, i32.load(from)), advance(to, 4)]),
        repeat(count, anySize),
      ),
    )
  })
}

/**
 * scatterAdd (table, indices, count, slice elements, values): adds the slices of the values, in
 * order, to the slices of the table that the indices name.
 */
const scatterAddFunction = (module: ModuleWriter, type: FloatType): void => {
  const lanes = type === 'float64' ? f64x2 : f32x4
  const float = (type === 'float64' ? f64 : f32) as typeof f64
  const bytes = lanes.bytes
  const perVector = 16 / bytes
  const name = type === 'float64' ? 'scatterAddDouble' : 'scatterAddSingle'
  module.func(name, ['i32', 'i32', 'i32', 'i32', 'i32'], null, (f, table, indices, count, length, values) => {
    const [into, left, sliceBytes] = f.locals('i32', 3)
    const raise = (by: number): Body => [advance(into, by), advance(values, by)]
    return [
      sliceBytes.set(mul(length, i32.const(bytes))),
      repeat(count, [
        into.set(add(table, mul(i32.load(indices), sliceBytes))),
        advance(indices, 4),
        when(
          left.tee(shrU(length, i32.const(perVector === 2 ? 1 : 2))),
          repeat(left, [v128.store(into, lanes.add(v128.load(into), v128.load(values))), raise(16)]),
        ),
        when(
          left.tee(and(length, i32.const(perVector - 1))),
          repeat(left, [float.store(into, float.add(float.load(into), float.load(values))), raise(bytes)]),
        ),
      ]),
    ]
  })
}

export type IndexFunction = 'gather' | 'scatterAddDouble' | 'scatterAddSingle'

/** The module. All counts that its functions take are at least 1. */
export const indexModule = (): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  gatherFunction(module)
  for (const type of ['float64', 'float32'] as const) scatterAddFunction(module, type)
  return module.bytes()
}
