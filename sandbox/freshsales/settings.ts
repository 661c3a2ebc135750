import type { Crm } from './crm'
import type { Module } from './model'
import type { FieldRule } from './model'

/** https://developers.freshworks.com/crm/api/#list_all_contact_fields */
export const fieldsAnswer = (module: Module): unknown => ({
  fields: module.fields.map((field, at) => ({
    id: at + 1,
    name: field.name,
    label: field.label,
    type: TYPES[field.type],
    required: field.required === true,
    unique: field.unique === true,
    default: !field.name.startsWith('cf_'),
    choices: (field.choices ?? []).map((value, id) => ({ id: id + 1, value })),
    position: at + 1,
  })),
})

const TYPES: Readonly<Record<FieldRule['type'], string>> = {
  text: 'text',
  textarea: 'textarea',
  email: 'email',
  decimal: 'decimal',
  number: 'number',
  date: 'date',
  checkbox: 'checkbox',
  dropdown: 'dropdown',
  lookup: 'auto_complete',
  rows: 'rows',
}

/** https://developers.freshworks.com/crm/api/#list_of_all_fields_in_your_custom_module : a form with its fields. */
export const formsAnswer = (module: Module): unknown => ({
  forms: [{ id: 1, name: module.label, ...Object(fieldsAnswer(module)) }],
})

/** https://developers.freshworks.com/crm/api/#get_list_of_custom_modules */
export const customizationsAnswer = (crm: Crm): unknown => ({
  module_customizations: crm.modules().map((module, at) => ({
    id: at + 1,
    entity_name: module.name,
    plural_name: module.label,
    singular_name: module.label.replace(/s$/, ''),
    custom: module.path.startsWith('custom_module/'),
  })),
})
