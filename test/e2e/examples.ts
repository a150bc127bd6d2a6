/** The commands that the pages and `--help` show, and a way to try them without training. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drawTestSet, type Settings, trainingSetOf } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { complaint, parseCommand } from '@multiview/theory/cli'

export const root = fileURLToPath(new URL('../../', import.meta.url))

const pages = (): string[] => [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...[
    'docs',
    'examples',
    'packages/tensor',
    'packages/network',
    'packages/cluster',
    'packages/theory',
  ].flatMap(folder =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith('.md'))
      .map(name => join(folder, name)),
  ),
]

/** Every line of a shell block, and every command of ours in backquotes. */
const commandsIn = (text: string): string[] => {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block.split('\n'))
  const inline = [...text.matchAll(/`((?:npm run|npx multiview|npx @multiview\/theory|node) [^`]*)`/g)].map(
    ([, command]) => command,
  )
  return [...blocks, ...inline].map(line => line.replace(/(^|\s)#.*$/, '').trim()).filter(line => line !== '')
}

/** The examples in the help of a verb. */
const commandsInHelp = async (verb: string): Promise<string[]> => {
  let help = ''
  await parseCommand([verb, '--help'], text => {
    help += text
  })
  const found = [...help.matchAll(/^ *\$ (.*)$/gm)].map(([, command]) => command)
  if (found.length === 0) throw new Error(`The help of ${verb} shows no example.`)
  return found
}

const verbs = [
  'verify',
  'train',
  'sweep',
  'worker',
  'queue',
  'queue-key',
  'report',
  'check',
  'compare',
  'info',
]

/** [where it stands, the command] */
export const examples = async (): Promise<[string, string][]> => [
  ...pages().flatMap(page =>
    commandsIn(readFileSync(join(root, page), 'utf8')).map((command): [string, string] => [page, command]),
  ),
  ...(await Promise.all(verbs.map(commandsInHelp)))
    .flat()
    .map((command): [string, string] => ['--help', command]),
]

/** Placeholders that the reader replaces. */
const placeholder = /\b(VERB|DIR|N|PATH|FILE|URL)\b/

/**
 * Tries a command without training: parses it as the program does, and draws a data set for each of
 * its settings. For other programs it checks only that they exist.
 *
 * @throws Error that says what is wrong.
 */
export const tryExample = async (command: string): Promise<void> => {
  if (placeholder.test(command)) return
  for (const part of command.split(' && ')) await tryOne(part.split(/\s+/))
}

const tryOne = async (words: readonly string[]): Promise<void> => {
  const [program, ...rest] = words
  if (program === 'multiview') await tryVerb(rest)
  else if (program === 'npx' && ['multiview', '@multiview/theory'].includes(rest[0]))
    await tryVerb(rest.slice(1))
  else if (program === 'npm' && rest[1] === 'verify')
    await tryVerb(['verify', ...rest.slice(2).filter((word, at) => at > 0 || word !== '--')])
  else if (program === 'npm') {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const script = rest[0] === 'run' ? rest[1] : rest[0]
    if (script !== 'install' && scripts[script] === undefined) throw new Error(`there is no script ${script}`)
  } else if (program === 'python3') {
    if (!existsSync(join(root, rest[0]))) throw new Error(`there is no program ${rest[0]}`)
  } else if (program === 'node') {
    const source = rest[0].replace('/dist/', '/src/').replace(/(\/src\/.*)\.js$/, '$1.ts')
    if (!existsSync(join(root, source))) throw new Error(`there is no program ${rest[0]}`)
  } else if (program === 'npx' && rest[0].startsWith('pnpm@')) {
    const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    if (rest[0] !== packageManager) throw new Error(`the pnpm of package.json is ${packageManager}`)
  } else if (program !== 'npx' || rest[0] !== 'vitest')
    throw new Error(`${program} is not a program that the pages show`)
}

const tryVerb = async (words: readonly string[]): Promise<void> => {
  try {
    const settings = (await parseCommand(words, () => {})).settings()
    for (const each of new Map(settings.map(each => [JSON.stringify(each), each])).values()) drawData(each)
  } catch (error) {
    const line = complaint(error) ?? String(error)
    // The runs to resume and to reuse, and the files of a key and of a password, do not exist.
    if (
      !/^--resume \S+ holds no run of multiview|^--reuse \S+ holds no folder runs|^--queue-\S+ queue\.\w+ cannot be read/.test(
        line,
      )
    )
      throw new Error(line)
  }
}

/** Fewer samples are enough: all are drawn in the same way. */
const enoughSamples = 2000

const drawData = (settings: Settings): void => {
  const samples = Math.min(settings.samples, enoughSamples)
  trainingSetOf({ ...settings, samples }, { seed: 1, dataset: 'example' })
  drawTestSet('single', settings, 1, stream(1, 'single'))
  drawTestSet('multi', settings, 1, stream(1, 'multi'))
}
