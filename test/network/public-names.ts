/** The names that an entry of the package exports, types included, in order. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const namesOf = (entry: string): string[] => {
  const path = fileURLToPath(new URL(`../../packages/network/src/${entry}`, import.meta.url))
  return [...readFileSync(path, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from/gm)]
    .flatMap(([, names]) => names.split(','))
    .map(name => name.trim().replace(/^type /, ''))
    .filter(name => name !== '')
    .sort()
}
