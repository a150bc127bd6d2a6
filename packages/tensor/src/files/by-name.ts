import { TensorError } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { quote } from './text.ts'

/**
 * The arrays of a file by name. If an array cannot be read, its property throws the error when it
 * is read, and the error also names the others of this kind. So one such array does not keep the
 * others from being read.
 */
export function byName(entries: Iterable<readonly [string, () => Tensor]>): Record<string, Tensor> {
  const arrays: Record<string, Tensor> = {}
  const unreadable: string[] = []
  for (const [name, read] of entries) {
    let property: PropertyDescriptor
    try {
      property = { value: read(), writable: true }
    } catch (error) {
      if (!(error instanceof TensorError)) throw error
      const { operation, message } = error
      const why = message.slice(operation.length + 2)
      unreadable.push(name)
      property = {
        get() {
          const others = unreadable.filter(other => other !== name).map(quote)
          const more = others.length > 0 ? `; the file has more such arrays: ${others.join(', ')}` : ''
          throw new TensorError(operation, why + more)
        },
      }
    }
    Object.defineProperty(arrays, name, { ...property, enumerable: true, configurable: true })
  }
  return arrays
}
