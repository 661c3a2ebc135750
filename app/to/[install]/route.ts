import { setOut, wayTo, type Way } from '@/lib/service/set-out'
import { launchTexts } from '@/lib/text/launch'
import { outside } from '@/lib/text/outside'
import { markup } from '../../_ui/markup'

interface Asked {
  readonly params: Promise<{ readonly install: string }>
}

/** The way from a letter into the CRM. Programs that look after links open them, too: to look changes nothing. */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const way = await wayTo(await askedIn(request, params))
  if (way === null) return unknown()
  const words = launchTexts(way.locale).onward
  return markup({
    locale: way.locale,
    title: words.title(way.crm),
    lead: words.lead(way.crm),
    button: words.go(way.crm),
  })
}

export async function POST(request: Request, { params }: Asked): Promise<Response> {
  const way = await setOut(await askedIn(request, params))
  return way === null ? unknown() : onward(way)
}

function onward({ locale, crm, address }: Way): Response {
  const words = launchTexts(locale).onward
  const page = { locale, title: words.title(crm), lead: words.noted(crm), button: null }
  return markup(address === null ? page : { ...page, onward: { href: address, label: words.go(crm) } })
}

async function askedIn(request: Request, params: Asked['params']) {
  const { searchParams } = new URL(request.url)
  return {
    install: (await params).install,
    page: searchParams.get('page') ?? '',
    reader: searchParams.get('for') ?? '',
  }
}

function unknown(): Response {
  const words = outside.en
  return markup({ locale: 'en', title: words.notFound, lead: words.whereTo, button: null }, 404)
}
