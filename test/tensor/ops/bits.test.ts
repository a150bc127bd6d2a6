import { readFileSync, writeFileSync } from 'node:fs'
import { table } from '@multiview/tensor/table'
import { expect, test } from 'vitest'
import { calls, flat } from './calls.ts'
import { samples } from './samples.ts'
import './samples-of-math.ts'
import './samples-of-statistics.ts'
import './samples-of-windows.ts'
import './samples-of-matrices.ts'

/** Frozen results. After an intended change, MULTIVIEW_WRITE_BITS=1 writes them again. */
const file = new URL('../../fixtures/ops-bits.json', import.meta.url)

/** FNV-1a over the 64 bits of each element, as hexadecimal digits. */
function hash(values: readonly number[], start: number): number {
  const bytes = new Uint8Array(Float64Array.from(values, v => (Number.isNaN(v) ? Number.NaN : v)).buffer)
  let h = start
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193)
  return h
}

test('every op gives the same bits in every engine: those that were frozen', () => {
  const found: Record<string, string> = {}
  for (const { name } of table) {
    const list = samples.get(name) ?? []
    let h = 0x811c9dc5 | 0
    for (const { inputs, options } of list) h = hash(flat(calls[name]([...inputs], options as never)), h)
    if (list.length > 0) found[name] = (h >>> 0).toString(16)
  }
  if (process.env.MULTIVIEW_WRITE_BITS) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`)
  expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')))
})
