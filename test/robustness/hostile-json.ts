/** Generators of wrong JSON texts. */

import fc from 'fast-check'

type Json = undefined | null | boolean | number | string | Json[] | { [key: string]: Json }

/** Texts that JSON.parse reads as unusual values, some of them deeply nested. */
export const oddJson: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    '""',
    '-1',
    '0.5',
    '1e400',
    '-0',
    '5e-324',
    '1e308',
    '-1e308',
    '9007199254740993',
  ),
  fc.constantFrom(
    '[]',
    '{}',
    '[[]]',
    '"__proto__"',
    '"../../x"',
    '"<script>"',
    '"\\u0000\\ud800"',
    '"$number"',
  ),
  fc.constantFrom('{"__proto__":{"x":1}}', '{"$float64":"AAAA"}', '{"$float64":1}', '{"$number":"-0"}'),
  fc.constantFrom(1_000, 100_000).map(depth => '['.repeat(depth) + ']'.repeat(depth)),
  fc.constantFrom(1_000, 100_000).map(length => JSON.stringify('x'.repeat(length))),
  fc.constantFrom(1_000, 100_000).map(length => `{${JSON.stringify('x'.repeat(length))}:[{}]}`),
  fc.jsonValue({ maxDepth: 2 }).map(value => JSON.stringify(value)),
)

export const anyJson: fc.Arbitrary<string> = fc.oneof(
  oddJson,
  fc.jsonValue().map(value => JSON.stringify(value)),
)

const places = (value: Json, path: string[] = []): string[][] =>
  value !== null && typeof value === 'object'
    ? [path, ...Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]))]
    : [path]

const mark = '\u0001here\u0001'

/** The same value with a few parts replaced, removed or added. */
export const changedJson = (value: Json): fc.Arbitrary<string> => {
  const all = places(value)
  const change = fc.record({
    at: fc.nat({ max: all.length - 1 }),
    how: fc.constantFrom('replace', 'replace', 'leave out', 'add'),
    text: oddJson,
  })
  return fc.array(change, { minLength: 0, maxLength: 3 }).map(changes => {
    let copy: Json = structuredClone(value)
    const texts: string[] = []
    for (const { at, how, text } of changes) {
      const path = all[at]
      const key = path.at(-1)
      let parent: Json = copy
      for (const step of path.slice(0, -1)) parent = (parent as Record<string, Json> | null)?.[step] ?? null
      const put = `${mark}${texts.push(text) - 1}`
      if (key === undefined) {
        if (how === 'replace') copy = put
      } else if (parent !== null && typeof parent === 'object') {
        const fields = parent as Record<string, Json>
        if (how === 'leave out') delete fields[key]
        else fields[how === 'add' ? `${key}x` : key] = put
      }
    }
    return JSON.stringify(copy).replace(
      new RegExp(`"${JSON.stringify(mark).slice(1, -1)}(\\d+)"`.replaceAll('\\u', '\\\\u'), 'g'),
      (_, n: string) => texts[Number(n)],
    )
  })
}

/** Numbers at the ends of the range, and some from the middle. */
export const oddNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    0,
    1,
    2,
    -1,
    0.5,
    1e-300,
    5e-324,
    1e300,
    1.7976931348623157e308,
    -1e300,
    1e21,
    1e-7,
    2 ** 53,
  ),
  fc.integer({ min: 0, max: 10 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
