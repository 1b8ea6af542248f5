import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OWN, address, becomes, launch, shut, visit } from './browser.js'

before(launch)
after(shut)

const cards = page => page.locator('.card').count()

test('the gallery shows all cards, searches and filters them', () => visit('', async page => {
  await page.waitForSelector('.card')
  const all = await cards(page)
  assert.ok(all > 80, `${all} cards`)
  for (const summary of await page.locator('.card .summary').allInnerTexts()) assert.notEqual(summary, '')
  await page.getByRole('button', { name: /^Lessons/ }).click()
  await page.locator('#kind-case').waitFor({ state: 'detached' })
  const lessons = await cards(page)
  assert.ok(lessons > 20 && lessons < all)
  await page.getByRole('searchbox').fill('burnout')
  await becomes(async () => await cards(page) < lessons, true)
  assert.ok(await cards(page) >= 3)
  await page.getByRole('searchbox').fill('no such thing')
  await page.getByText('Nothing fits this search.').waitFor()
}))

test('cards have pictures, drawn when they are looked at', () => visit('#/?kind=case', async page => {
  await page.locator('.card').nth(2).scrollIntoViewIfNeeded()
  await page.waitForFunction(() => [...document.querySelectorAll('.card')].slice(0, 3).every(card => card.querySelector('img')?.naturalWidth > 0))
  assert.equal(await page.locator('.card').last().locator('img').count(), 0)
}))

test('the first page weighs less than 300 kB', () => visit('#/model', async page => {
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  const seen = []
  network.on('Network.responseReceived', ({ response }) => seen.push(response.url))
  network.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength })
  await page.goto('about:blank')
  await page.goto(`${address}/`)
  await page.waitForSelector('.card')
  await page.waitForLoadState('networkidle')
  console.log(`first page: ${(bytes / 1000).toFixed(0)} kB in ${seen.length} responses`)
  assert.ok(bytes > 10_000 && bytes < 300_000, `${bytes} bytes`)
  assert.equal(seen.some(url => /plot|d3/.test(url)), false, 'the gallery draws no charts')
}))

async function drop(page, name, text) {
  const data = await page.evaluateHandle(([name, text]) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], name, { type: 'text/plain' }))
    return transfer
  }, [name, text])
  await page.dispatchEvent('main', 'dragover', { dataTransfer: data })
  await page.waitForSelector('.own.over')
  await page.dispatchEvent('main', 'drop', { dataTransfer: data })
}

test('a good own scenario is dropped and opens in all three ways', () => visit('', async page => {
  await drop(page, 'mine.toml', OWN)
  const accepted = page.locator('.accepted')
  await accepted.getByText('My town', { exact: true }).waitFor()
  assert.match(await accepted.locator('.facts').innerText(), /200 citizens/)
  assert.equal(await accepted.locator('.ways a').count(), 3)
  await accepted.getByRole('link', { name: 'What if' }).click()
  await page.getByRole('heading', { level: 1, name: 'My town' }).waitFor()
  // The link holds the whole text.
  const link = page.url()
  await page.goto('about:blank')
  await page.goto(link)
  await page.getByRole('heading', { level: 1, name: 'My town' }).waitFor()
}))

// A refusal by the server is a failed request, which the browser itself notes in its console.
test('a bad own scenario shows its fault at the line, with a hint', () => visit('', async page => {
  await drop(page, 'bad.toml', `${OWN}esae = 0.7\n`)
  const fault = page.locator('.faults li')
  await fault.waitFor()
  const text = await fault.innerText()
  assert.match(text, /line 15/)
  assert.match(text, /15esae = 0\.7\n+ *\^\^\^\^/)
  assert.match(text, /did you mean/)
  assert.equal(await page.locator('.accepted').count(), 0)
}, { expected: [/status of 422/] }))
