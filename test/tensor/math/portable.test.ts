import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// ECMAScript fixes the results of these to the last bit. All other functions of Math may differ
// between engines.
const allowed = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc LN2 LN10 PI E SQRT2 SQRT1_2 LOG2E LOG10E'.split(
    ' ',
  ),
)

test.each(['math', 'random', 'optim', 'files', 'array', 'ops', 'trace', 'transforms'])(
  'nothing in %s calls a Math function whose bits depend on the engine, nor makes code from strings',
  folder => {
    const root = new URL(`../../../packages/tensor/src/${folder}/`, import.meta.url)
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      const code = readFileSync(new URL(name, root), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      for (const [call, member] of code.matchAll(/\bMath\.(\w+)/g))
        expect(allowed, `${folder}/${name} uses ${call}`).toContain(member)
      expect(code, `${folder}/${name}`).not.toMatch(/\beval\s*\(|new Function\b|[^.\w]Function\s*\(/)
    }
  },
)
