// Serves page/index.html, whose content-security policy allows neither eval nor WebAssembly, with
// page/main.mjs bundled for browsers. Stop it with Ctrl-C.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const { outputFiles } = buildSync({
  entryPoints: [fileURLToPath(new URL('page/main.mjs', import.meta.url))],
  bundle: true,
  minify: true,
  format: 'esm',
  write: false,
})
const files = {
  '/': ['text/html', readFileSync(new URL('page/index.html', import.meta.url))],
  '/main.js': ['text/javascript', outputFiles[0].contents],
}
const server = createServer(({ url }, response) => {
  const [type, body] = files[url] ?? []
  response.writeHead(type ? 200 : 404, { 'content-type': type ?? 'text/plain' }).end(body)
})
server.listen(0, '127.0.0.1', () => {
  console.log(`the page has ${Math.ceil(outputFiles[0].contents.length / 1024)} kB of JavaScript`)
  console.log(`open http://127.0.0.1:${server.address().port}/`)
})
