import { zipSync } from 'fflate'
import { fail } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { byName } from './by-name.ts'
import type { Bytes } from './elements.ts'
import { named } from './named-tensors.ts'
import { readNpyAs, writeNpy } from './npy.ts'
import { quote } from './text.ts'
import { readZip } from './zip.ts'

/**
 * The arrays, by name, in the bytes of a `.npz` file of `numpy.savez` or `numpy.savez_compressed`.
 *
 * @param options.maxBytes the maximum size of all members together when unpacked; default 2^31. It
 * protects against a small file that claims to hold more than the memory of the machine.
 * @throws TensorError for a damaged archive and for wrong checksums. An array that `readNpy` refuses
 * throws when its property is read, so the other arrays of the archive are there; the message names
 * the member.
 * @example
 * readNpz(writeNpz({ x: tensor([1, 2]) })).x.toArray() // [1, 2]
 */
export function readNpz(bytes: Bytes, options: { readonly maxBytes?: number } = {}): Record<string, Tensor> {
  checkOptions('readNpz', options, { maxBytes: 'number' })
  const { maxBytes = 2 ** 31 } = options
  if (!(maxBytes >= 0)) fail('readNpz', `maxBytes is ${maxBytes}; it must be a number of bytes, 0 or more`)
  const arrays: [string, () => Tensor][] = []
  for (const [name, content] of readZip('readNpz', bytes, maxBytes)) {
    if (!name.endsWith('.npy'))
      fail(
        'readNpz',
        `the archive holds ${quote(name)}, which is not a .npy file; it should hold arrays alone`,
      )
    arrays.push([name.slice(0, -4), () => readNpyAs('readNpz', content, `the member ${quote(name)}`)])
  }
  return byName(arrays)
}

/**
 * The bytes of a `.npz` file with these arrays, which `numpy.load` reads. Equal arrays give equal
 * bytes, since the dates in the file are fixed.
 *
 * @param options.compress deflates the members, as `numpy.savez_compressed` does; default false.
 * @throws TensorError for an empty name.
 * @example
 * writeNpz({ weight: tensor([[1, 2]]), bias: tensor([0]) }, { compress: true })
 */
export function writeNpz(
  arrays: Readonly<Record<string, Tensor>>,
  options: { readonly compress?: boolean } = {},
): Uint8Array {
  checkOptions('writeNpz', options, { compress: 'boolean' })
  const { compress = false } = options
  const members: Record<string, Uint8Array> = {}
  for (const [name, x] of Object.entries(named('writeNpz', arrays))) {
    if (name === '') fail('writeNpz', 'an array has the empty name; give each a name')
    members[`${name}.npy`] = writeNpy(x)
  }
  return zipSync(members, { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) })
}
