import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'Averaged weights classify as averaged outputs do',
  statement:
    'One network whose weights are the means of those of four independently trained networks errs ' +
    'on 2^−4 in units of μ, as the ensemble of the four does. Their neurons are not aligned, and ' +
    'in this network they need not be.',
  source:
    'Derived from the model of Allen-Zhu and Li, ICLR 2023; for deep networks Ainsworth, Hayase and ' +
    'Srinivasa, ICLR 2023, arXiv 2209.04836, first align the neurons that they average',
  explanation: {
    quantity: 'test error of the averaged weights, in μ',
    why:
      'A view of a class is learned by one neuron of many, another one in each network. An average ' +
      'of L networks keeps all of these neurons, each with 1/L of its weight, and the output adds ' +
      'them up. Where the activation is homogeneous, of degree q below its threshold and of degree ' +
      'nearly 1 above it, this divides all outputs by the same factor and changes no comparison. ' +
      'So the average knows what the ensemble knows. In deeper networks a later layer expects ' +
      'each neuron in its place. Here all neurons of a class are added with the same weight.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'averaged-before-training',
    statement:
      'The weights averaged before training: an average of four starts is one start, smaller by ' +
      '√4. The network trained from it draws one lottery.',
  },
  settingLabels: {
    ...freshSamples,
    averaged: ['networks whose weights are averaged', 'L'],
    networks: ['networks of each data set', ''],
  },
}
