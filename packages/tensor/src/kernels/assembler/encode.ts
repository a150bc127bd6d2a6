/**
 * Encodes nested code as bytes: variable-length integers, IEEE floats, and branch targets.
 *
 * Code is a tree, so an instruction is built from its operands without copying. A branch names the
 * scope that it leaves. It becomes a relative depth here, where the nesting is known.
 */

/** A block, a loop or an if. Branches can only go to these. */
export interface Scope {
  readonly opcode: number
  readonly label: Label
  readonly body: Code
  readonly otherwise?: Code
}

export interface Label {
  readonly kind: 'label'
}

/** A branch: the opcode of `br` or `br_if`, and the scope that it names. */
export interface Branch {
  readonly opcode: number
  readonly target: Label
}

/** A byte, encoded bytes, a list of code, or what depends on the nesting. */
export type Code = number | Uint8Array | readonly Code[] | Scope | Branch

const END = 0x0b
const ELSE = 0x05
const EMPTY_BLOCK = 0x40

/** Unsigned LEB128 of an integer in 0 … 2^32 − 1. */
export const unsigned = (value: number): number[] => {
  if (!(value >= 0 && value <= 0xffffffff && Number.isInteger(value)))
    throw new RangeError(`assembler: ${value} is not an unsigned 32-bit integer`)
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
  return bytes
}

/** Signed LEB128 of a 32-bit integer. */
export const signed = (value: number): number[] => {
  if ((value | 0) !== value) throw new RangeError(`assembler: ${value} is not a signed 32-bit integer`)
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const signIsKept = low & 0x40 ? rest === -1 : rest === 0
    bytes.push(signIsKept ? low : low | 0x80)
    if (signIsKept) return bytes
  }
}

const float = new DataView(new ArrayBuffer(8))
const floatBytes = (count: number): number[] => Array.from({ length: count }, (_, i) => float.getUint8(i))

export const float32 = (value: number): number[] => {
  float.setFloat32(0, value, true)
  return floatBytes(4)
}
export const float64 = (value: number): number[] => {
  float.setFloat64(0, value, true)
  return floatBytes(8)
}

/** A vector in the binary format: a count and its items. */
export const vector = (items: readonly Code[]): Code => [unsigned(items.length), items]

const isList = (code: Exclude<Code, number>): code is readonly Code[] => Array.isArray(code)

/** Flattens code into bytes. Throws for a branch to a scope that does not enclose it. */
export const flatten = (code: Code): Uint8Array<ArrayBuffer> => {
  let bytes = new Uint8Array(1024)
  let length = 0
  const enclosing: Label[] = []
  const reserve = (count: number): void => {
    if (length + count <= bytes.length) return
    const longer = new Uint8Array(2 * (length + count))
    longer.set(bytes)
    bytes = longer
  }
  const put = (byte: number): void => {
    if (length === bytes.length) reserve(1)
    bytes[length++] = byte
  }
  const visit = (piece: Code): void => {
    if (typeof piece === 'number') put(piece)
    else if (isList(piece)) for (let i = 0; i < piece.length; i++) visit(piece[i])
    else if (piece instanceof Uint8Array) {
      reserve(piece.length)
      bytes.set(piece, length)
      length += piece.length
    } else if ('target' in piece) {
      const depth = enclosing.length - 1 - enclosing.lastIndexOf(piece.target)
      if (depth >= enclosing.length)
        throw new Error('assembler: a branch names a block, loop or if that does not enclose it')
      put(piece.opcode)
      visit(unsigned(depth))
    } else {
      put(piece.opcode)
      put(EMPTY_BLOCK)
      enclosing.push(piece.label)
      visit(piece.body)
      if (piece.otherwise !== undefined) {
        put(ELSE)
        visit(piece.otherwise)
      }
      enclosing.pop()
      put(END)
    }
  }
  visit(code)
  return bytes.slice(0, length)
}
