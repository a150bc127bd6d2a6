import { compact } from '../array/convert.ts'
import { allocate } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { checkFunction, checkOptions } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { valueAndGrad } from '../transforms/grad.ts'
import { type Flat, flatten, type Tree } from '../transforms/tree.ts'
import { direction, dot, type Pair, pairOf } from './lbfgs.ts'
import { lineSearch, type Trial } from './line-search.ts'

export interface MinimizeOptions {
  /** The method; 'lbfgs' is the only one. */
  readonly method?: 'lbfgs'
  /** Stops if no element of the gradient has a magnitude above this, 1e-6 by default. */
  readonly gradientTolerance?: number
  /** Stops if a step lowers the value by at most this share of its magnitude, 0 by default. */
  readonly valueTolerance?: number
  /** The maximum number of steps, 1000 by default. */
  readonly maxIterations?: number
  /** The number of last steps from which the quasi-Newton matrix is built, 10 by default. */
  readonly memorySize?: number
  /** c₁ of the Wolfe conditions, in (0, 0.5), 1e-4 by default. */
  readonly sufficientDecrease?: number
  /** c₂, between c₁ and 1, 0.9 by default. A smaller value makes the line search more exact. */
  readonly curvature?: number
}

export interface Minimum<X> {
  readonly x: X
  /** The value of the function at `x`. */
  readonly value: number
  readonly gradient: X
  /** The number of steps. */
  readonly iterations: number
  /** The number of evaluations of the function and its gradient. */
  readonly evaluations: number
  /** Whether a tolerance was met. */
  readonly converged: boolean
  /**
   * Why it stopped: a tolerance was met ('gradient', 'value'), the maximum number of steps was
   * reached ('maxIterations'), or no lower value was found along the descent direction
   * ('lineSearch').
   */
  readonly reason: 'gradient' | 'value' | 'maxIterations' | 'lineSearch'
}

/** A point, with the value, slope and gradient of the function there. */
interface Point extends Trial {
  readonly x: Float64Array
  readonly gradient: Float64Array
}

const KINDS = {
  method: 'string',
  gradientTolerance: 'number',
  valueTolerance: 'number',
  maxIterations: 'number',
  memorySize: 'number',
  sufficientDecrease: 'number',
  curvature: 'number',
}

/**
 * A local minimum of a smooth function, found by L-BFGS with a line search for the strong Wolfe
 * conditions (D. C. Liu and J. Nocedal, 1989, Mathematical Programming 45). The argument is a
 * tensor, or objects and arrays of tensors. The function returns one number (0-d tensor), and its
 * derivative must exist. The computation is in float64; float32 arguments stay float32 numbers.
 *
 * Throws for options outside their range, and if the function is not finite at the start.
 *
 * @example
 * // Rosenbrock's function, whose minimum is at (1, 1).
 * const f = p => square(sub(1, p.slice(0))).add(square(p.slice(1).sub(square(p.slice(0)))).mul(100))
 * const { x, converged, reason } = minimize(f, tensor([-1.2, 1]), { method: 'lbfgs' })
 * round(x.mul(1e6)).toArray() // [1000000, 1000000]
 * converged // true
 * reason // "gradient"
 */
