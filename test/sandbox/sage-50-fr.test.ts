import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { KEY, MAIN, READ_KEY, SECOND } from '@/sandbox/sage-50-fr'
import { decimal, minus, plus, written } from '@/sandbox/kit/decimal'
import { START, gateway } from './gateway-contract'
import type { Fields } from './gateway-contract'

const texts = (elements: readonly Fields[], field: string) => elements.map((each) => String(each[field]))

describe('who may call the Sage 50 gateway', () => {
  it('a call without a key, with a wrong one or with a revoked one is refused', async () => {
    const { send, admin } = gateway()
    expect((await send('/v1/status', { key: null })).code).toBe('cle_invalide')
    expect((await send('/v1/status', { key: 'other' })).status).toBe(401)
    admin.revokeKey(KEY)
    expect((await send('/v1/status')).status).toBe(401)
    admin.grantKey('new-key', ['read'])
    expect((await send('/v1/status', { key: 'new-key' })).status).toBe(200)
  })

  it('a key that only reads cannot write', async () => {
    const { send, main } = gateway()
    const body = { raisonSociale: 'Neuve' }
    const reply = await send(`${main}/clients`, { method: 'POST', body, key: READ_KEY })
    expect([reply.status, reply.code]).toEqual([403, 'droit_insuffisant'])
    expect((await send(`${main}/clients`, { key: READ_KEY })).status).toBe(200)
  })

  it('every answer carries the request id of the caller and the time of the gateway', async () => {
    const { get } = gateway()
    const reply = await get('/clients?limite=1', { 'x-request-id': 'r-42' })
    expect(reply.headers.get('x-request-id')).toBe('r-42')
    expect(reply.headers.get('date')).toBe(new Date(START).toUTCString())
    expect((await get('/clients/999999')).headers.get('date')).toBe(new Date(START).toUTCString())
  })

  it('more than five requests a second have to wait, and the answer says how long', async () => {
    const { send, clock } = gateway({ unlimited: false })
    for (let call = 0; call < 5; call += 1) expect((await send('/v1/status')).status).toBe(200)
    const refused = await send('/v1/status')
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).toEqual([429, 'trop_de_requetes', '1'])
    clock.advance(1000)
    expect((await send('/v1/status')).status).toBe(200)
  })

  it('a third request beside two others is refused, and so is a second writer', async () => {
    const { send, post } = gateway({ unlimited: false })
    const reads = await Promise.all([1, 2, 3].map(() => send('/v1/status')))
    expect(reads.map(({ status }) => status)).toEqual([200, 200, 429])
    const writes = await Promise.all(['a', 'b'].map((key) => post('/clients', { raisonSociale: `Neuve ${key}` }, key)))
    expect(writes.map(({ status }) => status)).toEqual([201, 429])
  })
})

