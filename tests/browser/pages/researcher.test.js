import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OWN, becomes, launch, less, linkOf, overflow, serious, shut, visit } from './browser.js'

before(launch)
after(shut)

test('a researcher runs the barriers and reads what one rests on', async () => visit(`#/barriers?${await linkOf('mine.toml', OWN)}&n=4`, async page => {
  await page.getByRole('heading', { level: 1, name: /What stands in the way/ }).waitFor()
  await page.locator('.barriers > section').first().getByRole('button', { name: 'Run', exact: true }).click()
  await becomes(() => page.locator('.tornado svg[role="img"]').count(), 2)
  await page.locator('.pick-row button').filter({ hasText: 'Silos' }).click()
  const details = page.locator('.barrier')
  await details.getByRole('heading', { name: 'Silos' }).waitFor()
  await page.waitForFunction(() => /B-07/.test(document.querySelector('.barrier').innerText) && /M15|M18/.test(document.querySelector('.barrier').innerText))
  await becomes(() => /b=silos/.test(page.url()), true)
  // A bar picks its barrier as well.
  await page.locator('.tornado rect.pick').first().dispatchEvent('click')
  await page.waitForFunction(() => /b=\w+/.test(location.hash) && !location.hash.includes('b=silos'))
  await page.getByRole('button', { name: 'Numbers' }).last().click()
  await becomes(async () => await page.locator('.tornado table.numbers tbody tr').count() > 5, true)
  assert.deepEqual(await serious(page), [])
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.deepEqual(await serious(page), [])
  await page.setViewportSize({ width: 360, height: 740 })
  await becomes(async () => await overflow(page) <= 0, true)
}))

test('a declared hypothesis gets a verdict', () => visit('#/barriers', async page => {
  await less(page, 'hypotheses/H-10b', { replications: 8 })
  await page.getByRole('button', { name: 'Run H-10b' }).click()
  await page.locator('.sentence-verdict b').waitFor()
  assert.match(await page.locator('.sentence-verdict').innerText(), /^(Supported|Rejected|Undecided) ./)
}))

test('the register is searched, and every document opens', () => visit('#/model', async page => {
  await page.locator('.register-table tbody tr').first().waitFor()
  const all = await page.locator('.register-table tbody tr').count()
  await page.getByRole('searchbox').fill('crowding')
  await becomes(async () => await page.locator('.register-table tbody tr').count() < all, true)
  const found = await page.locator('.register-table tbody tr').count()
  assert.ok(found > 1 && found < 12, `${found} rows`)
  for (const name of ['Equations', 'Validation', 'Coverage of the review', 'What it cannot tell', 'Barriers', 'Hypotheses', 'Theory', 'Sensitivity', 'Statistics', 'Glossary']) {
    await page.locator('.chips').getByRole('button', { name, exact: true }).click()
    await page.locator('.chips').getByRole('button', { name, exact: true, pressed: true }).waitFor()
    await page.locator('article.document').waitFor()
    assert.ok((await page.locator('article.document').innerText()).length > 500, name)
  }
}))
