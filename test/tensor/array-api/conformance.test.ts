/** Every case of the standard that NumPy was asked, in C order and in another layout. */
import { expect, test } from 'vitest'
import { type Case, complaintsOf, fixtureNames, functionOf, readFixture } from './replay.ts'

let replayed = 0

for (const file of fixtureNames) {
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

test('thousands of cases were replayed', () => {
  console.log(`${replayed} cases of the standard`)
  expect(replayed).toBeGreaterThan(4700)
})
