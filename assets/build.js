// Makes dragoman/web/static/vendor: `npm ci && npm run build`. Only needed to renew what is bundled.
import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {build} from 'esbuild';
import {compile} from 'vega-lite';

const OUT = '../dragoman/web/static/vendor/';
const TEST = '../tests/vendor/';
const COLUMNS = ['file', 'made_of', 'licence', 'sha256'];

const about = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
const named = (name) => `${name} ${about(name).version}`;
const sha = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

function licence(name) {
  const file = readdirSync(`node_modules/${name}`).find((f) => /^licen[cs]e/i.test(f));
  if (!file) throw new Error(`${name} has no licence text`);
  return `${named(name)} (${about(name).license})\n\n${readFileSync(`node_modules/${name}/${file}`, 'utf8').trim()}\n`;
}

function list(folder, rows) {
  const lines = rows.map(([file, names]) => [
    file, names.map(named).join('; '), [...new Set(names.map((n) => about(n).license))].join('; '), sha(folder + file),
  ].join('\t'));
  writeFileSync(`${folder}PARTS.txt`, [
    '# Bundled by assets/build.js; held to these hashes by tests. Licence texts: LICENCES.txt.',
    COLUMNS.join('\t'), ...lines, '',
  ].join('\n'));
  const all = [...new Set(rows.flatMap(([, names]) => names))];
  writeFileSync(`${folder}LICENCES.txt`, all.map(licence).join(`\n${'-'.repeat(72)}\n\n`));
}

const made = await build({
  entryPoints: ['charts.js'], bundle: true, minify: true, format: 'iife', target: 'es2022',
  outfile: `${OUT}charts.min.js`, metafile: true, legalComments: 'none',
});
const bundled = Object.entries(Object.values(made.metafile.outputs)[0].inputs)
  .filter(([path, input]) => path.startsWith('node_modules/') && input.bytesInOutput > 0)
  .map(([path]) => path.split('/')[1]);
const chart = compile(JSON.parse(readFileSync('timeline.vl.json', 'utf8'))).spec;
delete chart.$schema;
writeFileSync(`${OUT}timeline.vg.json`, JSON.stringify(chart));
copyFileSync('node_modules/cytoscape/dist/cytoscape.min.js', `${OUT}cytoscape.min.js`);
list(OUT, [
  ['charts.min.js', [...new Set(bundled)].sort()],
  ['cytoscape.min.js', ['cytoscape']],
  ['timeline.vg.json', ['vega-lite']],
]);
if (existsSync(TEST)) {
  copyFileSync('node_modules/axe-core/axe.min.js', `${TEST}axe.min.js`);
  list(TEST, [['axe.min.js', ['axe-core']]]);
}