describe('the state of the gateway', () => {
  it('says its contract version, the dossiers that are open and the time', async () => {
    const { send, admin } = gateway()
    expect((await send('/v1/status')).body).toMatchObject({
      contract: '1.0',
      moteurOk: true,
      dossiersOuverts: [MAIN, SECOND],
      horloge: '2026-11-21T09:00:00.000Z',
    })
    admin.oldContract('0.9')
    expect((await send('/v1/status')).body.contract).toBe('0.9')
  })

  it('offers two dossiers, and an unticked one no longer answers', async () => {
    const { send, admin } = gateway()
    expect(texts((await send('/v1/dossiers')).elements, 'id')).toEqual([MAIN, SECOND])
    expect((await send(`/v1/dossiers/${SECOND}/clients`)).elements).toHaveLength(25)
    admin.disable(SECOND)
    expect((await send('/v1/dossiers')).elements[1]).toMatchObject({ id: SECOND, actif: false })
    expect((await send(`/v1/dossiers/${SECOND}/clients`)).code).toBe('dossier_inconnu')
    expect((await send('/v1/dossiers/none/meta')).code).toBe('dossier_inconnu')
    admin.enable(SECOND)
    expect((await send(`/v1/dossiers/${SECOND}/clients`)).status).toBe(200)
  })

  it('a dossier in exclusive use says so and when to come back, while the status still answers', async () => {
    const { get, post, send, admin } = gateway()
    admin.lock(MAIN, 90)
    const read = await get('/clients')
    expect([read.status, read.code, read.headers.get('retry-after')]).toEqual([409, 'dossier_occupe', '90'])
    expect((await post('/clients', { raisonSociale: 'Neuve' }, 'k')).code).toBe('dossier_occupe')
    expect((await send('/v1/status')).body.dossiersOuverts).toEqual([SECOND])
    expect((await send(`/v1/dossiers/${SECOND}/clients`)).status).toBe(200)
    admin.unlock(MAIN)
    expect((await get('/clients')).status).toBe(200)
  })

  it('offline, the relay answers for the gateway; with Sage closed only the state can be read', async () => {
    const { get, send, admin } = gateway()
    admin.offline()
    expect((await send('/v1/status')).code).toBe('gateway_hors_ligne')
    admin.offline('sage_ferme')
    expect((await send('/v1/status')).body).toMatchObject({ moteurOk: false, dossiersOuverts: [] })
    expect((await get('/clients')).code).toBe('sage_ferme')
    admin.online()
    expect((await get('/clients')).status).toBe(200)
  })

  it('tells the fields, their lengths and the code rule of each dossier', async () => {
    const { get, send, admin } = gateway()
    const codeRule = async (dossier: string) => (await send(`/v1/dossiers/${dossier}/meta`)).body
    expect(await codeRule(MAIN)).toMatchObject({ entites: { clients: { code: { genere: true, maxLength: 11 } } } })
    expect(await codeRule(SECOND)).toMatchObject({ entites: { clients: { code: { genere: false } } } })
    admin.changeMeta(MAIN, 'clients', 'raisonSociale', 35)
    const meta = (await get('/meta')).body
    expect(meta).toMatchObject({ entites: { clients: { operations: ['lire', 'creer'] } } })
    const Champs = z.object({ champs: z.array(z.object({ nom: z.string(), maxLength: z.number().nullable() })) })
    const { champs } = z.object({ entites: z.object({ clients: Champs }) }).parse(meta).entites.clients
    expect(champs.find(({ nom }) => nom === 'raisonSociale')?.maxLength).toBe(35)
  })
})

