// Every engine has these two, but TypeScript declares them with the DOM only, which this package
// does without.

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
declare const TextDecoder: new (
  label?: string,
  options?: { fatal?: boolean },
) => { decode(bytes: Uint8Array): string }

export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/** Throws a TypeError on malformed bytes where `strict`, else puts U+FFFD in their place. */
export function fromUtf8(bytes: Uint8Array, { strict = false } = {}): string {
  return new TextDecoder('utf-8', { fatal: strict }).decode(bytes)
}

export function fromLatin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}

/**
 * Text from a file as an error shows it: quoted, on one line, and not longer than a line should be.
 */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
