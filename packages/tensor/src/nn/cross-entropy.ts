import { type FloatOf, isFloat } from '../array/dtype.ts'
import { fail, show, TensorError, told } from '../array/error.ts'
import { asTensor, scalar } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { axisOf, sameShape } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { logSoftmax } from '../ops/along-axis/log-softmax.ts'
import { add } from '../ops/elementwise/add.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { less } from '../ops/elementwise/compare.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { neg } from '../ops/elementwise/neg.ts'
import { where } from '../ops/elementwise/where.ts'
import { gather } from '../ops/indexing/gather-scatter.ts'
import { mean } from '../ops/reduce/mean.ts'
import { sum } from '../ops/reduce/sum.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { squeeze } from '../ops/shape/squeeze.ts'

export interface CrossEntropyOptions {
  /** The axis of the classes, the last one by default. */
  readonly axis?: number
  /** The share ε of each target that is spread evenly over all classes, 0 by default. */
  readonly labelSmoothing?: number
  /**
   * 'mean' over the examples (the default), 'sum' over the examples, or 'none' for one loss per
   * example.
   */
  readonly reduction?: 'mean' | 'sum' | 'none'
}

/**
 * The cross entropy between targets and the softmax of logits, in nats: −Σ target · log softmax.
 * Targets are int32 labels or float probabilities. Labels have the shape of the logits without the
 * class axis, probabilities have the shape of the logits. Throws for other shapes, for a label
 * outside [0, classes), and for options outside their range.
 *
 * @example
 * const logits = tensor([[2, 0], [0, 0]])
 * crossEntropy(logits, tensor([0, 1], { dtype: 'int32' })).item() // 0.4100375958014589
 * crossEntropy(logits, tensor([[1, 0], [0.5, 0.5]]), { reduction: 'none' }).toArray() // [0.12692801104297252, 0.6931471805599453]
 */
export function crossEntropy<A extends Arg>(
  logits: A,
  targets: Arg,
  options?: CrossEntropyOptions,
): Tensor<FloatOf<DTypeOf<A>>>
export function crossEntropy(logits: Arg, targets: Arg, options: CrossEntropyOptions = {}): Tensor {
  checkOptions('crossEntropy', options, { axis: '', labelSmoothing: 'number', reduction: 'string' })
  const { labelSmoothing = 0, reduction = 'mean' } = options
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
    fail('crossEntropy', `labelSmoothing is ${labelSmoothing}; it must lie in [0, 1]`)
  if (!['mean', 'sum', 'none'].includes(reduction))
    fail('crossEntropy', `reduction ${told(reduction)} is not one of mean,sum,none`)
  const x = asTensor('crossEntropy', logits)
  const axis = axisOf('crossEntropy', options.axis ?? -1, x.ndim)
  const t = Number.isInteger(targets) ? scalar(targets as number, 'int32') : asTensor('crossEntropy', targets)
  const logs: Tensor = logSoftmax(x, { axis })
  const hard = isFloat(t.dtype)
    ? sum(mul(cast(t, logs.dtype), likeLogits(t, logs)), { axis })
    : ofLabels(t, logs, axis)
  const total =
    labelSmoothing === 0
      ? hard
      : add(mul(hard, 1 - labelSmoothing), mul(mean(logs, { axis }), labelSmoothing))
  const losses: Tensor = neg(total)
  return reduction === 'none' ? losses : reduction === 'sum' ? sum(losses) : mean(losses)
}

function likeLogits(t: Tensor, logs: Tensor): Tensor {
  if (!sameShape(t.shape, logs.shape))
    fail(
      'crossEntropy',
      `probabilities of shape ${show(t.shape)} for logits of shape ${show(logs.shape)}; they must be equal, ` +
        'or cast labels to int32',
    )
  return logs
}

/** The log probabilities of the labels. */
function ofLabels(t: Tensor, logs: Tensor, axis: number): Tensor {
  const classes = logs.shape[axis]
  const shape = logs.shape.filter((_, i) => i !== axis)
  if (t.dtype !== 'int32' || !sameShape(t.shape, shape))
    fail(
      'crossEntropy',
      `${t.dtype} labels of shape ${show(t.shape)} for logits of shape ${show(logs.shape)}; they must be int32 ` +
        `of shape ${show(shape)}`,
    )
  // A negative index would count from the end, so an invalid index replaces it.
  const at = where(less(t, 0), classes, t)
  try {
    return squeeze(gather(logs, expandDims(at, axis), { axis }), axis)
  } catch (error) {
    if (!(error instanceof TensorError)) throw error
    return fail(
      'crossEntropy',
      `a label is outside [0, ${classes}); each must name one of ${classes} classes`,
    )
  }
}
