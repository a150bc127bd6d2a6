/** Writes the float32 kernels for arithmetic between whole runs: out = a ∘ b and y += α·x. */
import { advance, assemble, type Expr, f32x4, repeat, v128 } from '../assembler/index.ts'
import { importEngineMemory } from '../engine.ts'

export const BINARY = ['add', 'sub', 'mul', 'div'] as const
export type BinaryName = (typeof BINARY)[number]

/** Bytes that one turn of a loop handles: four vectors. */
export const TURN_BYTES = 64

const inTurn = [0, 16, 32, 48]

/** The module: one function (a, b, out, turns) for each operation, and `addScaled` (x, y, α, turns). */
export const elementwiseModule = (): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  for (const name of BINARY) {
    const apply: (a: Expr<'v128'>, b: Expr<'v128'>) => Expr<'v128'> = f32x4[name]
    module.func(name, ['i32', 'i32', 'i32', 'i32'], null, (_, a, b, out, turns) =>
      repeat(turns, [
        inTurn.map(at => v128.store(out, apply(v128.load(a, at), v128.load(b, at)), at)),
        [a, b, out].map(pointer => advance(pointer, TURN_BYTES)),
      ]),
    )
  }
  module.func('addScaled', ['i32', 'i32', 'f32', 'i32'], null, (f, x, y, alpha, turns) => {
    const factor = f.local('v128')
    const moved = (at: number) => f32x4.add(v128.load(y, at), f32x4.mul(factor, v128.load(x, at)))
    return [
      factor.set(f32x4.splat(alpha)),
      repeat(turns, [
        inTurn.map(at => v128.store(y, moved(at), at)),
        [x, y].map(pointer => advance(pointer, TURN_BYTES)),
      ]),
    ]
  })
  return module.bytes()
}
