// What a page shows is what was asked, of one place, answered now; else it says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OWN, SMALL, becomes, launch, linkOf, serious, settled, shut, visit } from './browser.js'

before(launch)
after(shut)

const MORE = `#/what-if?s=${SMALL}&n=4&v=More~programme.norm.invitation=2`
const exact = (page, name) => page.getByRole('spinbutton', { name: `${name}, exact value`, exact: true })

async function set(field, value) {
  await field.fill(value)
  await field.press('Enter')
}

test('the place is changed for the baseline and every variant', () => visit(MORE, async page => {
  await page.getByRole('button', { name: /another variant/ }).click()
  await page.getByText('The place and the task').click()
  const [question] = await Promise.all([
    page.waitForRequest(request => request.url().endsWith('/api/compare') && request.postData().includes('population.citizens')),
    set(exact(page, 'Citizens'), '600'),
  ])
  const { arms } = question.postDataJSON()
  assert.deepEqual(arms.map(arm => arm.settings['population.citizens']), ['600', '600', '600'])
  assert.deepEqual(arms.map(arm => arm.settings['programme.norm.invitation']), [undefined, '2', '2'])
  await page.getByText('The place is changed, for the baseline and every variant: Citizens 600 citizens (was 500 citizens).').waitFor()
  await settled(page)
  await page.getByRole('button', { name: /Undo/ }).click()
  await page.locator('.place-line').waitFor({ state: 'detached' })
}))

test('a link that moved the place in one variant moves it in all, and says so', () => visit(`#/what-if?s=${SMALL}&n=4&v=Larger~population.citizens=600`, async page => {
  await page.getByText('“Citizens” describes the place. It now holds for the baseline and every variant.').waitFor()
  await settled(page)
  await page.getByText('Nothing is moved yet.').waitFor()
  assert.deepEqual(await serious(page), [])
  await page.getByRole('button', { name: 'All right' }).click()
  assert.equal(await page.locator('.left-out').count(), 0)
}))

test('a damaged link opens with what can be kept and says what was left out', () => visit(`#/what-if?s=${SMALL}&n=4&v=A%zz~programme.norm.invitation=2~no.such=1&seed=x&c=7&foo=1`, async page => {
  await settled(page)
  assert.equal(await page.getByRole('textbox', { name: 'Navn på variant 1' }).inputValue(), 'A%zz')
  assert.equal(await page.locator('.left-out li').count(), 5)
  await page.getByText('Der er ingen parameter »no.such« i dette scenarie.').waitFor()
  assert.equal(await page.locator('.lever.moved').count(), 1)
}, { locale: 'da-DK' }))

for (const [hash, text] of [['#/?q=%zz&kind=x', 'kind=x'], ['#/model?q=%E0%A4%A&d=x', 'd=x'], [`#/barriers?s=${SMALL}&n=1e9&b=x`, 'n=1e9'], [`#/watch?s=${SMALL}&seed=1e400&colour=x&citizen=-3`, 'seed=1e400'], ['#/what-if?own=a.toml&z=!', 'cannot be read']]) {
  test(`no page is lost on a damaged link: ${hash}`, () => visit(hash, page => page.locator('.left-out, .fault').getByText(text).waitFor()))
}

test('an answer to another question is dimmed and dated, and can be asked again', () => visit(MORE, async page => {
  await settled(page)
  await page.route('**/api/compare', route => route.abort())
  await set(exact(page, 'Asking in person'), '2.5')
  await page.locator('.fault[data-reason="unreachable"]').waitFor()
  await page.locator('.results.stale .dated').getByText(/This is the answer of \d+:\d+:\d+/).waitFor()
  assert.equal(await page.locator('.results .answer').evaluate(node => Number(getComputedStyle(node).opacity) < 0.7), true)
  assert.equal(await page.locator('.precision').getByText('4 of 4 runs').count(), 0)
  await page.unroute('**/api/compare')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.waitForSelector('.results:not(.stale):not(.running)')
  assert.equal(await page.locator('.fault, .dated').count(), 0)
}, { expected: [/ERR_FAILED/] }))

