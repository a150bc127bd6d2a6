/**
 * The dense regime at full size: models in R^1024, ten on a data set, each alone and all as one ensemble on fresh patches.
 *
 *     node bench/dist/studies/dense-regime.js SEED DATA_SET [MEMBERS]
 *
 * A model takes a minute or so. Data sets are independent of each other: run one a core.
 */

import {
  countErrors,
  denseOutputs,
  denseTrainingSetOf,
  drawTestSet,
  learnedBoth,
  regimes,
  trainDenseModel,
} from '@multiview/network'
import { embed } from '@multiview/network/kernels'
import { stream } from '@multiview/tensor'

const [seed = 1, dataSet = 0, members = 10] = process.argv.slice(2).map(Number)
const settings = regimes.dense
const { classes, singleViewFraction } = settings
const { features } = denseTrainingSetOf(settings, { seed, dataset: `${dataSet}` })

/** Fresh samples a class and view, in parts that fit in memory. */
const perCell = 25
const parts = (['single', 'multi'] as const).flatMap(kind =>
  [0, 1, 2, 3].map(part => {
    const random = stream(seed, 'test', dataSet, kind, part)
    const table = drawTestSet(kind, settings, perCell, random)
    return { kind, label: table.label, data: embed(settings, table, features, random) }
  }),
)

/** Error in units of μ of outputs on all parts. */
const errorIn = (outputs: readonly Float64Array[]): number => {
  const rate = (kind: 'single' | 'multi'): number => {
    let errors = 0
    let samples = 0
    parts.forEach((part, at) => {
      if (part.kind !== kind) return
      errors += countErrors(outputs[at], part.label)
      samples += part.label.length
    })
    return errors / samples
  }
  return rate('single') + ((1 - singleViewFraction) / singleViewFraction) * rate('multi')
}

const sum = parts.map(({ label }) => new Float64Array(label.length * classes))
const errors: number[] = []
for (let j = 0; j < members; j++) {
  const begun = performance.now()
  const run = trainDenseModel(settings, {
    seed,
    dataset: `${dataSet}`,
    initialization: `${dataSet}/${j}`,
  })
  const outputs = parts.map(({ data }) => denseOutputs(data, settings, run.weights))
  outputs.forEach((output, at) => {
    output.forEach((value, i) => {
      sum[at][i] += value
    })
  })
  errors.push(errorIn(outputs))
  console.log(
    `model ${j}: error ${errors[j].toFixed(4)} μ, training errors ${run.trainingErrors}, ${run.steps} steps, ` +
      `both views in ${learnedBoth(run.finalStrength).filter(Boolean).length} classes; ensemble of ${j + 1}: ` +
      `${errorIn(sum).toFixed(4)} μ (${((performance.now() - begun) / 1000).toFixed(0)} s)`,
  )
}
console.log(`mean of ${members}: ${(errors.reduce((a, b) => a + b, 0) / members).toFixed(4)} μ`)
