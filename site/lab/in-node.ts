/** The program for Node that trains the network of the race. */

import { namesOf, type Request, trainingOf } from './request.ts'

export const inNode = (request: Request): string => {
  const { model, stepRule, maxSteps } = trainingOf(request.values)
  const { k, m, q, sigma, xi, mu, s } = request.values
  return `import { learnedEach, regimeAt, trainReducedModel } from '@multiview/network'

const settings = {
  ...regimeAt('theorems', ${k}),
  neurons: ${m},
  power: ${q},
  initialScale: ${sigma},
  noiseNorm: ${xi},
  singleViewFraction: ${mu},
  otherFeatureRate: ${s},
  model: '${model}',
  stepRule: '${stepRule}',
  maxSteps: ${maxSteps},
}
const network = trainReducedModel(settings, ${JSON.stringify(namesOf(request))})
console.log(network.steps, network.loss, learnedEach(network.strength))
`
}
