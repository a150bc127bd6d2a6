/**
 * The step at which some neuron's largest preactivation would change by 100%: min over neurons of
 * largest |u| over largest |change of u at unit step|.
 *
 * Both maxima run over all patches and cost as much as a pass. But one neuron decides, and most
 * have far larger ratios. So a lower bound of each neuron's ratio is kept, and panels are measured
 * in the order of their bounds until no other panel can hold the least ratio. The result is the
 * same as after measuring all.
 */

import type { LimitStep } from './step/plain.ts'
import { type LimitStepShape, lanes, sizes } from './step/plain.ts'

/**
 * Much larger than the rounding errors of a bound, and much smaller than a difference that matters.
 */
const slack = 1e-9

export interface RelativeStep {
  /** The relative step after `backward`. */
  least(): number
  /** To be called after the weights have moved by `step` times their change. */
  moved(step: number): void
  /** To be called after the weights were replaced. */
  forget(): void
}

/** A step and its arrays; a model has one, or many that do not share arrays. */
export interface Part {
  readonly shape: LimitStepShape
  readonly step: LimitStep
}

export const relativeStep = (parts: readonly Part[]): RelativeStep => {
  const bounds = parts.map(panelBounds)
  // The panels of all parts are in one list: if a panel of one part decides, the others need not be
  // measured.
  const panels = bounds.flatMap(part => Array.from(part.lower, (_, panel) => ({ part, panel })))
  const lower = new Float64Array(panels.length)
  return {
    least: () => {
      for (const part of bounds) part.bound()
      panels.forEach(({ part, panel }, at) => {
        lower[at] = part.lower[panel]
      })
      let result = Number.POSITIVE_INFINITY
      for (;;) {
        let next = 0
        for (let at = 1; at < lower.length; at++) if (lower[at] < lower[next]) next = at
        if (!(lower[next] < result)) return result
        const { part, panel } = panels[next]
        result = Math.min(result, part.measured(panel))
        lower[next] = Number.POSITIVE_INFINITY
      }
    },
    moved: size => {
      for (const part of bounds) part.moved(size)
    },
    forget: () => {
      for (const part of bounds) part.forget()
    },
  }
}

interface PanelBounds {
  /** A lower bound of every panel's ratio, [panels], written by `bound`. */
  readonly lower: Float64Array
  bound(): void
  /** The ratio of one panel. */
  measured(panel: number): number
  moved(step: number): void
  forget(): void
}

const panelBounds = ({ shape, step }: Part): PanelBounds => {
  const { panels, features } = sizes(shape)
  const { changeOfA, largestNoiseChange, largest, largestChange } = step.arrays
  const neurons = panels * lanes
  const mostWeight = new Float64Array(features)
  shape.feature.forEach((feature, p) => {
    mostWeight[feature] = Math.max(mostWeight[feature], Math.abs(shape.weight[p]))
  })
  /** At most the largest |u| of each neuron; 0 if unknown. */
  const least = new Float64Array(neurons)
  /** At least the largest |change of u| of each neuron, if it is that of the present change. */
  const mostChange = new Float64Array(neurons)
  let bounded = false
  const lower = new Float64Array(panels)
  return {
    lower,
    bound: () => {
      for (let panel = 0; panel < panels; panel++) {
        lower[panel] = Number.POSITIVE_INFINITY
        for (let lane = 0; lane < lanes; lane++) {
          const c = panel * lanes + lane
          let change = 0
          for (let v = 0, at = panel * features * lanes + lane; v < features; v++, at += lanes)
            change = Math.max(change, Math.abs(changeOfA[at]) * mostWeight[v])
          mostChange[c] = (change + largestNoiseChange[c]) * (1 + slack)
          if (mostChange[c] > 0) lower[panel] = Math.min(lower[panel], least[c] / mostChange[c])
        }
      }
      bounded = true
    },
    measured: panel => {
      step.measure(panel)
      let ratio = Number.POSITIVE_INFINITY
      for (let c = panel * lanes; c < (panel + 1) * lanes; c++) {
        least[c] = largest[c]
        if (largestChange[c] > 0) ratio = Math.min(ratio, largest[c] / largestChange[c])
      }
      return ratio
    },
    moved: size => {
      if (bounded)
        for (let c = 0; c < neurons; c++)
          least[c] = Math.max(0, least[c] * (1 - slack) - Math.abs(size) * mostChange[c])
      else least.fill(0)
      bounded = false
    },
    forget: () => {
      least.fill(0)
      bounded = false
    },
  }
}
