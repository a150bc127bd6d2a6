/** Which failures of a task are permanent: settings that no machine can compute. */

import { SettingError } from '@multiview/network'

/**
 * Settings that make a task impossible on every machine. It is not tried again. Any other error may
 * be the machine's, such as an array that does not fit into its memory.
 */
export class Impossible extends RangeError {
  override readonly name = 'Impossible'
}

/**
 * The message of `descend` for a loss that is not finite. Only the class and the message of an
 * error arrive from a worker.
 */
export const diverged = /^descend: the loss is /

/**
 * Messages of training that diverges, that allows no step, or that needs more memory than
 * WebAssembly can address. JavaScript itself throws errors of the same class, such as "Array buffer
 * allocation failed".
 */
const permanent = [diverged, /^multirateModel: a neuron changes by /, /^limit step: /]

/** Whether a task that threw this error would throw it on every machine. */
export const isPermanent = (error: unknown): error is SettingError | RangeError =>
  error instanceof SettingError ||
  error instanceof Impossible ||
  (error instanceof RangeError && permanent.some(message => message.test(error.message)))
