/**
 * The program that a traced run recorded, without ops that no result needs and without repetitions.
 */
import type { DType } from '../array/dtype.ts'
import { type Shape, sameShape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { mulOp } from '../ops/elementwise/mul.ts'
import type { Op } from '../trace/apply.ts'
import { isPlain, mapTree } from '../transforms/tree.ts'
import type { Noted } from './trace.ts'

/** A value of a program: an argument, a constant, or the result of an op. */
export interface Value {
  readonly dtype: DType
  readonly shape: Shape
  /** The index of the argument. */
  readonly argument?: number
  readonly constant?: Tensor
  readonly node?: Node
}

export interface Node {
  readonly op: Op<never>
  readonly options: unknown
  /** The places of the inputs in `values`. */
  readonly inputs: readonly number[]
  /** The place of the result in `values`. */
  readonly at: number
  /** The inputs whose store the result shares, because it is a view of them. */
  readonly views: readonly number[]
}

export interface Graph {
  readonly values: readonly Value[]
  /** The ops in the order in which they run. */
  readonly nodes: readonly Node[]
  /** The places of the results in `values`. */
  readonly results: readonly number[]
  /** The number of recorded ops that no result needs. */
  readonly dead: number
  /** The number of recorded ops that were replaced by an existing value. */
  readonly merged: number
}

/** The number that all elements of a value have, if that is known. */
export function numberOf({ constant }: Value): number | undefined {
  const one = constant?.shape.every((n, axis) => n === 1 || constant.stride[axis] === 0)
  return one ? constant!.data[constant!.offset] : undefined
}

/** The graph of a recording, which lists the arguments first and then the ops. */
export function graphOf(
  args: readonly Tensor[],
  notes: readonly (Noted | undefined)[],
  results: readonly (number | Tensor)[],
): Graph {
  const needed = new Uint8Array(notes.length)
  for (const result of results) if (typeof result === 'number') needed[result] = 1
  for (let i = notes.length; i-- > 0; )
    if (needed[i])
      for (const input of notes[i]?.inputs ?? []) if (typeof input === 'number') needed[input] = 1

  const values: Value[] = []
  const nodes: Node[] = []
  const places: number[] = []
  const known = new Map<string, number>()
  const name = names()
  const add = (value: Value) => values.push(value) - 1
  const constant = (x: Tensor) => {
    const key = x.size === 1 ? `${x.dtype}[${x.shape}]${text(x.data[x.offset])}` : `tensor ${name(x)}`
    const before = known.get(key)
    if (before !== undefined) return before
    const place = add({ dtype: x.dtype, shape: x.shape, constant: x })
    known.set(key, place)
    return place
  }
  const placeOf = (x: number | Tensor) => (typeof x === 'number' ? places[x] : constant(x))
  let dead = 0
  let merged = 0
  notes.forEach((noted, i) => {
    if (!noted) {
      const { dtype, shape } = args[i]
      places[i] = add({ dtype, shape, argument: i })
      return
    }
    if (!needed[i]) {
      dead++
      return
    }
    const inputs = noted.inputs.map(placeOf)
    const same = unchanged(noted, inputs, values)
    if (same !== undefined) {
      merged++
      places[i] = same
      return
    }
    const key = `${name(noted.op)}(${inputs})${keyOf(noted.options, name)}`
    const before = known.get(key)
    if (before !== undefined) {
      merged++
      places[i] = before
      return
    }
    const { output } = noted
    const views = inputs.filter((_, k) => {
      const input = noted.inputs[k]
      const x = typeof input === 'number' ? (notes[input]?.output ?? args[input]) : input
      return x.data === output.data
    })
    const node: Node = {
      op: noted.op,
      // The options are copied, since a caller may change them later.
      options: mapTree('jit', noted.options, x => x),
      inputs,
      at: values.length,
      views,
    }
    places[i] = add({ dtype: output.dtype, shape: output.shape, node })
    known.set(key, places[i])
    nodes.push(node)
  })
  return { values, nodes, results: results.map(placeOf), dead, merged }
}

/** The other input of a product with 1. */
function unchanged(
  { op, output }: Noted,
  inputs: readonly number[],
  values: readonly Value[],
): number | undefined {
  if (op !== (mulOp as Op<never>)) return
  return inputs.find((input, i) => {
    const { dtype, shape } = values[input]
    return numberOf(values[inputs[1 - i]]) === 1 && dtype === output.dtype && sameShape(shape, output.shape)
  })
}

/** Returns a function that gives each object a number of its own. */
function names(): (x: object) => number {
  const known = new Map<object, number>()
  return x => {
    const before = known.get(x)
    if (before !== undefined) return before
    known.set(x, known.size)
    return known.size - 1
  }
}

const text = (x: unknown): string => (Object.is(x, -0) ? '-0' : `${typeof x} ${String(x)}`)

/** A text of options. Two options have the same text only if they mean the same. */
function keyOf(x: unknown, name: (x: object) => number): string {
  if (Array.isArray(x)) return `[${x.map(part => keyOf(part, name))}]`
  if (isPlain(x))
    return `{${Object.entries(x).map(([key, part]) => `${JSON.stringify(key)}:${keyOf(part, name)}`)}}`
  return typeof x === 'object' || typeof x === 'function' ? `#${x ? name(x) : 'null'}` : text(x)
}
