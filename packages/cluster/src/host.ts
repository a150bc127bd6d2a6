/** The name of this machine, as the server keeps it. */

import { hostname } from 'node:os'

export const host =
  hostname()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 100) || 'unknown'

/** Whether a value from the server can be such a name. */
export const isHost = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.-]{1,100}$/.test(value)
