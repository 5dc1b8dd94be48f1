// What is the same for every call: health, metrics, the OpenAPI document, rates, addresses.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, root, serve, temporary } from './server.mjs';

let server, token, dir;
before(async () => {
  dir = makeSite({ demo: true });
  token = makeToken(dir);
  server = await serve(dir);
});
after(async () => assert.equal(await server.stop(), 0));

test('health and metrics', async () => {
  const health = await server.call('GET', '/healthz');
  assert.equal(health.status, 200);
  const metrics = await server.call('GET', '/metrics');
  assert.match(metrics.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  assert.ok(metrics.text.endsWith('\n'));
  const value = (name) => Number(new RegExp(`^stoppress_${name} (\\S+)$`, 'm').exec(metrics.text)?.[1]);
  assert.ok(value('requests_total') >= 1);
  assert.ok(value('resident_bytes') > 1 << 20);
  assert.ok(value('due_waiting') >= 1);
  for (const lane of ['pages', 'desk', 'door']) assert.ok(value(`${lane}_waiting`) >= 0, lane);
  assert.ok(value('change_seq') > 1);
  for (const line of metrics.text.trimEnd().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) stoppress_\w+ .+|stoppress_\w+(\{\w+="[^"]*"\})? -?[\d.]+)$/);
});

test('the OpenAPI document names every call, and this server', async () => {
  const { json, headers } = await server.call('GET', '/api/v1/openapi.json');
  assert.match(headers.get('content-type'), /^application\/json/);
  assert.equal(json.openapi, '3.1.0');
  assert.equal(json.servers[0].url, server.url);
  for (const [path, item] of Object.entries(json.paths)) {
    for (const method of ['get', 'post', 'patch', 'delete']) {
      const answer = await server.call(method.toUpperCase(), path.replace('{id}', '999999'), { body: ['post', 'patch'].includes(method) ? {} : undefined });
      assert.equal(answer.status !== 405, method in item, `${method} ${path}: ${answer.status}`);
      if (method in item) assert.ok(answer.status in item[method].responses, `${method} ${path}: ${answer.status}`);
    }
  }
});

test('answers are what the OpenAPI document says', async () => {
  const { json: doc } = await server.call('GET', '/api/v1/openapi.json');
  const known = (schema) => Object.keys(doc.components.schemas[schema].properties).sort();
  const one = async (path) => (await server.call('GET', `/api/v1${path}`, { token })).json;
  const fields = (object) => Object.keys(object).sort();
  const { items } = await one('/stories?limit=1');
  assert.deepEqual(fields(items[0]), known('StoryInList'));
  assert.deepEqual(fields(await one(`/stories/${items[0].id}`)), known('Story'));
  for (const [path, schema] of [['flashes', 'Flash'], ['sections', 'Section'], ['regions', 'Region'], ['topics', 'Topic'], ['people', 'Person'], ['editions', 'Edition']])
    assert.deepEqual(fields((await one(`/${path}`)).items[0]), known(schema), path);
});

test('the OpenAPI document is valid', async (t) => {
  const redocly = join(root, 'test', 'node_modules', '.bin', 'redocly');
  const spectral = join(root, 'test', 'node_modules', '.bin', 'spectral');
  if (!existsSync(redocly) && !existsSync(spectral)) return t.skip('no validator is installed');
  const folder = temporary();
  writeFileSync(join(folder, 'openapi.json'), (await server.call('GET', '/api/v1/openapi.json')).text);
  writeFileSync(join(folder, '.spectral.yaml'), 'extends: ["spectral:oas"]\n');
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, REDOCLY_TELEMETRY: 'off' } };
  for (const [tool, args] of [[redocly, ['lint', 'openapi.json']], [spectral, ['lint', '-r', '.spectral.yaml', 'openapi.json']]]) {
    if (!existsSync(tool)) continue;
    const done = spawnSync(tool, args, options);
    assert.equal(done.status, 0, done.stdout + done.stderr);
  }
});

test('site_url stands in front of every address', async () => {
  const own = makeSite({ demo: true, url: 'https://news.example.org/' });
  const served = await serve(own);
  const { items } = (await served.call('GET', '/api/v1/stories?edition=en&limit=1')).json;
  assert.ok(items[0].url.startsWith('https://news.example.org/en/'), items[0].url);
  assert.equal((await served.call('GET', '/api/v1/openapi.json')).json.servers[0].url, 'https://news.example.org');
  assert.equal(await served.stop(), 0);
});

test('addresses without a token are held to their rate, tokens and loopback are not', async () => {
  const served = await serve(dir, { settings: { 'api-per-minute': 3, 'trusted-proxies': '127.0.0.1' } });
  const from = (address, options) => served.call('GET', '/api/v1/editions', { headers: { 'X-Forwarded-For': address }, ...options });
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await from('203.0.113.7')).status);
  assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
  const refused = await from('203.0.113.7');
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.match(refused.headers.get('content-type'), /problem\+json/);
  assert.equal((await from('203.0.113.8')).status, 200);
  for (let i = 0; i < 5; i++) {
    assert.equal((await from('203.0.113.7', { token })).status, 200);
    assert.equal((await served.call('GET', '/api/v1/editions')).status, 200);
  }
  assert.equal(await served.stop(), 0);
});
