/**
 * The trained average (the paper's contrast to an ensemble, arXiv 2012.09816): several networks
 * trained as the one function F = (scale/L) Σ_ℓ F^{[ℓ]}, from the initializations that an
 * ensemble's members would have. An ensemble averages after training, this averages before it.
 *
 * A model made of models: ∂L/∂F^{[ℓ]} = (scale/L) ∂L/∂F, and each member computes its own gradient
 * from that.
 */

import type { Model } from '../descent/model.ts'

/**
 * The average of some models as one model, whose weights are those of its members: training it
 * trains them.
 *
 * Its relative step is the least of its members', so that no neuron changes by more than it would
 * in its member alone.
 *
 * @param members at least one; all on the same samples in the same order.
 * @param scale the factor Θ~(1) of the paper's average; 1 gives the plain mean, L the sum, which is
 *   one network of all their neurons.
 * @throws RangeError for no members, members whose outputs differ in size, or a scale that is not
 * positive and finite.
 * @example
 * const { limit } = regimes
 * const data = trainingSetOf(limit, { seed: 1, dataset: 'a' })
 * const members = ['b', 'c'].map(initialization =>
 *   limitModel(data, limit, startOf(limit, { seed: 1, dataset: 'a', initialization }, data)),
 * )
 * trainOnLabels(averageModel(members), data, { ...limit, maxSteps: 3 }).steps // 3
 */
export const averageModel = (members: readonly Model[], scale = 1): Model => {
  if (members.length === 0) throw new RangeError('averageModel: an average needs at least one member.')
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY))
    throw new RangeError(`averageModel: the scale is ${scale}; it must be positive and finite.`)
  const { classes, size } = members[0]
  for (const member of members)
    if (member.classes !== classes || member.size !== size)
      throw new RangeError(
        `averageModel: outputs of [${member.size}, ${member.classes}] do not average with [${size}, ${classes}].`,
      )
  const share = scale / members.length
  const partsOfMembers = members.flatMap(({ parts }) => (parts === undefined ? [] : [parts]))
  const savedMembers = members.flatMap(({ state, restore }) =>
    state === undefined || restore === undefined ? [] : [{ state, restore }],
  )
  const outputs = new Float64Array(size * classes)
  const shareOfGradient = new Float64Array(size * classes)
  return {
    classes,
    size,
    outputs: () => {
      outputs.fill(0)
      for (const member of members)
        member.outputs().forEach((value, at) => {
          outputs[at] += share * value
        })
      return outputs
    },
    backward: outputGradient => {
      outputGradient.forEach((value, at) => {
        shareOfGradient[at] = share * value
      })
      for (const member of members) member.backward(shareOfGradient)
    },
    relativeStep: () => Math.min(...members.map(member => member.relativeStep())),
    advance: step => {
      for (const member of members) member.advance(step)
    },
    ...(partsOfMembers.length === members.length && {
      parts: () => partsOfMembers.flatMap(parts => parts()),
    }),
    ...(savedMembers.length === members.length && {
      state: () => savedMembers.flatMap(member => member.state()),
      restore: (state: readonly Float64Array[]) => {
        const each = state.length / members.length
        savedMembers.forEach((member, at) => {
          member.restore(state.slice(at * each, (at + 1) * each))
        })
      },
    }),
  }
}
