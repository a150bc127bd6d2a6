/** The expressions of docs/coming-from.md give what the page says, and its names are public. */
import { readFileSync } from 'node:fs'
import * as tensorPackage from '@multiview/tensor'
import { Tensor, tensor } from '@multiview/tensor'
import * as files from '@multiview/tensor/files'
import { describe, expect, test } from 'vitest'

const text = readFileSync(new URL('../../docs/coming-from.md', import.meta.url), 'utf8')
const rows = [...text.matchAll(/^\| (`.*) \|$/gm)].map(([, row]) => row.split(' | '))
const names = {
  ...tensorPackage,
  ...files,
  x: tensor([
    [1, 2],
    [3, 4],
  ]),
  v: tensor([3, 1, 2]),
  i: tensor([0, 2], { dtype: 'int32' }),
  a: tensor([[1, 2]]),
  b: tensor([[1], [2]]),
  t: tensor([
    [1, 0],
    [0, 1],
  ]),
  w: tensor([[[[1]]]]),
  tree: { one: tensor([1]) },
  random: tensorPackage.stream(1, 'name'),
  bytes: files.writeNpy(tensor([1])),
}
const codeOf = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code)

const resultOf = (code: string, more: object = {}): unknown => {
  const scope = { ...names, ...more }
  return Function(...Object.keys(scope), `return ${code}`)(...Object.values(scope))
}
const plain = (value: unknown): unknown => (value instanceof Tensor ? value.toArray() : value)

/** Numbers, equal to 12 decimal places. */
const near = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(near) : typeof value === 'number' ? expect.closeTo(value, 12) : value

const withResult = rows.filter(row => row.length === 3)
const others = rows.filter(row => row.length === 2).map(([theirs, ours]) => [theirs, ours] as const)

describe('the table of NumPy', () => {
  test.each(withResult)('%s is %s, which gives %s', (_, ours, gives) => {
    expect(plain(resultOf(codeOf(ours)[0]))).toEqual(near(JSON.parse(codeOf(gives)[0])))
  })
})

describe('the other tables', () => {
  test('are all read', () => {
    expect(withResult.length).toBeGreaterThan(30)
    expect(others.length).toBeGreaterThan(45)
  })

  test.each(others)('%s is %s', (_, ours) => {
    for (const code of codeOf(ours)) {
      if (code.startsWith('@multiview/')) continue
      // A function of one tensor, or of a tensor and a tree, for the transforms.
      const f = (x: Tensor) => tensorPackage.sum(x.mul(x))
      const image = tensor([
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ])
      const more = /conv2d|maxPool2d/.test(code)
        ? { x: image }
        : code.startsWith('treeMap')
          ? { f: (x: Tensor) => x.neg() }
          : { f }
      expect(resultOf(code, more), code).toBeDefined()
    }
  })
})
