// newsroom_screens: every screen of the newsroom, by its address and who looks at it (null: nobody who
// is signed in). A new screen is a line here; what it needs to exist is made in things().

// What the addresses are about, made over the API in a demo's newspaper.
export async function things(paper) {
  const [story] = await paper.stories('en');
  const draft = await paper.post('/stories', { edition: 'en', headline: 'A draft', section: 'news/politics', body: 'Text.' }, 201);
  const flash = await paper.flash({ place: 'Lima', source: 'AP', text: 'The river is back in its bed' });
  const [picture] = (await paper.get('/media?limit=1')).items ?? [];
  return { story: story.id, draft: draft.id, flash: flash.id, picture: picture?.id };
}

export const screens = (of) => [
  // the frame
  { path: '/newsroom/nothing-here', role: 'editor', status: 404 },
  // the desk and the lists
  { path: '/newsroom/', role: 'editor' },
  { path: '/newsroom/?edition=ar', role: 'reporter' },
  { path: '/newsroom/stories/?edition=all', role: 'editor' },
  { path: '/newsroom/stories/?edition=en&status=published&kind=news&by=me&q=nothing', role: 'reporter' },
  // breaking news
  { path: '/newsroom/breaking/', role: 'editor' },
  { path: `/newsroom/breaking/${of.flash}/`, role: 'editor' },
  { path: `/newsroom/breaking/?again=${of.flash}`, role: 'administrator' },
];
