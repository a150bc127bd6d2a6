/**
 * A line search for the strong Wolfe conditions (J. Nocedal and S. J. Wright, 2006, Numerical
 * Optimization, algorithms 3.5 and 3.6), with cubic interpolation.
 */

/** The value and the slope of the function at a step along the line. */
export interface Trial {
  readonly step: number
  readonly value: number
  readonly slope: number
}

export interface WolfeConditions {
  /** c₁: the value decreases by at least this share of step times the slope at 0. */
  readonly sufficientDecrease: number
  /** c₂: the magnitude of the slope is at most this share of that at 0. */
  readonly curvature: number
}

/** The maximum number of evaluations. A bracket then has at most 10⁻⁹ of its first length. */
const MOST = 40
/** The relative rounding error of a value. */
const NOISE = 2 ** -49

/**
 * A trial that meets the conditions. If rounding or the function makes that impossible, the best
 * trial found. null if no trial is below the start.
 */
export function lineSearch<T extends Trial>(
  start: Trial,
  first: number,
  evaluate: (step: number) => T,
  { sufficientDecrease, curvature }: WolfeConditions,
): T | null {
  const noise = NOISE * Math.abs(start.value)
  // If values are equal up to rounding, the slopes decide whether the function decreased (W. W.
  // Hager and H. Zhang, 2005, SIAM Journal on Optimization 16, equation 23).
  const fell = ({ step, value, slope }: Trial) =>
    value <= start.value + sufficientDecrease * step * start.slope ||
    (Math.abs(value - start.value) <= noise && slope <= (2 * sufficientDecrease - 1) * start.slope)
  const flat = ({ slope }: Trial) => Math.abs(slope) <= -curvature * start.slope
  let left = MOST

  /**
   * Narrows a bracket. The value at `low` has decreased, and its slope is negative towards `high`.
   */
  const zoom = (from: Trial, to: Trial): T | null => {
    let [low, high] = [from, to]
    let width = Infinity
    for (; left > 0; left--) {
      // If interpolation leaves most of the bracket, the next trial is the middle of the bracket.
      const last = width
      width = Math.abs(high.step - low.step)
      const trial = evaluate(width > last / 2 ? (low.step + high.step) / 2 : between(low, high))
      if (!fell(trial) || !(trial.value <= low.value + noise)) high = trial
      else {
        if (flat(trial)) return trial
        if (trial.slope * (high.step - low.step) >= 0) high = low
        low = trial
      }
    }
    return low.value < start.value ? (low as T) : null
  }

  let before: Trial = start
  let step = first
  for (; left > 0; left--) {
    const trial = evaluate(step)
    if (!fell(trial) || (before !== start && !(trial.value <= before.value + noise)))
      return zoom(before, trial)
    if (flat(trial)) return trial
    if (trial.slope >= 0) return zoom(trial, before)
    const next = cubicMinimum(before, trial)
    step = next > 1.1 * step ? Math.min(next, 10 * step) : 4 * step
    before = trial
  }
  return before === start ? null : (before as T)
}

/** A step inside a bracket: the minimum of the cubic, at some distance from the ends. */
function between(low: Trial, high: Trial): number {
  const width = high.step - low.step
  const share = (cubicMinimum(low, high) - low.step) / width
  return low.step + width * (share >= 0 && share <= 1 ? Math.min(Math.max(share, 0.02), 0.98) : 0.5)
}

/** The minimum of the cubic through two values and slopes; NaN if there is none (equation 3.59). */
function cubicMinimum(a: Trial, b: Trial): number {
  const width = b.step - a.step
  const d1 = a.slope + b.slope - (3 * (b.value - a.value)) / width
  const d2 = Math.sign(width) * Math.sqrt(d1 * d1 - a.slope * b.slope)
  return b.step - (width * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2)
}
