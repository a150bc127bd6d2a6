/**
 * Our packages as users get them: packed, then unpacked into a new folder, with the dependencies
 * that they declare.
 */

import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
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
  for (const name of names) {
    const source = join(root, 'packages', name)
    build(source)
    const target = join(folder, 'tarballs', name)
    mkdirSync(target, { recursive: true })
    execFileSync(
      'npx',
      ['--yes', readJson(join(root, 'package.json')).packageManager, 'pack', '--pack-destination', target],
      { cwd: source, stdio: 'pipe', shell: onWindows },
    )
    tarball[name] = join(target, readdirSync(target)[0]!)
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
