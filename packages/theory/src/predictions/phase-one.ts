/** When phase I ends, by the tensor-power method. */

import type { Settings } from '@multiview/network'
import { pow } from '@multiview/tensor/math'
import { tensorPowerTime } from './tensor-power.ts'

/**
 * The time t = Σ η at which each class has a view with Λ = ϱ, [k]: its faster view, which grows as
 * Λ' = (1 − 1/k) S_{i,ℓ} (Λ/ϱ)^{q−1} while all outputs are still equal, p ≈ 1/k. Noise and the
 * other classes are left out.
 *
 * @param initialStrength Λ^{(0)}, [2k]
 * @param viewPower N·S_{i,ℓ}, [2k]
 */
export const phaseOneTimes = (
  { classes, samples, power, threshold }: Pick<Settings, 'classes' | 'samples' | 'power' | 'threshold'>,
  initialStrength: Float64Array,
  viewPower: Float64Array,
): number[] => {
  const time = (feature: number): number =>
    tensorPowerTime(
      initialStrength[feature],
      threshold,
      power,
      ((1 - 1 / classes) * viewPower[feature]) / samples / pow(threshold, power - 1),
    )
  return Array.from({ length: classes }, (_, i) => Math.min(time(2 * i), time(2 * i + 1)))
}
