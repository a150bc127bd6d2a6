/**
 * The bench as its users call it: every command of docs/bench.md at tiny sizes, and the errors for
 * wrong input.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runBench } from '../../bench/src/command.ts'
import { readRun } from '../../bench/src/run-file.ts'

const page = readFileSync(new URL('../../docs/bench.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'multiview-bench-'))
afterAll(() => rmSync(folder, { recursive: true }))
const inFolder = (name: string) => join(folder, name)

const bench = async (...words: string[]) => {
  const [out, err]: [string[], string[]] = [[], []]
  const status = await runBench(words, { out: text => out.push(text), error: text => err.push(text) })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

/** The arguments of each `npm run bench --` on the page. */
const commands = [...page.matchAll(/^npm run bench -- ([^#\n]*)/gm)].map(([, words]) =>
  words.trim().split(' '),
)

/** Files go to a folder of the test. Libraries that would have to be installed are left out. */
const tiny = (words: readonly string[]): string[] => {
  const at = words.indexOf('--peers')
  const kept = at < 0 ? words : [...words.slice(0, at), ...words.slice(at + 2)]
  return [
    ...kept.map(word => (/\.(json|html|mjs)$/.test(word) ? inFolder(word) : word)),
    ...['--smoke', '--peers', 'none', '--history', inFolder('history')],
    // All suites run once.
    ...(/--(smoke|suite|case)/.test(words.join(' ')) ? [] : ['--suite', 'gemm,programs']),
  ]
}

test('every command of the page runs, in its order', async () => {
  const [, example] = /```js case\.mjs\n([\s\S]*?)```/.exec(page)!
  writeFileSync(inFolder('case.mjs'), example)
  expect(commands.length).toBeGreaterThan(5)
  for (const words of commands) {
    const { status, out, err } = await bench(...tiny(words))
    // Threads start from a built module.
    expect([words, err.replace(/bench: multiview-threads is left out: .*/g, '').trim()]).toEqual([words, ''])
    expect([words, status]).toEqual([words, 0])
    expect(out).toContain('Roofline of one thread')
    expect(out.includes('Compared with the run before')).toBe(words.includes('--compare'))
  }
  const { rows, roofline } = readRun(inFolder('case.json'))
  expect(rows.map(({ suite, impl }) => [suite, impl])).toEqual([
    ['own', 'loop'],
    ['own', 'reduce'],
  ])
  expect(rows[0].roofline).toBeGreaterThan(0)
  expect(roofline!.peak.float32).toBeGreaterThan(0)
  const html = readFileSync(inFolder('bench.html'), 'utf8')
  // The roofline and two suites.
  expect(html.match(/<svg/g)).toHaveLength(3)
  expect(html).toContain('attention')
  expect(html).not.toContain('<script')
})

test('the help has examples', async () => {
  const { status, out } = await bench('--help')
  expect(status).toBe(0)
  expect(out).toContain('npm run bench -- --quick --suite gemm --json bench.json')
})

test.each([
  [['--suite', 'gem'], /gem is not one of programs, loops, gemm/],
  [['--peers', 'numpi'], /numpi is not one of numpy/],
  [['--sizes', '0'], /whole numbers of at least 1/],
  [['--unknown'], /unknown option '--unknown'/],
  [['--case', 'missing.mjs'], /missing\.mjs does not exist; --case takes an ES module/],
  [['--compare', 'missing.json'], /missing\.json cannot be read/],
  [['--json', 'no/such/folder/bench.json'], /cannot be written: make the folder/],
])('%j is refused before anything is measured', async (words, message) => {
  const { status, out, err } = await bench(...words)
  expect(err).toMatch(message)
  expect([status, out]).toEqual([2, ''])
})

let refused = 0

test.each([
  ['export const name = 1', /its default export must be an object/],
  ['export default { name: "", implementations: {} }', /"name" must be a string/],
  ['export default { name: "a", implementations: {} }', /at least one/],
  ['export default { name: "a", implementations: { b: 1 } }', /"implementations.b" must be a function/],
  ['export default { name: "a", implementation: {} }', /a case has no "implementation"/],
  ['export default { name: "a", implementations: { b() {} }, bytes: -1 }', /"bytes" must be a number/],
  ['export default { name: "a", implementations: { b() {} }, dtype: "int32" }', /"dtype" must be/],
  ['export default {', /cannot be imported/],
])('a case %j is refused', async (text, message) => {
  const file = inFolder(`refused-${refused++}.mjs`)
  writeFileSync(file, text)
  const { status, err } = await bench('--smoke', '--case', file)
  expect(err).toMatch(message)
  expect(status).toBe(2)
})

test('an implementation that fails is named and left out', async () => {
  const file = inFolder('failing.mjs')
  writeFileSync(
    file,
    `export default { name: 'a', implementations: {
      right: () => () => 1,
      none: () => undefined,
      throwing: () => () => { throw new Error('no') },
    } }`,
  )
  const { status, out, err } = await bench('--smoke', '--case', file)
  expect(status).toBe(0)
  expect(err).toContain('none cannot do a')
  expect(err).toContain('throwing failed at a: no')
  expect(out).toMatch(/own {2}a\n.*speed \/ right/)
})

test('a file that is not a run is not compared with', async () => {
  writeFileSync(inFolder('other.json'), '{"schema":"multiview.report/2","rows":[]}')
  const { status, err } = await bench('--compare', inFolder('other.json'))
  expect(err).toContain('is not a run of the bench')
  expect(status).toBe(2)
})
