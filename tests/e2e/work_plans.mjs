// Work plans for the journeys: the two seeds where they stand beside the checkout, and a short one in Hebrew.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHARED = process.env.PLANARIUM_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** The bytes of a seed; nothing, with a printed line, where it does not stand beside the checkout. */
function seed(name) {
  const path = join(SHARED, 'seeds', name);
  if (existsSync(path)) return readFileSync(path);
  console.log(`skipped: there is no ${path}`);
  return undefined;
}

/** The upper half of Mac Roman, in which the second seed was decoded before it was saved again. */
const MAC_ROMAN = 'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

/** A text that was decoded as Mac Roman, as it was before. */
const unbroken = (bytes) => Buffer.from([...bytes.toString('utf8')].map((letter) => {
  const code = letter.codePointAt(0);
  return code < 128 ? code : 128 + MAC_ROMAN.indexOf(letter);
}));

export const DENTAL = seed('dental_work_plan_v17.md');
const broken = seed('healthsim_auto_persist_plan.md');
export const HEALTH = broken && unbroken(broken);

export const HEBREW = `# תוכנית עבודה: תורים למרפאה — גרסה 2.0

**תאריך:** 2025-11-02
**סטטוס:** 🟡 בתהליך
**סה"כ:** 20-26 שעות

**מקרא:** ✅ הושלם | 🟡 בתהליך | ⚪ לא התחיל | ❌ חסום

| שלב | שם | עדיפות | משך | תלויות |
|-----|-----|--------|------|--------|
| 0 | תשתית | 🔴 קריטית | 8-10 שעות | אין |
| 1 | קביעת תורים | 🟡 בינונית | 12-16 שעות | Phase 0 |

## Phase 0: תשתית (8-10 שעות) 🟡 בתהליך

**מטרה:** סביבת פיתוח יציבה לכל הצוות

### Epic 0.1: שרת

#### סיפור 0.1.1: הקמת שרת (4 שעות)

**קריטריוני קבלה:**
- [x] השרת עונה ב־\`/health\`
- [ ] יומן נשמר שבוע

**משימות:**
1. לבחור ספק
2. לכתוב סקריפט התקנה

**קבצים ליצירה:**
- \`deploy/server.yml\`

#### סיפור 0.1.2: גיבוי (5 שעות)

**קריטריוני קבלה:**
- [ ] גיבוי יומי
- [ ] שחזור נבדק

**קבצים לשינוי:**
- \`deploy/server.yml\`

## Phase 1: קביעת תורים (12-16 שעות) ⚪ לא התחיל

**תלויות:** Phase 0

### Epic 1.1: יומן

#### סיפור 1.1.1: תצוגת שבוע (6-8 שעות)

**קריטריוני קבלה:**
- [ ] רואים שבעה ימים
- [ ] שמות ארוכים נחתכים

#### סיפור 1.1.2: תזכורות (6-8 שעות)

**אם נבחר SMS:**
- [ ] הודעה יום לפני

**אם נבחר דוא"ל:**
- [ ] הודעה שעה לפני

## קריטריוני הצלחה

- [ ] חמישים תורים ביום
- [ ] אפס כפילויות

## לוח זמנים

### שבוע 1 (20-24 שעות)

**ימים 1-2:** Phase 0
- [ ] השרת באוויר

**ימים 3-5:** Phase 1
- [ ] יומן עובד

## סיכונים

| סיכון | השפעה | סבירות | מענה |
|-------|-------|--------|------|
| ספק הענן נופל | גבוהה | נמוכה | ספק שני |
| עומס בבוקר | בינונית | גבוהה | תור בהמתנה |

## יומן עבודה

### מפגש 1: 2025-11-03
**נושא:** Phase 0
**משך:** 2 שעות

#### הושלם
- [x] נבחר ספק
- [x] השרת הותקן

#### המפגש הבא
- סיפור 0.1.2: גיבוי
`;
