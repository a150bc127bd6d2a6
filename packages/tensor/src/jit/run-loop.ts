/**
 * Runs a fused loop in the memory of the engine. Piece by piece, it copies operands in, computes,
 * reduces, and copies results out. If the loop reads a matrix product, the pieces are the rows of
 * each finished block.
 */
import type { Data } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import type { Engine, KernelFunction } from '../kernels/engine.ts'
import { productBlocks } from '../kernels/gemm/blocked.ts'
import { rowsKernels } from '../kernels/rows/buffer.ts'
import { softmaxInMemory } from '../kernels/rows/softmax.ts'
import { BYTES } from './lanes.ts'
import type { Layout, Tail } from './layout.ts'
import { bring, take } from './move.ts'
import type { Factors } from './product.ts'

/** The elements of an operand or a result in C order, from the offset on. */
export interface Elements {
  readonly data: Data
  readonly offset: number
}

/** The operands of a loop and where its results go, in the order of the layout. */
export interface Stores {
  readonly operands: readonly Elements[]
  readonly outputs: readonly Elements[]
  readonly tails: readonly Elements[]
}

/** What a loop computes: a range of elements, or products that it reads. */
export type Part =
  | { readonly start: number; readonly end: number }
  | { readonly products: readonly Factors[] }

/** The part of a layout that is needed to run the loop. */
export type LoopShape = Omit<Layout, 'immediates'>

