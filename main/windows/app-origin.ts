/** Our pages come from `latchkey://app/`: an origin of its own, which no file and no site shares. */
export const APP_SCHEME = 'latchkey';
export const APP_HOST = 'app';
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;
