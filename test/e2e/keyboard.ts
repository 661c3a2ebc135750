import type { Frame, Locator, Page } from '@playwright/test'
import { expect, frameOf } from './kit'

/** What a person with a keyboard sees of the place where they are. */
interface Stop {
  readonly name: string
  readonly outlined: boolean
  readonly covered: boolean
  /** In front of the natural order. */
  readonly jumps: boolean
}

/** Tab by Tab to a control, as somebody without a mouse: every place on the way is marked, in sight and in natural order. */
export async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab')
    const stop = await stopOf(page)
    if (stop !== null)
      expect(stop, `focus on “${stop.name}”`).toMatchObject({ outlined: true, covered: false, jumps: false })
    if (await isFocused(target)) return
  }
  throw new Error(`${String(target)} is not reached by ${String(most)} times Tab`)
}

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === element.ownerDocument.activeElement)

/** Null where the focus is on its way between two documents. */
async function stopOf(page: Page): Promise<Stop | null> {
  const outside = await page.evaluate(lookAround)
  const frame = frameOf(page)
  return outside === 'frame' && frame ? lookInside(frame) : outside === 'frame' ? null : outside
}

async function lookInside(frame: Frame): Promise<Stop | null> {
  const found = await frame.evaluate(lookAround)
  return found === 'frame' ? null : found
}

/** Runs in the page. */
function lookAround(): Stop | 'frame' | null {
  const element = document.activeElement
  if (!element || element === document.body) return null
  if (element instanceof HTMLIFrameElement) return 'frame'
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  const label = element instanceof HTMLElement ? element.closest('label') : null
  return {
    name: `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)}`,
    outlined: element.matches(':focus-visible') && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1,
    covered: !at || !(element.contains(at) || at.contains(element) || label?.contains(at)),
    jumps: element instanceof HTMLElement && element.tabIndex > 0,
  }
}

export async function press(page: Page, target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.type(text)
}
