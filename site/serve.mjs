// Static files on this machine, as a host of static files serves them.
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const isFile = path => {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * Serves a folder at http://127.0.0.1:port/base.
 *
 * @param {string} folder
 * @param {string} base a path that begins and ends with a slash
 * @param {number} port 0 takes a free one
 * @returns {Promise<string>} the address
 */
export const serve = (folder, base, port) => {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    const asked = path.startsWith(base) ? normalize(join(folder, path.slice(base.length))) : ''
    const file = [asked, `${asked}.html`, join(asked, 'index.html')].find(isFile)
    if (file === undefined || !file.startsWith(folder + sep)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
      return
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}${base}`))
  })
}
