import { fail, told } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'

/** Checks an object of named tensors that the caller gave. */
export function named(
  operation: string,
  tensors: Readonly<Record<string, Tensor>>,
): Readonly<Record<string, Tensor>> {
  if (typeof tensors !== 'object' || !tensors || Array.isArray(tensors) || tensors instanceof Tensor)
    fail(operation, `takes an object with a tensor for each name, not ${told(tensors)}`)
  for (const [name, x] of Object.entries(tensors))
    if (!(x instanceof Tensor))
      fail(operation, `${told(name)} is ${told(x)}, which is not a tensor; wrap it in tensor(…)`)
  return tensors
}
