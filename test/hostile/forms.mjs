// forms: the forms of a screen of the newsroom, as a browser would send them.
//
//   const [form] = formsOf(page.text, '/newsroom/me/');     // those that are sent, but for signing out
//   const pairs = filled(form, (field) => 'another value'); // every field in which one can type
//
// The fields are read from the page, so a field that is added tomorrow is in the test tomorrow.
import { decoded, tokens } from './markup.mjs';

const TYPED = new Set(['text', 'search', 'url', 'email', 'datetime-local', 'date', 'number', 'tel']);

function fieldOf(all, i) {
  const attrs = Object.fromEntries(all[i].attrs);
  const field = { name: attrs.name, value: attrs.value ?? '', typed: false, sent: true };
  if (all[i].name === 'textarea')
    return { ...field, typed: true, area: true, value: decoded(all[i + 1]?.kind === 'raw' ? all[i + 1].text : '').replace(/^\r?\n/, '') };
  if (all[i].name === 'select') return { ...field, value: optionOf(all, i) };
  if (/^(checkbox|radio)$/.test(attrs.type)) return { ...field, sent: 'checked' in attrs };
  return { ...field, typed: TYPED.has(attrs.type ?? 'text') && !('readonly' in attrs), type: attrs.type ?? 'text' };
}

function optionOf(all, i) {
  let first;
  for (let at = i + 1; at < all.length && !(all[at].kind === 'close' && all[at].name === 'select'); at++) {
    if (all[at].kind !== 'open' || all[at].name !== 'option') continue;
    const attrs = Object.fromEntries(all[at].attrs);
    if ('selected' in attrs) return attrs.value ?? '';
    first ??= attrs.value ?? '';
  }
  return first ?? '';
}

export function formsOf(html, path) {
  const all = tokens(html);
  const forms = [];
  let form;
  for (const [i, token] of all.entries()) {
    if (token.name === 'form' && token.kind === 'open') {
      const attrs = Object.fromEntries(token.attrs);
      form = { action: attrs.action ?? path, method: attrs.method ?? 'get', fields: [], acts: [] };
    }
    if (form && token.name === 'form' && token.kind === 'close') {
      if (form.method === 'post' && form.action !== '/newsroom/sign-out') forms.push(form);
      form = undefined;
    }
    if (!form || token.kind !== 'open') continue;
    const attrs = Object.fromEntries(token.attrs);
    if (token.name === 'button') form.acts.push({ action: attrs.formaction ?? form.action, name: attrs.name, value: attrs.value });
    if (/^(input|textarea|select)$/.test(token.name) && attrs.name && attrs.name !== 'token' && attrs.type !== 'file')
      form.fields.push(fieldOf(all, i));
  }
  return forms;
}

// `value`: of a field in which one can type; undefined leaves it as it is.
export const filled = (form, value = () => undefined) => form.fields.filter((field) => field.sent)
  .map((field) => [field.name, (field.typed ? value(field) : undefined) ?? field.value]);
