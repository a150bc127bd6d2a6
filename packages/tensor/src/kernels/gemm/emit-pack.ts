/**
 * Writes the packing kernels. They place lanes (rows of A or columns of B) in groups, step by step,
 * with the lanes of a group side by side.
 */
import type { Body, Expr, FunctionScope, Local, ModuleWriter } from '../assembler/index.ts'
import { advance, f32, f64, i32, repeat, v128, when } from '../assembler/index.ts'
import type { FloatType } from '../engine.ts'

type Address = Local<'i32'>
type Vector = Local<'v128'>

/** The bytes of elements of `size` bytes, given by their numbers in two consecutive vectors. */
const elements = (size: number, numbers: readonly number[]): number[] =>
  numbers.flatMap(number => Array.from({ length: size }, (_, byte) => number * size + byte))

/** Transposes a square of as many vectors as a vector has lanes. */
const transposed = (f: FunctionScope, rows: readonly Vector[]): { body: Body; columns: Expr<'v128'>[] } => {
  if (rows.length === 2) {
    const [a, b] = rows
    return {
      body: [],
      columns: [
        [0, 2],
        [1, 3],
      ].map(pick => v128.shuffle(a, b, elements(8, pick))),
    }
  }
  const [a, b, c, d] = rows
  const pairs = f.locals('v128', 4)
  const [low, high] = [elements(4, [0, 4, 1, 5]), elements(4, [2, 6, 3, 7])]
  const body = [
    pairs[0].set(v128.shuffle(a, b, low)),
    pairs[1].set(v128.shuffle(c, d, low)),
    pairs[2].set(v128.shuffle(a, b, high)),
    pairs[3].set(v128.shuffle(c, d, high)),
  ]
  const [first, second] = [elements(8, [0, 2]), elements(8, [1, 3])]
  const columns = [
    v128.shuffle(pairs[0], pairs[1], first),
    v128.shuffle(pairs[0], pairs[1], second),
    v128.shuffle(pairs[2], pairs[3], first),
    v128.shuffle(pairs[2], pairs[3], second),
  ]
  return { body, columns }
}

/**
 * Packs lanes in groups of `width`. Parameters: from, bytes from lane to lane, bytes from step to
 * step, groups, steps, to, bytes from group to group of the result. Adjacent lanes are copied by
 * vectors. Lanes with adjacent steps are transposed by vectors. Other elements are copied one by
 * one.
 */
export const packFunction = (module: ModuleWriter, name: string, type: FloatType, width: number): void => {
  const bytes = type === 'float64' ? 8 : 4
  const perVector = 16 / bytes
  const groupBytes = width * bytes
  const move = (to: Address, from: Address, offset: number) =>
    type === 'float64' ? f64.store(to, f64.load(from), offset) : f32.store(to, f32.load(from), offset)

  module.func(
    name,
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, from, laneBytes, stepBytes, groups, steps, firstTo, groupDistance) => {
      const [to, remaining, left, ...lanes] = f.locals('i32', 3 + width)
      const rows = f.locals('v128', perVector)

      const sideBySide: Body = [
        lanes[0].set(from),
        repeat(remaining, [
          Array.from({ length: groupBytes / 16 }, (_, j) =>
            v128.store(to, v128.load(lanes[0], 16 * j), 16 * j),
          ),
          advance(lanes[0], stepBytes),
          advance(to, groupBytes),
        ]),
      ]

      /** A square of `perVector` lanes and steps. */
      const square = (first: number): Body => {
        const { body, columns } = transposed(f, rows)
        return [
          rows.map((row, i) => row.set(v128.load(lanes[first + i]))),
          body,
          columns.map((column, step) => v128.store(to, column, step * groupBytes + first * bytes)),
        ]
      }
      const firsts = Array.from({ length: width / perVector }, (_, i) => i * perVector)
      const bySquares: Body = [
        left.set(i32.shrU(remaining, i32.const(perVector === 2 ? 1 : 2))),
        remaining.set(i32.and(remaining, i32.const(perVector - 1))),
        when(
          left,
          repeat(left, [
            firsts.map(square),
            lanes.map(lane => advance(lane, 16)),
            advance(to, perVector * groupBytes),
          ]),
        ),
      ]
      const oneByOne: Body = when(
        remaining,
        repeat(remaining, [
          lanes.map((lane, index) => [move(to, lane, index * bytes), advance(lane, stepBytes)]),
          advance(to, groupBytes),
        ]),
      )

      return repeat(groups, [
        to.set(firstTo),
        remaining.set(steps),
        when(i32.eq(laneBytes, i32.const(bytes)), sideBySide, [
          lanes.map((lane, index) => lane.set(index === 0 ? from : i32.add(lanes[index - 1], laneBytes))),
          when(i32.eq(stepBytes, i32.const(bytes)), bySquares),
          oneByOne,
        ]),
        advance(from, i32.mul(laneBytes, i32.const(width))),
        advance(firstTo, groupDistance),
      ])
    },
  )
}
