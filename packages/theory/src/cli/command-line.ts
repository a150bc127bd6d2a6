/** Reads a command line: every mistake in it is found here, before anything is done. */

import { Command, CommanderError } from 'commander'
import { version } from '../version.ts'
import type { Choose, Chosen } from './chosen.ts'
import { addInfo } from './info-command.ts'
import { InputError } from './input-error.ts'
import { quoted } from './parse.ts'
import { addReport } from './report-command.ts'
import { addSweep } from './sweep-command.ts'
import { addTrain } from './train-command.ts'
import { addVerify } from './verify-command.ts'

/**
 * @param words what stands behind `multiview`
 * @param write takes the help and the version where they are asked for
 * @throws InputError, SettingError of one line for what is wrong
 */
export const parseCommand = (words: readonly string[], write: (text: string) => void): Chosen => {
  let chosen: Chosen = { verb: 'help', settings: [], run: () => 0 }
  const program = programOf(each => {
    chosen = each
  }, write)
  try {
    program.parse(isHelpOnNothing(words, program) ? words.slice(1) : words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version were written; help that nobody asked for means that the verb is missing.
    if (error.exitCode === 0) return chosen
    if (error.code === 'commander.help') return { verb: 'help', settings: [], run: () => 2 }
    const verb = program.commands.find(each => each.name() === words[0])
    throw new InputError(`${sentence(error.message)} See multiview ${verb ? `${verb.name()} ` : ''}--help.`)
  }
  return chosen
}

const programOf = (choose: Choose, write: (text: string) => void): Command => {
  const program = new Command('multiview')
    .description(
      'Checks the theory of ensembles and distillation of Allen-Zhu and Li (ICLR 2023) by computation.',
    )
    .version(version)
  for (const add of [addVerify, addTrain, addSweep, addReport, addInfo]) add(program, choose)
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: write, writeErr: write, outputError: () => {} })
    refuseRepeatedOptions(command)
  }
  return program
}

/** An option that takes one value is given once: which of two values counts would be a guess. */
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

/** `help` with a word that is no command: commander would print the help of all, as if that were the answer. */
const isHelpOnNothing = ([first, second]: readonly string[], { commands }: Command): boolean =>
  first === 'help' && second !== undefined && !['help', ...commands.map(each => each.name())].includes(second)

/** Commander's message with a full stop, of reasonable length; it repeats what was typed as it is. */
const sentence = (message: string): string => {
  const text = message.replace(/^error: /, '').trim()
  return text.length > longest ? `${text.slice(0, longest)}….` : /[.?)]$/.test(text) ? text : `${text}.`
}
const longest = 300
