/** Loads a peer's library from its own folder, where the bench installed it. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const folder = join(root, 'bench', 'peers')
const resolver = createRequire(join(folder, 'package.json'))

/** The libraries are untyped here, since each peer's file calls few of their functions. */
// biome-ignore lint/suspicious/noExplicitAny: the peers' own types are not part of this workspace
export type Library = any

export const load = async (name: string): Promise<Library> =>
  import(pathToFileURL(resolver.resolve(name)).href)
export const loadCommonJs = (name: string): Library => resolver(name)
export const fileOf = (path: string): string => join(folder, 'node_modules', path)

export const versionOf = (name: string): string => {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return dependencies[name]
}

/** Installs the peers from their lockfile, unless they are installed. */
export const installPeers = (): void => {
  if (existsSync(join(folder, 'node_modules', '.modules.yaml'))) return
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.error('bench: installing the peers, once …')
  const { status } = spawnSync(
    'npx',
    ['--yes', packageManager, 'install', '--ignore-workspace', '--frozen-lockfile', '--ignore-scripts'],
    { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' },
  )
  if (status !== 0)
    throw new Error('bench: the peers could not be installed; --peers none measures ours alone')
}
