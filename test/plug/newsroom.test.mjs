// Pull the plug on people who are typing: what the newsroom has called saved is there after kill -9, in
// its writer's form; versions, flashes and sessions too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeSite, mustRun, serve } from '../http/server.mjs';
import { signIn } from '../http/newsroom.mjs';
import { Random } from '../law/random.mjs';

const seed = Number(process.env.PLUG_SEED ?? 1 + Math.floor(Math.random() * 999999));
const ROUNDS = 6, WRITERS = 3;
const JSON_ONLY = { Accept: 'application/json' };
const place = { url: '', dir: '' }; // the server of the moment: its port changes with each start

// One person at a desk, who notes what was answered: the number in the newest words.
class Writer {
  constructor(who, at) { Object.assign(this, { who, at, n: 0, kept: 0, saved: 0, sent: [], id: 0, base: {} }); }
  fields(n) { return { edition: 'en', headline: `Herons, take ${n}`, body: `Words ${n} of writer ${this.at}.`, section: 'news/environment', kind: 'news' }; }
  async begin() {
    const made = await this.who.post('/newsroom/story/new', this.fields(0));
    assert.equal(made.status, 303, made.text);
    this.id = /story\/(\d+)\//.exec(made.location)[1];
    await this.look();
  }
  async look() {
    const { text, status } = await this.who.get(`/newsroom/story/${this.id}/`);
    assert.equal(status, 200, 'the session outlives the server');
    this.base = { version: /name="version" value="(\d+)"/.exec(text)[1], kept_at: /name="kept_at" value="(\d*)"/.exec(text)[1] };
    return Number(/value="Herons, take (\d+)"/.exec(text)[1]);
  }
  async keep() {
    const n = ++this.n;
    const answer = await this.who.post(`/newsroom/story/${this.id}/keep`, { ...this.fields(n), ...this.base }, JSON_ONLY);
    assert.equal(answer.status, 200, answer.text);
    this.base.kept_at = String(JSON.parse(answer.text).kept_at);
    this.kept = n;
  }
  async save() {
    const n = ++this.n;
    const answer = await this.who.post(`/newsroom/story/${this.id}/`, { ...this.fields(n), ...this.base });
    assert.equal(answer.status, 303, answer.text);
    this.kept = this.saved = n;
    await this.look();
  }
  async flash() {
    const text = `Flash ${++this.n} of ${this.at}`;
    const answer = await this.who.post('/newsroom/breaking/', { 'text-en': text, 'place-en': 'Doñana', expires: '60' });
    assert.equal(answer.status, 303, answer.text);
    this.sent.push(text);
  }
  // Until the server goes.
  async work(random) {
    for (;;) await random.pick([() => this.keep(), () => this.keep(), () => this.keep(), () => this.save(), () => this.flash()])();
  }
}

const gone = (error) => { if (error instanceof assert.AssertionError) throw error; };

test('what was called saved is there after kill -9', async (t) => {
  console.log(`# PLUG_SEED=${seed}`);
  const random = new Random(seed), dir = makeSite();
  let server = await serve(dir);
  Object.assign(place, { url: server.url, dir });
  const writers = [];
  for (let at = 0; at < WRITERS; at++) writers.push(new Writer(await signIn(place, { role: 'editor' }), at));
  for (const writer of writers) await writer.begin();
  let looked = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const working = writers.map((writer) => writer.work(random).catch(gone));
    await new Promise((resolve) => setTimeout(resolve, 150 + random.below(700)));
    await server.stop('SIGKILL');
    await Promise.all(working);
    server = await serve(dir);
    place.url = server.url;
    const running = (await server.call('GET', '/api/v1/flashes?edition=en&limit=100')).json;
    const texts = new Set(running.items.map(({ text }) => text));
    for (const writer of writers) {
      const shown = await writer.look();
      // One more may have been under way, and have happened.
      assert.ok(shown >= writer.kept && shown <= writer.n, `writer ${writer.at}: ${writer.kept} was called saved, ${shown} is there`);
      for (const text of writer.sent.slice(-20)) assert.ok(texts.has(text), `${text} was sent and is not there`);
      looked++;
      writer.kept = shown;
    }
  }
  assert.equal(looked, ROUNDS * WRITERS);
  assert.ok(writers.every(({ n, sent }) => n > ROUNDS && sent.length), 'hardly anything was written');
  console.log(`# ${writers.map(({ n }) => n).join(' + ')} acts`);
  assert.equal(await server.stop(), 0);
  mustRun(['check', '--data', dir]);
});
