import { execFileSync } from 'node:child_process'
import {
  cpSync,
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

const root = fileURLToPath(new URL('../../..', import.meta.url))
const source = join(root, 'packages/tensor')
const onWindows = process.platform === 'win32'

const newest = (folder: string) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      name => statSync(join(folder, name)).mtimeMs,
    ),
  )

/** `npm test` has built before; a run of vitest alone may meet older files, or none. */
function build(): void {
  try {
    if (statSync(join(source, 'dist/.tsbuildinfo')).mtimeMs >= newest(join(source, 'src'))) return
  } catch {
    // Nothing was built yet.
  }
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', source], {
    stdio: 'pipe',
  })
}

/** A fresh folder in which the packed tarball of @multiview/tensor is installed, with its dependencies and nothing else. */
export function installPacked(): { folder: string; tarballBytes: number; remove: () => void } {
  build()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'multiview-packed-')))
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    packageManager: string
  }
  execFileSync('npx', ['--yes', packageManager, 'pack', '--pack-destination', folder], {
    cwd: source,
    stdio: 'pipe',
    shell: onWindows,
  })
  const tarball = readdirSync(folder).find(name => name.endsWith('.tgz'))!
  const tarballBytes = statSync(join(folder, tarball)).size
  execFileSync('tar', ['-xzf', tarball], { cwd: folder, stdio: 'pipe' })
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@multiview'), { recursive: true })
  cpSync(join(folder, 'package'), join(modules, '@multiview/tensor'), { recursive: true })
  rmSync(join(folder, 'package'), { recursive: true })
  const { dependencies } = JSON.parse(
    readFileSync(join(modules, '@multiview/tensor/package.json'), 'utf8'),
  ) as {
    dependencies: Record<string, string>
  }
  for (const name of Object.keys(dependencies)) {
    // A scoped name lies one folder deeper.
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(realpathSync(join(source, 'node_modules', name)), join(modules, name), 'junction')
  }
  return { folder, tarballBytes, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
