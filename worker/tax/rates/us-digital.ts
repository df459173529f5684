/**
 * States that tax no files of books, and those that tax no file at all, programs among them, on 1 January 2025. Sources: TaxJar,
 * "Sales tax by state: digital products"; the taxability matrices of the Streamlined Sales Tax Governing Board for Kansas,
 * Michigan, Nevada, North Dakota and Oklahoma; California's CDTFA, publication 109; New York, TSB-M-11(5)S on e-books;
 * Massachusetts, 830 CMR 64H.1.3. Illinois, Kansas, Massachusetts, Michigan, New York and North Dakota tax programs though they
 * tax no books, so `digital`, which holds both, is taxed there. Where it is not certain a state is left out, and taxes both.
 */
const FREE = "CA FL MO NV OK VA";
const BOOKS_FREE = "IL KS MA MI NY ND";

export const STATES_FREE_OF_FILES: ReadonlySet<string> = new Set(FREE.split(" "));
export const STATES_FREE_OF_EBOOKS: ReadonlySet<string> = new Set(`${FREE} ${BOOKS_FREE}`.split(" "));
