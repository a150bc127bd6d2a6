/** Writes the conversions between the float types for copies in and out. */
import type { ModuleWriter } from '../assembler/index.ts'
import { advance, f32x4, f64x2, repeat, v128 } from '../assembler/index.ts'

/** The functions widen (from, to, quadruples) and narrow (from, to, quadruples). */
export const convertFunctions = (module: ModuleWriter): void => {
  const upper = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]
  const lowers = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
  module.func('widen', ['i32', 'i32', 'i32'], null, (f, from, to, quadruples) => {
    const x = f.local('v128')
    return repeat(quadruples, [
      x.set(v128.load(from)),
      v128.store(to, f64x2.fromF32x4(x)),
      v128.store(to, f64x2.fromF32x4(v128.shuffle(x, x, upper)), 16),
      [advance(from, 16), advance(to, 32)],
    ])
  })
  module.func('narrow', ['i32', 'i32', 'i32'], null, (_, from, to, quadruples) =>
    repeat(quadruples, [
      v128.store(
        to,
        v128.shuffle(f32x4.fromF64x2(v128.load(from)), f32x4.fromF64x2(v128.load(from, 16)), lowers),
      ),
      [advance(from, 32), advance(to, 16)],
    ]),
  )
}
