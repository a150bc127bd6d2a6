import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { executablePath, openBrowser } from './browser.mjs'

/** A developer may lack Chromium. Continuous integration must have it. */
export const noChromium = executablePath === undefined && !process.env.CI

export { executablePath, openBrowser }

/** Opens a page. Returns what it writes to the console, up to a line that `last` accepts. */
export async function consoleOf(address: string, last: (line: string) => boolean): Promise<string[]> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const lines: string[] = []
    // Read from the console, because a policy may forbid to evaluate code in the page.
    const done = new Promise<void>((resolve, reject) => {
      page.on('console', message => {
        lines.push(message.text())
        if (last(message.text())) resolve()
      })
      page.on('pageerror', reject)
      page.on('crash', () => reject(new Error('the page crashed')))
    })
    // The page counts as loaded only when its script has ended, without a time limit.
    await page.goto(address, { waitUntil: 'commit' })
    await done
    return lines
  } finally {
    await browser.close()
  }
}

/**
 * Loads a module as the only script of a page under a content-security policy. Returns what it
 * writes to the console before the line `done`.
 */
export async function runInPage(script: string, policy: string): Promise<string[]> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html',
      'content-security-policy': policy,
    })
    response.end(
      isScript ? script : '<!doctype html><title>page</title><script type="module" src="/page.js"></script>',
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    return (await consoleOf(`http://127.0.0.1:${port}/`, line => line === 'done')).slice(0, -1)
  } finally {
    server.close()
  }
}
