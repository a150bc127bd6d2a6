/** The names that an entry of the package exports, types included, in order. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const namesOf = (entry: string): string[] => {
  const path = fileURLToPath(new URL(`../../packages/network/src/${entry}`, import.meta.url))
  const text = readFileSync(path, 'utf8')
  const names = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from/gm)]
    .flatMap(([, list]) => list.split(','))
    .map(name => name.trim().replace(/^type /, ''))
    .filter(name => name !== '')
  const others = [...text.matchAll(/^export \* from '\.\/(.*)'/gm)].flatMap(([, other]) => namesOf(other))
  return [...names, ...others].sort()
}
