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
 * @throws TypeError for what is neither null, a boolean, a number, a text, a list, a plain object
 * nor one of the typed arrays.
 */
export const encode = (value: unknown): string => JSON.stringify(encoded(value))

const encoded = (value: unknown): unknown => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [tags.number]: Object.is(value, -0) ? '-0' : String(value) }
  if (Array.isArray(value)) return value.map(encoded)
  if (value instanceof Float64Array) return { [tags.Float64Array]: base64(value) }
  if (value instanceof Int32Array) return { [tags.Int32Array]: base64(value) }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        if (reserved.has(name)) throw new TypeError(`encode: a field is named ${name}, which marks arrays`)
        return [name, encoded(part)]
      }),
    )
  throw new TypeError(`encode: ${typeof value} ${String(value)} is not plain data`)
}

const base64 = (array: TypedArray): string => Buffer.from(bytesOf(array)).toString('base64')

/** @throws SyntaxError for text that `encode` did not write. */
export const decode = (text: string): unknown => decoded(JSON.parse(text))

const decoded = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(decoded)
  const entries = Object.entries(value)
  if (entries.length === 1 && reserved.has(entries[0][0])) return untagged(entries[0][0], entries[0][1])
  return Object.fromEntries(entries.map(([name, part]) => [name, decoded(part)]))
}

const untagged = (tag: string, content: unknown): number | TypedArray => {
  if (typeof content !== 'string') throw new SyntaxError(`${tag} holds no text`)
  if (tag === tags.number) return Number(content)
  const { buffer, byteOffset, byteLength } = Buffer.from(content, 'base64')
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength)
  const size = tag === tags.Float64Array ? 8 : 4
  if (bytes.byteLength % size !== 0) throw new SyntaxError(`${tag} holds ${bytes.byteLength} bytes`)
  return tag === tags.Float64Array ? new Float64Array(bytes) : new Int32Array(bytes)
}
