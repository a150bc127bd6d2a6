/** Averages of weights: one network whose weights are the means of those of several. */

import type { ReducedNetwork } from './evaluate.ts'

/**
 * The network whose neuron r of class i has the mean of the weights that neuron r of class i has in
 * these networks. A correlation is linear in its weights, so that all correlations are averaged.
 *
 * A correlation with a feature of another class that a network did not compute counts as 0: it is
 * at most `largestIdle`. The noise of a fresh patch is averaged too, and smaller than evaluation
 * allows for.
 *
 * @param networks at least one, all with equally many classes and neurons.
 * @throws RangeError for no networks, or for networks of different sizes.
 * @example
 * const one = { own: new Float64Array([1, 0]), promoted: new Float64Array(0), largestIdle: 0 }
 * [...averageOfWeights([one, { ...one, own: new Float64Array([2, 0]) }]).own] // [1.5, 0]
 */
export const averageOfWeights = (networks: readonly ReducedNetwork[]): ReducedNetwork => {
  if (networks.length === 0) throw new RangeError('averageOfWeights: an average needs at least one network.')
  const [{ own: first }] = networks
  const other = networks.find(({ own }) => own.length !== first.length)
  if (other !== undefined)
    throw new RangeError(
      `averageOfWeights: networks with ${first.length} and ${other.own.length} correlations do not average; ` +
        'take networks with equally many classes and neurons.',
    )
  const mean = (sum: number): number => sum / networks.length
  const promoted = new Map<string, number[]>()
  for (const { promoted: each } of networks)
    for (let at = 0; at < each.length; at += 4) {
      const [ofClass, neuron, feature, a] = each.subarray(at, at + 4)
      const key = `${ofClass}/${neuron}/${feature}`
      promoted.set(key, [ofClass, neuron, feature, (promoted.get(key)?.[3] ?? 0) + mean(a)])
    }
  return {
    own: first.map((_, at) => mean(networks.reduce((sum, { own }) => sum + own[at], 0))),
    promoted: Float64Array.from([...promoted.values()].flat()),
    largestIdle: networks.reduce((most, { largestIdle }) => Math.max(most, largestIdle), 0),
  }
}
