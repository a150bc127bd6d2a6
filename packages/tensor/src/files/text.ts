// Every engine has these two classes. TypeScript only declares them with the DOM library, which
// this package does not use.

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
declare const TextDecoder: new (
  label?: string,
  options?: { fatal?: boolean },
) => { decode(bytes: Uint8Array): string }

export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/**
 * Decodes text. With `strict`, throws a TypeError for malformed bytes. Otherwise replaces them by
 * U+FFFD.
 */
export function fromUtf8(bytes: Uint8Array, { strict = false } = {}): string {
  return new TextDecoder('utf-8', { fatal: strict }).decode(bytes)
}

export function fromLatin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}

/** Text from a file as errors show it: quoted, on one line, and not too long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
