import { Worker } from 'node:worker_threads'

/** Hears which history is being lived; a process that stays with one for too long is ended, and its seed is named. */
export interface Watchdog {
  lives(seed: number): void
  rests(): void
}

/** Plain JavaScript, because a thread of its own starts without the loader of this one. */
const program = `
  const { parentPort } = require('node:worker_threads')
  const { writeSync } = require('node:fs')
  let bite
  parentPort.on('message', ({ seed, seconds }) => {
    clearTimeout(bite)
    if (seed === null) return
    bite = setTimeout(() => {
      writeSync(1, '\\nseed ' + seed + ': endless: nothing is heard of it for ' + seconds + ' s\\n')
      process.kill(process.pid, 'SIGKILL')
    }, seconds * 1000)
  })`

/** A loop that never lets go of its thread hears no timer: this one looks from a thread of its own. */
export function watchdog(seconds: number): Watchdog {
  const dog = new Worker(program, { eval: true })
  dog.unref()
  return {
    lives: (seed) => dog.postMessage({ seed, seconds }),
    rests: () => dog.postMessage({ seed: null, seconds }),
  }
}
