import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OWN, address, becomes, launch, shut, visit } from './browser.js'

before(launch)
after(shut)

const cardsOf = page => page.locator('.card').count()

test('the gallery shows all cards, searches and filters them', () => visit('', async page => {
  await page.waitForSelector('.card')
  const all = await cardsOf(page)
  assert.ok(all > 80, `${all} cards`)
  for (const summary of await page.locator('.card .summary').allInnerTexts()) assert.notEqual(summary, '')
  await page.getByRole('button', { name: /^Lessons/ }).click()
  await page.locator('#kind-case').waitFor({ state: 'detached' })
  const lessons = await cardsOf(page)
  assert.ok(lessons > 20 && lessons < all)
  await page.getByRole('searchbox').fill('burnout')
  await becomes(async () => await cardsOf(page) < lessons, true)
  assert.ok(await cardsOf(page) >= 3)
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

test('scenarios of an own folder have a heading, and pages begin with what is there', () => visit('#/model', async page => {
  const cards = ['one', 'two'].map(id => ({ id, kind: 'own', title: `Town ${id}`, summary: 'A town. Its story.', lesson: null }))
  await page.route('**/api/library', route => route.fulfill({ json: { cards } }))
  await page.route('**/api/thumbnails/**', route => route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 72"/>' }))
  await page.goto(`${address}/#/`)
  await page.getByRole('heading', { level: 2, name: 'Your own' }).waitFor()
  assert.equal(await cardsOf(page), 2)
  assert.equal(await page.getByRole('button', { name: /^Planners/ }).count(), 0)
  for (const name of [/^You plan/, /^You teach/, /^You do research/]) {
    assert.match(await page.getByRole('link', { name }).getAttribute('href'), /s=one$/)
  }
  assert.equal(await page.locator('.card img').first().getAttribute('alt'), 'Output and outcome of “Town one” over the years')
  assert.deepEqual(await page.locator('.thumbnail-key span').allInnerTexts().then(texts => texts.slice(1)), ['output', 'outcome'])
}))

test('a page that cannot be loaded says that the laboratory is gone, as every other does', () => visit('', async page => {
  await page.waitForSelector('.card')
  await page.route(/pages\/model\.js|api\/about/, route => route.abort('connectionrefused'))
  await page.getByRole('link', { name: 'Model', exact: true }).click()
  await page.locator('.fault[data-reason="unreachable"]').waitFor()
  await page.getByText('The laboratory cannot be reached.').waitFor()
  await page.unroute(/pages\/model\.js|api\/about/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { level: 1, name: /What the model rests on/ }).waitFor()
}, { expected: [/ERR_CONNECTION_REFUSED/] }))
