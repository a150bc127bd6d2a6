/**
 * The records of all ops. A record holds the name of an op, the dtypes that it takes, the function
 * that computes its values, and its derivative rule, which is written in ops. Tests are generated
 * from this table. Nothing else imports it, so a bundle contains only the ops that it uses.
 */
import type { Op } from '../trace/apply.ts'
import { absOp } from './abs.ts'
import { acosOp } from './acos.ts'
import { acoshOp } from './acosh.ts'
import { addOp } from './add.ts'
import { allOp } from './all.ts'
import { anyOp } from './any.ts'
import { argmaxOp } from './argmax.ts'
import { argminOp } from './argmin.ts'
import { argsortOp } from './argsort.ts'
import { asinOp } from './asin.ts'
import { asinhOp } from './asinh.ts'
import { atanOp } from './atan.ts'
import { atan2Op } from './atan2.ts'
import { atanhOp } from './atanh.ts'
import { averageOp } from './average.ts'
import { bincountOp } from './bincount.ts'
import {
  bitwiseAndOp,
  bitwiseInvertOp,
  bitwiseOrOp,
  bitwiseXorOp,
  leftShiftOp,
  rightShiftOp,
} from './bitwise.ts'
import { broadcastToOp } from './broadcast-to.ts'
import { castOp } from './cast.ts'
import { cbrtOp } from './cbrt.ts'
import { clipOp } from './clip.ts'
import { isCloseOp } from './close.ts'
import { equalOp, greaterEqualOp, greaterOp, lessEqualOp, lessOp, notEqualOp } from './compare.ts'
import { concatenateOp } from './concatenate.ts'
import { copysignOp } from './copysign.ts'
import { countNonzeroOp } from './count-nonzero.ts'
import { corrcoefOp, covOp } from './cov.ts'
import { cumprodOp } from './cumprod.ts'
import { cumsumOp } from './cumsum.ts'
import { diagonalOp } from './diagonal.ts'
import { diffOp } from './diff.ts'
import { digammaOp } from './digamma.ts'
import { divOp } from './div.ts'
import { dotOp } from './dot.ts'
import { einsumOp } from './einsum.ts'
import { eluOp } from './elu.ts'
import { erfOp } from './erf.ts'
import { erfcOp } from './erfc.ts'
import { expOp } from './exp.ts'
import { exp2Op } from './exp2.ts'
import { expandDimsOp } from './expand-dims.ts'
import { expm1Op } from './expm1.ts'
import { flipOp } from './flip.ts'
import { floorDivideOp, remainderOp } from './floor-divide.ts'
import { gatherOp, scatterAddOp } from './gather-scatter.ts'
import { geluOp } from './gelu.ts'
import { hypotOp } from './hypot.ts'
import { isinOp } from './isin.ts'
import { isinfOp } from './isinf.ts'
import { leakyReluOp } from './leaky-relu.ts'
import { lgammaOp } from './lgamma.ts'
import { logOp } from './log.ts'
import { logSigmoidOp } from './log-sigmoid.ts'
import { logSoftmaxOp } from './log-softmax.ts'
import { log1pOp } from './log1p.ts'
import { log2Op } from './log2.ts'
import { log10Op } from './log10.ts'
import { logaddexpOp } from './logaddexp.ts'
import { isfiniteOp, isnanOp, logicalAndOp, logicalNotOp, logicalOrOp, logicalXorOp } from './logic.ts'
import { logsumexpOp } from './logsumexp.ts'
import { maskedSelectOp } from './masked-select.ts'
import { matmulOp } from './matmul.ts'
import { maxOp } from './max.ts'
import { maximumOp } from './maximum.ts'
import { meanOp } from './mean.ts'
import { minOp } from './min.ts'
import { minimumOp } from './minimum.ts'
import { moveaxisOp, swapaxesOp } from './moveaxis.ts'
import { mulOp } from './mul.ts'
import { nanmeanOp, nansumOp } from './nansum.ts'
import { negOp } from './neg.ts'
import { nextafterOp } from './nextafter.ts'
import { flatnonzeroOp } from './nonzero.ts'
import { outerOp } from './outer.ts'
import { padOp } from './pad.ts'
import { polygammaOp } from './polygamma.ts'
import { powOp } from './pow.ts'
import { prodOp } from './prod.ts'
import { medianOp, quantileOp } from './quantile.ts'
import { rankPlacesOp } from './rank-places.ts'
import { reciprocalOp } from './reciprocal.ts'
import { reluOp } from './relu.ts'
import { repeatOp } from './repeat.ts'
import { reshapeOp } from './reshape.ts'
import { rollOp } from './roll.ts'
import { ceilOp, floorOp, roundOp } from './rounding.ts'
import { scatterOp } from './scatter.ts'
import { searchsortedOp } from './searchsorted.ts'
import { sigmoidOp } from './sigmoid.ts'
import { signOp } from './sign.ts'
import { signbitOp } from './signbit.ts'
import { siluOp } from './silu.ts'
import { cosOp, sinOp } from './sin-cos.ts'
import { coshOp, sinhOp } from './sinh-cosh.ts'
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
import { tanOp } from './tan.ts'
import { tanhOp } from './tanh.ts'
import { tileOp } from './tile.ts'
import { transposeOp } from './transpose.ts'
import { truncOp } from './trunc.ts'
import { uniqueValuesOp } from './unique.ts'
import { stdOp, varianceOp } from './variance.ts'
import { whereOp } from './where.ts'
import { averagePool1dOp, averagePool2dInputOp, averagePool2dOp } from './windows/average-pool.ts'
import { conv1dOp } from './windows/conv1d.ts'
import { conv2dInputOp, conv2dKernelOp, conv2dOp } from './windows/conv2d.ts'
import { maxPool1dOp, maxPool2dOp, maxPoolPlacesOp } from './windows/max-pool.ts'
import { foldOp, unfoldOp } from './windows/unfold.ts'

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
  reciprocalOp,
  floorDivideOp,
  remainderOp,
  copysignOp,
  nextafterOp,
  hypotOp,
  cbrtOp,
  // Exponentials and related functions
  expOp,
  expm1Op,
  logOp,
  log1pOp,
  exp2Op,
  log2Op,
  log10Op,
  sqrtOp,
  tanhOp,
  sigmoidOp,
  softplusOp,
  reluOp,
  logaddexpOp,
  logSigmoidOp,
  siluOp,
  geluOp,
  eluOp,
  leakyReluOp,
  // Angles
  sinOp,
  cosOp,
  tanOp,
  asinOp,
  acosOp,
  atanOp,
  atan2Op,
  // Hyperbolic functions besides tanh
  sinhOp,
  coshOp,
  asinhOp,
  acoshOp,
  atanhOp,
  // Special functions
  erfOp,
  erfcOp,
  lgammaOp,
  digammaOp,
  polygammaOp,
  // Rounding
  floorOp,
  ceilOp,
  roundOp,
  truncOp,
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
  isinfOp,
  signbitOp,
  isCloseOp,
  whereOp,
  // Bits
  bitwiseAndOp,
  bitwiseOrOp,
  bitwiseXorOp,
  bitwiseInvertOp,
  leftShiftOp,
  rightShiftOp,
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
  countNonzeroOp,
  // Statistics
  varianceOp,
  stdOp,
  medianOp,
  quantileOp,
  rankPlacesOp,
  averageOp,
  nansumOp,
  nanmeanOp,
  covOp,
  corrcoefOp,
  bincountOp,
  // Along an axis
  cumsumOp,
  cumprodOp,
  softmaxOp,
  logSoftmaxOp,
  sortOp,
  argsortOp,
  diffOp,
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
  moveaxisOp,
  swapaxesOp,
  rollOp,
  repeatOp,
  tileOp,
  // By index
  takeOp,
  gatherOp,
  scatterAddOp,
  scatterOp,
  maskedSelectOp,
  // Searching
  flatnonzeroOp,
  searchsortedOp,
  isinOp,
  uniqueValuesOp,
  // Products
  matmulOp,
  dotOp,
  outerOp,
  einsumOp,
  // Windows
  padOp,
  unfoldOp,
  foldOp,
  conv1dOp,
  conv2dOp,
  conv2dInputOp,
  conv2dKernelOp,
  maxPool1dOp,
  maxPool2dOp,
  maxPoolPlacesOp,
  averagePool1dOp,
  averagePool2dOp,
  averagePool2dInputOp,
  // Dtype
  castOp,
]
