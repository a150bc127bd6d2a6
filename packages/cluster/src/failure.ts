/** Why a task failed, as a text that workers leave for those who wait for it. */

import type { Signer } from './signature.ts'

export interface Failure {
  readonly message: string
  /** Whether its workers died. */
  readonly isDeadly: boolean
}

const longest = 1000

const partsOf = (key: string, { message, isDeadly }: Failure) => [key, message, String(isDeadly)] as const

export const failureText = (signer: Signer, key: string, { message, isDeadly }: Failure): string => {
  const failure = { message: message.slice(0, longest), isDeadly }
  return JSON.stringify({ ...failure, signature: signer.sign('failure', ...partsOf(key, failure)) })
}

/** A failure from the server, after a check; null if its signature is not valid. */
export const failureIn = (signer: Signer, key: string, text: string): Failure | null => {
  let failure = { message: 'its failure cannot be read', isDeadly: false }
  let signature: unknown
  try {
    const { message, isDeadly, signature: given } = JSON.parse(text)
    if (typeof message === 'string' && message.length <= longest) {
      failure = { message, isDeadly: isDeadly === true }
      signature = given
    }
  } catch {
    // Anyone with the password can write it.
  }
  return signer.isValid(signature, 'failure', ...partsOf(key, failure)) ? failure : null
}
