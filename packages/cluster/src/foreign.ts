import { connect } from 'node:net'

/** Milliseconds for an answer. A slow server is not refused. */
const longest = 2000

/**
 * Whether another server than Redis answers at this address, such as one of web pages. The answer
 * to a PING begins with + or, for an error, with −. An address without an answer is not foreign,
 * nor is a socket or one with TLS, which are not asked.
 */
export const isForeign = (url: string): Promise<boolean> => {
  if (!url.startsWith('redis:')) return Promise.resolve(false)
  const { hostname, port } = new URL(url)
  return new Promise(resolve => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) })
    const end = (isOther: boolean): void => {
      socket.destroy()
      resolve(isOther)
    }
    socket.setTimeout(longest, () => end(false))
    socket.on('error', () => end(false))
    socket.on('end', () => end(false))
    socket.on('data', ([first]) => end(!'+-'.includes(String.fromCharCode(first))))
    socket.write('PING\r\n')
  })
}
