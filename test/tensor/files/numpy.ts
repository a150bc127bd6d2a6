import { readFileSync } from 'node:fs'
import type { DType } from '@multiview/tensor'

interface ArrayRecord {
  dtype: string
  shape: string
  values: string
  npy: string
}

/** The output of test/fixtures/files/generate.py. */
const record: {
  arrays: Record<string, ArrayRecord>
  versions: Record<string, string>
  refused: Record<string, string>
  npz: string
  npzCompressed: string
  safetensors: string
  rounding: { float32: string; float16: string; bfloat16: string }
} = JSON.parse(readFileSync(new URL('../../fixtures/files/arrays.json', import.meta.url), 'utf8'))

export const bytes = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'))
const numbers = (text: string) => text.split(' ').filter(Boolean).map(Number)

/** One array that NumPy saved: its elements, and the bytes of the file. */
export const arrays = Object.entries(record.arrays).map(([name, { dtype, shape, values, npy }]) => ({
  name,
  dtype,
  shape: numbers(shape),
  values: numbers(values),
  npy: bytes(npy),
}))
export const arrayNamed = (name: string) => arrays.find(array => array.name === name)!
export const { versions, refused } = record
export const npz = bytes(record.npz)
export const npzCompressed = bytes(record.npzCompressed)
export const safetensors = bytes(record.safetensors)

/** Float32 numbers and their 16-bit values. */
export const rounding = {
  float32: new Float32Array(bytes(record.rounding.float32).buffer),
  float16: new Uint16Array(bytes(record.rounding.float16).buffer),
  bfloat16: new Uint16Array(bytes(record.rounding.bfloat16).buffer),
}

/** Our dtype for a NumPy dtype. */
export const readAs = (dtype: string): DType =>
  dtype === 'float16'
    ? 'float32'
    : dtype === 'float64' || dtype === 'float32' || dtype === 'bool'
      ? dtype
      : 'int32'
