/**
 * Our packages as users get them: packed, then unpacked into a new folder, with the dependencies
 * that they declare.
 */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const onWindows = process.platform === 'win32'

export const packageNames = ['tensor', 'network', 'cluster', 'theory'] as const
export type PackageName = (typeof packageNames)[number]

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Record<string, Record<string, string> | string>
  readonly dependencies: Record<string, string>
  readonly scripts?: Record<string, string>
}

export const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

const newest = (folder: string) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      name => statSync(join(folder, name)).mtimeMs,
    ),
  )

/** `npm test` builds before it tests. A run of vitest alone may find older files, or none. */
function build(source: string): void {
  try {
    if (statSync(join(source, 'dist/.tsbuildinfo')).mtimeMs >= newest(join(source, 'src'))) return
  } catch {
    // The package is not built.
  }
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', source], {
    stdio: 'pipe',
  })
}

/** What a tarball depends on: path, size and time of each file of the packages. */
const stateOfPackages = (): string => {
  const hash = createHash('sha256')
  for (const name of packageNames)
    for (const path of readdirSync(join(root, 'packages', name), {
      recursive: true,
      encoding: 'utf8',
    }).sort()) {
      if (path.startsWith('node_modules')) continue
      const { size, mtimeMs } = statSync(join(root, 'packages', name, path))
      hash.update(`${name}/${path} ${size} ${mtimeMs}\n`)
    }
  for (const path of ['pnpm-workspace.yaml', 'package.json', 'LICENSE'])
    hash.update(readFileSync(join(root, path)))
  return hash.digest('hex').slice(0, 16)
}

/**
 * The folder with the tarballs of all packages. The test files of one run share it: packing costs
 * as much as a test file.
 */
function packAll(): string {
  const packs = join(root, 'node_modules/.cache/packs')
  const state = stateOfPackages()
  const folder = join(packs, state)
  if (existsSync(folder)) return folder
  mkdirSync(packs, { recursive: true })
  for (const name of readdirSync(packs))
    if (name !== state && !name.startsWith('unfinished-'))
      rmSync(join(packs, name), { recursive: true, force: true })
  const unfinished = mkdtempSync(join(packs, 'unfinished-'))
  const filters = packageNames.flatMap(name => ['--filter', `./packages/${name}`])
  const { packageManager } = readJson(join(root, 'package.json'))
  execFileSync('npx', ['--yes', packageManager, '-r', ...filters, 'pack', '--pack-destination', unfinished], {
    cwd: root,
    stdio: 'pipe',
    shell: onWindows,
  })
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    // Another test file has packed the same meanwhile.
    if (!existsSync(folder)) throw error
    rmSync(unfinished, { recursive: true })
  }
  return folder
}

export interface Packed {
  /** The new folder. */
  readonly folder: string
  readonly tarball: Readonly<Record<string, string>>
  manifest(name: PackageName): Manifest
  remove(): void
}

/**
 * A new folder with the packed tarballs and the dependencies that they declare, and nothing else.
 * Each dependency is a link to its place in pnpm's store, next to its own dependencies.
 */
export function installPacked(names: readonly PackageName[] = ['tensor']): Packed {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'multiview-packed-')))
  const modules = join(folder, 'node_modules')
  const placeOf = (name: PackageName) => join(modules, '@multiview', name)
  const tarball: Record<string, string> = {}
  mkdirSync(join(modules, '@multiview'), { recursive: true })
  for (const name of packageNames) build(join(root, 'packages', name))
  const packs = packAll()
  for (const name of names) {
    const source = join(root, 'packages', name)
    const target = join(folder, 'tarballs', name)
    mkdirSync(target, { recursive: true })
    const packed = readdirSync(packs).find(each => each.startsWith(`multiview-${name}-`))!
    tarball[name] = join(target, packed)
    copyFileSync(join(packs, packed), tarball[name])
    execFileSync('tar', ['-xzf', tarball[name]], { cwd: target, stdio: 'pipe' })
    cpSync(join(target, 'package'), placeOf(name), { recursive: true })
    for (const dependency of Object.keys(readJson(join(placeOf(name), 'package.json')).dependencies)) {
      const place = join(modules, dependency)
      if (dependency.startsWith('@multiview/') || existsSync(place)) continue
      // A scoped package is one folder deeper.
      mkdirSync(dirname(place), { recursive: true })
      symlinkSync(realpathSync(join(source, 'node_modules', dependency)), place, 'junction')
    }
  }
  return {
    folder,
    tarball,
    manifest: name => readJson(join(placeOf(name), 'package.json')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
