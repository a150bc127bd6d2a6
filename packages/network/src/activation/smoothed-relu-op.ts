/**
 * The smoothed ReLU on tensors, composed of ops, so that every derivative of it is autodiff's own.
 */

import { clip, maximum, pow, type Tensor } from '@multiview/tensor'

/**
 * ReLU~ elementwise, the same formula as `smoothedRelu`: c·(c/ϱ)^{q−1}/q + max(z − ϱ, 0) with c =
 * min(max(z, 0), ϱ). At z = ϱ half of either branch's derivative passes, and the halves add up to
 * the slope 1 that ReLU~ has there.
 *
 * @param z float tensor of any shape
 */
export const smoothedReluOp = (z: Tensor, power: number, threshold: number): Tensor => {
  const clipped = clip(z, 0, threshold)
  return clipped
    .mul(unitPowerOp(clipped.mul(1 / threshold), power - 1))
    .mul(1 / power)
    .add(maximum(z.sub(threshold), 0))
}

/** x^n, in the order of `unitPower`. */
const unitPowerOp = (x: Tensor, n: number): Tensor => {
  if (!Number.isInteger(n)) return pow(x, n)
  let power = x
  for (let e = 1; e < n; e++) power = power.mul(x)
  return power
}
