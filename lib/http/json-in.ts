interface Called {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a call at our door holds as JSON; null where it is something else. What it means is for the caller's schema to say. */
export function jsonIn({ headers, body }: Called): unknown {
  if (headers['content-type']?.split(';')[0] !== 'application/json') return null
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
