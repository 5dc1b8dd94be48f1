// site: the sanitized binary over a site of its own, and what must hold when a test has done its worst.
//
// STOPPRESS_ASAN names the binary; without it the tests run against the ordinary one, which notices less.
import assert from 'node:assert/strict';

if (process.env.STOPPRESS_ASAN) process.env.STOPPRESS_BIN = process.env.STOPPRESS_ASAN;
process.env.ASAN_OPTIONS ??= 'detect_stack_use_after_return=1:abort_on_error=1';
process.env.UBSAN_OPTIONS ??= 'print_stacktrace=1:halt_on_error=1';

const http = await import('../http/server.mjs');
export const { makeSite, makeToken, run, serve, shared, until } = http;

export function isSound(server) {
  assert.doesNotMatch(server.errors(), /Sanitizer|runtime error:|assert|"level":"error"/i);
}

// Alive, then stopped in order; nothing said by a sanitizer; the data as it should be.
export async function endWell(server) {
  const health = await server.call('GET', '/healthz').catch((error) => ({ text: `${error}\n${server.errors()}` }));
  assert.equal(health.status, 200, health.text);
  isSound(server);
  const code = await server.stop();
  assert.equal(code, 0, `serve ended with ${code}\n${server.errors()}`);
  isSound(server);
  const checked = run(['check', '--data', server.dir]);
  assert.equal(checked.code, 0, checked.out + checked.err);
}

// Runs `work` for every item, some at a time.
export async function forEach(items, work, together = 6) {
  let next = 0;
  const one = async () => {
    while (next < items.length) {
      const at = next++;
      await work(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: together }, one));
}

// What a refusal of the API must look like.
export function isRefusal(answer, about = '') {
  const said = `${about} → ${answer.status} ${answer.text.slice(0, 300)}`;
  assert.ok(answer.status >= 400 && answer.status < 500, said);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, said);
  assert.equal(answer.json.status, answer.status, said);
  assert.ok(answer.json.detail.length > 5, said);
}
