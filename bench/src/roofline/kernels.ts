/** Loops for the roofline: multiply and add in registers, and move memory. */
import { advance, assemble, f32x4, f64x2, type Local, repeat, v128 } from '@multiview/tensor/assembler'
import { type Engine, importEngineMemory, type Kernels } from '@multiview/tensor/kernel-parts'

/**
 * Chains of products, and as many of sums: with their two operands they fill 14 of 16 registers.
 */
const CHAINS = 6
/** Bytes of each array per iteration of a loop over memory. */
export const TURN = 64

/** Additions and multiplications per iteration of the loops in registers. */
export const operationsOfTurn = (type: 'float64' | 'float32', fused: boolean): number =>
  2 * CHAINS * (type === 'float64' ? 2 : 4) * (fused ? 2 : 1)

export type RooflineKernels = Kernels<'float64' | 'float32' | 'add' | 'read'>

/** If the engine's products round once, the loops in registers do as well. */
export const rooflineKernels = (engine: Engine): RooflineKernels => {
  const module = assemble()
  importEngineMemory(module)
  const lanesOf = { float64: f64x2, float32: f32x4 }
  for (const [name, lanes] of Object.entries(lanesOf))
    module.func(name, ['i32', 'i32'], null, (f, at, turns) => {
      const [one, zero] = f.locals('v128', 2)
      const products = f.locals('v128', CHAINS)
      const sums = f.locals('v128', CHAINS)
      const join = (all: readonly Local<'v128'>[]) => all.slice(1).map(x => all[0].set(lanes.add(all[0], x)))
      return [
        // Read from memory, so that a compiler cannot treat them as constants.
        one.set(v128.load(at)),
        zero.set(v128.load(at, 16)),
        [...products, ...sums].map(x => x.set(one)),
        repeat(turns, [
          engine.fused
            ? [...products, ...sums].map(x => x.set(lanes.relaxedMadd(x, one, zero)))
            : products.map((x, i) => [x.set(lanes.mul(x, one)), sums[i].set(lanes.add(sums[i], zero))]),
        ]),
        join([...products, ...sums]),
        v128.store(at, products[0], 32),
      ]
    })
  const inTurn = [0, 16, 32, 48]
  module.func('add', ['i32', 'i32', 'i32', 'i32'], null, (_, a, b, out, turns) =>
    repeat(turns, [
      inTurn.map(at => v128.store(out, f64x2.add(v128.load(a, at), v128.load(b, at)), at)),
      [a, b, out].map(pointer => advance(pointer, TURN)),
    ]),
  )
  module.func('read', ['i32', 'i32', 'i32'], null, (f, a, to, turns) => {
    const sums = f.locals('v128', inTurn.length)
    return [
      repeat(turns, [
        inTurn.map((at, i) => sums[i].set(f64x2.add(sums[i], v128.load(a, at)))),
        advance(a, TURN),
      ]),
      sums.map((sum, i) => v128.store(to, sum, inTurn[i])),
    ]
  })
  return engine.compile(module.bytes())
}
