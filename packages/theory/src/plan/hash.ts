import { sha256 as hash } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** In hexadecimal digits; by a package that runs in browsers as well. */
export const sha256 = (content: string | Uint8Array): string => bytesToHex(hash(content))
