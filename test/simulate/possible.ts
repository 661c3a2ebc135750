/** What a vendor's own pages refuse cannot be done by a person either. */
export function possible(work: () => boolean): boolean {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && refusals.test(error.message)) return false
    throw error
  }
}

const refusals =
  /read only|mandatory|does not exist|longer|already|refers to|must be|not unique|duplicate|not found|valid status|more than|no person/i
