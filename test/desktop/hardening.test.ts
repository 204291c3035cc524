import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

describe('the window, whatever runs in it,', () => {
  tellAsStory();
  let seat: Seat;
  const inPage = (code: string): Promise<unknown> => seat.page.evaluate(`(async () => { ${code} })()`);

  beforeAll(async () => {
    seat = await Seat.start();
    await seat.window();
  });
  afterAll(() => seat?.stop());

  test('is sandboxed, isolated, and without Node', async () => {
    expect(await seat.seccompOfWindows()).toEqual(new Set(['2']));
    const preferences = await seat.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(await inPage('return [typeof require, typeof process, typeof module].join()')).toBe(
      'undefined,undefined,undefined',
    );
    expect(await inPage('return Object.keys(latchkey).sort().join()')).toBe('invoke,on');
  });

  test('gets a policy that allows neither inline code nor anything from elsewhere', async () => {
    const policy = await seat.app.evaluate(async ({ BrowserWindow, net }) =>
      (await net.fetch(BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '')).headers.get(
        'content-security-policy',
      ),
    );
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const ran = await inPage(`
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      const image = document.createElement('div');
      image.innerHTML = '<img src="x" onerror="window.injected = true">';
      document.body.append(image);
      await new Promise((resolve) => image.firstChild.addEventListener('error', resolve));
      let evaluated = 'no';
      try { evaluated = (0, eval)('"yes"'); } catch {}
      script.remove();
      image.remove();
      return [window.injected, evaluated];
    `);
    expect(ran).toEqual([undefined, 'no']);
  });

  test('goes nowhere, opens nothing, reaches nothing and gets no permission', async () => {
    const before = seat.page.url();
    expect(
      await inPage(`
        const opened = window.open('https://example.com') === null && window.open('about:blank') === null;
        location.href = 'https://example.com/';
        const reached = await fetch('http://127.0.0.1:9/').then(() => 'yes', () => 'no');
        const files = await fetch('file:///etc/passwd').then(() => 'yes', () => 'no');
        const permission = await Notification.requestPermission();
        const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'yes', () => 'no');
        return { opened, reached, files, permission, camera };
      `),
    ).toEqual({ opened: true, reached: 'no', files: 'no', permission: 'denied', camera: 'no' });
    await seat.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.webContents.executeJavaScript('1');
    });
    expect(seat.page.url()).toBe(before);
    expect(seat.app.windows()).toHaveLength(1);
  });

  test('has no bridge in a frame, and main answers neither another page nor what it does not know', async () => {
    expect(
      await inPage(`
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const bridge = typeof frame.contentWindow?.latchkey;
        frame.remove();
        return bridge;
      `),
    ).toBe('undefined');
    const answer = (channel: string, payload: string): Promise<unknown> =>
      inPage(`return latchkey.invoke(${channel}, ${payload}).catch((error) => error.message)`);
    expect(await answer("'nothing.there'", '{}')).toContain('There is no such channel.');
    expect(await answer("'__proto__'", '{}')).toContain('There is no such channel.');
    expect(await answer("'org.join'", '{ url: 7 }')).toMatchObject({
      ok: false,
      error: { code: 'badInput' },
    });
    expect(await answer("'org.join'", "{ url: 'x'.repeat(1e6), code: '', deviceName: '' }")).toMatchObject({
      ok: false,
    });

    // Another page with the same preload, as a page that got around everything above would be.
    const refused = await seat.app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/out/preload/index.cjs`;
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await other.loadURL(
        BrowserWindow.getAllWindows()
          .find((each) => each !== other)
          ?.webContents.getURL() ?? '',
      );
      const said: unknown = await other.webContents.executeJavaScript(
        "latchkey.invoke('app.snapshot', undefined).then(() => 'answered', (error) => error.message)",
      );
      other.destroy();
      return said;
    });
    expect(refused).toContain('This sender is not known.');
  });
});
