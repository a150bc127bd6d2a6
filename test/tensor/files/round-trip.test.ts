import { tensor } from '@multiview/tensor'
import {
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from '@multiview/tensor/files'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('every tensor comes back from all three formats', () => {
  const dtype = fc.constantFrom('float64', 'float32', 'int32', 'bool')
  const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 4 })
  fc.assert(
    fc.property(
      dtype,
      shape,
      fc.infiniteStream(fc.integer()),
      fc.boolean(),
      (dtype, shape, values, compress) => {
        const size = shape.reduce((a, b) => a * b, 1)
        const x = tensor([...values.take(size)], { dtype })
          .reshape(shape)
          .transpose()
        for (const back of [
          readNpy(writeNpy(x)),
          readNpz(writeNpz({ x }, { compress })).x!,
          readSafetensors(writeSafetensors({ x })).tensors.x!,
        ]) {
          expect([back.dtype, back.shape]).toEqual([x.dtype, x.shape])
          expect(back.toArray()).toEqual(x.toArray())
        }
      },
    ),
  )
})