export function runLoop(
  wasm: Engine,
  loop: KernelFunction,
  layout: LoopShape,
  stores: Stores,
  part: Part,
): void {
  const { shape, size, columns, operands, outputs, tails, reduced, piece, halving, addresses, bytes } = layout
  const { n, inner } = reduced ?? { n: size, inner: 1 }
  const block = n * inner
  const reductions = tails.length > 0 ? rowsKernels(wasm) : undefined

  /**
   * Computes some elements of the loop: the rest of a row, then whole rows, then the start of a
   * row.
   */
  const rowsOf = (base: number, start: number, count: number): void => {
    let row = Math.floor(start / columns)
    const column = start - row * columns
    let done = 0
    if (column > 0) {
      done = Math.min(columns - column, count)
      loop(base, 0, row++, column, 1, done, 0, 0)
    }
    const whole = Math.floor((count - done) / columns)
    if (whole > 0) loop(base, done, row, 0, whole, columns, 0, 0)
    row += whole
    done += whole * columns
    if (done < count) loop(base, done, row, 0, 1, count - done, 0, 0)
  }

  wasm.reserve(bytes, base => {
    for (let i = 0; i < operands.length; i++) {
      const { pattern, at, count } = operands[i]
      if (pattern === 'full' || pattern === 'tile') continue
      const { data, offset } = stores.operands[i]
      bring(wasm, data, offset, base + at, count)
    }

    /** The addresses of operands and outputs that are used where they are. */
    const inPlace: (number | undefined)[] = []
    /** The addresses that the loop reads, from `first` on. */
    const table = wasm.ints
    const first = addresses === undefined ? 0 : (base + addresses) / 4
    if (addresses !== undefined) {
      for (let i = 0; i < operands.length; i++) {
        if (operands[i].pattern === 'full') inPlace[i] = wasm.addressOf(stores.operands[i])
        table[first + i] = base + operands[i].at
      }
      for (let i = 0; i < outputs.length; i++) {
        inPlace[operands.length + i] = wasm.addressOf(stores.outputs[i])
        table[first + operands.length + i] = base + outputs[i].at
      }
    }

    const copies =
      addresses === undefined ||
      operands.some(({ pattern }, i) => pattern === 'full' && inPlace[i] === undefined) ||
      outputs.some((_, i) => inPlace[operands.length + i] === undefined)

    /** Computes elements. Tiles and the bytes from row to row of them are 0 without a product. */
    const compute = (start: number, count: number, tiles = 0, tileBytes = 0): void => {
      for (let i = 0; i < operands.length; i++) {
        const { pattern, at, dtype } = operands[i]
        if (pattern !== 'full') continue
        const there = inPlace[i]
        if (there !== undefined) {
          table[first + i] = there + start * BYTES[dtype]
          continue
        }
        const { data, offset } = stores.operands[i]
        bring(wasm, data, offset + start, base + at, count)
      }
      for (let i = 0; i < outputs.length; i++) {
        const there = inPlace[operands.length + i]
        if (there !== undefined) table[first + operands.length + i] = there + start * BYTES[outputs[i].dtype]
      }
      if (tiles > 0) loop(base, 0, start / columns, 0, count / columns, columns, tiles, tileBytes)
      else rowsOf(base, start, count)
      for (let i = 0; i < outputs.length; i++) {
        if (inPlace[operands.length + i] !== undefined) continue
        const { data, offset } = stores.outputs[i]
        take(wasm, data, offset + start, base + outputs[i].at, count)
      }
    }
    const fill = (name: Tail['name'], address: number): void => {
      const least = name === 'max' ? -Infinity : name === 'min' ? Infinity : 0
      wasm.doubles.fill(least, address / 8, address / 8 + inner)
    }
    /** Reduces whole blocks that were computed. */
    const reduceBlocks = (start: number, count: number): void => {
      const blocks = count / block
      for (const { name, source, at, others } of tails)
        if (name !== 'sum' && name !== 'max' && name !== 'min')
          softmaxInMemory(wasm, name, blocks, n, {
            from: base + source,
            to: base + others!.to,
            tops: base + others!.tops,
            totals: base + others!.totals,
          })
        else if (inner === 1) reductions![`${name}Rows`](base + source, blocks, n, base + at)
        else
          for (let b = 0; b < blocks; b++) {
            // A kernel may write one element after its end. So each block starts only when the
            // block before is complete.
            const to = base + at + 8 * b * inner
            fill(name, to)
            reductions![`${name}Columns`](base + source + 8 * b * block, n, inner, to)
          }
      leave((start / block) * inner, blocks * inner)
    }
    /** Adds rows that were computed to the results of their block. */
    const addRows = (count: number): void => {
      for (const { name, source, at } of tails)
        reductions![`${name as 'sum'}Columns`](base + source, count / inner, inner, base + at)
    }
    /** Writes results of the reductions, which are doubles. */
    const leave = (first: number, count: number): void => {
      for (let t = 0; t < tails.length; t++) {
        const { at, width, dtype } = tails[t]
        const { data, offset } = stores.tails[t]
        if (dtype === 'float32') reductions!.narrow(base + at, base + at, Math.ceil((count * width) / 4))
        take(wasm, data, offset + first * width, base + at, count * width)
      }
    }
    const put = (t: number, at: number, x: number): void => {
      const { data, offset } = stores.tails[t]
      data[offset + at] = x
    }

    if ('products' in part) {
      const rows = sizeOf(shape) / columns
      const inOneBlock = tails.length > 0 && inner > 1
      if (inOneBlock) for (const { name, at } of tails) fill(name, base + at)
      const most = piece / columns
      const width = BYTES[operands.find(({ pattern }) => pattern === 'tile')!.dtype]
      for (const { a, b, row } of part.products)
        productBlocks(wasm, a, b, tile => {
          for (let i = 0; i < tile.rows; i += most) {
            const count = columns * Math.min(most, tile.rows - i)
            const start = columns * (row + tile.row + i)
            compute(start, count, width * (tile.at + i * tile.stride), width * tile.stride)
            if (inOneBlock) addRows(count)
            else if (tails.length > 0) reduceBlocks(start, count)
          }
        })
      if (inOneBlock && rows > 0) leave(0, inner)
      return
    }

    const { start: from, end } = part
    if (tails.length === 0) {
      // If nothing has to be copied, the loop runs as one piece.
      const most = copies ? piece : end - from
      for (let start = from; start < end; start += most) compute(start, Math.min(most, end - start))
    } else if (halving)
      for (let o = Math.floor(from / n); o < Math.floor(end / n); o++) {
        const totals = halved(
          o * n,
          n,
          piece,
          (start, count) => {
            compute(start, count)
            return tails.map(({ name, source, at }) => {
              reductions![`${name as 'sum'}Rows`](base + source, 1, count, base + at)
              return wasm.doubles[(base + at) / 8]
            })
          },
          tails,
        )
        for (let t = 0; t < tails.length; t++) put(t, o, totals[t])
      }
    else if (block > piece)
      for (let o = Math.floor(from / block); o < Math.floor(end / block); o++) {
        for (const { name, at } of tails) fill(name, base + at)
        for (let start = 0; start < block; start += piece) {
          const count = Math.min(piece, block - start)
          compute(o * block + start, count)
          addRows(count)
        }
        leave(o * inner, inner)
      }
    else
      for (let start = from; start < end; start += piece) {
        const count = Math.min(piece, end - start)
        compute(start, count)
        reduceBlocks(start, count)
      }
  })
}

/** The reductions of a run. A sum is the sum of the sums of two halves, as in `sum`. */
function halved(
  start: number,
  count: number,
  piece: number,
  ofPiece: (start: number, count: number) => number[],
  tails: readonly Tail[],
): number[] {
  if (count <= piece) return ofPiece(start, count)
  const half = Math.floor(count / 16) * 8
  const a = halved(start, half, piece, ofPiece, tails)
  const b = halved(start + half, count - half, piece, ofPiece, tails)
  return tails.map(({ name }, i) =>
    name === 'sum' ? a[i] + b[i] : name === 'max' ? Math.max(a[i], b[i]) : Math.min(a[i], b[i]),
  )
}
