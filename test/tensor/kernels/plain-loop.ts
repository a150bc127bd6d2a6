import * as mv from '@multiview/tensor'
import { type FloatArray, withoutWebAssembly } from '@multiview/tensor/kernels'

/** What the plain loop of an op gives for runs of floats of one type. */
export const plainLoop = (name: string, ...runs: FloatArray[]): FloatArray =>
  withoutWebAssembly(() => {
    const op = (mv as unknown as Record<string, (...x: mv.Tensor[]) => mv.Tensor>)[name]
    return op(...runs.map(run => mv.tensor(run) as mv.Tensor)).data as FloatArray
  })
