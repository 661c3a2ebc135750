import { format } from 'node:util'
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  chai,
  customMatchers,
} from '@vitest/expect'

chai.use(JestExtend)
chai.use(JestChaiExpect)
chai.use(JestAsymmetricMatchers)
const expect = Object.assign((value, message) => chai.expect(value, message), globalThis[ASYMMETRIC_MATCHERS_OBJECT])
Object.assign(expect, chai.expect)
chai.expect.extend(expect, customMatchers)

/** The part of vitest's interface that the core's tests use: it notes the tests down instead of running them. */
export function collecting() {
  const tests = []
  const above = []
  const test = (name, run) => {
    const full = [...above, name].join(' > ')
    tests.push({ id: `${tests.length}#${full}`, name: full, run: async () => run() })
  }
  const describe = (name, body) => {
    above.push(name)
    body()
    above.pop()
  }
  const each = (define) => (rows) => (name, body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row]
      define(format(name, ...values), () => body(...values))
    }
  }
  test.each = each(test)
  describe.each = each(describe)
  return { tests, vitest: { test, it: test, describe, expect } }
}
