/** The packages of others that are installed with ours. */

import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageNames, readJson, root } from './packed.ts'

export interface ThirdParty {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly scripts: Record<string, string>
  /** The packages that it uses if they can be installed. */
  readonly optional: string[]
  /** Which of our packages depend on it. */
  readonly through: string[]
}

const dependenciesOf = (folder: string): string[] =>
  Object.keys(readJson(join(folder, 'package.json')).dependencies ?? {})

/** The folder in which Node finds a package that is imported from another folder. */
const found = (name: string, from: string): string => {
  const place = join(from, 'node_modules', name)
  if (existsSync(place)) return realpathSync(place)
  if (dirname(from) === from) throw new Error(`${name} is declared, but not installed`)
  return found(name, dirname(from))
}

const described = (folder: string): Omit<ThirdParty, 'through'> => {
  const manifest = readJson(join(folder, 'package.json'))
  const { name, version, license = 'none named', scripts = {}, optionalDependencies = {} } = manifest
  return { name, version, license, scripts, optional: Object.keys(optionalDependencies) }
}

/** All of them, by name and version. */
export const thirdParty = (): ThirdParty[] => {
  const all = new Map<string, ThirdParty>()
  const visit = (folder: string, through: string): void => {
    const known = all.get(folder) ?? { ...described(folder), through: [] }
    all.set(folder, known)
    if (known.through.includes(through)) return
    known.through.push(through)
    for (const name of dependenciesOf(folder)) visit(found(name, folder), through)
  }
  for (const ours of packageNames) {
    const folder = join(root, 'packages', ours)
    for (const name of dependenciesOf(folder))
      if (!name.startsWith('@multiview/')) visit(found(name, folder), ours)
  }
  const order = ({ name, version }: ThirdParty) => `${name}@${version}`
  return [...all.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))
}