export function minimize<X extends Tree>(
  f: (x: X) => Tensor,
  x0: X,
  options: MinimizeOptions = {},
): Minimum<X> {
  checkFunction('minimize', f)
  const { gradientTolerance, valueTolerance, maxIterations, memorySize, ...wolfe } = settings(options)
  const start = flatten('minimize', x0, true)
  if (start.leaves.some(leaf => leaf.tracing))
    fail('minimize', 'cannot be differentiated through; call it outside of grad')
  const slopes = valueAndGrad(f as (x: never) => Tensor) as unknown as (x: X) => [Tensor, X]
  const { size, pack, unpack } = packing(start)
  let evaluations = 0

  /** The function at a point, which is first rounded to the dtypes of its tensors. */
  const at = (place: Float64Array, step: number, along: Float64Array): Point => {
    evaluations++
    const tree = unpack(place)
    const [value, gradient] = within('minimize', () => slopes(tree), ['valueAndGrad'])
    const g = pack(gradient)
    return { x: pack(tree), step, value: value.item(), gradient: g, slope: dot(g, along) }
  }

  let point = at(pack(x0), 0, new Float64Array(size))
  if (!Number.isFinite(point.value))
    fail('minimize', `the function is ${point.value} at the start; start where it is finite`)
  let pairs: Pair[] = []
  const result = (iterations: number, reason: Minimum<X>['reason']): Minimum<X> => ({
    x: unpack(point.x),
    value: point.value,
    gradient: unpack(point.gradient),
    iterations,
    evaluations,
    converged: reason === 'gradient' || reason === 'value',
    reason,
  })

  for (let iteration = 0; ; iteration++) {
    const steepest = point.gradient.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    if (steepest <= gradientTolerance) return result(iteration, 'gradient')
    if (iteration === maxIterations) return result(iteration, 'maxIterations')
    let next: Point | null = null
    for (;;) {
      const d = direction(point.gradient, pairs)
      const from: Trial = { step: 0, value: point.value, slope: dot(point.gradient, d) }
      // Without earlier steps, the length of the direction means nothing, so the first step is
      // limited.
      const first = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(d, d)))
      const { x } = point
      if (from.slope < 0)
        next = lineSearch(
          from,
          first,
          step =>
            at(
              x.map((v, i) => v + step * d[i]),
              step,
              d,
            ),
          wolfe,
        )
      if (next || pairs.length === 0) break
      pairs = []
    }
    if (!next) return result(iteration, 'lineSearch')
    const pair = pairOf(
      next.x.map((v, i) => v - point.x[i]),
      next.gradient.map((v, i) => v - point.gradient[i]),
    )
    if (pair) pairs = [...pairs.slice(pairs.length < memorySize ? 0 : 1), pair]
    const lower = point.value - next.value
    const stalled = lower <= valueTolerance * Math.max(Math.abs(point.value), Math.abs(next.value))
    point = next
    if (stalled && valueTolerance > 0) return result(iteration + 1, 'value')
  }
}

/** Trees of the same structure as arrays with all their numbers, and back. */
function packing<X extends Tree>(start: Flat<X>) {
  const size = start.leaves.reduce((n, leaf) => n + leaf.size, 0)
  const pack = (tree: X): Float64Array => {
    const all = new Float64Array(size)
    let o = 0
    for (const leaf of flatten('minimize', tree).leaves) {
      const { data, offset } = compact(leaf, 'minimize')
      all.set(data.subarray(offset, offset + leaf.size), o)
      o += leaf.size
    }
    return all
  }
  const unpack = (all: Float64Array): X => {
    let o = 0
    return start.rebuild(
      start.leaves.map(({ dtype, shape, size: n }) => {
        const data = allocate('minimize', dtype, shape)
        data.set(all.subarray(o, o + n))
        o += n
        return new Tensor(dtype, data, shape)
      }),
    )
  }
  return { size, pack, unpack }
}

/** Checks the options and adds the defaults. */
function settings(options: MinimizeOptions) {
  checkOptions('minimize', options, KINDS)
  const {
    method = 'lbfgs',
    gradientTolerance = 1e-6,
    valueTolerance = 0,
    maxIterations = 1000,
    memorySize = 10,
    sufficientDecrease = 1e-4,
    curvature = 0.9,
  } = options
  const whole = { maxIterations, memorySize }
  if (method !== 'lbfgs') fail('minimize', `method ${told(method)} is not 'lbfgs', the only one`)
  for (const [name, value] of Object.entries({ gradientTolerance, valueTolerance }))
    if (!(value >= 0)) fail('minimize', `${name} is ${value}; it must be a number from 0`)
  for (const [name, value] of Object.entries(whole))
    if (!Number.isInteger(value) || value < 1)
      fail('minimize', `${name} is ${value}; it must be a whole number from 1`)
  if (!(sufficientDecrease > 0 && sufficientDecrease < 0.5))
    fail('minimize', `sufficientDecrease is ${sufficientDecrease}; it must lie in (0, 0.5)`)
  if (!(curvature > sufficientDecrease && curvature < 1))
    fail('minimize', `curvature is ${curvature}; it must lie above sufficientDecrease and below 1`)
  return { gradientTolerance, valueTolerance, ...whole, sufficientDecrease, curvature }
}