describe('reading the dossier', () => {
  it('a full read gives every record once, in pages of at most 200', async () => {
    const { readAll, get } = gateway()
    const counts = { clients: 300, prospects: 60, contacts: 720, articles: 400, factures: 2000, representants: 6 }
    for (const [entity, count] of Object.entries(counts)) {
      const { elements, calls } = await readAll(entity)
      expect([entity, elements.length, new Set(texts(elements, 'id')).size]).toEqual([entity, count, count])
      expect(calls).toBe(Math.ceil(count / 200))
    }
    expect((await get('/clients')).elements).toHaveLength(100)
    expect((await get('/clients?limite=201')).code).toBe('requete_invalide')
    expect((await get('/clients?page=2')).code).toBe('requete_invalide')
    expect((await get('/clients?curseur=abc')).code).toBe('requete_invalide')
  })

  it('afterwards the feed gives only what changed, in the order of the changes', async () => {
    const { readAll, admin, clock } = gateway()
    const { curseur } = await readAll('clients')
    expect((await readAll('clients', curseur)).elements).toEqual([])
    clock.advance(60_000)
    admin.edit(MAIN, 'clients', '7', { telephone: '01 99 00 00 07' })
    admin.remove(MAIN, 'clients', '9')
    admin.edit(MAIN, 'clients', '3', { adresse: { ville: 'Nîmes' } })
    admin.edit(MAIN, 'clients', '7', { telephone: '01 99 00 00 08' })
    const { elements } = await readAll('clients', curseur)
    expect(texts(elements, 'id')).toEqual(['9', '3', '7'])
    expect(elements[0]).toMatchObject({ supprime: true, supprimeLe: '2026-11-21T09:01:00.000Z' })
    expect(elements[1]).toMatchObject({ adresse: { ville: 'Nîmes', pays: 'FR' } })
    expect(elements[2]).toMatchObject({ telephone: '01 99 00 00 08', modifieLe: '2026-11-21T09:01:00.000Z' })
  })

  it('a removal during a full read is told, an older one is not', async () => {
    const { get, readAll, admin } = gateway()
    admin.remove(MAIN, 'clients', '2')
    const first = await get('/clients?limite=200')
    admin.remove(MAIN, 'clients', '1')
    const { elements } = await readAll('clients', String(first.body.curseur))
    expect(elements.filter((each) => each.supprime === true)).toEqual([expect.objectContaining({ id: '1' })])
    expect([...first.elements, ...elements]).toHaveLength(300)
  })

  it('a cursor that is too old asks for a full read', async () => {
    const { get, readAll, admin } = gateway()
    const { curseur } = await readAll('clients')
    admin.expireCursors()
    const reply = await get(`/clients?curseur=${curseur}`)
    expect([reply.status, reply.code]).toEqual([410, 'curseur_expire'])
    expect((await get('/clients?curseur=')).status).toBe(200)
  })

  it('a read that lost most of a table is refused instead of told as removals', async () => {
    const { get, readAll, admin } = gateway()
    const { curseur } = await readAll('clients')
    admin.dropShare(MAIN, 'clients', 0.6)
    const reply = await get(`/clients?curseur=${curseur}`)
    expect([reply.status, reply.code]).toEqual([503, 'lecture_incomplete'])
    admin.dropShare(MAIN, 'clients', 0)
    expect((await readAll('clients', curseur)).elements).toEqual([])
    admin.dropShare(MAIN, 'clients', 0.4)
    expect((await readAll('clients', curseur)).elements).toHaveLength(120)
  })

  it('only contact addresses leave, and one that changes its type left the filter without being removed', async () => {
    const { get, readAll, admin } = gateway()
    const { elements, curseur } = await readAll('contacts')
    expect(admin.list(MAIN, 'contacts')).toHaveLength(900)
    expect(new Set(texts(elements, 'typeAdresse'))).toEqual(new Set(['contact']))
    admin.edit(MAIN, 'contacts', '800', { prenom: 'Ana' })
    expect((await readAll('contacts', curseur)).elements).toEqual([])
    expect((await get('/contacts/800')).code).toBe('inconnu')
    admin.setContactType(MAIN, '5', 'livraison')
    admin.setContactType(MAIN, '801', 'contact')
    const news = await readAll('contacts', curseur)
    expect(news.elements[0]).toEqual({ id: '5', horsPerimetre: true })
    expect(admin.list(MAIN, 'contacts').find(({ id }) => id === '5')).toMatchObject({ typeAdresse: 'livraison' })
    expect(news.elements[1]).toMatchObject({ id: '801', typeAdresse: 'contact' })
    expect((await get('/contacts/5')).body).toEqual({ id: '5', horsPerimetre: true })
    expect((await readAll('contacts')).elements).toHaveLength(720)
  })

  it('a converted prospect comes as a client of the same id, and its prospect half says why it went', async () => {
    const { get, put, readAll, admin } = gateway()
    const [clients, prospects] = [await readAll('clients'), await readAll('prospects')]
    const before = (await get('/prospects/305')).body
    admin.convert(MAIN, '305', { newCode: 'NOUVEAU' })
    const [client] = (await readAll('clients', clients.curseur)).elements
    expect(client).toMatchObject({ id: '305', typeTiers: 'client', code: 'NOUVEAU', ancienCode: before.code })
    const [half] = (await readAll('prospects', prospects.curseur)).elements
    expect(half).toMatchObject({ id: '305', code: before.code, supprime: true, converti: true })
    expect((await get('/prospects/305')).body).toMatchObject({ converti: true })
    expect((await get('/clients?code=NOUVEAU')).elements).toHaveLength(1)
    expect((await put('/prospects/305', { fax: '1' }, before.version)).code).toBe('version_depassee')
  })

  it('one record is read by its id, and a removed or unknown one is not found', async () => {
    const { get, admin } = gateway()
    expect((await get('/factures/12')).body).toMatchObject({ id: '12' })
    expect((await get('/reglements/1')).status).toBe(200)
    admin.remove(MAIN, 'factures', '12')
    expect((await get('/factures/12')).code).toBe('inconnu')
    expect((await get('/factures/x')).code).toBe('inconnu')
    expect((await get('/factures/13/pdf')).code).toBe('inconnu')
  })

  it('third parties are found by code, SIRET, VAT number, e-mail and marker', async () => {
    const { get } = gateway()
    const one = (await get('/clients/1')).body
    const searches = { code: one.code, siret: one.siret, tva: one.tvaIntra, email: String(one.email).toUpperCase() }
    for (const [name, value] of Object.entries(searches)) {
      expect((await get(`/clients?${name}=${encodeURIComponent(String(value))}`)).elements).toEqual([one])
    }
    expect((await get('/clients?ref=none')).elements).toEqual([])
    expect((await get('/prospects?email=a@b.c')).code).toBe('requete_invalide')
  })

  it('pictures of articles come with their mark and are not sent twice', async () => {
    const { get, admin, readAll } = gateway()
    const { elements, curseur } = await readAll('articles')
    const pictured = elements.filter((each) => each.imageEtag !== null)
    expect(pictured).toHaveLength(40)
    const [article] = pictured
    const first = await get(`/articles/${article?.id}/image`)
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(first.headers.get('etag')).toBe(`"${article?.imageEtag}"`)
    expect((await get(`/articles/${article?.id}/image`, { 'if-none-match': `"${article?.imageEtag}"` })).status).toBe(
      304,
    )
    expect((await get('/articles/1/image')).status).toBe(204)
    admin.setImage(MAIN, '1', first.bytes)
    expect((await readAll('articles', curseur)).elements).toEqual([
      expect.objectContaining({ id: '1', imageEtag: article?.imageEtag }),
    ])
  })
})

