/** The built command once more, in another folder, with one constant changed. */

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../structure/graph.ts'

/** Links each library of a package, and our own packages to their copies. */
const linkModules = (from: string, to: string, copies: string): void => {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    const inside = join(from, name)
    if (name === '@multiview')
      for (const each of readdirSync(inside)) {
        mkdirSync(join(to, name), { recursive: true })
        symlinkSync(join(copies, each), join(to, name, each), 'junction')
      }
    else if (!name.startsWith('.')) symlinkSync(inside, join(to, name), 'junction')
  }
}

/** The path of its command. */
export const otherBuild = (): string => {
  const copies = mkdtempSync(join(tmpdir(), 'multiview-other-build-'))
  for (const name of ['tensor', 'network', 'cluster', 'theory']) {
    const [from, to] = [join(root, 'packages', name), join(copies, name)]
    cpSync(from, to, {
      recursive: true,
      filter: path => !/node_modules|\.map$|\.d\.ts$/.test(path.slice(from.length)),
    })
    linkModules(join(from, 'node_modules'), join(to, 'node_modules'), copies)
  }
  const file = join(copies, 'tensor/dist/random/alea.js')
  const text = readFileSync(file, 'utf8')
  const other = text.replace('MULTIPLIER = 2091639', 'MULTIPLIER = 2091637')
  if (other === text) throw new Error(`${file} does not have the constant that is changed`)
  writeFileSync(file, other)
  return join(copies, 'theory/bin/multiview.js')
}
