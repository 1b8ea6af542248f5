// Measures what the pages cost. By hand, on a quiet machine: `node tests/browser/measure.js target/release/samspil`
// after `bash tests/browser/prepare.sh`. The figures go into docs/performance.md; no test looks at them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'

const CLIENTS = 50
const RUNS = 50
const MOVES = 20
const FRAMES = 240
/** The society that everyone starts from: 2,000 citizens, eight years. */
const USUAL = 'reference'
const LEVER = 'programme.local.invitation'

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]
const say = (what, figure) => console.log(`${what.padEnd(64)} ${figure}`)

async function open(binary) {
  const server = spawn(resolve(binary), ['serve', '--no-browser', '--port', '0'], { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = await once(server.stdout, 'data')
  return { server, address: String(line).trim().replace(/\/$/, '') }
}

/** The most memory the server has taken so far, and its processor time; of Linux. */
async function taken(server) {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '')
  return `${Math.round(Number(status.match(/VmHWM:\s+(\d+)/)?.[1]) / 1024)} MB at most`
}

/** Bytes over the wire until the gallery's cards are there, pictures of cards in the window included. */
async function firstPage(page, address) {
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  let bytes = 0
  network.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength })
  await page.goto(`${address}/`)
  await page.waitForSelector('.card')
  await page.waitForLoadState('networkidle')
  await network.detach()
  say('first page', `${Math.round(bytes / 1000)} kB`)
}

/** From the key that moves a lever to the first answer on the page. */
async function firstAnswer(page, address, scenario) {
  await page.goto(`${address}/#/what-if?s=${scenario}&v=More~${LEVER}=2`)
  const settled = () => page.waitForSelector('.results:not(.running) .answer[aria-busy="false"]')
  await settled()
  const slider = page.getByRole('slider', { name: 'Asking in person', exact: true })
  const times = []
  for (let move = 0; move < MOVES; move++) {
    await page.evaluate(() => {
      const sentences = document.querySelector('.answer .sentences')
      window.answered = new Promise(done => {
        let moved = null
        window.addEventListener('input', () => { moved = performance.now() }, { once: true })
        const observer = new MutationObserver(() => {
          if (moved === null) return
          observer.disconnect()
          requestAnimationFrame(() => done(performance.now() - moved))
        })
        observer.observe(sentences, { subtree: true, childList: true, characterData: true })
      })
    })
    await slider.press(move % 2 ? 'ArrowLeft' : 'ArrowRight')
    times.push(await page.evaluate(() => window.answered))
  }
  say(`first answer after a move, ${scenario}, ${MOVES} moves`, `${Math.round(median(times))} ms (median), ${Math.round(Math.max(...times))} ms (slowest)`)
}

/** One client: when the first numbers came, and when all of them, in milliseconds. */
async function client(address) {
  const begun = performance.now()
  const question = { source: { id: USUAL }, arms: [{ name: 'As it is' }, { name: 'More', settings: { [LEVER]: '2' } }], replications: RUNS, measures: ['outcome', 'output'] }
  const response = await fetch(`${address}/api/compare`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) })
  let [first, text] = [0, '']
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    if (!first) {
      text += piece
      if (text.includes('"type":"state"')) first = performance.now() - begun
    }
  }
  return { first, last: performance.now() - begun }
}

async function crowd(address, server, clients) {
  const answers = await Promise.all(Array.from({ length: clients }, () => client(address)))
  const seconds = values => `${(median(values) / 1000).toFixed(2)} s (median), ${(Math.max(...values) / 1000).toFixed(2)} s (slowest)`
  say(`${clients} at once, 2 × ${RUNS} runs each: first answer`, seconds(answers.map(({ first }) => first)))
  say(`${clients} at once: whole answer`, seconds(answers.map(({ last }) => last)))
  say(`${clients} at once: memory of the server`, await taken(server))
}

/** Frames per second while a society plays at full speed, and what drawing one takes the page. */
async function watch(page, address, citizens) {
  await page.goto('about:blank')
  await page.goto(`${address}/#/watch?s=${USUAL}&v=~population.citizens=${citizens}`)
  await page.waitForSelector('.stage[data-ended]')
  await page.locator('.player select').selectOption('24')
  await page.getByRole('button', { name: 'Play' }).click()
  const { seconds, draws } = await page.evaluate(frames => new Promise(done => {
    const draws = []
    let begun = null
    requestAnimationFrame(function frame(now) {
      begun ??= now
      draws.push(Number(document.querySelector('.society canvas').dataset.drawMs))
      if (draws.length <= frames && document.querySelector('.play').textContent.includes('❚❚')) requestAnimationFrame(frame)
      else done({ seconds: (now - begun) / 1000, draws })
    })
  }), FRAMES)
  say(`watch, ${citizens} citizens`, `${((draws.length - 1) / seconds).toFixed(0)} frames per second, ${median(draws).toFixed(1)} ms to draw one`)
}

const { server, address } = await open(process.argv[2] ?? 'target/release/samspil')
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  await firstPage(page, address)
  await firstAnswer(page, address, USUAL)
  await firstAnswer(page, address, 'planner/pq_02_as_is')
  for (const citizens of [2_000, 20_000]) await watch(page, address, citizens)
  await page.close()
  await crowd(address, server, 1)
  await crowd(address, server, CLIENTS)
} finally {
  await browser.close()
  server.kill()
}
