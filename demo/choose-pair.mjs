import { execFileSync } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import { root } from './prepare.mjs'

/** @param {string[]} parts */
export const told = (parts) =>
  JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', ...parts], { cwd: root, encoding: 'utf8' }))

/**
 * The pair that was asked for; in a terminal without one, a question. `all`: every pair of its CRM, the chosen one first.
 * @param {string | undefined} asked
 * @param {boolean} mayAsk
 */
export async function choosePair(asked, mayAsk) {
  const pairs = told(['demo/pairs.ts'])
  const id = asked ?? (mayAsk && process.stdin.isTTY ? await question(pairs) : pairs[0].id)
  const chosen = pairs.find((pair) => pair.id === id)
  if (!chosen) throw new Error(`There is no pair ${id}. There are: ${pairs.map((pair) => pair.id).join(', ')}.`)
  const others = pairs.filter((pair) => pair.crm.id === chosen.crm.id && pair !== chosen)
  return { chosen, all: [chosen, ...others] }
}

async function question(pairs) {
  const lines = pairs.map(({ crm, books }, at) => `  ${at + 1}  ${crm.name} with ${books.name}`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`\nWhich systems?\n${lines.join('\n')}\nNumber [1]: `)
  terminal.close()
  const at = answer.trim() === '' ? 1 : Number(answer)
  if (!pairs[at - 1]) throw new Error(`There is no number ${answer.trim()}.`)
  return pairs[at - 1].id
}
