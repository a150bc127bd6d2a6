// Writes arrays to .npy, .npz and safetensors files in a folder, and reads them again.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { abs, cast, max, normal, stream, sub } from '@multiview/tensor'
import {
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from '@multiview/tensor/files'

const weight = normal(stream(1, 'weight'), [64, 32])
const bias = cast(normal(stream(1, 'bias'), [32]), 'float32')
const folder = mkdtempSync(join(tmpdir(), 'multiview-files-'))
const path = name => join(folder, name)
const size = name => `${statSync(path(name)).size} bytes`

writeFileSync(path('weight.npy'), writeNpy(weight))
const fromNpy = readNpy(readFileSync(path('weight.npy')))
console.log('weight.npy', size('weight.npy'), 'largest difference', max(abs(sub(fromNpy, weight))).item())

writeFileSync(path('model.npz'), writeNpz({ weight, bias }, { compress: true }))
const fromNpz = readNpz(readFileSync(path('model.npz')))
console.log(
  'model.npz holds',
  Object.entries(fromNpz)
    .map(([name, { dtype, shape }]) => `${name} ${dtype}[${shape}]`)
    .join(', '),
)

// Half precision has 11 significant bits.
const bytes = writeSafetensors({ weight, bias }, { dtype: 'float16', metadata: { epoch: '3' } })
writeFileSync(path('model.safetensors'), bytes)
const { tensors, metadata } = readSafetensors(readFileSync(path('model.safetensors')))
const error = max(abs(sub(tensors.weight, weight).div(weight))).item()
console.log('model.safetensors', size('model.safetensors'), 'of epoch', metadata.epoch)
console.log(
  'largest relative error of float16',
  error.toExponential(2),
  'at most 2⁻¹¹ =',
  (2 ** -11).toExponential(2),
)

rmSync(folder, { recursive: true })