test('a server that closes, one that breaks off and another one are told apart', () => visit(MORE, async page => {
  await settled(page)
  const answer = body => route => route.fulfill({ status: 200, contentType: 'application/x-ndjson', ...body })
  const reason = async (name, handler, value) => {
    await page.route('**/api/compare', handler)
    await set(exact(page, 'Asking in person'), value)
    await page.locator(`.fault[data-reason="${name}"]`).waitFor()
    await page.unroute('**/api/compare')
  }
  await reason('stopped', answer({ body: '{"type":"begin"}\n' }), '2.2')
  // After a farewell nobody is expected to answer.
  await reason('stopped', route => route.abort(), '2.3')
  await reason('changed', answer({ headers: { 'samspil-engine': '9.9.9' }, body: '' }), '2.4')
  await page.getByText('9.9.9 in place of').waitFor()
  await page.getByRole('button', { name: 'Load the page again' }).click()
  await page.waitForSelector('.results:not(.stale):not(.running)')
  assert.equal(await exact(page, 'Asking in person').inputValue(), '2.4')
}, { expected: [/ERR_FAILED/] }))

test('a link keeps the language', () => visit(`${MORE}&lang=da`, async page => {
  await page.getByRole('heading', { name: 'Håndtag i More' }).waitFor()
  await becomes(() => /[?&]lang=da/.test(page.url()), true)
  await page.locator('nav').getByRole('link', { name: 'Modellen' }).click()
  await page.getByRole('heading', { level: 1, name: /Hvad modellen hviler på/ }).waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await becomes(() => /[?&]lang=en/.test(page.url()), true)
  await page.locator('nav').getByRole('link', { name: 'What if' }).click()
  await page.getByRole('heading', { name: 'Levers of More' }).waitFor()
}))

test('the lever of the J-curve moves what the town is moved to', () => visit('#/watch?s=lessons/j_curve', async page => {
  const lever = exact(page, 'Most of the time that may go to facilitating, from year 2 on')
  await lever.waitFor()
  assert.equal(await lever.inputValue(), '0.6')
  const [question] = await Promise.all([page.waitForRequest(request => request.url().endsWith('/api/watch') && request.postData().includes('"event.1.change')), set(lever, '0.2')])
  assert.deepEqual(question.postDataJSON().settings, { 'event.1.change.facilitation.ceiling': '0.2' })
}))

const MOVED = `${OWN}\n[[event]]\nyear = 0.5\nchange = { "barriers.silos" = 0.1 }\n`

test('levers that an event moves are shown with the value of the event', async () => visit(`#/what-if?${await linkOf('mine.toml', MOVED)}&n=4`, async page => {
  const [question] = await Promise.all([
    page.waitForRequest(request => request.url().endsWith('/api/compare') && request.postData().includes('event.1')),
    exact(page, 'Silos, from year 0.5 on').waitFor().then(() => set(exact(page, 'Silos, from year 0.5 on'), '0.8')),
  ])
  assert.deepEqual(question.postDataJSON().arms.map(arm => arm.settings), [{}, { 'event.1.change.barriers.silos': '0.8' }])
  await settled(page)
  await page.getByText('The same on the command line').click()
  await page.getByText('event.1.change.barriers.silos=0.8').waitFor()
  await page.getByText('The organisation', { exact: true }).click()
  await page.getByText('Holds until year 0.5').waitFor()
}))

test('what is printed says what the variants are', () => visit(`${MORE}&p=~population.citizens=600&seed=3`, async page => {
  await settled(page)
  assert.equal(await page.locator('.on-paper').isVisible(), false)
  await page.emulateMedia({ media: 'print' })
  const text = await page.locator('.on-paper').innerText()
  for (const part of ['As it is', 'More', 'Asking in person: 2 times the usual, in place of 1 times the usual', 'Citizens: 600 citizens, in place of 500 citizens', '4 runs of each, seed 3', 'Samspil 0.1']) assert.ok(text.includes(part), `${part}: ${text}`)
}))

test('a variant of another place is refused in words', () => visit(MORE, async page => {
  await settled(page)
  // No move of the page asks so; the server refuses it all the same.
  await page.route('**/api/compare', route => {
    const question = route.request().postDataJSON()
    question.arms[1].settings['population.citizens'] = '700'
    route.continue({ postData: JSON.stringify(question) })
  })
  await set(page.getByRole('spinbutton', { name: 'At spørge personligt, præcis værdi' }), '2.5')
  await page.getByText('Varianterne ligger ikke det samme sted som udgangspunktet').waitFor()
}, { locale: 'da-DK', expected: [/status of 422/] }))
