/** Where the settings of a claim depart from the paper, in sentences for its page. */

import { log, pow } from '@multiview/tensor/math'
import { percent, readable } from '../../numbers.ts'
import type { SettingValue } from '../../schema/types.ts'

/** The settings of a claim, by name. */
export type Setting = Readonly<Record<string, SettingValue | readonly number[] | undefined>>

/** A range as "0.7 to 0.8". */
export const rangeInWords = (value: Setting[string]): string =>
  [value]
    .flat()
    .map(each => (typeof each === 'number' ? readable(each) : String(each)))
    .join(' to ')

/** The most that Σz of another class may be in a multi-view sample by Definition 1. */
const mostOfOthers = 0.4

/** Departures of the settings from Definition 1. */
const ofDefinition = ({ otherWeight, ownWeight, patchesPerFeature, trainingDraw }: Setting): string[] => {
  const isHeavy = Array.isArray(otherWeight) && otherWeight[1] > mostOfOthers
  return [
    ...(isHeavy
      ? [
          `Σz of other classes in multi-view samples is ${rangeInWords(otherWeight)} beside own ones of ` +
            `${rangeInWords(ownWeight)} (patches of an own feature: ${rangeInWords(patchesPerFeature)}); ` +
            `Definition 1 allows at most ${mostOfOthers}. Weaker ones make the race for a student’s ` +
            'second view harder, so that some classes lack one at a k as small as this.',
        ]
      : []),
    ...(trainingDraw === 'even'
      ? [
          'Training sets have every class and view equally often, the limit of independent labels as N ' +
            'grows: with so few samples per class, independent ones leave some classes with too few.',
        ]
      : []),
  ]
}

/** Departures from the paper's network and its start. */
const ofNetwork = ({ classes, neurons, power, initialScale }: Setting): string[] => {
  const [k, m, q, scale] = [classes, neurons, power, initialScale].map(Number)
  const ofPaper = q > 2 ? pow(k, -1 / (q - 2)) : Number.NaN
  return [
    ...(scale < ofPaper / 2
      ? [
          `σ_0 is ${readable(scale, 2)}, far below k^(−1/(q−2)) = ${readable(ofPaper, 2)} (the paper's scale, ` +
            'as we reconstruct it): from a larger start a network learns both views of some classes, so that ' +
            'its error lies below the window of Theorem 1.',
        ]
      : []),
    ...(m > k
      ? [
          `m is ${m}, above k = ${k}, the most in the paper: the theorems share one setting, and with fewer ` +
            'neurons a student loses some second views.',
        ]
      : []),
  ]
}

/** Departures from the paper's descent. */
const ofDescent = ({ stepRule }: Setting): string[] =>
  stepRule === 'constant'
    ? []
    : stepRule === 'adaptive'
      ? ['Steps are as long as the change of the weights allows, in place of a small constant η.']
      : [
          'Each class takes steps of its own length (setting stepRule: multirate) in place of a small ' +
            'constant η; both follow the same gradient flow. With common steps a student needs many times ' +
            'as many: what has converged bounds them while other views still grow from their start.',
        ]

/**
 * Departures from Definition 1, from the paper's network and from its descent; a sentence says if
 * there are none from Definition 1.
 */
export const departuresOfRegime = (setting: Setting): readonly string[] => {
  const departures = ofDefinition(setting)
  return [
    ...(departures.length > 0
      ? departures
      : ['The data are those of Definition 1: nothing departs from it.']),
    ...ofNetwork(setting),
    ...ofDescent(setting),
  ]
}

/**
 * Departures from the distillation step (4.4); docs/theorem-3.md says what was measured without
 * them.
 */
export const departuresOfDistillation = ({
  classes,
  temperature,
  teacherScale,
  maxSteps,
}: Setting): readonly string[] => [
  'The mask: (4.4) pushes an output in the truncated part of the softmax as well; here its derivative, ' +
    '0 for τ²F ≥ 1, is kept. The student that was measured without it has the same largest output; where ' +
    'a teacher sees fewer classes than its student, nothing else bounds the outputs.',
  `τ is ${rangeInWords(temperature)}, not 1/log² k = ${readable(1 / log(Number(classes)) ** 2, 2)}: with a ` +
    'smaller τ a student has to grow outputs of 1/τ² for every class that it sees; the student that was ' +
    'measured had learned fewer second views in the steps that it had.',
  `The teacher’s average is multiplied by ${rangeInWords(teacherScale)}, the factor Θ~(1) of Theorem 2: it is ` +
    'there for views that few members know, whose average stays below the truncation level without it. The ' +
    'student that was measured without it learned the same.',
  `A student ends after ${rangeInWords(maxSteps)} steps at the latest (setting maxSteps), and one that has not ` +
    'matched its teacher by then fails.',
]

/** When the teaching of Theorem 4 ends, in place of its T′. */
export const departureOfItsEnd = ({ targetReach }: Setting): string =>
  `Teaching ends when the student has matched ${percent(Number(targetReach))} of what its teacher sees on the ` +
  'training set (setting targetReach), not after a time T′ that is fixed beforehand: later the one-sided step ' +
  'would raise outputs of classes that neither sees.'

/** Departures of the claims in R^d. */
export const departuresInDimensions = (): readonly string[] => [
  'The power q is 8 and the threshold ϱ is 3. What a neuron remembers of one patch leaks into all others ' +
    'by 1/√d, and has to stay small beside its start; with a small q or ϱ that takes a far larger d.',
  'Σz of other classes in multi-view samples is 0.1 to 0.2: stronger ones keep gradients alive for long, ' +
    'and the noise of their patches accumulates.',
  'Steps are adaptive: each is as long as changes no neuron by more than 30%, in place of one small η.',
  'Settings were chosen on seeds 5001 and 5002. Seed 1 had been looked at as well when m was raised from ' +
    '6 to 10 and d from 4096 to 8192.',
]
