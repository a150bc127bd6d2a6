/**
 * The gradient checker. Along random directions it compares derivatives with finite differences,
 * and forward mode with reverse mode. It then does the same for the pullback.
 */
import { fail } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { apply } from '../trace/apply.ts'
import { type Pull, pull } from './backward.ts'
import { difference, dot, largest, random, type Vector, values } from './directions.ts'
import { flatten } from './tree.ts'
import { checkCall } from './vjp.ts'

export interface CheckGradsOptions {
  /** The number of derivatives to check, 1 by default. */
  readonly order?: number
  /** The relative error that is allowed, 1e-5 by default. */
  readonly tolerance?: number
  /** The step size of the finite differences, 1e-3 by default. */
  readonly step?: number
  /** The seed of the directions, 0 by default. */
  readonly seed?: number
}

type Vectors = (inputs: Tensor[]) => readonly Tensor[]
type Settings = Required<CheckGradsOptions>

/**
 * Checks the derivatives of a function at some arguments, which are float64 tensors or objects and
 * arrays of them. Along a random direction, it compares jvp and vjp with finite differences of
 * fourth order, and with each other (adjointness). It then does the same for the pullback, up to
 * `order`. Throws at the first difference above the tolerance. The error names the op whose rule is
 * wrong, the direction and both numbers.
 *
 * @example
 * checkGrads(x => sum(exp(x).mul(tanh(x))), [tensor([0.1, 0.2])], { order: 2 })
 */
export function checkGrads<A extends unknown[]>(
  f: (...args: A) => unknown,
  args: readonly [...A],
  options: CheckGradsOptions = {},
): void {
  checkCall('checkGrads', f, args)
  checkOptions('checkGrads', options, {
    order: 'number',
    tolerance: 'number',
    step: 'number',
    seed: 'number',
  })
  const { order = 1, tolerance = 1e-5, step = 1e-3, seed = 0 } = options
  const { leaves, paths, rebuild } = flatten<A>('checkGrads', args as unknown as A, true)
  leaves.forEach((x, i) => {
    if (x.dtype !== 'float64')
      fail('checkGrads', `argument ${paths[i]} is ${x.dtype}; finite differences need float64: cast it`)
  })
  const inside: Vectors = inputs => flatten('checkGrads', f(...rebuild(inputs))).leaves
  check(inside, leaves, { order, tolerance, step, seed }, f.name || 'the function', 1)
}

function check(f: Vectors, at: readonly Tensor[], settings: Settings, name: string, level: number): void {
  const complaint = compare(f, at, settings, level)
  if (complaint)
    fail('checkGrads', `order ${level} of ${culprit(f, at, settings, level) ?? name}: ${complaint}`)
  if (level >= settings.order) return
  const w = cotangentsOf(f, at, settings, level)
  check(inputs => follow(f, inputs).pullback(w), at, settings, name, level + 1)
}

const follow = (f: Vectors, at: readonly Tensor[]): Pull =>
  pull(
    'checkGrads',
    f,
    at,
    at.map((_, i) => `argument ${i}`),
  )

const cotangentsOf = (f: Vectors, at: readonly Tensor[], { seed }: Settings, level: number): Vector =>
  random(f([...at]), seed * 64 + level * 2 + 1)

/** Checks one order. Returns a description of the difference, or null. */
function compare(f: Vectors, at: readonly Tensor[], settings: Settings, level: number): string | null {
  const { tolerance, step, seed } = settings
  const v = random(at, seed * 64 + level * 2)
  const { outputs, pullback } = follow(f, at)
  const w = cotangentsOf(f, at, settings, level)
  const back = pullback(w)
  const forward = follow(pullback, w).pullback(v)
  const numeric = difference(f, at, v, step)
  // Finite differences are not more exact than the rounding of the values.
  const noise = (1e-14 * largest(outputs)) / step
  const along = `along the direction ${values(v)}`
  const [a, b] = [values(forward), values(numeric)]
  const scale = Math.max(largest(forward), largest(numeric))
  for (const [i, x] of a.entries())
    if (!(Math.abs(x - b[i]) <= tolerance * scale + noise))
      return `${along} the jvp has ${x} at place ${i}, finite differences ${b[i]}`
  const reverse = dot(back, v)
  const size = Math.max(dot(back, v, Math.abs), dot(w, forward, Math.abs))
  if (!(Math.abs(reverse - dot(w, numeric)) <= tolerance * size + noise * largest(w)))
    return `${along} the vjp gives ${reverse}, finite differences ${dot(w, numeric)}`
  if (!(Math.abs(reverse - dot(w, forward)) <= 1e-9 * size))
    return `${along} the vjp gives ${reverse}, the jvp ${dot(w, forward)}: they are not adjoint`
  return null
}

/** The name of the first op whose own rule fails the check. */
function culprit(f: Vectors, at: readonly Tensor[], settings: Settings, level: number): string | null {
  for (const node of follow(f, at).nodes) {
    if (!node?.op || typeof node.op.derivative !== 'function') continue
    const { op, inputs, options } = node
    const varies = (x: Tensor) => x.dtype === 'float64'
    const alone: Vectors = some => {
      const rest = [...some]
      const all = inputs.map(x => (varies(x) ? rest.shift()! : x))
      return [apply(op, all, options as never)]
    }
    if (compare(alone, inputs.filter(varies), settings, level)) return op.name
  }
  return null
}
