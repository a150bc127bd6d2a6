/**
 * The `@example`s in the docstrings of a package. A line `expression // value` is checked: the value is read as JSON and
 * compared with what the expression gives. Other lines just run.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Tensor } from '@multiview/tensor'
import { expect } from 'vitest'

const folderOf = (name: string): string => fileURLToPath(new URL(`../packages/${name}/src/`, import.meta.url))

export interface Docstring {
  /** The file, relative to the sources of the package. */
  readonly file: string
  /** The name of the declaration that follows the docstring. */
  readonly name: string
  readonly text: string
}

export interface Example extends Docstring {
  readonly lines: readonly string[]
}

/** Every docstring of a declaration in a package's sources. */
export const docstringsOf = (packageName: string): Docstring[] => {
  const folder = folderOf(packageName)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort()
    .flatMap(file => {
      const source = readFileSync(folder + file, 'utf8')
      return [...source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/(?=\s*(.*))/g)].map(([, text, below]) => ({
        file,
        text,
        name:
          /(?:function\*?|class|const|interface|type)\s+(\w+)/.exec(below)?.[1] ??
          /(\w+)/.exec(below)?.[1] ??
          '?',
      }))
    })
}

export const examplesOf = (docstrings: readonly Docstring[]): Example[] =>
  docstrings.flatMap(docstring => {
    const example = docstring.text.split('@example')[1]
    if (!example) return []
    const lines = example
      .split('\n')
      .map(line => line.replace(/^\s*\* ?/, ''))
      .filter(
        line =>
          line.trim() && !line.startsWith('```') && !line.startsWith('import ') && !line.startsWith('@'),
      )
    return [{ ...docstring, lines }]
  })

/** Runs an example. In scope are these names and the exports of its own file. */
export const runExample = async (
  packageName: string,
  { file, lines }: Example,
  names: object,
): Promise<void> => {
  const own = (await import(/* @vite-ignore */ folderOf(packageName) + file)) as object
  const scope: Record<string, unknown> = { ...names, ...own }
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
  const inScope = Object.keys(scope).filter(name => /^[a-zA-Z_]\w*$/.test(name) && name !== 'default')
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  const run = AsyncFunction('$check', ...inScope, body.join('\n'))
  await run(check, ...inScope.map(name => scope[name]))
  expect(lines.length + checked).toBeGreaterThan(0)
}

const plain = (value: unknown): unknown =>
  value instanceof Tensor ? value.toArray() : JSON.parse(JSON.stringify(value ?? null))

/** Numbers as docstrings show them, equal up to the last of 16 digits. */
const near = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(near)
  if (typeof value !== 'number' || Number.isInteger(value)) return value
  return expect.closeTo(value, 15 - Math.ceil(Math.log10(Math.abs(value))))
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
