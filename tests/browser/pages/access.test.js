import assert from 'node:assert/strict'
import AxeBuilder from '@axe-core/playwright'
import { after, before, test } from 'node:test'
import { SMALL, launch, overflow, settled, shut, visit } from './browser.js'

before(launch)
after(shut)

const society = page => page.waitForSelector('.society canvas[data-step]')
const PAGES = {
  gallery: ['#/', page => page.waitForSelector('.card')],
  'what if': [`#/what-if?s=${SMALL}&n=50&v=More~programme.norm.invitation=2`, settled],
  watch: [`#/watch?s=${SMALL}&citizen=3`, society],
  presentation: [`#/watch?s=${SMALL}&present=1`, society],
  barriers: ['#/barriers', page => page.waitForSelector('.hypothesis')],
  model: ['#/model', page => page.waitForSelector('.register-table td')],
  document: ['#/model?d=barriers', page => page.waitForSelector('article.document h2')],
}

for (const [name, [hash, ready]] of Object.entries(PAGES)) {
  for (const theme of ['light', 'dark']) {
    test(`${name}: nothing serious for axe, ${theme}`, () => visit(hash, async page => {
      await ready(page)
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => `${node.target} ${node.failureSummary}`).join(' | ')}`), [])
    }, { theme }))
  }

  for (const locale of ['en-GB', 'da-DK']) {
    test(`${name}: no sideways scrolling on a phone, ${locale}`, () => visit(hash, async page => {
      await ready(page)
      assert.equal(await overflow(page) <= 0, true, `${await overflow(page)} px too wide`)
    }, { width: 360, height: 740, locale }))
  }
}

test('Danish by the browser\'s language, and a switch that is remembered', () => visit('', async page => {
  await page.getByRole('heading', { level: 1, name: 'Hvad sker der, når borgere og kommune løser opgaven sammen?' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'da')
  await page.getByRole('heading', { name: 'Nørre Snede: en by overtager sin egen drift' }).waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'What happens when citizens and municipality do it together?' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: /What happens/ }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
}, { locale: 'da-DK' }))

test('Danish numbers, levers and lessons', () => visit(`#/what-if?s=${SMALL}&n=50&v=Mere~programme.norm.invitation=2`, async page => {
  await settled(page)
  assert.match(await page.locator('.answer').innerText(), /(stiger med|falder med|ikke ses en forskel|er uændret)/)
  await page.getByRole('slider', { name: 'At spørge personligt', exact: true }).waitFor()
  await page.goto(`${page.url().split('#')[0]}#/watch?s=${SMALL}`)
  await page.getByRole('heading', { name: 'Hvor mange skal begynde, før resten følger med?' }).waitFor()
}, { locale: 'da-DK' }))

test('the switch of language keeps what is on the page', () => visit(`#/what-if?s=${SMALL}&n=50&v=Mine~programme.norm.invitation=2`, async page => {
  await settled(page)
  await page.getByRole('button', { name: 'Dansk' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Navn på variant 1' }).inputValue(), 'Mine')
}))

test('colours follow the system and the switch', () => visit('', async page => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await paper()
  await page.getByLabel('Colours').selectOption('light')
  assert.notEqual(await paper(), dark)
  await page.reload()
  assert.notEqual(await paper(), dark)
}, { theme: 'dark' }))

test('the keyboard reaches everything, sees where it is, and is never trapped', () => visit(`#/what-if?s=${SMALL}&n=50`, async page => {
  await settled(page)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  const seen = new Set()
  for (let press = 0; press < 400; press++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const node = document.activeElement
      if (node === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(node)
      return { inMain: !!node.closest('main'), visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, what: node.outerHTML.slice(0, 90) }
    })
    if (!at?.inMain) break
    assert.ok(at.visible, `no focus to be seen on ${at.what}`)
    seen.add(at.what)
  }
  assert.ok(seen.size > 30, `${seen.size} stops`)
  assert.ok([...seen].some(what => what.includes('type="range"')) || seen.size > 30)
  assert.equal(await page.evaluate(() => !!document.activeElement.closest('main') && document.activeElement.id !== 'main'), false, 'the way leads out of the page again')
}))

test('with the keyboard alone from the gallery to an answer', () => visit('', async page => {
  await page.waitForSelector('.card')
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('tipping 15')
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.closest('.ways') && document.activeElement.textContent === 'What if')) break
  }
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /15 of 100/ }).waitFor()
  await settled(page)
}))

test('a projector and a printer get a page of their own', () => visit(`#/what-if?s=${SMALL}&n=50&v=More~programme.norm.invitation=2`, async page => {
  await settled(page)
  assert.ok(await overflow(page) <= 0)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.side').isVisible(), false)
  assert.equal(await page.locator('.toolbar').isVisible(), false)
  assert.equal(await page.locator('.charts svg').first().isVisible(), true)
}, { width: 1920, height: 1080 }))

test('a page that is not there says so', () => visit('#/nowhere', page => page.getByRole('heading', { name: 'There is no such page' }).waitFor()))
