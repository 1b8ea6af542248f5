import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gridColumns } from '../../../src/serve/assets/lib/layout.js'
import { SMALL, becomes, drawn, launch, shut, visit } from './browser.js'

before(launch)
after(shut)

const stepOf = page => page.locator('.society:not(.ghost) canvas').first().getAttribute('data-step').then(Number)

test('a teacher plays a lesson, pauses, steps, and reads a month', () => visit(`#/watch?s=${SMALL}`, async page => {
  await page.getByRole('heading', { name: 'How many must begin before the rest follow?' }).waitFor()
  await drawn(page)
  assert.equal(await stepOf(page), 0)
  await page.getByRole('button', { name: 'Play' }).click()
  await page.waitForFunction(() => Number(document.querySelector('.society canvas').dataset.step) >= 3)
  await page.getByRole('button', { name: 'Pause' }).click()
  const paused = await stepOf(page)
  await page.getByRole('button', { name: 'One month on' }).click()
  await page.waitForFunction(wanted => Number(document.querySelector('.society canvas').dataset.step) === wanted, paused + 1)
  await page.locator('.society canvas').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('heading', { name: 'Citizen 2', exact: true }).waitFor()
  assert.match(await page.locator('.month-words').first().innerText(), /(asked|takes part|heard|knew|left|joined|rests)/i)
  await page.keyboard.press('Escape')
  await page.getByText('Click a citizen to read their month').waitFor()
  await page.getByText('Debrief', { exact: true }).click()
  await becomes(() => page.locator('.debrief[open]').count(), 1)
}))

/** The middle of the first neighbourhood, where its first citizen stands; the page counts in whole pixels. */
const middleOfFirst = (box, places) => {
  const [width, height] = [Math.floor(box.width), Math.floor(box.height)]
  const columns = gridColumns(places, width, height)
  return { x: width / columns / 2, y: height / Math.ceil(places / columns) / 2 }
}

test('a click on a dot picks that citizen; the control stands beside; the link keeps all of it', () => visit(`#/watch?s=${SMALL}&seed=7&beside=1&ties=1&colour=motivation`, async page => {
  await page.waitForFunction(() => document.querySelectorAll('.society canvas[data-step]').length === 2)
  const canvas = page.locator('.society canvas').first()
  await canvas.click({ position: middleOfFirst(await canvas.boundingBox(), 3) })
  await page.getByRole('heading', { name: 'Citizen 1', exact: true }).waitFor()
  await page.waitForFunction(() => location.hash.includes('citizen=1'))
  await page.reload()
  await page.getByRole('heading', { name: 'Citizen 1', exact: true }).waitFor()
  await page.waitForFunction(() => document.querySelectorAll('.society canvas[data-step]').length === 2)
  assert.equal(await page.getByRole('spinbutton', { name: 'Seed' }).inputValue(), '7')
  assert.equal(await page.getByRole('checkbox', { name: 'Ties' }).isChecked(), true)
  assert.equal(await page.getByRole('group', { name: 'What is shown' }).getByLabel('Colour').inputValue(), 'motivation')
}))

test('the lever runs the town again, and the control becomes a ghost in the chart', () => visit(`#/watch?s=${SMALL}`, async page => {
  await drawn(page)
  const lever = page.locator('.lesson input[type=range]')
  await lever.focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForFunction(() => location.hash.includes('initial_participants='))
  await page.getByText('Dashed: the control.').waitFor()
  await page.locator('.runs').getByText(/25 of 100/).click()
  await page.getByRole('heading', { level: 1, name: /25 of 100/ }).waitFor()
}))

test('presentation shows the question, the society and the chart alone', () => visit(`#/watch?s=${SMALL}`, async page => {
  await drawn(page)
  await page.getByRole('button', { name: 'Present' }).click()
  await page.getByRole('heading', { level: 1, name: 'How many must begin before the rest follow?' }).waitFor()
  await page.locator('.masthead').waitFor({ state: 'hidden' })
  assert.equal(await page.locator('.lesson').count(), 0)
  await page.getByRole('button', { name: 'End presentation' }).click()
  await page.locator('.masthead').waitFor()
}, { width: 1920, height: 1080 }))

test('several seeds stand side by side', () => visit(`#/watch?s=${SMALL}`, async page => {
  await drawn(page)
  await page.getByRole('button', { name: 'Run 6 seeds' }).click()
  await page.waitForFunction(() => document.querySelectorAll('.multiples .society canvas[data-step]').length === 6)
  assert.equal(await page.locator('.multiples li').count(), 6)
}))

test('20,000 citizens are drawn and played to the end', () => visit('#/watch?s=reference&v=~population.citizens=20000~simulation.horizon_years=0.5', async page => {
  await page.waitForSelector('.stage[data-ended]')
  assert.match(await page.locator('.society canvas').getAttribute('aria-label'), /20,000/)
  await page.locator('.player select').selectOption('24')
  await page.getByRole('button', { name: 'Play' }).click()
  await becomes(() => stepOf(page), 6)
  await page.getByRole('button', { name: 'Play' }).waitFor()
}))

test('neighbourhoods that have names are called by them', () => visit('#/watch?s=data/survey_town&citizen=1&lang=da', async page => {
  await drawn(page)
  const canvas = page.locator('.society canvas').first()
  const label = await canvas.getAttribute('aria-label')
  for (const name of ['Havnen', 'Bakken', 'Vestby']) assert.ok(label.includes(name), label)
  assert.match(await page.locator('.citizen').innerText(), /Havnen|Bakken|Vestby/)
  const { width, height } = await canvas.boundingBox()
  const titles = new Set()
  for (const across of [1, 2, 3]) {
    for (const down of [0.25, 0.5, 0.75]) {
      await canvas.hover({ position: { x: (width * (2 * across - 1)) / 6, y: height * down } })
      titles.add(await canvas.getAttribute('title'))
    }
  }
  assert.ok(['Havnen', 'Bakken', 'Vestby'].some(name => titles.has(name)), [...titles].join())
  assert.deepEqual(await page.locator('.view select').first().locator('option').allInnerTexts().then(texts => texts.filter(text => text.includes('.'))), [])
}))
