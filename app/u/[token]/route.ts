import { farewell, unsubscribe } from '@/lib/service/farewell'
import { alertTexts } from '@/lib/text/alerts'
import { markup } from '../../_ui/markup'

interface Asked {
  readonly params: Promise<{ readonly token: string }>
}

/** Programs that look after links open them, too: to look changes nothing, only a press does. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const found = await farewell((await params).token)
  if (found === null) return unknown()
  const words = alertTexts(found.locale).farewell
  return found.ended
    ? markup({ locale: found.locale, title: words.done, lead: words.doneLead(found.email), button: null })
    : markup({ locale: found.locale, title: words.title, lead: words.ask(found.email), button: words.button })
}

/** One press in a mail program, or on our page: no session, no question, the same answer however often (RFC 8058). */
export async function POST(_request: Request, { params }: Asked): Promise<Response> {
  const found = await unsubscribe((await params).token)
  if (found === null) return unknown()
  const words = alertTexts(found.locale).farewell
  return markup({ locale: found.locale, title: words.done, lead: words.doneLead(found.email), button: null })
}

function unknown(): Response {
  const words = alertTexts('en').farewell
  return markup({ locale: 'en', title: words.unknown, lead: words.unknownLead, button: null }, 404)
}
