/** The command line as functions: parsing, errors in one line, and the folder of a run. */

export { type ChosenVerb, parseCommand, verbs } from './command-line.ts'
export { complaint, InputError } from './complaint.ts'
export { resumeHint } from './run-in-pool.ts'
export { summary, wantsColours } from './summary.ts'
export type { Chosen, Verb } from './verb.ts'
export { type KeptRequest, reportFolder } from './verify-run.ts'
