/** The records of the ops of linear algebra, for the table of all ops. */
import type { Op } from '../trace/apply.ts'
import { choleskyOp } from './cholesky.ts'
import { crossOp } from './cross.ts'
import { detOp, slogdetOp } from './det.ts'
import { diagOp } from './diag.ts'
import { eighOp, eigvalshOp } from './eigh.ts'
import { invOp } from './inv.ts'
import { kronOp } from './kron.ts'
import { lstsqOp } from './lstsq.ts'
import { luOp } from './lu.ts'
import { matrixPowerOp } from './matrix-power.ts'
import { matrixTransposeOp } from './matrix-transpose.ts'
import { matrixNormOp, normOp, vectorNormOp } from './norms.ts'
import { matrixRankOp, pinvOp } from './pinv.ts'
import { qrOp } from './qr.ts'
import { solveOp } from './solve.ts'
import { svdOp, svdvalsOp } from './svd.ts'
import { tensordotOp } from './tensordot.ts'
import { traceOp } from './trace.ts'
import { triangularSolveOp } from './triangular-solve.ts'
import { trilOp, triuOp } from './tril.ts'
import { vecdotOp } from './vecdot.ts'

export const linalgOps: readonly Op<never>[] = [
  // Systems of equations
  solveOp,
  triangularSolveOp,
  invOp,
  pinvOp,
  lstsqOp,
  // Factorizations
  choleskyOp,
  luOp,
  qrOp,
  eighOp,
  eigvalshOp,
  svdOp,
  svdvalsOp,
  // Numbers of a matrix
  detOp,
  slogdetOp,
  matrixRankOp,
  matrixNormOp,
  vectorNormOp,
  normOp,
  traceOp,
  // Products
  matrixPowerOp,
  crossOp,
  kronOp,
  tensordotOp,
  vecdotOp,
  // Parts
  matrixTransposeOp,
  trilOp,
  triuOp,
  diagOp,
]
