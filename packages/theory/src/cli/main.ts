/** The command `multiview`. */

import { SettingError } from '@multiview/network'
import { Command, CommanderError } from 'commander'
import { version } from '../version.ts'
import { addInfo } from './info-command.ts'
import { InputError } from './input-error.ts'
import { addReport } from './report-command.ts'
import { addTrain } from './train-command.ts'
import { addVerify } from './verify-command.ts'

const program = new Command('multiview')
  .description(
    'Checks the theory of ensembles and distillation of Allen-Zhu and Li (ICLR 2023) by computation.',
  )
  .version(version)
  .exitOverride()
  // One line for what is wrong; commander's own message is caught below.
  .configureOutput({ outputError: () => {} })
addVerify(program)
addTrain(program)
addInfo(program)
addReport(program)
for (const command of program.commands) command.exitOverride().configureOutput({ outputError: () => {} })

/** A reader that closes the pipe early, such as `head`, is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = statusOf(error)
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    if (error.code !== 'commander.help') complain(error.message.replace(/^error: /, ''))
    return 2
  }
  // A RangeError is a run that its settings make impossible, such as a loss that diverges.
  if (error instanceof InputError || error instanceof SettingError || error instanceof RangeError) {
    complain(error.message)
    return 2
  }
  throw error
}

function complain(line: string): void {
  process.stderr.write(`multiview: ${line.replace(/\s*\n\s*/g, ' ')}\n`)
}
