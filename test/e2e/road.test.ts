import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { folder, tinyModels } from './command.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** A copy of the built packages, beside which their dependencies are found. */
const copy = join(root, 'test/node_modules/.road')
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The numbered steps of docs/architecture.md: the files and folders that each names. */
const named = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  .split('## From the command to a weight update')[1]
  .split('\n\nThe control of this claim')[0]
  .split(/\n(?=\d+\. )/)
  .slice(1)
  .flatMap(step => [...step.matchAll(/`([\w-]+(?:\/[\w-]+)*(?:\.ts)?)`/g)].map(([, name]) => name))
  .filter(name => name.includes('/') || name.endsWith('.ts'))

/** They are named for the other model, and for neurons that grow on another class. */
const elsewhere = ['reduced/limit-trainee.ts', 'reduced/replay', 'tensor/kernels']

/** Copies the packages. Each file writes its name to a log when one of its functions runs first. */
const copyThatLogs = (log: string): void => {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  cpSync(join(root, 'packages'), join(copy, 'packages'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: from => !/\/src$|\.map$|\.d\.ts$/.test(from),
  })
  for (const of of ['theory', 'network']) {
    const dist = join(copy, 'packages', of, 'dist')
    for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(each =>
      each.endsWith('.js'),
    )) {
      const call = `called(${JSON.stringify(`${of}/${file.replace(/js$/, 'ts')}`)})`
      const text = readFileSync(join(dist, file), 'utf8')
        .replaceAll(/(=>|^(?:export )?function .*\)) \{$/gm, body => `${body} ${call};`)
        // A task may be one expression.
        .replaceAll(/(?<=\brun: \(.*\) => )(?=[a-z]\w*\()/g, () => `${call} || `)
      writeFileSync(
        join(dist, file),
        `import { called } from ${JSON.stringify(join(copy, 'called.mjs'))};${text}`,
      )
    }
  }
  writeFileSync(
    join(copy, 'called.mjs'),
    `import { appendFileSync } from 'node:fs'
     const seen = new Set()
     export function called(file) {
       if (seen.has(file)) return
       seen.add(file)
       appendFileSync(${JSON.stringify(log)}, file + '\\n')
     }`,
  )
}

/** Smaller than the start of `tinyModels`, so that a network decides its test samples. */
const models = tinyModels.map(each => each.replace(/^σ_0=.*/, 'σ_0=0.0005'))

test('theorem-1-single passes through the files that docs/architecture.md names, in their order', () => {
  const cwd = folder()
  const log = join(cwd, 'called')
  copyThatLogs(log)
  const bin = join(copy, 'packages/theory/bin/multiview.js')
  const args = ['verify', 'theorem-1-single', ...models, '--workers', '1', '--quiet']
  const { stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8' })
  expect(stderr).toBe('')
  const called = [...new Set(readFileSync(log, 'utf8').trim().split('\n'))]
  /** The place of a file, or of the first file of a folder, among all that were called. */
  const placeOf = (name: string): number =>
    called.findIndex(file => `/${file}`.includes(name.endsWith('.ts') ? `/${name}` : `/${name}/`))
  expect(named.length).toBeGreaterThan(15)
  const road = [...new Set(named)].filter(name => !elsewhere.includes(name))
  expect(road.filter(name => placeOf(name) < 0)).toEqual([])
  expect(road).toEqual([...road].sort((one, other) => placeOf(one) - placeOf(other)))
})
