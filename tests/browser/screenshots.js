// The pictures of the laboratory in README and book. With it open and `pngquant` installed:
// `SAMSPIL_URL=http://127.0.0.1:7878 node tests/browser/screenshots.js [NAME …]`
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { drawn, launch, settled, shut, visit } from './pages/browser.js'

const FIGURES = fileURLToPath(new URL('../../docs/figures/', import.meta.url))

/** Scrolls so that an element stands near the top. */
const toTop = (page, selector) => page.locator(selector).first().evaluate(node => window.scrollTo(0, node.getBoundingClientRect().top + window.scrollY - 12))

const PICTURES = {
  what_if: ['#/what-if?s=cases/norre_snede&v=Ask%20less~programme.upkeep.invitation=2&v=Easier~programme.upkeep.ease=0.8', async page => {
    await settled(page)
    await page.waitForSelector('.lever')
    await toTop(page, '.arms')
  }],
  watch: ['#/watch?s=lessons/tipping_point&citizen=33', async page => {
    await drawn(page)
    await page.waitForSelector('.stage[data-ended]')
    for (let month = 0; month < 5; month++) await page.getByRole('button', { name: 'One month on' }).click()
    await page.waitForSelector('.society canvas[data-step="5"]')
    await toTop(page, '.room')
  }],
  gallery: ['#/', async page => {
    await page.waitForSelector('.card')
    await toTop(page, '.intros')
    await page.waitForFunction(() => [...document.querySelectorAll('.card')].slice(0, 8).every(card => card.querySelector('img')?.naturalWidth > 0))
  }],
  barriers: ['#/barriers?s=reference&b=silos', async page => {
    await page.locator('.barriers > section').first().getByRole('button', { name: 'Run', exact: true }).click()
    await page.waitForSelector('.tornado svg[role="img"]')
    await page.waitForFunction(() => /B-07/.test(document.querySelector('.barrier').innerText))
    await toTop(page, '.barrier-room')
  }],
}

const wanted = process.argv.slice(2)
await launch()
for (const [name, [hash, ready]] of Object.entries(PICTURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  await visit(hash, async page => {
    await ready(page)
    await page.evaluate(() => document.activeElement?.blur())
    const path = `${FIGURES}serve_${name}.png`
    await page.screenshot({ path })
    spawnSync('pngquant', ['--force', '--skip-if-larger', '--ext', '.png', path], { stdio: 'inherit' })
  }, { height: 800 })
}
await shut()
