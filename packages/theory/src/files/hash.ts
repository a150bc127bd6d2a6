import { sha256 as hash } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** Node's own hash, which takes a tenth of the time; Node has this way to it from 20.16 on. */
const node = globalThis.process?.getBuiltinModule?.('node:crypto')

/** The SHA-256 in hexadecimal digits. Outside Node, as in browsers, a package computes it. */
export const sha256 = (content: string | Uint8Array): string =>
  node?.createHash('sha256').update(content).digest('hex') ?? bytesToHex(hash(content))
