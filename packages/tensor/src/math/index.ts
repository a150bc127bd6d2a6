// Functions of one double, each within 1 ulp of the true value and the same bits in every engine: only + − × ÷, square
// roots and exact roundings are used, all of which IEEE 754 fixes. `Math.exp` and its kin differ between engines.

export { exp } from './exp.ts'
export { expm1 } from './expm1.ts'
export { log } from './log.ts'
export { log1p } from './log1p.ts'
export { logaddexp } from './logaddexp.ts'
export { normalQuantile, normalQuantileFromCentre } from './normal-quantile.ts'
export { pow } from './pow.ts'
export { sigmoid } from './sigmoid.ts'
export { softplus } from './softplus.ts'
export { tanh } from './tanh.ts'
