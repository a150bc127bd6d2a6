/** The code of the sparse product of product.ts, for one panel. */

import { advance, assemble, count, f64x2, i32, v128, whilst } from '@multiview/tensor/assembler'
import { vectorBytes } from './emit.ts'
import { rowBytes } from './plain.ts'

/** Where an entry has its value and the offset of its column's row in a panel. */
export const inEntry = { value: 0, offset: 8 }
export const entryBytes = 16

export interface ProductPass {
  /**
   * to[rows] = matrix · from. All addresses in bytes; `ends` [rows] says where each row ends among
   * the entries.
   */
  product(rows: number, ends: number, entries: number, from: number, to: number): void
}

export const emitProduct = (): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  module.importMemory('js', 'memory', { initial: 0 })
  module.func('product', ['i32', 'i32', 'i32', 'i32', 'i32'], null, (f, rows, ends, entry, from, to) => {
    const [row, end, column] = f.locals('i32', 3)
    const value = f.local('v128')
    const total = f.locals('v128', rowBytes / vectorBytes)
    return count(row, i32.const(0), rows, i32.const(1), [
      total.map(sum => sum.set(f64x2.const(0))),
      end.set(i32.load(i32.add(ends, i32.shl(row, i32.const(2))))),
      whilst(i32.ltU(entry, end), [
        value.set(f64x2.loadSplat(entry, inEntry.value)),
        column.set(i32.add(from, i32.load(entry, inEntry.offset))),
        total.map((sum, v) => sum.set(f64x2.add(sum, f64x2.mul(value, v128.load(column, v * vectorBytes))))),
        advance(entry, entryBytes),
      ]),
      total.map((sum, v) => v128.store(to, sum, v * vectorBytes)),
      advance(to, rowBytes),
    ])
  })
  return module.bytes()
}
