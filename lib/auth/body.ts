/** Stops reading once it is too long, whatever length was announced. */
export async function textUpTo(request: Request, most: number): Promise<string | null> {
  const decoder = new TextDecoder()
  let read = 0
  let text = ''
  for await (const chunk of request.body ?? []) {
    read += chunk.byteLength
    if (read > most) return null
    text += decoder.decode(chunk, { stream: true })
  }
  return text
}

/** JSON of a bearable size; undefined where it is something else. What it holds is for the caller's schema to say. */
export async function jsonUpTo(request: Request, most: number): Promise<unknown> {
  if (request.headers.get('content-type')?.split(';')[0] !== 'application/json') return undefined
  const text = await textUpTo(request, most)
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
