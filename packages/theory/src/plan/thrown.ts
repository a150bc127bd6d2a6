/** What a user's code threw, in words for its author. */

/** Class and message of an error on one line, and the line of the module in which it was thrown. */
export const inOneLine = (error: unknown, path?: string): string => {
  if (!(error instanceof Error)) return `the value ${String(error)}`
  const [message] = error.message.split('\n')
  const at = path === undefined ? null : lineIn(error.stack ?? '', path)
  return `${error.name}: ${message.replace(/\.$/, '')}${at === null ? '' : ` (line ${at})`}`
}

/** The first line of a file that a stack names. */
const lineIn = (stack: string, path: string): string | null => {
  const from = stack.indexOf(path)
  return from < 0 ? null : (/^:(\d+)/.exec(stack.slice(from + path.length))?.[1] ?? null)
}
