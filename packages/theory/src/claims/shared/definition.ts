import { checkDefinition, type Settings, trainingSetOf } from '@multiview/network'
import { readable } from '../../numbers.ts'
import type { Check } from '../../schema/types.ts'

/**
 * Where the labels, features and weights of the training set of data set 0 depart from Definition 1
 * of the paper, property by property, as `checkDefinition` finds. If it finds none, one check says
 * so. `checkDefinition` compares noise with the settings, not with the paper; departures.ts says
 * where d, P, γ and ‖ξ‖ depart.
 */
export const departuresFromDefinition = (settings: Settings, seed: number): Check[] => {
  const departures = checkDefinition(trainingSetOf(settings, { seed, dataset: '0' }), settings).map(
    ({ property, measured, required, met }) => ({
      name: `Definition 1: ${property}`,
      measured: [measured]
        .flat()
        .map(value => readable(value))
        .join(' to '),
      required: String(required),
      met,
    }),
  )
  const nothing = {
    name: 'Definition 1: properties of labels, features and weights from which the data depart',
    measured: 0,
    required: 0,
  }
  return departures.length > 0 ? departures : [{ ...nothing, met: true }]
}
