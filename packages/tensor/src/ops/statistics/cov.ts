import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { stopGradient } from '../../trace/stop-gradient.ts'
import { add } from '../elementwise/add.ts'
import { cast } from '../elementwise/cast.ts'
import { clip } from '../elementwise/clip.ts'
import { div } from '../elementwise/div.ts'
import { sqrt } from '../elementwise/sqrt.ts'
import { sub } from '../elementwise/sub.ts'
import { matmul } from '../product/matmul.ts'
import { mean } from '../reduce/mean.ts'
import { diagonal } from '../shape/diagonal.ts'
import { expandDims } from '../shape/expand-dims.ts'
import { reshape } from '../shape/reshape.ts'
import { transpose } from '../shape/transpose.ts'

export interface CorrcoefOptions {
  /** Whether each row is a variable (the default), or each column. */
  readonly rowvar?: boolean
}

export interface CovOptions extends CorrcoefOptions {
  /** Subtracted from the number of observations before the division, 1 by default. */
  readonly correction?: number
}

export const covOp: Op<CovOptions> = {
  name: 'cov',
  dtypes: 'float',
  forward: ([x], options) => cov(x, options),
  derivative: 'composed',
}

/**
 * The covariance matrix of variables, from [variables, observations] to [variables, variables]. A
 * 1-d tensor is one variable and gives a 0-d result. Integers and bools give float64. Throws for
 * more than two axes.
 *
 * @example
 * cov(tensor([[1, 2, 3], [6, 4, 2]])).toArray() // [[1, -2], [-2, 4]]
 * cov(tensor([1, 2, 3])).item() // 1
 */
export function cov<A extends Arg>(x: A, options?: CovOptions): Tensor<FloatOf<DTypeOf<A>>>
export function cov(x: Arg, options: CovOptions = {}): Tensor {
  checkOptions('cov', options, { rowvar: 'boolean', correction: 'number' })
  const y = covariance('cov', x, options)
  return y.size === 1 ? reshape(y, []) : y
}

function covariance(name: string, x: Arg, { rowvar = true, correction = 1 }: CovOptions): Tensor {
  const given = asTensor(name, x)
  if (given.ndim > 2)
    fail(name, `shape ${show(given.shape)} has more than two axes; give [variables, observations]`)
  const t = cast(given, floatOf(given.dtype))
  const rows = t.ndim < 2 ? reshape(t, [1, -1]) : rowvar ? t : transpose(t)
  return within(name, () => {
    const centred = sub(rows, mean(rows, { axis: 1, keepDims: true }))
    return div(matmul(centred, transpose(centred)), Math.max(rows.shape[1] - correction, 0))
  })
}

export const corrcoefOp: Op<CorrcoefOptions> = {
  name: 'corrcoef',
  dtypes: 'float',
  forward: ([x], options) => corrcoef(x, options),
  derivative: 'composed',
}

/**
 * The correlation matrix of variables, with elements in [−1, 1]: the covariance, see {@link cov},
 * divided by the standard deviations. A constant variable gives NaN.
 *
 * @example
 * corrcoef(tensor([[1, 2, 3], [6, 4, 2]])).toArray() // [[1, -1], [-1, 1]]
 */
export function corrcoef<A extends Arg>(x: A, options?: CorrcoefOptions): Tensor<FloatOf<DTypeOf<A>>>
export function corrcoef(x: Arg, options: CorrcoefOptions = {}): Tensor {
  checkOptions('corrcoef', options, { rowvar: 'boolean' })
  const c = covariance('corrcoef', x, options)
  return within('corrcoef', () => {
    const deviation = sqrt(diagonal(c))
    const r: Tensor = div(div(c, expandDims(deviation, 1)), deviation)
    // Rounding may give more than 1. The clip that corrects it is constant for the derivative.
    const y = add(r, stopGradient(sub(clip(r, -1, 1), r)))
    return y.size === 1 ? reshape(y, []) : y
  })
}
