/**
 * Runs every `@example` in the docstrings of the package. A line `expression // value` is checked: the value is
 * read as JSON and compared with what the expression gives. Other lines just run.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as mv from '@multiview/tensor'
import * as kernels from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../../packages/tensor/src/', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .sort()

interface Example {
  readonly file: string
  readonly name: string
  readonly lines: readonly string[]
}

/** The examples of a file, each with the name that is declared below its docstring. */
function examplesOf(file: string): Example[] {
  const text = readFileSync(source + file, 'utf8')
  const found: Example[] = []
  for (const [, comment, below] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*(.*)/g)) {
    const example = comment.split('@example')[1]
    if (!example) continue
    const name =
      /(?:function\*?|class|const|interface|type)\s+(\w+)/.exec(below)?.[1] ?? /(\w+)/.exec(below)?.[1] ?? '?'
    const lines = example.split('\n').map(line => line.replace(/^\s*\* ?/, ''))
    const code = lines.filter(
      line => line.trim() && !line.startsWith('```') && !line.startsWith('import ') && !line.startsWith('@'),
    )
    found.push({ file, name, lines: code })
  }
  return found
}

const all = files.flatMap(examplesOf)
type Scope = Record<string, unknown>

/** Names in scope: what the package and its kernels export, and what the file itself does. */
async function scopeOf(file: string): Promise<Scope> {
  const own = (await import(/* @vite-ignore */ source + file)) as Scope
  return { ...kernels, ...mv, ...own }
}

const plain = (value: unknown): unknown =>
  value instanceof mv.Tensor ? value.toArray() : JSON.parse(JSON.stringify(value ?? null))

test.each(all.map(e => [`${e.file}: ${e.name}`, e] as const))('%s', async (_, { file, lines }) => {
  const scope = await scopeOf(file)
  let checked = 0
  const body = lines.map(line => {
    const [, code, wanted] = /^(.*?\S)\s+\/\/ (.*)$/.exec(line) ?? []
    if (!code || !isJson(wanted) || /^(const|let|await)\b/.test(code)) return line
    checked++
    return `$check(${JSON.stringify(code)}, (${code}), ${JSON.stringify(wanted)});`
  })
  const check = (code: string, got: unknown, wanted: string) => {
    expect(plain(got), code).toEqual(near(JSON.parse(wanted)))
  }
  const names = Object.keys(scope).filter(name => /^[a-zA-Z_]\w*$/.test(name) && name !== 'default')
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  const run = AsyncFunction('$check', ...names, body.join('\n'))
  await run(check, ...names.map(name => scope[name]))
  expect(lines.length + checked).toBeGreaterThan(0)
})

/** Numbers as docstrings show them: up to the last of 16 digits. */
function near(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(near)
  if (typeof value !== 'number' || Number.isInteger(value)) return value
  return expect.closeTo(value, 15 - Math.ceil(Math.log10(Math.abs(value))))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('every exported function has a docstring with an example', () => {
  const documented = new Set(all.map(e => e.name))
  const functions = Object.entries(mv).filter(([, value]) => typeof value === 'function')
  expect(functions.map(([name]) => name).filter(name => !documented.has(name))).toEqual([])
})
