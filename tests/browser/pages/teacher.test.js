import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SMALL, launch, shut, visit } from './browser.js'

before(launch)
after(shut)

const stepOf = page => page.locator('.society:not(.ghost) canvas').first().getAttribute('data-step').then(Number)
const begun = page => page.waitForSelector('.society canvas[data-step]')

test('a teacher plays a lesson, pauses, steps, and reads a month', () => visit(`#/watch?s=${SMALL}`, async page => {
  await page.getByRole('heading', { name: 'How many must begin before the rest follow?' }).waitFor()
  await begun(page)
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
  assert.equal(await page.locator('.debrief[open]').count(), 1)
}))

test('a click on a dot picks that citizen; the control stands beside', () => visit(`#/watch?s=${SMALL}&beside=1&ties=1&colour=motivation`, async page => {
  await begun(page)
  await page.waitForFunction(() => document.querySelectorAll('.society canvas[data-step]').length === 2)
  const canvas = page.locator('.society canvas').first()
  const box = await canvas.boundingBox()
  for (let try_ = 0; try_ < 12 && await page.locator('.citizen h3').count() === 0; try_++) {
    await canvas.click({ position: { x: box.width * (0.1 + 0.02 * try_), y: box.height * 0.14 } })
  }
  await page.getByRole('heading', { name: /^Citizen \d/ }).waitFor()
  await page.waitForFunction(() => /citizen=\d/.test(location.hash))
}))

test('the lever runs the town again, and the control becomes a ghost in the chart', () => visit(`#/watch?s=${SMALL}`, async page => {
  await begun(page)
  const lever = page.locator('.lesson input[type=range]')
  await lever.focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForFunction(() => location.hash.includes('initial_participants='))
  await page.getByText('Dashed: the control.').waitFor()
  await page.locator('.runs').getByText(/25 of 100/).click()
  await page.getByRole('heading', { level: 1, name: /25 of 100/ }).waitFor()
}))

test('presentation shows the question, the society and the chart alone', () => visit(`#/watch?s=${SMALL}`, async page => {
  await begun(page)
  await page.getByRole('button', { name: 'Present' }).click()
  await page.getByRole('heading', { level: 1, name: 'How many must begin before the rest follow?' }).waitFor()
  assert.equal(await page.locator('.masthead').isVisible(), false)
  assert.equal(await page.locator('.lesson').count(), 0)
  await page.getByRole('button', { name: 'End presentation' }).click()
  assert.equal(await page.locator('.masthead').isVisible(), true)
}, { width: 1920, height: 1080 }))

test('several seeds stand side by side', () => visit(`#/watch?s=${SMALL}`, async page => {
  await begun(page)
  await page.getByRole('button', { name: 'Run 6 seeds' }).click()
  await page.waitForFunction(() => document.querySelectorAll('.multiples .society canvas[data-step]').length === 6)
  assert.equal(await page.locator('.multiples li').count(), 6)
}))

/** Plays at full speed and returns the median time between frames and the median time of a drawing, in milliseconds. */
async function frameTimes(page) {
  await page.locator('.player select').selectOption('24')
  await page.getByRole('button', { name: 'Play' }).click()
  return page.evaluate(() => new Promise(resolve => {
    const frames = []
    const draws = []
    const median = values => values.sort((a, b) => a - b)[values.length >> 1]
    let before = performance.now()
    requestAnimationFrame(function frame(now) {
      frames.push(now - before)
      draws.push(Number(document.querySelector('.society canvas').dataset.drawMs))
      before = now
      if (frames.length < 80) requestAnimationFrame(frame)
      else resolve({ frame: median(frames), draw: median(draws) })
    })
  }))
}

for (const [citizens, most] of [[2000, 33], [20000, 250]]) {
  test(`${citizens} citizens are drawn in time`, () => visit(`#/watch?s=reference&v=~population.citizens=${citizens}`, async page => {
    await begun(page)
    await page.waitForSelector('.stage[data-ended]')
    const { frame, draw } = await frameTimes(page)
    console.log(`${citizens} citizens: ${frame.toFixed(1)} ms between frames, ${draw.toFixed(1)} ms for drawing one`)
    // What the page itself takes; the time between frames is the machine's as well.
    assert.ok(draw < most, `${draw} ms`)
  }))
}
