/** The command line as functions: reading what was typed, saying in one line what is wrong with it, and the folder of a run. */

export type { Chosen } from './chosen.ts'
export { parseCommand } from './command-line.ts'
export { complaint } from './complaint.ts'
export { InputError } from './input-error.ts'
export { type KeptRequest, reportFolder } from './report-folder.ts'
export { resumeHint } from './resume-hint.ts'
export { summary, wantsColours } from './summary.ts'
