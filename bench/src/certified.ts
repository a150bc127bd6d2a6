/**
 * The certified step of the limit model at k = 100, and the training set that all libraries use for
 * it.
 */
import { crossEntropy, regimes, stepRule, trainingSetOf, withEnoughPatches } from '@multiview/network'
import { reducedTraining } from '@multiview/network/kernels'
import type { CertifiedStepWork } from './workload.ts'

const CLASSES = 100
/** Steps before the first one that is measured. After these the network is learning features. */
const BEFORE = 500

const settings = withEnoughPatches(
  { ...regimes.distillation, classes: CLASSES, samples: 1200, neurons: 8 },
  {},
)

const names = { seed: 1, dataset: 'bench', initialization: 'bench' }

/** The work, with the table of patches that the other libraries need. */
export const certifiedWork = (): CertifiedStepWork => {
  const data = trainingSetOf(settings, names)
  const { neurons, power, threshold } = settings
  const sample = Array.from(data.label).flatMap((_, n) =>
    Array<number>(data.firstPatch[n + 1] - data.firstPatch[n]).fill(n),
  )
  return {
    kind: 'step-certified',
    dtype: 'float64',
    samples: data.size,
    classes: CLASSES,
    neurons,
    power,
    threshold,
    sample,
    feature: Array.from(data.feature),
    weight: Array.from(data.weight),
    labels: Array.from(data.label),
  }
}

/**
 * A training run. Each call is one step of descent, including the choice of the step size and the
 * certificate.
 */
export const certifiedStep = (): (() => void) => {
  const { data, model } = reducedTraining(settings, names)
  const objective = crossEntropy(data.label, CLASSES, model.layout)
  const rule = stepRule(settings)
  let gradient = new Float64Array(0)
  const step = (): void => {
    const outputs = model.outputs()
    if (gradient.length !== outputs.length) gradient = new Float64Array(outputs.length)
    const loss = objective.evaluate(outputs, gradient)
    model.backward(gradient)
    const size = rule.next(loss, model.relativeStep)
    model.advance(Number.isFinite(size) ? size : 0)
  }
  for (let i = 0; i < BEFORE; i++) step()
  return step
}
