import { sha256 as hash } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** The SHA-256 in hexadecimal digits, by a package that also runs in browsers. */
export const sha256 = (content: string | Uint8Array): string => bytesToHex(hash(content))
