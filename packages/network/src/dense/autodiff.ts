/** The dense model (model.ts) as a forward pass on tensors, differentiated by autodiff. */

import { matmul, sum, type Tensor, tensor } from '@multiview/tensor'
import { smoothedReluOp } from '../activation/smoothed-relu-op.ts'
import type { DenseDataset } from '../data/dense.ts'
import type { DifferentiableNetwork } from '../descent/autodiff-model.ts'
import type { NetworkSettings } from '../settings/settings.ts'

/** The weights w, [k·m, d]. */
export type DenseParameters = { readonly w: Tensor }

/**
 * The dense model on a training set, for `autodiffModel`. It holds all N·P·k·m preactivations and
 * what autodiff records of them, so use it for small networks.
 *
 * @param start w [k, m, d]
 */
export const denseNetwork = (
  { x, size, settings }: DenseDataset,
  { neurons, power, threshold }: NetworkSettings,
  start: Float64Array,
): DifferentiableNetwork<DenseParameters> => {
  const { classes, patches, dimension } = settings
  const patch = tensor(x).reshape([-1, dimension])
  const preactivations = ({ w }: DenseParameters): Tensor => matmul(patch, w.transpose()) as Tensor
  return {
    classes,
    size,
    parameters: { w: tensor(start).reshape([classes * neurons, dimension]) },
    outputs: parameters => {
      const values = smoothedReluOp(preactivations(parameters), power, threshold)
      return sum(
        sum(values.reshape([size * patches, classes, neurons]), { axis: 2 }).reshape([
          size,
          patches,
          classes,
        ]),
        { axis: 1 },
      ) as Tensor
    },
    preactivations: parameters => preactivations(parameters).transpose(),
  }
}
