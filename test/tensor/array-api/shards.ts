/** The fixtures in parts. Each has its own test file, so that they run in parallel. */
import { expect, test } from 'vitest'
import { type Case, complaintsOf, functionOf, readFixture } from './replay.ts'

export const shards = {
  elementwise: ['elementwise-exact', 'elementwise-rounded', 'creation', 'dtypes'],
  arrays: ['reductions', 'manipulation', 'searching'],
  products: ['linear-algebra', 'fft'],
}

/** Every case of the functions that `xp` has. Fewer cases than this are an error. */
export function replay(shard: keyof typeof shards, atLeast: number): void {
  let replayed = 0
  for (const file of shards[shard]) {
    const fixture = readFixture(file)
    const byName = new Map<string, Case[]>()
    for (const row of fixture.cases)
      if (functionOf(row[0])) byName.set(row[0], [...(byName.get(row[0]) ?? []), row])
    for (const [name, cases] of byName)
      test(`${name} gives what NumPy gives, in ${cases.length} cases of ${file}`, () => {
        const wrong = cases.flatMap((row, i) => complaintsOf(fixture, row, i))
        replayed += cases.length
        expect(wrong.slice(0, 10), `${wrong.length} complaints`).toEqual([])
      })
  }
  test('as many cases as there are', () => {
    console.log(`${replayed} cases of ${shard}`)
    expect(replayed).toBeGreaterThanOrEqual(atLeast)
  })
}
