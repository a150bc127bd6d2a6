/** SHA-256 against the examples of FIPS 180-4, by Node and by the package for browsers. */

import { afterAll, describe, expect, test, vi } from 'vitest'

const examples: readonly [name: string, content: string, digest: string][] = [
  ['nothing', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'a million times a',
    'a'.repeat(1_000_000),
    'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
  ],
]
/** Texts that UTF-8 writes with one to four bytes, and one half of a pair. */
const texts = ['κ → ∞, ü', '𝔼', '\ud800']

const original = process.getBuiltinModule
afterAll(() => {
  process.getBuiltinModule = original
})
const hashWith = async (getBuiltinModule: typeof original) => {
  process.getBuiltinModule = getBuiltinModule
  vi.resetModules()
  return (await import('../../../packages/theory/src/files/hash.ts')).sha256
}
const byNode = await hashWith(original)
const byPackage = await hashWith((() => undefined) as unknown as typeof original)

describe.each([
  ['Node', byNode],
  ['the package', byPackage],
])('by %s', (_, sha256) => {
  test.each(examples)('%s', (_, content, digest) => {
    expect(sha256(content)).toBe(digest)
    expect(sha256(new TextEncoder().encode(content))).toBe(digest)
  })
})

test.each(texts)('both agree on %j', text => {
  expect(byNode(text)).toBe(byPackage(text))
})
