import { describe, expect, test } from 'vitest'
import type { Flat, Value } from '@/lib/model/record'
import { domainOf, nameOf, phoneOf, score } from '@/lib/sync/score'

const levels = (one: Flat, other: Flat): readonly string[] =>
  score(one, other).reasons.map(({ what, level }) => `${what} ${level}`)

describe('what tells records apart', () => {
  test.each<readonly [string, Value | undefined, string | null]>([
    ['a company’s own domain, in small letters', 'Ana@Lambert.FR', 'lambert.fr'],
    ['none in mail that anybody can have', 'ana@gmail.com', null],
    ['none in what is no address', 'lambert.fr', null],
    ['none where the domain is missing', 'ana@', null],
    ['none without an address', undefined, null],
  ])('a domain: %s', (_story, email, expected) => expect(domainOf(email)).toBe(expected))

  test.each<readonly [string, Value | undefined, string | null]>([
    ['the same with and without its country', '+33 2 38 62 00 00', '238620000'],
    ['as short as eight digits', '12-34-56-78', '12345678'],
    ['no shorter', '1234567', null],
    ['none where there is none', null, null],
  ])('a number: %s', (_story, phone, expected) => expect(phoneOf(phone)).toBe(expected))

  test('a name: what is left without the legal form, or the form where nothing is left', () => {
    expect(nameOf({ name: 'Lambert SARL & Cie' })).toBe('lambert cie')
    expect(nameOf({ name: 'S.L.' })).toBe('s l')
    expect(nameOf({ name: 'SAS.' })).toBe('sas')
    expect(nameOf({ firstName: null, lastName: 'López' })).toBe('lopez')
  })
})

describe('what two records have in common', () => {
  test.each<readonly [string, Flat, Flat, readonly string[]]>([
    [
      'one address of a person is more than its domain',
      { email: 'ana@lambert.fr' },
      { email: 'ANA@lambert.fr' },
      ['email equal'],
    ],
    [
      'two people of one domain share the domain',
      { email: 'ana@lambert.fr' },
      { email: 'eva@lambert.fr' },
      ['emailDomain equal'],
    ],
    [
      'everybody’s address is a domain',
      { email: 'info@lambert.fr' },
      { email: 'info@lambert.fr' },
      ['emailDomain equal'],
    ],
    ['two domains are two addresses', { email: 'ana@lambert.fr' }, { email: 'ana@durand.fr' }, ['email different']],
    ['free mail is an address alone', { email: 'ana@gmail.com' }, { email: 'eva@gmail.com' }, ['email different']],
    ['the same free mail is the same person', { email: 'ana@gmail.com' }, { email: 'ana@gmail.com' }, ['email equal']],
    ['an address on one side says nothing', { email: 'ana@lambert.fr' }, { email: null }, []],
    [
      'one number in common is enough',
      { phone: '0238620000', mobile: '0612345678' },
      { phone: '+33612345678' },
      ['phone equal'],
    ],
    ['no number in common', { phone: '0238620000' }, { mobile: '0612345678' }, ['phone different']],
    ['a number on one side says nothing', { phone: '0238620000' }, { phone: 'none' }, []],
    ['nor does it on the other', {}, { phone: '0238620000' }, []],
    ['a name on one side says nothing', { name: 'Lambert' }, { name: '' }, []],
    ['an empty town says nothing', { city: '' }, { city: 'Lyon' }, []],
    ['an unknown town says nothing', { city: null }, { city: 'Lyon' }, []],
    ['a town is a town in any spelling', { city: 'Orléans' }, { city: 'ORLEANS' }, ['city equal']],
    ['two codes are two', { code: 'C1' }, { code: 'C2' }, ['code different']],
  ])('%s', (_story, one, other, expected) => {
    expect(levels(one, other)).toEqual(expected)
    expect(levels(other, one)).toEqual(expected)
  })
})
