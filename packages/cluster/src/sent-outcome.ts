/** The outcome of a task as the server keeps it: a line on its worker, and the text. */

import { host, isHost } from './host.ts'
import type { Signer } from './signature.ts'

/** The process that computed an outcome. */
export interface Sender {
  readonly host: string
  readonly pid: number
}

/** Characters of the longest first line. */
const longestLine = 1000

export const sentOutcome = (signer: Signer, key: string, outcome: string): Buffer => {
  const { pid } = process
  const text = Buffer.from(outcome)
  const signature = signer.sign('outcome', key, host, String(pid), text)
  return Buffer.concat([Buffer.from(`${JSON.stringify({ host, pid, signature })}\n`), text])
}

/**
 * The text of an outcome and its worker.
 *
 * @throws Error with the reason if the signature is not valid
 */
export const readOutcome = (
  signer: Signer,
  key: string,
  bytes: Buffer,
): { readonly text: string; readonly from: Sender } => {
  const end = bytes.subarray(0, longestLine).indexOf('\n')
  const [from, signature] = senderIn(bytes.toString('utf8', 0, Math.max(end, 0)))
  if (from === null) throw new Error('it does not say which worker sent it')
  const text = bytes.subarray(end + 1)
  if (!signer.isValid(signature, 'outcome', key, from.host, String(from.pid), text))
    throw new Error(
      `its signature is not valid, and it names process ${from.pid} on ${from.host} as its sender`,
    )
  return { text: text.toString(), from }
}

const senderIn = (line: string): [Sender | null, unknown] => {
  try {
    const { host, pid, signature } = JSON.parse(line)
    if (isHost(host) && Number.isSafeInteger(pid)) return [{ host, pid }, signature]
  } catch {
    // Anyone with the password can write it.
  }
  return [null, undefined]
}
