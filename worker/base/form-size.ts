/** How large a form of a page may be, in bytes: a page reads a form whole. */

/** Far above the largest form without files: a product's texts in every language, encoded. */
export const FORM_BYTES_MAX = 4 * 1_048_576;
/** Of a form of the dashboard that brings pictures or files: it is read once who sent it is known to be staff. */
export const FILES_FORM_BYTES_MAX = 32 * 1_048_576;
/** Where such a form is sent to. Anywhere else a form is no larger than one without files. */
const FILE_FORMS =
  /^\/admin\/(imports|products\/[^/]+\/(pictures|downloads)|(categories|brands|collections)\/[^/]+)\/?$/;
export const takesFiles = (path: string): boolean => FILE_FORMS.test(path);
