const table = /* @__PURE__ */ (() => {
  const entries = new Int32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    entries[byte] = value
  }
  return entries
})()

/** The checksum of ZIP archives (polynomial 0xEDB88320, reflected), as an unsigned integer. */
export function crc32(bytes: Uint8Array): number {
  let value = -1
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ table[(value ^ bytes[i]) & 255]
  return ~value >>> 0
}
