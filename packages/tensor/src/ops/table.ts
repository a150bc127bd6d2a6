/**
 * All ops. Each record is one op: its name, the dtypes it takes, how its values are computed, and its derivative
 * rule, written in ops. Nothing that runs imports this table, so that a bundle holds only the ops it uses; the tests
 * are generated from it.
 */
import type { Op } from '../trace/apply.ts'
import { absOp } from './abs.ts'
import { addOp } from './add.ts'
import { allOp } from './all.ts'
import { anyOp } from './any.ts'
import { argmaxOp } from './argmax.ts'
import { argminOp } from './argmin.ts'
import { argsortOp } from './argsort.ts'
import { broadcastToOp } from './broadcast-to.ts'
import { castOp } from './cast.ts'
import { clipOp } from './clip.ts'
import { equalOp, greaterEqualOp, greaterOp, lessEqualOp, lessOp, notEqualOp } from './compare.ts'
import { concatenateOp } from './concatenate.ts'
import { cumprodOp } from './cumprod.ts'
import { cumsumOp } from './cumsum.ts'
import { diagonalOp } from './diagonal.ts'
import { divOp } from './div.ts'
import { dotOp } from './dot.ts'
import { einsumOp } from './einsum.ts'
import { expOp } from './exp.ts'
import { expandDimsOp } from './expand-dims.ts'
import { expm1Op } from './expm1.ts'
import { flipOp } from './flip.ts'
import { gatherOp, scatterAddOp } from './gather-scatter.ts'
import { logOp } from './log.ts'
import { logSoftmaxOp } from './log-softmax.ts'
import { log1pOp } from './log1p.ts'
import { logaddexpOp } from './logaddexp.ts'
import { isfiniteOp, isnanOp, logicalAndOp, logicalNotOp, logicalOrOp, logicalXorOp } from './logic.ts'
import { logsumexpOp } from './logsumexp.ts'
import { matmulOp } from './matmul.ts'
import { maxOp } from './max.ts'
import { maximumOp } from './maximum.ts'
import { meanOp } from './mean.ts'
import { minOp } from './min.ts'
import { minimumOp } from './minimum.ts'
import { mulOp } from './mul.ts'
import { negOp } from './neg.ts'
import { outerOp } from './outer.ts'
import { powOp } from './pow.ts'
import { prodOp } from './prod.ts'
import { reluOp } from './relu.ts'
import { reshapeOp } from './reshape.ts'
import { ceilOp, floorOp, roundOp } from './rounding.ts'
import { sigmoidOp } from './sigmoid.ts'
import { signOp } from './sign.ts'
import { sliceOp, unsliceOp } from './slice.ts'
import { softmaxOp } from './softmax.ts'
import { softplusOp } from './softplus.ts'
import { sortOp } from './sort.ts'
import { sqrtOp } from './sqrt.ts'
import { squareOp } from './square.ts'
import { squeezeOp } from './squeeze.ts'
import { stackOp } from './stack.ts'
import { subOp } from './sub.ts'
import { sumOp } from './sum.ts'
import { takeOp } from './take.ts'
import { tanhOp } from './tanh.ts'
import { transposeOp } from './transpose.ts'
import { whereOp } from './where.ts'

export const table: readonly Op<never>[] = [
  // Arithmetic
  addOp,
  subOp,
  mulOp,
  divOp,
  negOp,
  powOp,
  squareOp,
  absOp,
  signOp,
  maximumOp,
  minimumOp,
  clipOp,
  // Exponentials and their kin
  expOp,
  expm1Op,
  logOp,
  log1pOp,
  sqrtOp,
  tanhOp,
  sigmoidOp,
  softplusOp,
  reluOp,
  logaddexpOp,
  // Rounding
  floorOp,
  ceilOp,
  roundOp,
  // Comparisons and logic
  equalOp,
  notEqualOp,
  lessOp,
  lessEqualOp,
  greaterOp,
  greaterEqualOp,
  logicalAndOp,
  logicalOrOp,
  logicalXorOp,
  logicalNotOp,
  isnanOp,
  isfiniteOp,
  whereOp,
  // Reductions
  sumOp,
  meanOp,
  prodOp,
  maxOp,
  minOp,
  anyOp,
  allOp,
  argmaxOp,
  argminOp,
  logsumexpOp,
  // Along an axis
  cumsumOp,
  cumprodOp,
  softmaxOp,
  logSoftmaxOp,
  sortOp,
  argsortOp,
  // Shape
  reshapeOp,
  transposeOp,
  broadcastToOp,
  expandDimsOp,
  squeezeOp,
  sliceOp,
  unsliceOp,
  flipOp,
  diagonalOp,
  concatenateOp,
  stackOp,
  // By index
  takeOp,
  gatherOp,
  scatterAddOp,
  // Products
  matmulOp,
  dotOp,
  outerOp,
  einsumOp,
  // Dtype
  castOp,
]
