// chrome: Debian's Chromium for the tests; and the reason to skip where there is none.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
const installed = existsSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules/playwright-core'));

// `skip` of a test: false, or why.
export const chromium = !found ? 'needs Chromium' : !installed ? 'needs the npm packages of test/' : false;

export async function launch() {
  const { chromium: engine } = await import('playwright-core');
  return engine.launch({
    executablePath: found, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
