// A browser and pages that note every error they see.
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

/** Where the laboratory is: `SAMSPIL_URL`, as `http://127.0.0.1:8180`. */
export const address = process.env.SAMSPIL_URL?.replace(/\/$/, '')

/** The longest wait for a result of the model on a slow machine, in milliseconds. */
export const PATIENCE = Number(process.env.SAMSPIL_PATIENCE ?? 90_000)

let browser = null

export async function launch() {
  assert.ok(address, 'set SAMSPIL_URL to the address that `samspil serve` prints')
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
}

export const shut = () => browser?.close()

/** Opens a page, hands it to `work`, and fails on any console error or exception. */
export async function visit(hash, work, { width = 1280, height = 900, theme = 'light', locale = 'en-GB', motion = 'no-preference' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale, reducedMotion: motion, acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const errors = []
  page.on('console', message => { if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`) })
  page.on('pageerror', error => errors.push(error.message))
  try {
    await page.goto(`${address}/${hash}`)
    await page.waitForSelector('h1')
    await work(page)
    assert.deepEqual(errors, [])
  } finally {
    await context.close()
  }
}

/** Waits until a comparison, once begun, has ended. */
export const settled = page => page.waitForSelector('.results:not(.running) .answer[aria-busy="false"]')

/** How far the page is wider than the window. */
export const overflow = page => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

/** A small town with a small task, so that runs are short. */
export const SMALL = 'lessons/tipping_point'
