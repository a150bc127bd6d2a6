// Headless Chromium for tests and for pictures of pages.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * The path of Chromium or Chrome, if one is installed. The variable CHROMIUM gives another path.
 */
export const executablePath = (process.env.CHROMIUM ? [process.env.CHROMIUM] : usual).find(existsSync)

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

// Playwright lets a page change its address as often as it wants; readers' browsers do not.
const ignoreDefaultArgs = ['--disable-ipc-flooding-protection']

export const openBrowser = () => chromium.launch({ executablePath, args, ignoreDefaultArgs })
