/**
 * A fused loop as a step. Piece by piece, it copies operands in, computes, reduces, and copies
 * results out.
 */
import { compact } from '../array/convert.ts'
import { allocate, type Data } from '../array/dtype.ts'
import { broadcastStride, sizeOf, strideOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import type { Engine } from '../kernels/engine.ts'
import { keepPages } from '../kernels/keep-pages.ts'
import { rowsKernels } from '../kernels/rows/buffer.ts'
import { placeTables } from '../kernels/transcendental/table.ts'
import type { Home } from './arena.ts'
import { loopModule } from './emit.ts'
import type { Graph } from './graph.ts'
import type { Group } from './group.ts'
import type { Layout, Operand, Tail } from './layout.ts'
import { bring, take } from './move.ts'
import type { Step, Values } from './step.ts'

export function loopStep(wasm: Engine, group: Group, layout: Layout, graph: Graph, home: Home): Step {
  const { values } = graph
  const { shape, size, columns, operands, outputs, tails, reduced, piece, halving, bytes } = layout
  const { loop } = wasm.compile<'loop'>(loopModule(group.nodes, layout, graph))
  placeTables(wasm)
  const reductions = tails.length > 0 ? rowsKernels(wasm) : undefined
  const full = operands.filter(({ pattern }) => pattern === 'full')
  const others = operands.filter(({ pattern }) => pattern !== 'full')
  const given = [...outputs, ...tails]
  const homes = given.map(({ place }) => home(place))

  /** The elements of an operand in C order, from the offset on. */
  const elements = (held: Values, { place, source, expanded }: Operand): Tensor => {
    const x = compact(held[source]!, 'jit')
    if (!expanded) return x
    const { shape: own } = values[place]
    const stride = broadcastStride(own, strideOf(own), shape)
    return compact(new Tensor(x.dtype, x.data, shape, stride, x.offset), 'jit')
  }

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
      loop(base, 0, row++, column, 1, done)
    }
    const whole = Math.floor((count - done) / columns)
    if (whole > 0) loop(base, done, row, 0, whole, columns)
    row += whole
    done += whole * columns
    if (done < count) loop(base, done, row, 0, 1, count - done)
  }

  return {
    kind: 'loop',
    ops: [...group.nodes, ...group.reductions].map(({ op }) => op.name),
    reads: operands.map(({ source }) => source),
    gives: given.map(({ place }) => place),
    work: (group.nodes.length + group.reductions.length) * size,
    run(held) {
      const stores: Data[] = []
      for (let i = 0; i < given.length; i++) {
        const { place } = given[i]
        const { dtype, shape: own } = values[place]
        let y = homes[i]
        if (!y) {
          const count = sizeOf(own)
          keepPages(count)
          y = new Tensor(dtype, allocate('jit', dtype, own, count), own)
        }
        stores.push(y.data)
        held[place] = y
      }
      const streams: Tensor[] = []
      for (let i = 0; i < full.length; i++) streams.push(elements(held, full[i]))
      wasm.reserve(bytes, base => {
        for (let i = 0; i < others.length; i++) {
          const x = elements(held, others[i])
          bring(wasm, x.data, x.offset, base + others[i].at, x.size)
        }
        const compute = (start: number, count: number) => {
          for (let i = 0; i < full.length; i++)
            bring(wasm, streams[i].data, streams[i].offset + start, base + full[i].at, count)
          rowsOf(base, start, count)
          for (let i = 0; i < outputs.length; i++)
            take(wasm, stores[i], homes[i] ? homes[i]!.offset + start : start, base + outputs[i].at, count)
        }
        if (!reduced) {
          for (let start = 0; start < size; start += piece) compute(start, Math.min(piece, size - start))
          return
        }
        const { outer, n, inner } = reduced
        const block = n * inner
        if (halving)
          for (let o = 0; o < outer; o++) {
            const totals = halved(
              o * n,
              n,
              piece,
              (start, count) => {
                compute(start, count)
                return tails.map(tail => {
                  reductions![`${tail.name}Rows`](base + tail.source, 1, count, base + tail.at)
                  return wasm.doubles[(base + tail.at) / 8]
                })
              },
              tails,
            )
            for (let t = 0; t < tails.length; t++) put(outputs.length + t, o, totals[t])
          }
        else if (block > piece)
          for (let o = 0; o < outer; o++) {
            for (const { name, at } of tails) fill(name, base + at, inner)
            for (let start = 0; start < block; start += piece) {
              const count = Math.min(piece, block - start)
              compute(o * block + start, count)
              for (const { name, source, at } of tails)
                reductions![`${name}Columns`](base + source, count / inner, inner, base + at)
            }
            leave(o * inner, inner)
          }
        else
          for (let start = 0; start < size; start += piece) {
            const count = Math.min(piece, size - start)
            compute(start, count)
            const blocks = count / block
            for (const { name, source, at } of tails)
              if (inner === 1) reductions![`${name}Rows`](base + source, blocks, n, base + at)
              else
                for (let b = 0; b < blocks; b++) {
                  // A kernel may write one element after its end. So each block starts only when
                  // the block before is complete.
                  fill(name, base + at + 8 * b * inner, inner)
                  reductions![`${name}Columns`](
                    base + source + 8 * b * block,
                    n,
                    inner,
                    base + at + 8 * b * inner,
                  )
                }
            leave((start / block) * inner, blocks * inner)
          }

        /** Writes the results of the reductions, which are doubles. */
        function leave(first: number, count: number): void {
          const { doubles } = wasm
          for (let t = 0; t < tails.length; t++)
            for (let i = 0, from = (base + tails[t].at) / 8; i < count; i++)
              put(outputs.length + t, first + i, doubles[from + i])
        }
        function put(i: number, at: number, x: number): void {
          stores[i][(homes[i]?.offset ?? 0) + at] = x
        }
        function fill(name: Tail['name'], address: number, count: number): void {
          wasm.doubles.fill({ sum: 0, max: -Infinity, min: Infinity }[name], address / 8, address / 8 + count)
        }
      })
    },
  }
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
