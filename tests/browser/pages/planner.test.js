import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { SMALL, becomes, launch, less, settled, shut, visit } from './browser.js'

before(launch)
after(shut)

/** As long as a name can be. */
const NAME = 'Ask everybody at their own front door 2x'

const slider = (page, name) => page.getByRole('slider', { name, exact: true })

test('a planner finds a case, moves a lever and reads the answer', () => visit('', async page => {
  await less(page, 'compare', { replications: 20 })
  await page.getByRole('searchbox').fill('tipping 20')
  await page.locator('.card .ways').getByRole('link', { name: 'What if' }).first().click()
  await page.getByRole('heading', { level: 1, name: /tipping point/ }).waitFor()
  await page.getByText('Nothing is moved yet.').waitFor()
  const asking = slider(page, 'Asking in person')
  await asking.focus()
  for (let press = 0; press < 6; press++) await page.keyboard.press('ArrowRight')
  await page.locator('.answer .sentences li').first().waitFor()
  await settled(page)
  const sentences = await page.locator('.answer .sentences li').allInnerTexts()
  assert.equal(sentences.length, 3)
  for (const sentence of sentences) assert.match(sentence, /(rises by|falls by|no difference can be seen|stays the same)/)
  // Four charts, each with its numbers in words and as a table.
  const charts = page.locator('.charts svg[role="img"]')
  await becomes(() => charts.count(), 4)
  assert.match(await charts.first().getAttribute('aria-label'), /Outcome over .* At the end: As it is .*%; Variant A/)
  await page.getByText('Pale band: nine in ten single runs').first().waitFor()
  await page.getByRole('button', { name: 'Numbers', exact: true }).first().click()
  await page.locator('table.numbers').waitFor()
  await page.getByRole('heading', { name: 'What it costs' }).waitFor()
  await page.getByRole('heading', { name: 'Who gains' }).waitFor()
  await page.getByText('All measures').click()
  await becomes(async () => await page.locator('table.effects').count() >= 8, true)
  assert.deepEqual((await page.locator('table.effects caption').allInnerTexts()).filter(text => text.includes('.')), [])
}))

test('undo, redo, variants, and a link that restores everything', () => visit(`#/what-if?s=${SMALL}&n=10`, async page => {
  const asking = slider(page, 'Asking in person')
  const first = await asking.inputValue()
  await asking.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const moved = await asking.inputValue()
  assert.notEqual(moved, first)
  await page.getByRole('button', { name: /Undo/ }).click()
  await becomes(() => asking.inputValue(), first)
  await page.getByRole('button', { name: /Redo/ }).click()
  await becomes(() => asking.inputValue(), moved)
  await page.getByRole('button', { name: /another variant/ }).click()
  const name = page.getByRole('textbox', { name: 'Name of variant 2' })
  await name.fill('Spørg alle')
  await name.press('Enter')
  await page.getByRole('searchbox', { name: 'Search the register' }).fill('rewire')
  await page.locator('.lever-search li button').first().click()
  const rewire = page.getByRole('slider', { name: 'network.rewire' })
  await rewire.focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForFunction(() => location.hash.includes('network.rewire=') && location.hash.includes('Sp%C3%B8rg'))
  const link = page.url()
  const value = await rewire.inputValue()
  await page.goto('about:blank')
  await page.goto(link)
  await page.locator('.arm').getByText('Variant A').waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Name of variant 2' }).inputValue(), 'Spørg alle')
  await page.waitForFunction(wanted => [...document.querySelectorAll('.lever.moved input[type=range]')].some(input => input.value === wanted), value)
  assert.equal(await slider(page, 'Asking in person').inputValue(), moved)
  // A number of replications that only a link can ask for is shown as it is.
  assert.equal(await page.locator('.precision select').inputValue(), '10')
  await settled(page)
  await page.getByRole('button', { name: 'Remove Spørg alle' }).click()
  await becomes(() => page.locator('.arm').count(), 2)
}))

test('at most four variants stand side by side', () => visit(`#/what-if?s=${SMALL}&n=10`, async page => {
  for (let more = 0; more < 3; more++) await page.getByRole('button', { name: /another variant/ }).click()
  await becomes(() => page.locator('.arm').count(), 5)
  assert.equal(await page.getByRole('button', { name: /another variant/ }).count(), 0)
}))

test('the planner takes home scenario, numbers, report and pictures', () => visit(`#/what-if?s=${SMALL}&n=10&v=${encodeURIComponent(NAME)}~programme.norm.ease=0.7`, async page => {
  await settled(page)
  const take = async (button, file, encoding = 'utf8') => {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    assert.equal(download.suggestedFilename(), file)
    return readFile(await download.path(), encoding)
  }
  const toml = await take(page.getByRole('button', { name: 'Scenario (TOML)' }), 'tipping_point-1.toml')
  assert.doesNotMatch(toml, /^extends/m, 'it runs where it is saved')
  assert.match(toml, /^# Lesson/m)
  assert.match(toml, /^ease = 0\.7/m)
  const csv = await take(page.getByRole('button', { name: 'Numbers (CSV)' }), 'tipping_point.csv')
  assert.match(csv, /^scenario,arm,.*,mean,.*,difference/)
  for (const name of ['As it is', NAME]) assert.ok(csv.includes(`,${name},`), name)
  assert.match(await take(page.getByRole('button', { name: 'Report' }), 'tipping_point.html'), /<html|<!doctype/i)
  const svg = await take(page.getByRole('button', { name: 'Save as SVG: Outcome', exact: true }), 'samspil-outcome.svg')
  assert.match(svg, /^<svg[^>]+xmlns/)
  assert.doesNotMatch(svg, /var\(--/, 'a picture stands without the page')
  for (const text of ['Outcome', 'As it is', NAME, 'dark band: where the mean lies', `from the smallest to the largest of 10 runs of ${NAME}`, '10 runs of each, seed 1.', 'Samspil 0.1']) assert.ok(svg.includes(text), text)
  const [, width, height] = svg.match(/^<svg[^>]* width="(\d+)" height="(\d+)"/)
  const png = await take(page.getByRole('button', { name: 'Save as PNG: Outcome', exact: true }), 'samspil-outcome.png', null)
  assert.deepEqual([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)], ['PNG', 2 * width, 2 * height])
}))

test('the ranking is tried on plausible parameters', () => visit(`#/what-if?s=${SMALL}&n=10&v=More~programme.norm.invitation=2`, async page => {
  await less(page, 'ranking', { draws: 10, replications: 2 })
  await settled(page)
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('heading', { name: 'The ranking changes when …' }).waitFor()
  assert.match(await page.locator('.standing').innerText(), /With the registered values: .+›.+ The first of them stays the best in \d+% of/)
}))
