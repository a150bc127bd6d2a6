import { execFileSync } from 'node:child_process'
import { root } from './graph.ts'

/** The files of the repository, as paths from its root. */
export const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
