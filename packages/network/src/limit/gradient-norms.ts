/** The length of the gradient, class by class. */

import type { Correlations } from '../descent/watched.ts'

/**
 * ‖∂L/∂w_i‖ over all neurons of class i, [k], from the changes of a [V·k, k·m] and b [rows, k·m] at
 * unit step. Features and the directions ξ/‖ξ‖ are orthonormal, and b = ⟨w, ξ/‖ξ‖⟩·‖ξ‖.
 *
 * @param noiseSquared ‖ξ‖² of every row of b.
 */
export const limitGradientNorms = (
  { featureCorrelation, noiseCorrelation }: Correlations,
  noiseSquared: Float64Array,
  classes: number,
  neurons: number,
): Float64Array => {
  const squares = new Float64Array(classes)
  const all = classes * neurons
  featureCorrelation.forEach((change, at) => {
    squares[Math.floor((at % all) / neurons)] += change * change
  })
  noiseSquared.forEach((square, row) => {
    if (square > 0)
      for (let c = 0, at = row * all; c < all; c++, at++)
        squares[Math.floor(c / neurons)] += (noiseCorrelation[at] * noiseCorrelation[at]) / square
  })
  return squares.map(Math.sqrt)
}
