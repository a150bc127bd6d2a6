/**
 * The step at which some neuron's largest preactivation would change by 100%: min over neurons of largest |u| over largest
 * |change of u at unit step|.
 *
 * Both maxima run over all patches, as dear as a pass. But one neuron decides, and most are far from it: so a lower bound of
 * each neuron's ratio is kept, and panels are measured in the order of their bounds until no other can hold the least.
 * The result is that of measuring all of them.
 */

import type { LimitStep } from './limit-step-plain.ts'
import { type LimitStepShape, lanes, sizes } from './limit-step-plain.ts'

/** Far above what rounding can do to a bound, far below what matters. */
const slack = 1e-9

export interface RelativeStep {
  /** The relative step after `backward`. */
  least(): number
  /** Says that the weights moved by `step` times their change. */
  moved(step: number): void
}

export const relativeStep = (shape: LimitStepShape, step: LimitStep): RelativeStep => {
  const { panels, features } = sizes(shape)
  const { changeOfA, largestNoiseChange, largest, largestChange } = step.arrays
  const neurons = panels * lanes
  const mostWeight = new Float64Array(features)
  shape.feature.forEach((feature, p) => {
    mostWeight[feature] = Math.max(mostWeight[feature], Math.abs(shape.weight[p]))
  })
  /** At most the largest |u| of each neuron; 0 knows nothing. */
  const least = new Float64Array(neurons)
  /** At least the largest |change of u| of each neuron, if it is that of the present change. */
  const mostChange = new Float64Array(neurons)
  let bounded = false
  const bound = new Float64Array(panels)

  const boundPanels = (): void => {
    for (let panel = 0; panel < panels; panel++) {
      bound[panel] = Number.POSITIVE_INFINITY
      for (let lane = 0; lane < lanes; lane++) {
        const c = panel * lanes + lane
        let change = 0
        for (let v = 0, at = panel * features * lanes + lane; v < features; v++, at += lanes)
          change = Math.max(change, Math.abs(changeOfA[at]) * mostWeight[v])
        mostChange[c] = (change + largestNoiseChange[c]) * (1 + slack)
        if (mostChange[c] > 0) bound[panel] = Math.min(bound[panel], least[c] / mostChange[c])
      }
    }
    bounded = true
  }

  const measured = (panel: number): number => {
    step.measure(panel)
    let ratio = Number.POSITIVE_INFINITY
    for (let c = panel * lanes; c < (panel + 1) * lanes; c++) {
      least[c] = largest[c]
      if (largestChange[c] > 0) ratio = Math.min(ratio, largest[c] / largestChange[c])
    }
    return ratio
  }

  return {
    least: () => {
      boundPanels()
      let result = Number.POSITIVE_INFINITY
      for (;;) {
        let next = 0
        for (let panel = 1; panel < panels; panel++) if (bound[panel] < bound[next]) next = panel
        if (!(bound[next] < result)) return result
        result = Math.min(result, measured(next))
        bound[next] = Number.POSITIVE_INFINITY
      }
    },
    moved: size => {
      if (bounded)
        for (let c = 0; c < neurons; c++)
          least[c] = Math.max(0, least[c] * (1 - slack) - Math.abs(size) * mostChange[c])
      else least.fill(0)
      bounded = false
    },
  }
}
