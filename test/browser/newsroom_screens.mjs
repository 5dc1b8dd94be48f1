// newsroom_screens: every screen of the newsroom, by its address and who looks at it (null: nobody who
// is signed in). A new screen is a line here; what it needs to exist is made in things().

import { signIn } from '../http/newsroom.mjs';

const KINDS = ['sections', 'regions', 'topics', 'people', 'sources', 'dossiers'];

// What the addresses are about, made in a demo's newspaper: over the API, or as an editor would.
export async function things(paper) {
  const [story] = await paper.stories('en');
  const draft = await paper.post('/stories', { edition: 'en', headline: 'A draft', section: 'news/politics', body: 'Text.' }, 201);
  const spiked = await paper.post('/stories', { edition: 'ar', headline: 'مسودة', body: 'نص.' }, 201);
  await (await signIn(paper.server)).post(`/newsroom/story/${spiked.id}/spike`);
  const flash = await paper.flash({ place: 'Lima', source: 'AP', text: 'The river is back in its bed' });
  const first = async (many) => (await paper.get(`/${many}?edition=en&limit=1`)).items[0]?.id;
  const filings = Object.fromEntries(await Promise.all(KINDS.map(async (many) => [many, await first(many)])));
  return { story: story.id, draft: draft.id, spiked: spiked.id, flash: flash.id, filings };
}

export const screens = (of) => [
  // the frame
  { path: '/newsroom/nothing-here', role: 'editor', status: 404 },
  // signing in, and oneself
  { path: '/newsroom/sign-in', role: null },
  { path: '/newsroom/me/', role: 'reporter' },
  ...['password', 'email', 'token', 'two-step'].map((what) => ({ path: `/newsroom/me/${what}`, role: 'editor' })),
  // the desk and the lists
  { path: '/newsroom/', role: 'editor' },
  { path: '/newsroom/?edition=ar', role: 'reporter' },
  { path: `/newsroom/?spiked=${of.spiked}`, role: 'editor' },
  { path: '/newsroom/stories/?edition=all', role: 'editor' },
  { path: '/newsroom/stories/?edition=en&status=published&kind=news&by=me&q=nothing', role: 'reporter' },
  // breaking news
  { path: '/newsroom/breaking/', role: 'editor' },
  { path: `/newsroom/breaking/${of.flash}/`, role: 'editor' },
  { path: `/newsroom/breaking/?again=${of.flash}`, role: 'administrator' },
  // stories
  { path: '/newsroom/story/new', role: 'reporter' },
  { path: `/newsroom/story/${of.draft}/`, role: 'editor' },
  { path: `/newsroom/story/${of.story}/`, role: 'editor' },
  { path: `/newsroom/story/${of.spiked}/`, role: 'reporter' },
  { path: `/newsroom/story/${of.draft}/preview?look=phone:light`, role: 'reporter' },
  { path: `/newsroom/story/${of.story}/versions/`, role: 'editor' },
  { path: `/newsroom/story/${of.story}/versions/1/`, role: 'editor' },
  { path: `/newsroom/story/${of.story}/compare?from=1&to=2`, role: 'editor' },
  { path: `/newsroom/story/${of.story}/unpublish`, role: 'editor' },
  { path: `/newsroom/story/${of.story}/withdraw`, role: 'editor' },
  // pictures
  { path: '/newsroom/pictures/', role: 'reporter' },
  { path: '/newsroom/pictures/1/', role: 'editor' },
  { path: '/newsroom/pictures/1/?texts=1', role: 'reporter' },
  { path: `/newsroom/pictures/?for=${of.draft}`, role: 'reporter' },
  // sections, regions, topics, people, sources, dossiers: one template each for list, form and end
  ...KINDS.map((many) => ({ path: `/newsroom/${many}/`, role: 'editor' })),
  ...KINDS.filter((many) => of.filings[many]).map((many) => ({ path: `/newsroom/${many}/${of.filings[many]}/`, role: 'editor' })),
  { path: '/newsroom/dossiers/new', role: 'editor' },
  { path: `/newsroom/topics/${of.filings.topics}/merge?q=a`, role: 'editor' },
  { path: '/newsroom/topics/1/merge?into=2', role: 'editor' },
  { path: `/newsroom/topics/${of.filings.topics}/end`, role: 'editor' },
  // fronts, pages, editions
  { path: '/newsroom/fronts/', role: 'editor' },
  { path: '/newsroom/fronts/en/front/', role: 'editor' },
  { path: '/newsroom/pages/', role: 'editor' },
  { path: '/newsroom/pages/1/', role: 'editor' },
  { path: '/newsroom/pages/new', role: 'editor' },
  { path: '/newsroom/pages/1/end', role: 'editor' },
  { path: '/newsroom/editions/', role: 'administrator' },
  { path: '/newsroom/editions/en/', role: 'administrator' },
  // the house
  { path: '/newsroom/staff/', role: 'administrator' },
  { path: '/newsroom/staff/new', role: 'administrator' },
  { path: '/newsroom/staff/1/', role: 'administrator' },
  { path: '/newsroom/staff/1/token', role: 'administrator' },
  { path: '/newsroom/audit/', role: 'editor' },
];
