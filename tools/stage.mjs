/**
 * Decides what goes into a platform's package and copies it into one folder, from which vsce makes the
 * `.vsix`. Invariant: a file is in the package because a rule below names it, never by default.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';

/** Platforms for which onnxruntime-node carries a library. */
export const targets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

/** The native runtime lies beside the bundles, where their `require` finds it. */
const modules = 'out/node_modules';

/**
 * What is taken from a folder of the project: names of files under it, `/`-separated, by pattern.
 * `to` names another place in the package; without one of `needs` there is no package.
 */
function rules(target) {
  const [platform, arch] = target.split('-');
  const runtime = 'node_modules/onnxruntime-node';
  const native = `bin/napi-v6/${platform}/${arch}`;
  return [
    {
      from: '.',
      pattern: /^(LICENSE|NOTICE|README\.md|language-configuration\.json|package\.nls(\.[a-z]+)?\.json)$/,
      needs: ['LICENSE', 'NOTICE', 'README.md', 'language-configuration.json', 'package.nls.json'],
    },
    { from: 'l10n', pattern: /^bundle\.l10n\.[a-z]+\.json$/, needs: ['bundle.l10n.es.json'] },
    { from: 'media', pattern: /^(icon\.png|panel\.svg|report-(light|dark)\.svg)$/, needs: ['icon.png'] },
    { from: 'walkthrough', pattern: /\.md$/, needs: ['open.md'] },
    { from: 'examples', pattern: /\.(md|informe|report|rad|txt)$/, needs: ['README.md'] },
    { from: 'docs', pattern: /\.(md|json|png|svg)$/, needs: ['user-guide.md'] },
    {
      from: 'terminology',
      pattern: /^(README\.md|[a-z0-9-]+\.tsv(\.gz)?)$/,
      needs: ['icd-10-cm.tsv.gz', 'words.tsv'],
    },
    { from: 'models/glosa-base', pattern: /^[^.].*$/, needs: ['manifest.json'] },
    {
      from: 'node_modules/onnxruntime-common',
      to: `${modules}/onnxruntime-common`,
      pattern: /^(package\.json|dist\/cjs\/[^/]+\.(js|json))$/,
      needs: ['package.json', 'dist/cjs/index.js'],
    },
    {
      from: runtime,
      to: `${modules}/onnxruntime-node`,
      pattern: /^(package\.json|dist\/[^/]+\.js)$/,
      needs: ['package.json', 'dist/index.js'],
    },
    {
      from: `${runtime}/${native}`,
      to: `${modules}/onnxruntime-node/${native}`,
      // macOS' library is there twice, under its short name, which the binding loads, and its full version.
      pattern: /^(?!.*\.\d+\.\d+\.\d+\.dylib$)[^/]+\.(node|so(\.\d+)*|dll|dylib)$/,
      needs: ['onnxruntime_binding.node'],
    },
  ];
}

/** Every file under a folder, relative and `/`-separated; only the folder's own where `deep` is false. */
async function filesUnder(folder, deep = true) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) found.push(entry.name);
    else if (deep && entry.isDirectory()) {
      for (const name of await filesUnder(join(folder, entry.name))) found.push(`${entry.name}/${name}`);
    }
  }
  return found.sort();
}

/**
 * Files of the project that go into the package as they are, without the bundles.
 * @param {string} root the project's folder
 * @param {string} target one of {@link targets}
 * @returns {Promise<{ from: string, to: string }[]>} relative to `root` and to the package's top
 * @throws where a part of the package is missing
 */
export async function packagedFiles(root, target) {
  const files = [];
  for (const { from, to = from, pattern, needs } of rules(target)) {
    const names = await filesUnder(join(root, from), from !== '.').catch(() => []);
    const taken = names.filter((name) => pattern.test(name));
    const missing = needs.filter((name) => !taken.includes(name));
    if (missing.length > 0)
      throw new Error(`Not there to package: ${missing.map((m) => join(from, m)).join(', ')}`);
    const prefix = (folder) => (folder === '.' ? '' : `${folder}/`);
    files.push(...taken.map((name) => ({ from: `${prefix(from)}${name}`, to: `${prefix(to)}${name}` })));
  }
  return files;
}

/** The manifest as users get it: nothing of building and testing. */
export function packagedManifest(manifest) {
  const { scripts, devDependencies, dependencies, private: own, ...kept } = manifest;
  return kept;
}

/**
 * Makes the folder that becomes the package.
 * @param {object} options
 * @param {string} options.root the project's folder
 * @param {string} options.target one of {@link targets}
 * @param {string} options.folder where to stage; emptied first
 * @param {(outdir: string) => Promise<string[]>} options.bundle writes the bundles and names the npm packages in them
 * @returns {Promise<string[]>} every staged file, `/`-separated, sorted
 */
export async function stage({ root, target, folder, bundle }) {
  if (!targets.includes(target)) {
    throw new Error(`Unknown target ${target}; there are ${targets.join(', ')}`);
  }
  const files = await packagedFiles(root, target);
  await rm(folder, { recursive: true, force: true });
  for (const { from, to } of files) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await cp(join(root, from), join(folder, to));
  }
  const packages = await bundle(join(folder, 'out'));
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(packagedManifest(manifest), null, 2)}\n`);
  const shipped = [...packages, 'onnxruntime-common', 'onnxruntime-node'];
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(root, shipped));
  return filesUnder(folder);
}