describe('the seed', () => {
  it('is the same on every start, with another dossier for another seed', async () => {
    const [one, same, other] = [gateway({ seed: 1 }), gateway({ seed: 1 }), gateway({ seed: 2 })]
    const read = async (from: typeof one) => (await from.readAll('factures')).elements
    expect(await read(same)).toEqual(await read(one))
    expect(await read(other)).not.toEqual(await read(one))
  })

  it('every invoice adds up to the cent: lines, tax, paid and due', async () => {
    const { elements } = await gateway().readAll('factures')
    const sum = (values: readonly unknown[]) => written(values.map((value) => decimal(String(value))).reduce(plus))
    for (const each of elements) {
      const lignes: unknown = each.lignes
      if (!Array.isArray(lignes)) throw new Error('An invoice without lines')
      expect(lignes.length).toBeGreaterThan(0)
      expect(sum(lignes.map((ligne: Fields) => ligne.montantHT))).toBe(each.totalHT)
      expect(sum([each.totalHT, each.totalTVA])).toBe(each.totalTTC)
      expect(written(minus(decimal(String(each.totalTTC)), decimal(String(each.dejaRegle))))).toBe(each.resteDu)
    }
    expect(new Set(texts(elements, 'statut')).size).toBe(5)
    expect(elements.filter((each) => each.typePiece === 'avoir')).toHaveLength(200)
    expect(new Set(texts(elements, 'typePiece')).size).toBe(3)
  })

  it('holds what trips naive code: missing e-mails, quotes, leading zeros, a name of 60 characters', async () => {
    const { readAll } = gateway()
    const { elements } = await readAll('clients')
    expect(elements.some((each) => each.email === null)).toBe(true)
    expect(texts(elements, 'raisonSociale').some((name) => name.includes('"'))).toBe(true)
    expect(Math.max(...texts(elements, 'raisonSociale').map((name) => name.length))).toBe(60)
    expect(elements.some((each) => JSON.stringify(each.adresse).includes('"codePostal":"01000"'))).toBe(true)
    const articles = (await readAll('articles')).elements
    expect(articles.filter((each) => each.gereEnStock === false && each.stockReel === null)).toHaveLength(120)
    expect(articles.filter((each) => each.actif === false)).toHaveLength(40)
  })

  it('a million customers are read page by page without being built first', async () => {
    const { get, post } = gateway({ size: 1_000_000 })
    const first = await get('/clients?limite=200')
    expect(first.elements).toHaveLength(200)
    expect((await get(`/contacts?limite=200`)).body.encore).toBe(true)
    expect((await get('/clients/987654')).body.id).toBe('987654')
    expect((await post('/clients', { raisonSociale: 'Neuve' }, 'k')).body.code).toBe('NEUV1000001')
  })
})
