import { checkDefinition, regimeAt, trainingSetOf } from '@multiview/network'
import { expect, test } from 'vitest'

test.each([100, 200])(
  'from k = 100 on regime theorems has the weights and labels of Definition 1: k = %i',
  classes => {
    const settings = regimeAt('theorems', classes)
    expect(settings.trainingDraw).toBe('independent')
    expect(checkDefinition(trainingSetOf(settings, { seed: 5001, dataset: '0' }), settings)).toEqual([])
  },
)

test('below, it departs only by the weights of other classes', () => {
  const settings = regimeAt('theorems', 40)
  const departures = checkDefinition(trainingSetOf(settings, { seed: 5001, dataset: '0' }), settings)
  expect(departures.map(({ property }) => property)).toEqual([expect.stringContaining('Σz of other classes')])
})

test.each([10, 40, 99, 100, 1000])(
  'training at k = %i ends with every sample classified correctly',
  classes => {
    const { targetLoss, samples } = regimeAt('theorems', classes)
    expect(targetLoss).toBeLessThan(Math.log(2) / samples)
  },
)
