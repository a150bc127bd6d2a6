import { zipSync } from 'fflate'
import { fail } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { byName } from './by-name.ts'
import type { Bytes } from './elements.ts'
import { bytesToRead, readNpyAs, writeNpy } from './npy.ts'
import { quote } from './text.ts'
import { type FileTree, likeTree, named } from './trees.ts'
import { readZip } from './zip.ts'

/**
 * The arrays, by name, in the bytes of a `.npz` file of `numpy.savez` or `numpy.savez_compressed`.
 *
 * @param options.maxBytes the maximum number of bytes that are allocated for all members together:
 * for those that are unpacked, and for the tensors; default 2^31. It protects against a small file
 * that takes more than the memory of the machine.
 * @param options.like a tree of tensors. The result then has its form, with the tensors that
 * `writeNpz` gave the names of their places, such as `layers.0.weight`. Without it the result has
 * one property for each name.
 * @throws TensorError for a damaged archive, for wrong checksums and for more than `maxBytes`, and
 * unless the archive has exactly the names of `like`, with its dtypes and shapes. An array that `readNpy` refuses
 * throws when its property is read, so the other arrays of the archive are there; the message names
 * the member.
 * @example
 * readNpz(writeNpz({ x: tensor([1, 2]) })).x.toArray() // [1, 2]
 * const layers = [{ w: tensor([3]) }, { w: tensor([4]) }]
 * readNpz(writeNpz({ layers }), { like: { layers } }).layers[1].w.toArray() // [4]
 */
export function readNpz(
  bytes: Bytes,
  options?: { readonly maxBytes?: number; readonly like?: undefined },
): Record<string, Tensor>
export function readNpz<T extends object>(
  bytes: Bytes,
  options: { readonly maxBytes?: number; readonly like: T },
): T
export function readNpz(
  bytes: Bytes,
  options: { readonly maxBytes?: number; readonly like?: unknown } = {},
): unknown {
  checkOptions('readNpz', options, { maxBytes: 'number', like: 'object' })
  const { maxBytes = 2 ** 31 } = options
  if (!(maxBytes >= 0)) fail('readNpz', `maxBytes is ${maxBytes}; it must be a number of bytes, 0 or more`)
  let total = 0
  const allocating = (size: number, name: string): void => {
    total += size
    if (total > maxBytes)
      fail(
        'readNpz',
        `the archive takes more than ${maxBytes} bytes of memory, up to ${quote(name)}; allow more with maxBytes`,
      )
  }
  const arrays: [string, () => Tensor][] = []
  for (const [name, content] of readZip('readNpz', bytes, allocating)) {
    if (!name.endsWith('.npy'))
      fail(
        'readNpz',
        `the archive holds ${quote(name)}, which is not a .npy file; it should hold arrays alone`,
      )
    allocating(bytesToRead(content), name)
    arrays.push([name.slice(0, -4), () => readNpyAs('readNpz', content, `the member ${quote(name)}`)])
  }
  return options.like === undefined ? byName(arrays) : likeTree('readNpz', byName(arrays), options.like)
}

/**
 * The bytes of a `.npz` file with these arrays, which `numpy.load` reads. Equal arrays give equal
 * bytes, since the dates in the file are fixed. The arrays may be a tree, such as parameters and
 * the state of an optimizer. Its keys and indices are then joined by dots: `layers.0.weight`.
 *
 * @param options.compress deflates the members, as `numpy.savez_compressed` does; default false.
 * @throws TensorError for an empty name, and if two arrays have the same name.
 * @example
 * writeNpz({ weight: tensor([[1, 2]]), bias: tensor([0]) }, { compress: true })
 */
export function writeNpz(
  arrays: { readonly [name: string]: FileTree },
  options: { readonly compress?: boolean } = {},
): Uint8Array {
  checkOptions('writeNpz', options, { compress: 'boolean' })
  const { compress = false } = options
  const members: Record<string, Uint8Array> = {}
  for (const [name, x] of named('writeNpz', arrays)) {
    if (name === '') fail('writeNpz', 'an array has the empty name; give each a name')
    members[`${name}.npy`] = writeNpy(x)
  }
  return zipSync(members, { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) })
}
