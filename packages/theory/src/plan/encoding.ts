/** Plain data with typed arrays as JSON and back, every bit preserved. */

export type TypedArray = Float64Array | Int32Array

export const isTypedArray = (value: unknown): value is TypedArray =>
  value instanceof Float64Array || value instanceof Int32Array

/** The bytes of an array in memory, not copied. */
export const bytesOf = (array: TypedArray): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** A value that JSON cannot hold is written as an object with one field, whose name is reserved. */
const tags = { Float64Array: '$float64', Int32Array: '$int32', number: '$number' } as const
const reserved: ReadonlySet<string> = new Set(Object.values(tags))

/**
 * @param textOf how an array is written; its bytes in base64 unless given
 * @throws TypeError for what is neither null, a boolean, a number, a text, a list, a plain object
 * nor one of the typed arrays.
 */
export const encode = (value: unknown, textOf: (array: TypedArray) => string = base64): string =>
  JSON.stringify(encoded(value, textOf))

const encoded = (value: unknown, textOf: (array: TypedArray) => string): unknown => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [tags.number]: Object.is(value, -0) ? '-0' : String(value) }
  if (Array.isArray(value)) return value.map(part => encoded(part, textOf))
  if (value instanceof Float64Array) return { [tags.Float64Array]: textOf(value) }
  if (value instanceof Int32Array) return { [tags.Int32Array]: textOf(value) }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        if (reserved.has(name)) throw new TypeError(`encode: a field is named ${name}, which marks arrays`)
        return [name, encoded(part, textOf)]
      }),
    )
  throw new TypeError(`encode: ${typeof value} ${String(value)} is not plain data`)
}

export const base64 = (array: TypedArray): string => Buffer.from(bytesOf(array)).toString('base64')

/**
 * @param contentOf the bytes of an array that was written with another `textOf`
 * @throws SyntaxError for text that `encode` did not write.
 */
export const decode = (text: string, contentOf: (text: string) => Uint8Array = fromBase64): unknown =>
  decoded(JSON.parse(text), contentOf)

export const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64')

const decoded = (value: unknown, contentOf: (text: string) => Uint8Array): unknown => {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(part => decoded(part, contentOf))
  const entries = Object.entries(value)
  if (entries.length === 1 && reserved.has(entries[0][0]))
    return untagged(entries[0][0], entries[0][1], contentOf)
  return Object.fromEntries(entries.map(([name, part]) => [name, decoded(part, contentOf)]))
}

const untagged = (
  tag: string,
  content: unknown,
  contentOf: (text: string) => Uint8Array,
): number | TypedArray => {
  if (typeof content !== 'string') throw new SyntaxError(`${tag} holds no text`)
  if (tag === tags.number) return Number(content)
  const { buffer, byteOffset, byteLength } = contentOf(content)
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength)
  const size = tag === tags.Float64Array ? 8 : 4
  if (bytes.byteLength % size !== 0) throw new SyntaxError(`${tag} holds ${bytes.byteLength} bytes`)
  return tag === tags.Float64Array ? new Float64Array(bytes) : new Int32Array(bytes)
}
