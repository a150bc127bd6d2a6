/**
 * Checks that all distributions of this folder share: of the source, the dtype and the parameters.
 */
import { convert } from '../array/convert.ts'
import { allocate, checkDType, type Data, type DType, type FloatDType, isFloat } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { asTensor, isStrided } from '../array/operands.ts'
import { broadcastShapes, broadcastStride, checkShape, type Shape, sameShape } from '../array/shape.ts'
import { type NdarrayLike, Tensor } from '../array/tensor.ts'
import { drawFrom } from './draw-from.ts'
import { checkKey, type RandomSource } from './key.ts'
import { Stream } from './stream.ts'

/**
 * A parameter of a distribution: a number, or a tensor that broadcasts to the shape of the draw.
 */
export type Parameter = number | Tensor | NdarrayLike

/** One value for all elements, or one value per element in C order. */
export type Values = number | Data

export const valueAt = (values: Values, i: number): number =>
  typeof values === 'number' ? values : values[i]

/** The values that a parameter may have, and the words for them in messages. */
export type Range = readonly [allows: (x: number) => boolean, inWords: string]

export const finite: Range = [x => Number.isFinite(x), 'finite']
export const notNegative: Range = [x => x >= 0 && x < Infinity, 'finite and not negative']
export const positive: Range = [x => x > 0 && x < Infinity, 'finite and positive']

/** Throws for a value that is neither a stream nor a key. */
export function checkSource(operation: string, random: unknown): void {
  if (random instanceof Stream) return
  if (random instanceof Tensor) checkKey(operation, random)
  else
    fail(
      operation,
      `draws from a stream or a key, not from ${told(random)}; make one by stream(seed, name) or key(seed)`,
    )
}

/** The dtype of the real numbers to draw, by default float64. */
export function floatDType(operation: string, dtype: FloatDType | undefined): FloatDType {
  if (dtype === undefined) return 'float64'
  if (!isFloat(checkDType<DType>(operation, dtype)))
    fail(operation, `dtype ${told(dtype)} is not one of float64,float32; cast the draw`)
  return dtype
}

/** The values of a tensor or an ndarray that is the option `name`. They are constants. */
export function constants(operation: string, name: string, value: unknown): Tensor {
  if (!isStrided(value)) return fail(operation, `${name} is ${told(value)}; it must be a tensor of numbers`)
  const x = asTensor(operation, value)
  if (x.tracing)
    fail(
      operation,
      `${name} is inside a transform; draw from a key, such as key(random), or scale and shift the draw by ops`,
    )
  return x
}

/** Checks a parameter, which may have a default value, and broadcasts it to the shape. */
export function parameter(
  operation: string,
  name: string,
  value: Parameter | undefined,
  shape: Shape,
  [allows, inWords]: Range,
  otherwise?: number,
): Values {
  if (value === undefined && otherwise !== undefined) return otherwise
  const check = (x: number) => {
    if (!allows(x)) fail(operation, `${name} is ${x}; it must be ${inWords}`)
  }
  if (typeof value === 'number') {
    check(value)
    return value
  }
  if (!isStrided(value))
    return fail(operation, `${name} is ${told(value)}; it must be a number or a tensor of numbers`)
  const x = constants(operation, name, value)
  const { data, size } = convert(spread(operation, name, x, shape), 'float64', operation)
  for (let i = 0; i < size; i++) check(data[i])
  return data
}

/** The view of `x` that broadcasts it to a shape. */
export function spread(operation: string, name: string, x: Tensor, shape: Shape): Tensor {
  checkFits(operation, name, x, shape)
  return new Tensor(x.dtype, x.data, shape, broadcastStride(x.shape, x.stride, shape), x.offset)
}

/** Throws unless a parameter broadcasts to a shape. */
export function checkFits(operation: string, name: string, x: Tensor, shape: Shape): void {
  if (x.shape.length > shape.length || !sameShape(broadcastShapes(operation, x.shape, shape), shape))
    fail(operation, `${name} of shape ${show(x.shape)} does not broadcast to shape ${show(shape)}`)
}

/**
 * A tensor whose element i, in C order, is the i-th draw. `law` gives the sampler of a
 * stream for some parameters. Consecutive elements with equal parameters share one sampler.
 */
export function drawEach<D extends DType>(
  operation: string,
  source: RandomSource,
  shape: Shape,
  dtype: D,
  parameters: readonly Values[],
  law: (random: Stream, ...parameters: number[]) => () => number,
): Tensor<D> {
  checkShape(operation, shape)
  const vary = parameters.some(values => typeof values !== 'number')
  return drawFrom(operation, source, shape, dtype, random => {
    const out = allocate(operation, dtype, shape)
    let last = parameters.map(values => valueAt(values, 0))
    let draw = out.length > 0 ? law(random, ...last) : undefined
    for (let i = 0; i < out.length; i++) {
      if (vary) {
        const here = parameters.map(values => valueAt(values, i))
        if (here.some((x, j) => x !== last[j])) draw = law(random, ...(last = here))
      }
      out[i] = draw!()
    }
    return new Tensor<DType>(dtype, out, [...shape]) as Tensor as Tensor<D>
  })
}
