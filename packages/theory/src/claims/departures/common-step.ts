/** A network with a constant step that all neurons share, beside the same with steps per class. */

import { learnedEach, type ReducedTeacher } from '@multiview/network'
import { mean } from '../../statistics/index.ts'
import { type Taught, teacherNames } from '../shared/distilled.ts'
import type { Request } from './lesson.ts'

/**
 * A larger start and an earlier end than the regime's: common steps are many, 1,536 and 1,599 on
 * two data sets of seed 5001 at η = 3, in 40 s each, where steps per class are 79 and 82.
 */
const commonSettings = (settings: Taught): Taught => ({
  ...settings,
  initialScale: 1e-3,
  targetLoss: 2 / settings.classes,
})

export interface CommonStep {
  /** ‖Λ − Λ′‖/‖Λ′‖: Λ with common steps, Λ′ with those of each class. */
  readonly distance: number
  /** The share of the features that both networks learned or neither. */
  readonly alike: number
  /** The distance from Λ′ of a network with another start, with steps of each class as well. */
  readonly ofAnotherStart: number
}

export const commonStep = async (
  { scheduler, settings: given, seed }: Request,
  dataSet: number,
): Promise<CommonStep> => {
  const settings = commonSettings(given)
  const names = teacherNames(seed, dataSet, 0)
  const train = (settings: Taught, of = names) =>
    scheduler.run({ kind: 'train-reduced', settings, names: of })
  const [common, each, other] = await Promise.all([
    train({ ...settings, model: 'limit', stepRule: 'constant', stepSize: 3 }),
    train(settings),
    train(settings, teacherNames(seed, dataSet, 1)),
  ])
  const learned = [common, each].map(({ strength }) => learnedEach(strength, settings.views))
  return {
    distance: distance(common, each),
    alike: mean(learned[0].map((is, feature) => (is === learned[1][feature] ? 1 : 0))),
    ofAnotherStart: distance(other, each),
  }
}

const distance = ({ strength }: ReducedTeacher, { strength: from }: ReducedTeacher): number => {
  let [difference, norm] = [0, 0]
  from.forEach((value, feature) => {
    difference += (strength[feature] - value) ** 2
    norm += value ** 2
  })
  return Math.sqrt(difference / norm)
}
