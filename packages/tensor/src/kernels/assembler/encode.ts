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

export type Code = number | readonly Code[] | Scope | Branch

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

const littleEndian = (bytes: number, write: (view: DataView) => void): number[] => {
  const view = new DataView(new ArrayBuffer(bytes))
  write(view)
  return Array.from(new Uint8Array(view.buffer))
}

export const float32 = (value: number): number[] => littleEndian(4, view => view.setFloat32(0, value, true))
export const float64 = (value: number): number[] => littleEndian(8, view => view.setFloat64(0, value, true))

/** A vector in the binary format: a count and its items. */
export const vector = (items: readonly Code[]): Code => [unsigned(items.length), items]

/** Flattens code into bytes. Throws for a branch to a scope that does not enclose it. */
export const flatten = (code: Code): number[] => {
  const bytes: number[] = []
  const enclosing: Label[] = []
  const visit = (piece: Code): void => {
    if (typeof piece === 'number') bytes.push(piece)
    else if ('length' in piece) for (const part of piece) visit(part)
    else if ('target' in piece) {
      const depth = enclosing.length - 1 - enclosing.lastIndexOf(piece.target)
      if (depth >= enclosing.length)
        throw new Error('assembler: a branch names a block, loop or if that does not enclose it')
      bytes.push(piece.opcode, ...unsigned(depth))
    } else {
      bytes.push(piece.opcode, EMPTY_BLOCK)
      enclosing.push(piece.label)
      visit(piece.body)
      if (piece.otherwise !== undefined) {
        bytes.push(ELSE)
        visit(piece.otherwise)
      }
      enclosing.pop()
      bytes.push(END)
    }
  }
  visit(code)
  return bytes
}
