/** Why a task failed, as a text that workers leave for those who wait for it. */

export interface Failure {
  readonly message: string
  /** Whether its workers died. */
  readonly isDeadly: boolean
}

const longest = 1000

export const failureText = ({ message, isDeadly }: Failure): string =>
  JSON.stringify({ message: message.slice(0, longest), isDeadly })

/** A failure from the server, after a check. */
export const failureIn = (text: string): Failure => {
  try {
    const { message, isDeadly } = JSON.parse(text)
    if (typeof message === 'string' && message.length <= longest)
      return { message, isDeadly: isDeadly === true }
  } catch {
    // Anyone with the password can write it.
  }
  return { message: 'its failure cannot be read', isDeadly: false }
}
