import { type FloatOf, floatOf, type Promote } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail, show, told } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { asTensor, operands, promoteAll } from '../../array/operands.ts'
import { checkFunction, checkOptions } from '../../array/options.ts'
import { broadcastShapes, sameShape } from '../../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { mul } from './mul.ts'

/**
 * The derivative with respect to one operand, as a function of the operands. It is written in ops,
 * so it has derivatives itself.
 */
export type PartialDerivative = (...x: Tensor[]) => Tensor | number

export interface ElementwiseOpOptions {
  /** The name of the op in messages, by default the name of the function. */
  readonly name?: string
}

const ofUsers = /* @__PURE__ */ new WeakSet<Op<never>>()

/** Whether an op was made by {@link elementwiseOp}. Its name may be that of another op. */
export const isOfUser = (op: Op<never>): boolean => ofUsers.has(op)

/** An op of one operand. */
export type UnaryOp = <A extends Arg>(x: A) => Tensor<FloatOf<DTypeOf<A>>>
/** An op of two operands that broadcast together. */
export type BinaryOp = <A extends Arg, B extends Arg>(
  a: A,
  b: B,
) => Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>>

/**
 * An elementwise op made from a function of one number and its derivative, which may be another
 * such op. For a function of two numbers, give a list of two derivatives, with null for an operand
 * that counts as constant. With null instead of all derivatives the op has no derivative. The
 * result has the dtype that `exp` would give; the function is computed in float64. A function that
 * uses `Math.sin` and similar functions gives other bits in other engines; the functions of this
 * package do not. Throws if the derivatives do not fit, and when a derivative has a shape that does
 * not broadcast to that of the result.
 *
 * @example
 * const slope = x => reciprocal(square(add(1, abs(x))))
 * const softsign = elementwiseOp(x => x / (1 + Math.abs(x)), slope)
 * softsign(tensor([1, -3])).toArray() // [0.5, -0.75]
 * grad(x => sum(softsign(x)))(tensor([1, -3])).toArray() // [0.25, 0.0625]
 */
export function elementwiseOp(
  f: (x: number) => number,
  derivative: PartialDerivative | null,
  options?: ElementwiseOpOptions,
): UnaryOp
export function elementwiseOp(
  f: (a: number, b: number) => number,
  derivatives: readonly [PartialDerivative | null, PartialDerivative | null] | null,
  options?: ElementwiseOpOptions,
): BinaryOp
export function elementwiseOp(
  f: (a: number, b: number) => number,
  given: PartialDerivative | readonly (PartialDerivative | null)[] | null,
  options: ElementwiseOpOptions = {},
): unknown {
  checkFunction('elementwiseOp', f)
  checkOptions('elementwiseOp', options, { name: 'string' })
  const name = options.name || f.name || 'elementwiseOp'
  const partials = given === null ? null : typeof given === 'function' ? [given] : given
  if (given === undefined || (partials && !fits(partials)))
    fail(
      'elementwiseOp',
      `was given ${Array.isArray(given) ? `a list of ${given.length}` : told(given)} as derivatives; give a function, or two in a list`,
    )
  const count = partials?.length ?? f.length
  const loop: Loop =
    count === 1
      ? (n, out, o, a, i, di) => {
          for (const end = o + n; o < end; o++, i += di) out[o] = f(a[i], 0)
        }
      : (n, out, o, a, i, di, b, j, dj) => {
          for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = f(a[i], b[j])
        }
  const op: Op<undefined> = {
    name,
    dtypes: 'float',
    batch: 'elementwise',
    // With the prefix, a name such as exp does not select the kernel of that op.
    forward: inputs => elementwise(`elementwiseOp ${name}`, floatOf(promoteAll(inputs)), inputs, loop),
    derivative:
      partials && ((g, _y, inputs) => partials.map(p => p && (() => mul(g, slope(name, p, inputs, g))))),
  }
  ofUsers.add(op)
  return (a: Arg, b: Arg) => apply(op, count === 1 ? [asTensor(name, a)] : operands(name, a, b))
}

function fits(partials: readonly (PartialDerivative | null)[]): boolean {
  return (
    Array.isArray(partials) &&
    (partials.length === 1 || partials.length === 2) &&
    partials.every(p => p === null || typeof p === 'function')
  )
}

/** One derivative. Its shape must broadcast to that of the result. */
function slope(name: string, partial: PartialDerivative, inputs: readonly Tensor[], g: Tensor): Tensor {
  const y = asTensor(name, partial(...inputs))
  if (!sameShape(broadcastShapes(name, y.shape, g.shape), g.shape))
    fail(
      name,
      `its derivative has shape ${show(y.shape)}, its result ${show(g.shape)}; compute it elementwise`,
    )
  return y
}
