import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SMALL, drawn, launch, overflow, serious, settled, shut, visit } from './browser.js'

before(launch)
after(shut)

// What stands after a study has been run is looked at where it is run.
const PAGES = {
  gallery: ['#/', page => page.waitForSelector('.card')],
  'what if': [`#/what-if?s=${SMALL}&n=10&v=More~programme.norm.invitation=2`, settled],
  watch: [`#/watch?s=${SMALL}&citizen=3`, drawn],
  presentation: [`#/watch?s=${SMALL}&present=1`, drawn],
  barriers: ['#/barriers', page => page.waitForSelector('.hypothesis')],
  model: ['#/model', page => page.waitForSelector('.register-table td')],
  document: ['#/model?d=barriers', page => page.waitForSelector('article.document h2')],
}

for (const [name, [hash, ready]] of Object.entries(PAGES)) {
  test(`${name}: nothing serious for axe, light and dark`, () => visit(hash, async page => {
    await ready(page)
    assert.deepEqual(await serious(page), [])
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual(await serious(page), [])
  }))

  test(`${name}: no sideways scrolling on a phone, Danish and English`, () => visit(hash, async page => {
    await ready(page)
    assert.equal(await overflow(page) <= 0, true, `Danish: ${await overflow(page)} px too wide`)
    await page.waitForFunction(() => location.hash.includes('lang=da'))
    await page.evaluate(() => { location.hash = location.hash.replace('lang=da', 'lang=en') })
    await page.waitForSelector('html[lang="en"]')
    await ready(page)
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    assert.equal(await overflow(page) <= 0, true, `English: ${await overflow(page)} px too wide`)
  }, { width: 360, height: 740, locale: 'da-DK' }))
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

test('Danish numbers, levers and lessons; the switch of language keeps what is on the page', () => visit(`#/what-if?s=${SMALL}&n=20&v=Mine~programme.norm.invitation=2`, async page => {
  await settled(page)
  const sentences = await page.locator('.answer .sentences li').allInnerTexts()
  assert.equal(sentences.length, 3)
  for (const sentence of sentences) assert.match(sentence, /(stiger med|falder med|ikke ses en forskel|er uændret)/)
  assert.match(sentences.join(), /\d,\d/)
  await page.getByRole('slider', { name: 'At spørge personligt', exact: true }).waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Name of variant 1' }).inputValue(), 'Mine')
  await page.getByRole('button', { name: 'Dansk' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Navn på variant 1' }).inputValue(), 'Mine')
  await page.locator('nav').getByRole('link', { name: 'Se med' }).click()
  await page.getByRole('heading', { name: 'Hvor mange skal begynde, før resten følger med?' }).waitFor()
}, { locale: 'da-DK' }))

test('colours follow the system and the switch', () => visit('', async page => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await paper()
  await page.getByLabel('Colours').selectOption('light')
  assert.notEqual(await paper(), dark)
  await page.reload()
  await page.waitForSelector('h1')
  assert.notEqual(await paper(), dark)
}, { theme: 'dark' }))

test('the keyboard reaches everything, sees where it is, and is never trapped', () => visit(`#/what-if?s=${SMALL}&n=10`, async page => {
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
  assert.ok([...seen].some(what => what.includes('type="range"')), 'a lever is reached')
  assert.equal(await page.evaluate(() => !!document.activeElement.closest('main') && document.activeElement.id !== 'main'), false, 'the way leads out of the page again')
}))

/** Presses Tab until the element that has the focus is as wanted. */
async function tabTo(page, wanted, value) {
  for (let press = 0; press < 120; press++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(wanted, value)) return
  }
  assert.fail(`not reached: ${value}`)
}

test('with the keyboard alone from the gallery to an answer', () => visit('', async page => {
  await page.waitForSelector('.card')
  await tabTo(page, type => document.activeElement.type === type, 'search')
  await page.keyboard.type('tipping 15')
  await tabTo(page, text => document.activeElement.closest('.ways') && document.activeElement.textContent === text, 'What if')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /15 of 100/ }).waitFor()
  await page.waitForSelector('.lever')
  await tabTo(page, name => document.activeElement.type === 'range' && document.activeElement.labels[0].textContent === name, 'Asking in person')
  await page.keyboard.press('ArrowRight')
  // A first answer is enough; how it narrows is seen elsewhere.
  await page.locator('.answer .sentences li').first().waitFor()
}))

test('a projector and a printer get a page of their own', () => visit(`#/what-if?s=${SMALL}&n=10&v=More~programme.norm.invitation=2`, async page => {
  await settled(page)
  assert.ok(await overflow(page) <= 0)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.side').isVisible(), false)
  assert.equal(await page.locator('.toolbar').isVisible(), false)
  assert.equal(await page.locator('.charts svg').first().isVisible(), true)
}, { width: 1920, height: 1080 }))

test('a page that is not there says so', () => visit('#/nowhere', page => page.getByRole('heading', { name: 'There is no such page' }).waitFor()))
