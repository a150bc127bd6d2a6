/** Reads a command line: every mistake in it is found here, before anything is done. */

import { Command, CommanderError } from 'commander'
import { version } from '../version.ts'
import { checkVerb } from './check-command.ts'
import { compareVerb } from './compare-command.ts'
import { InputError } from './complaint.ts'
import { infoVerb } from './info-command.ts'
import { quoted } from './parse.ts'
import { queueVerb } from './queue-command.ts'
import { queueKeyVerb } from './queue-key-command.ts'
import { reportVerb } from './report-command.ts'
import { runsVerb } from './runs-command.ts'
import { sweepVerb } from './sweep-command.ts'
import { trainVerb } from './train-command.ts'
import type { Chosen, Verb } from './verb.ts'
import { verifyVerb } from './verify-command.ts'
import { workerVerb } from './worker-command.ts'

export const verbs: readonly Verb[] = [
  verifyVerb,
  trainVerb,
  sweepVerb,
  workerVerb,
  queueVerb,
  queueKeyVerb,
  reportVerb,
  checkVerb,
  compareVerb,
  runsVerb,
  infoVerb,
]

/**
 * A command, and the verb that it begins with; `help` if only help or the version was asked for.
 */
export interface ChosenVerb extends Chosen {
  readonly verb: string
}

/**
 * @param words the words after `multiview`
 * @param write called with the help or the version if it was asked for
 * @throws InputError, SettingError of one line for what is wrong
 */
export const parseCommand = async (
  words: readonly string[],
  write: (text: string) => void,
): Promise<ChosenVerb> => {
  let chosen = helpOnly(0)
  const program = programOf(each => {
    chosen = each
  }, write)
  try {
    await program.parseAsync(isHelpOnNothing(words) ? words.slice(1) : words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Commander has written help or the version. If the user did not ask for help, the verb is
    // missing.
    if (error.exitCode === 0) return chosen
    if (error.code === 'commander.help') return helpOnly(2)
    const verb = verbs.find(each => each.name === words[0])
    throw new InputError(`${sentence(error.message)} See multiview ${verb ? `${verb.name} ` : ''}--help.`)
  }
  return chosen
}

const helpOnly = (status: number): ChosenVerb => ({
  verb: 'help',
  settings: () => [],
  run: async () => status,
})

const programOf = (choose: (chosen: ChosenVerb) => void, write: (text: string) => void): Command => {
  const program = new Command('multiview')
    .description(
      'Checks the theory of ensembles and distillation of Allen-Zhu and Li (ICLR 2023) by computation.',
    )
    .version(version)
  for (const verb of verbs) addVerb(program, verb, choose)
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: write, writeErr: write, outputError: () => {} })
    refuseRepeatedOptions(command)
  }
  return program
}

const addVerb = (program: Command, verb: Verb, choose: (chosen: ChosenVerb) => void): void => {
  const { name, summary, description = '', options, help } = verb
  const command = program.command(name).summary(summary).description(description).addHelpText('after', help)
  for (const each of verb.arguments ?? []) command.argument(each.name, each.meaning)
  for (const { flags, meaning, value, isRepeatable } of options)
    if (isRepeatable) command.option(flags, meaning, collect, [])
    else command.option(flags, meaning, value)
  command.action(async () => {
    const isTyped = (option: string): boolean => command.getOptionValueSource(option) === 'cli'
    choose({ verb: name, ...(await verb.parse({ words: command.args, options: command.opts(), isTyped })) })
  })
}

const collect = (value: string, previous: readonly string[]): string[] => [...previous, value]

/**
 * An option that takes one value is given once: with two values the program would have to guess.
 */
const refuseRepeatedOptions = (command: Command): void => {
  for (const option of command.options) {
    if (!option.required || Array.isArray(option.defaultValue)) continue
    let earlier: string | undefined
    command.on(`option:${option.name()}`, (value: string) => {
      if (earlier !== undefined)
        throw new InputError(
          `${option.long} is given twice, as ${quoted(earlier)} and as ${quoted(value)}; give it once.`,
        )
      earlier = value
    })
  }
}

/** `help` with a word that is not a verb: commander would print the help of all verbs instead. */
const isHelpOnNothing = ([first, second]: readonly string[]): boolean =>
  first === 'help' && second !== undefined && !['help', ...verbs.map(each => each.name)].includes(second)

/** Commander's message with a full stop. It is cut, since it repeats what was typed. */
const sentence = (message: string): string => {
  const text = message.replace(/^error: /, '').trim()
  return text.length > longest ? `${text.slice(0, longest)}….` : /[.?)]$/.test(text) ? text : `${text}.`
}
const longest = 300
