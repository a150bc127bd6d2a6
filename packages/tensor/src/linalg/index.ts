/** The public names of `linalg/`: linear algebra. */

export { type CholeskyOptions, cholesky } from './cholesky.ts'
export { cross } from './cross.ts'
export { det, type SlogdetResult, slogdet } from './det.ts'
export { diag } from './diag.ts'
export { type EighResult, eigh, eigvalsh } from './eigh.ts'
export { inv } from './inv.ts'
export { kron } from './kron.ts'
export { type LstsqOptions, type LstsqResult, lstsq } from './lstsq.ts'
export { type LuResult, lu } from './lu.ts'
export { matrixPower } from './matrix-power.ts'
export { matrixTranspose } from './matrix-transpose.ts'
export {
  type MatrixNormOptions,
  type MatrixOrd,
  matrixNorm,
  type NormOptions,
  norm,
  type VectorNormOptions,
  vectorNorm,
} from './norms.ts'
export { matrixRank, pinv, type RankOptions } from './pinv.ts'
export { type QrOptions, type QrResult, qr } from './qr.ts'
export { solve } from './solve.ts'
export { type SvdOptions, type SvdResult, svd, svdvals } from './svd.ts'
export { type TensordotOptions, tensordot } from './tensordot.ts'
export { trace } from './trace.ts'
export { type TriangularSolveOptions, triangularSolve } from './triangular-solve.ts'
export { type TriangleOptions, tril, triu } from './tril.ts'
export { vecdot } from './vecdot.ts'
