/**
 * What tools/holiday-data.ts puts right in what date-holidays says, each with its reason. Rules are in that package's own
 * grammar, so they hold in every year; days by year are `MMDD`, for what no rule of it tells: as a
 * government named them, or reckoned where its list is not out yet (India's from 2027 on). They end with the last year here.
 */

export type Correction = {
  why: string;
  /** Rules of the package that are none, spelled as it spells them: the tool refuses one that is not there. */
  without?: readonly string[];
  rules?: readonly string[];
  days?: Readonly<Record<number, string>>;
};

/** The feast itself, and the day of Arafah before it, as most countries of the Gulf keep them. */
const EID_AL_FITR = "1 Shawwal P3D";
const ARAFAH_AND_EID = ["9 Dhu al-Hijjah", "10 Dhu al-Hijjah P3D"];
const NEW_YEAR_AND_MAWLID = ["1 Muharram", "12 Rabi al-awwal"];
/** Where a fast of 30 days has its last day off; in other years it falls on the feast. */
const LAST_OF_RAMADAN = "30 Ramadan";
const ISRA = "27 Rajab";

export const CORRECTIONS: Readonly<Record<string, Correction>> = {
  GB: {
    why: "England and Wales' list (Banking and Financial Dealings Act 1971): five sixths of all addresses, and the package leaves out what Scotland lacks",
    rules: ["monday before 09-01"],
  },
  CA: {
    why: "Carriers are bound by federal law: the ten general holidays of the Canada Labour Code, section 166; a weekend's moves to Monday",
    rules: [
      "substitutes 01-01 if saturday,sunday then next monday",
      "monday before 05-25",
      "substitutes 07-01 if saturday,sunday then next monday",
      "09-30 and if saturday,sunday then next monday",
      "2nd monday in October",
      "11-11 and if saturday,sunday then next monday",
      "substitutes 12-25 if saturday then next monday if sunday then next tuesday",
      "12-26",
      "substitutes 12-26 if saturday then next monday if sunday then next tuesday",
    ],
  },
  ES: {
    why: "Maundy Thursday is kept in all regions but Catalonia and Valencia",
    rules: ["easter -3"],
  },
  KR: {
    why: "Seollal is the day before the new moon, itself and the day after, with a day for a Sunday among them; the package begins a day late. Labour Day is a public holiday since 2026. Days of elections: that of 2030 is not named yet",
    without: [
      "korean 01-0-01 P3D",
      "substitutes 2027-02-07 if Sunday then next Tuesday",
      "substitutes 2030-02-03 if Sunday then next Tuesday",
    ],
    rules: ["05-01", "substitutes 05-01 if saturday,sunday then next monday"],
    days: {
      2026: "0216 0217 0218 0603",
      2027: "0206 0207 0208 0209",
      2028: "0126 0127 0128 0412",
      2029: "0212 0213 0214",
      2030: "0202 0203 0204 0205",
    },
  },
  AE: {
    why: "Cabinet Resolution 27 of 2024: neither the Night Journey nor the first of Ramadan, but its thirtieth, Arafah and two National Days",
    without: [ISRA, "1 Ramadan"],
    rules: [LAST_OF_RAMADAN, "9 Dhu al-Hijjah", "12-03"],
  },
  IN: {
    why: "Gazetted holidays of the central government (Department of Personnel and Training); the package knows only those of the solar calendar. Feasts by the moon are a day after those of Mecca. Ram Navami 2029 is left out until it is gazetted",
    days: {
      2026: "0304 0321 0326 0331 0501 0527 0626 0826 0904 1020 1108 1124",
      2027: "0306 0310 0322 0415 0418 0517 0520 0616 0815 0825 1009 1029 1114",
      2028: "0223 0227 0311 0403 0407 0506 0508 0604 0804 0813 0927 1017 1102",
      2029: "0211 0215 0301 0425 0426 0524 0527 0725 0901 1016 1105 1121",
      2030: "0205 0302 0320 0412 0414 0416 0513 0517 0714 0821 1006 1026 1110",
    },
  },
  KW: {
    why: "Not in the package. Civil Service Council's list",
    rules: ["01-01", "02-25", "02-26", ISRA, EID_AL_FITR, ...ARAFAH_AND_EID, ...NEW_YEAR_AND_MAWLID],
  },
  QA: {
    why: "Not in the package. Emiri decisions on official holidays: two feasts, Sports Day and National Day",
    rules: ["2nd tuesday in February", EID_AL_FITR, "10 Dhu al-Hijjah P3D", "12-18"],
  },
  OM: {
    why: "Not in the package. Royal Decree 88/2022 and, for the National Day, 15/2025",
    rules: [
      "01-11",
      ISRA,
      "29 Ramadan",
      LAST_OF_RAMADAN,
      EID_AL_FITR,
      ...ARAFAH_AND_EID,
      ...NEW_YEAR_AND_MAWLID,
    ].concat(["11-20", "11-21"]),
  },
  JO: {
    why: "Not in the package. Official holidays of the Prime Ministry",
    rules: ["01-01", "05-01", "05-25", EID_AL_FITR, ...ARAFAH_AND_EID, ...NEW_YEAR_AND_MAWLID, "12-25"],
  },
  LB: {
    why: "Not in the package. Decree 15215 of 2005 and its changes: feasts of every confession",
    rules: [
      ...["01-01", "01-06", "02-09", "02-14", "03-25", "05-01", "05-25", "08-15", "11-22", "12-25"],
      ...["easter -2", "easter 1", "orthodox -2", "orthodox 1"],
      ...["1 Shawwal P2D", "10 Dhu al-Hijjah P2D", "10 Muharram", ...NEW_YEAR_AND_MAWLID],
    ],
  },
};
