/** The command `multiview`. */

import { parseCommand } from './command-line.ts'
import { complaint } from './complaint.ts'

/** A reader that closes the pipe early, such as `head`, is no error. What was to be written to disk is there by then. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})
/** Nobody reads progress any more; the run goes on. */
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  const chosen = parseCommand(process.argv.slice(2), text => void process.stdout.write(text))
  process.exitCode = await chosen.run()
} catch (error) {
  const line = complaint(error)
  if (line === undefined) throw error
  process.stderr.write(`multiview: ${line}\n`)
  process.exitCode = 2
}
