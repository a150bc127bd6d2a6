// The header of a .npy file is a Python dictionary in text:
//   {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
// Format: numpy.lib.format, "A simple file format for NumPy arrays" (NEP 1), versions 1.0, 2.0 and
// 3.0.

import { fail } from '../array/error.ts'
import { quote } from './text.ts'

export interface NpyHeader {
  /** Byte order and element type, such as `<f8`. */
  descr: string
  fortranOrder: boolean
  shape: number[]
}

/** NumPy's own limit on the number of axes. */
const MOST_AXES = 64

/** Each token can match at only one place, so parsing takes linear time for any text. */
const TOKEN = /\s*(?:'([^'\\]*)'|"([^"\\]*)"|(True|False)\b|(\d+)|([{}():,[\]]))/y

export function parseHeader(operation: string, text: string): NpyHeader {
  const refuse = (why: string): never => fail(operation, `the header ${why}; it should look like ${EXAMPLE}`)
  let at = 0
  const next = (): { text?: string; truth?: boolean; whole?: number; mark?: string } => {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (!match) return refuse(text.slice(at).trim() === '' ? 'ends early' : `cannot be read at byte ${at}`)
    at = TOKEN.lastIndex
    const [, single, double, truth, digits, mark] = match
    if (mark !== undefined) return { mark }
    if (truth !== undefined) return { truth: truth === 'True' }
    if (digits !== undefined) return { whole: Number(digits) }
    return { text: single ?? double! }
  }
  const expectMark = (mark: string) => {
    if (next().mark !== mark) refuse(`lacks a "${mark}" before byte ${at}`)
  }
  const shapeTuple = (): number[] => {
    expectMark('(')
    const shape: number[] = []
    for (;;) {
      const { whole, mark } = next()
      if (mark === ')') return shape
      if (whole === undefined) return refuse('has a shape that is not a tuple of whole numbers')
      if (!Number.isSafeInteger(whole)) return refuse('has an axis longer than 2^53 − 1')
      shape.push(whole)
      if (shape.length > MOST_AXES) return refuse(`has more than ${MOST_AXES} axes`)
      const after = next().mark
      if (after === ')') return shape
      if (after !== ',') return refuse('has a shape that is not a tuple of whole numbers')
    }
  }

  const found: Partial<NpyHeader> = {}
  expectMark('{')
  for (;;) {
    const key = next()
    if (key.mark === '}') break
    expectMark(':')
    if (key.text === 'descr') {
      const descr = next().text
      if (descr === undefined)
        return fail(operation, 'structured arrays cannot be read; save each field as an array of its own')
      found.descr = descr
    } else if (key.text === 'fortran_order')
      found.fortranOrder = next().truth ?? refuse('has a bad fortran_order')
    else if (key.text === 'shape') found.shape = shapeTuple()
    else
      return refuse(
        key.text === undefined ? 'has a key that is no string' : `has the unknown key ${quote(key.text)}`,
      )
    const after = next().mark
    if (after === '}') break
    if (after !== ',') return refuse(`lacks a "," before byte ${at}`)
  }
  if (text.slice(at).trim() !== '') return refuse('goes on after its dictionary')
  const { descr, fortranOrder, shape } = found
  if (descr === undefined || fortranOrder === undefined || shape === undefined)
    return refuse('lacks one of descr, fortran_order and shape')
  return { descr, fortranOrder, shape }
}

const EXAMPLE = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }"

/** NumPy reserves this many digits, so that the first axis can grow without moving the elements. */
const GROWTH_DIGITS = 21

/**
 * The header text as NumPy writes it, padded so that the elements start at a multiple of 64 bytes.
 */
export function formatHeader(descr: string, shape: readonly number[], prefix: number): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const growth = shape.length === 0 ? 0 : GROWTH_DIGITS - String(shape[0]).length
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }${' '.repeat(growth)}`
  return `${text}${' '.repeat(64 - ((prefix + text.length + 1) % 64))}\n`
}
