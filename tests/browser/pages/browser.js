// A browser and pages that note every error they see.
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import { pack, writeSource } from '../../../src/serve/assets/lib/link.js'

/** Where the laboratory is: `SAMSPIL_URL`, as `http://127.0.0.1:8180`. */
export const address = process.env.SAMSPIL_URL?.replace(/\/$/, '')

/** The longest wait for anything on a slow machine, in milliseconds. */
export const PATIENCE = Number(process.env.SAMSPIL_PATIENCE ?? 90_000)

let browser = null

export async function launch() {
  assert.ok(address, 'set SAMSPIL_URL to the address that `samspil serve` prints')
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
}

export const shut = () => browser?.close()

/** Opens a page, hands it to `work`, and fails on any console error or exception but those that fit one of `expected`. */
export async function visit(hash, work, { width = 1280, height = 900, theme = 'light', locale = 'en-GB', motion = 'no-preference', expected = [] } = {}) {
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
    assert.deepEqual(errors.filter(error => !expected.some(one => one.test(error))), [])
  } finally {
    await context.close()
  }
}

/** Waits until what `read` gives is `wanted`; fails with what it is instead. */
export async function becomes(read, wanted) {
  for (const end = Date.now() + PATIENCE; ;) {
    const found = await read()
    if (isDeepStrictEqual(found, wanted)) return
    if (Date.now() > end) assert.deepEqual(found, wanted)
    await pause(30)
  }
}

/** Asks the server for less than the page does, so that a long study is short: `change` is laid over the question. */
export const less = (page, question, change) => page.route(`**/api/${question}`, route =>
  route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), ...change }) }))

/** Waits until a comparison, once begun, has ended. */
export const settled = page => page.waitForSelector('.results:not(.running) .answer[aria-busy="false"]')

/** Waits until a society is drawn. */
export const drawn = page => page.waitForSelector('.society canvas[data-step]')

/** How far the page is wider than the window. */
export const overflow = page => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds that is serious, in words. */
export async function serious(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => `${node.target} ${node.failureSummary}`).join(' | ')}`)
}

/** A small town with a small task, so that runs are short. */
export const SMALL = 'lessons/tipping_point'

/** A town of one's own, smaller still, with all usual barriers. */
export const OWN = 'title = "My town"\nstory = "A town of mine."\n\n[simulation]\nhorizon_years = 1.0\n\n[population]\ncitizens = 200\nneighbourhoods = 5\n\n[organisation]\nunits = 5\n\n[programme.local]\n'

/** The part of a link that holds a scenario's text. */
export async function linkOf(name, toml) {
  const { own, z } = writeSource({ name, packed: await pack(toml) })
  return `own=${own}&z=${z}`
}
