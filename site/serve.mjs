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

/** The requested file, if it exists inside the folder. */
const fileOf = (folder, base, asked) => {
  try {
    const path = decodeURIComponent(new URL(asked, 'http://localhost').pathname)
    if (!path.startsWith(base)) return undefined
    const place = normalize(join(folder, path.slice(base.length)))
    if (place !== folder && !place.startsWith(folder + sep)) return undefined
    return [place, `${place}.html`, join(place, 'index.html')].find(isFile)
  } catch {
    // The address is malformed.
    return undefined
  }
}

/**
 * Serves a folder at http://127.0.0.1:port/base. For a missing page it sends 404.html.
 *
 * @param {string} folder
 * @param {string} base a path that begins and ends with a slash
 * @param {number} port 0 chooses a free port
 * @param {Record<string, string>} headers further ones, such as a policy
 * @returns {Promise<string>} the address
 */
export const serve = (folder, base, port, headers = {}) => {
  const server = createServer((request, response) => {
    const file = fileOf(folder, base, request.url)
    const [status, sent] = file === undefined ? [404, join(folder, '404.html')] : [200, file]
    const type = types[extname(sent)] ?? 'application/octet-stream'
    response.writeHead(status, { 'content-type': type, ...headers })
    createReadStream(sent).pipe(response)
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}${base}`))
  })
}
