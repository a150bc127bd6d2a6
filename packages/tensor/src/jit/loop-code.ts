/**
 * What the code of a loop has written so far: the registers that hold values, the pointers to
 * buffers, and the code before the rows, at the start of each row, and for each turn.
 */
import type { DType } from '../array/dtype.ts'
import type { Body, FunctionScope, Local } from '../kernels/assembler/index.ts'
import { advance, i32 } from '../kernels/assembler/index.ts'
import type { Graph } from './graph.ts'
import {
  BYTES,
  constantLanes,
  converted,
  LANES,
  load,
  loadOne,
  store,
  type Vector,
  vectorsOf,
} from './lanes.ts'
import type { Layout, Operand } from './layout.ts'

export type Registers = readonly Local<'v128'>[]

/** The parameters of the kernel of a loop; see `emit.ts`. */
export interface Parameters {
  readonly base: Local<'i32'>
  readonly first: Local<'i32'>
  readonly firstRow: Local<'i32'>
  readonly firstColumn: Local<'i32'>
  readonly columns: Local<'i32'>
  readonly tiles: Local<'i32'>
  readonly tileBytes: Local<'i32'>
}

export class LoopCode {
  readonly before: Body[] = []
  readonly ofRow: Body[] = []
  readonly ofTurn: Body[] = []
  /** The places of the groups of four elements that one turn computes. */
  readonly quadruples: readonly number[]
  readonly #f: FunctionScope
  readonly #layout: Layout
  readonly #values: Graph['values']
  readonly #parameters: Parameters
  readonly #known = new Map<string, Registers>()
  /** The list of code to which an operand belongs that is the same for a whole row, or for all. */
  readonly #bodies = new Map<number, Body[]>()
  /** One pointer per size of element, and one more for rows that are read repeatedly. */
  readonly #pointers = new Map<string, Local<'i32'>>()

  constructor(
    f: FunctionScope,
    quadruples: number,
    layout: Layout,
    { values }: Graph,
    parameters: Parameters,
  ) {
    this.quadruples = Array.from({ length: quadruples }, (_, q) => q)
    this.#f = f
    this.#layout = layout
    this.#values = values
    this.#parameters = parameters
  }

  /** The number of elements that one turn computes. */
  get ofTurns(): number {
    return LANES * this.quadruples.length
  }

  /** Keeps vectors in registers, as a value in a dtype. */
  keep(place: number, dtype: DType, vectors: readonly Vector[], body = this.ofTurn): Registers {
    const registers = vectors.map(vector => {
      const register = this.#f.local('v128')
      body.push(register.set(vector))
      return register
    })
    this.#known.set(`${place} ${dtype}`, registers)
    return registers
  }

  /** Keeps vectors that are the same for all elements of a turn. */
  #keepSame(place: number, dtype: DType, vectors: readonly Vector[], body: Body[]): Registers {
    const registers = this.keep(place, dtype, vectors, body)
    const all = this.quadruples.flatMap(() => registers)
    this.#known.set(`${place} ${dtype}`, all)
    return all
  }

  /** Keeps one vector as all vectors of a value. */
  #keepOne(place: number, dtype: DType, vectors: readonly Vector[], body: Body[]): void {
    this.#bodies.set(place, body)
    const [one] = this.keep(place, dtype, vectors, body)
    this.#known.set(`${place} ${dtype}`, new Array(vectorsOf(dtype) * this.quadruples.length).fill(one))
  }

  /** The registers of a value in a dtype. */
  registersOf(place: number, dtype: DType): Registers {
    const there = this.#known.get(`${place} ${dtype}`)
    if (there) return there
    const immediate = this.#layout.immediates.get(place)
    const own = this.#values[place].dtype
    if (immediate !== undefined)
      return this.#keepSame(place, dtype, constantOf(immediate, own, dtype), this.before)
    const held = this.#known.get(`${place} ${own}`)!
    const as = (q: number) => converted(quadruple(held, own, q), own, dtype)
    const body = this.#bodies.get(place)
    return body
      ? this.#keepSame(place, dtype, as(0), body)
      : this.keep(place, dtype, this.quadruples.flatMap(as))
  }

  /** Reads operand `index` of the layout. */
  read({ place, dtype, pattern, at: fixed }: Operand, index: number): void {
    const at = pattern === 'full' ? this.#fixedAt(fixed) : fixed
    if (pattern === 'one') {
      this.#keepOne(place, dtype, loadOne(dtype, this.#parameters.base, at), this.before)
      return
    }
    const from = this.#pointer(pattern, dtype, index)
    if (pattern === 'column') this.#keepOne(place, dtype, loadOne(dtype, from, at), this.ofRow)
    else
      this.keep(
        place,
        dtype,
        this.quadruples.flatMap(q => load(dtype, from, at + q * LANES * BYTES[dtype])),
      )
  }

  /** Writes a value to output `index` of the layout, or to a tail. */
  write(place: number, dtype: DType, at: number, index?: number): void {
    const registers = this.registersOf(place, dtype)
    const { operands } = this.#layout
    const to = this.#pointer('full', dtype, index === undefined ? -1 : operands.length + index)
    const from = index === undefined ? at : this.#fixedAt(at)
    for (const q of this.quadruples)
      this.ofTurn.push(store(dtype, to, quadruple(registers, dtype, q), from + q * LANES * BYTES[dtype]))
  }

  /** Moves the pointers at the end of a row or a turn. */
  advancePointers(): void {
    for (const [key, at] of this.#pointers) {
      const [pattern, bytes] = key.split(' ')
      if (pattern === 'column') this.ofRow.push(advance(at, Number(bytes)))
      else this.ofTurn.push(advance(at, this.ofTurns * Number(bytes)))
    }
  }

  /** The distance of a buffer from its pointer. */
  #fixedAt(at: number): number {
    return this.#layout.addresses === undefined ? at : 0
  }

  #pointer(pattern: Operand['pattern'], dtype: DType, index: number): Local<'i32'> {
    const { addresses } = this.#layout
    const { base, first, firstRow, firstColumn, columns, tiles, tileBytes } = this.#parameters
    const bytes = BYTES[dtype]
    // A buffer with an address of its own has a pointer of its own.
    const own = pattern === 'full' && addresses !== undefined && index >= 0
    const key = own ? `${pattern} ${bytes} ${index}` : `${pattern} ${bytes}`
    const there = this.#pointers.get(key)
    if (there) return there
    const at = this.#f.local('i32')
    this.#pointers.set(key, at)
    const origin = own ? i32.load(base, addresses + 4 * index) : base
    const from = (element: Local<'i32'>) => i32.add(origin, i32.mul(element, i32.const(bytes)))
    if (pattern === 'full') {
      const start = this.#f.local('i32')
      this.before.push(start.set(from(first)))
      this.ofRow.push(at.set(start), start.set(i32.add(start, i32.mul(columns, i32.const(bytes)))))
    } else if (pattern === 'tile') this.ofRow.push(at.set(tiles), advance(tiles, tileBytes))
    else if (pattern === 'row') this.ofRow.push(at.set(from(firstColumn)))
    else if (pattern === 'column') this.before.push(at.set(from(firstRow)))
    return at
  }
}

/** The vectors of four of the elements of a turn. */
export const quadruple = (registers: Registers, dtype: DType, q: number): Registers =>
  registers.slice(q * vectorsOf(dtype), (q + 1) * vectorsOf(dtype))

/** A constant, converted to another dtype. */
const constantOf = (value: number, own: DType, dtype: DType): Vector[] =>
  constantLanes(own !== 'bool' && dtype === 'bool' ? Number(value !== 0) : value, dtype)
