/** Licences of the npm packages that ship in the product, for `THIRD-PARTY-NOTICES.txt`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const licenceFile = /^(licen[cs]e|copying|notice)(\.|$)/i;

async function entryOf(root, name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const texts = [];
  for (const file of (await readdir(folder)).sort()) {
    if (licenceFile.test(file)) texts.push((await readFile(join(folder, file), 'utf8')).trim());
  }
  const text = texts.length > 0 ? texts.join('\n\n') : 'The npm package carries no licence text.';
  return `${name} ${version} (${license ?? 'licence not stated'})\n\n${text}\n`;
}

/**
 * @param {string} root the project's folder, with `node_modules`
 * @param {readonly string[]} names npm packages
 */
export async function thirdPartyNotices(root, names) {
  const entries = [];
  for (const name of [...new Set(names)].sort()) entries.push(await entryOf(root, name));
  const line = `\n${'-'.repeat(80)}\n\n`;
  return `Glosa includes the following npm packages.\n${line}${entries.join(line)}`;
}
