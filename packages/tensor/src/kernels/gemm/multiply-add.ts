import type { Expr } from '../assembler/index.ts'
import { f32x4, f64x2 } from '../assembler/index.ts'
import type { FloatType } from '../engine.ts'

/** Makes a·b + c of the products. The product is rounded before it is added, unless `fused`. */
export const multiplyAddOf = (type: FloatType, fused: boolean) => {
  const lanes = type === 'float64' ? f64x2 : f32x4
  return (a: Expr<'v128'>, b: Expr<'v128'>, c: Expr<'v128'>): Expr<'v128'> =>
    fused ? lanes.relaxedMadd(a, b, c) : lanes.add(c, lanes.mul(a, b))
}
