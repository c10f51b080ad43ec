//! What marks and words say of how far something is, as the document's own legend has it.

use super::vocabulary::says_any;
use crate::plan::BaseStatus;

/// Which mark stands for which state in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Legend {
    own: Vec<(char, BaseStatus)>,
}

/// What marks stand for where no legend says otherwise. Here a cross means that something is stuck or missing,
/// not that it was dropped.
const USUAL: &[(char, BaseStatus)] = &[
    ('✅', BaseStatus::Done),
    ('☑', BaseStatus::Done),
    ('✔', BaseStatus::Done),
    ('🟢', BaseStatus::Done),
    ('🟡', BaseStatus::Wip),
    ('🔄', BaseStatus::Wip),
    ('🚀', BaseStatus::Unknown),
    ('⚪', BaseStatus::Todo),
    ('⏳', BaseStatus::Todo),
    ('☐', BaseStatus::Todo),
    ('⬜', BaseStatus::Todo),
    ('🔲', BaseStatus::Todo),
    ('📋', BaseStatus::Unknown),
    ('❌', BaseStatus::Blocked),
    ('🚧', BaseStatus::Blocked),
    ('⛔', BaseStatus::Blocked),
    ('🛑', BaseStatus::Blocked),
    ('🔴', BaseStatus::Blocked),
    ('🚫', BaseStatus::Cut),
];

/// Words for states, the ones that hold others first: `not started` before `started`.
const WORDS: &[(BaseStatus, &[&str])] = &[
    (
        BaseStatus::Todo,
        &[
            "not started",
            "not yet started",
            "todo",
            "to do",
            "to-do",
            "planned",
            "pending",
            "upcoming",
            "open",
            "queued",
            "backlog",
            "nicht begonnen",
            "offen",
            "geplant",
            "ausstehend",
            "à faire",
            "non commencé",
            "prévu",
            "pendiente",
            "por hacer",
            "sin empezar",
            "no iniciado",
            "da fare",
            "non iniziato",
            "не начато",
            "запланировано",
            "ожидает",
            "לא התחיל",
            "טרם התחיל",
            "ממתין",
            "מתוכנן",
            "לביצוע",
            "لم يبدأ",
            "未开始",
            "待办",
            "計画",
            "未着手",
            "nie rozpoczęto",
            "do zrobienia",
        ],
    ),
    (
        BaseStatus::Blocked,
        &[
            "blocked",
            "stuck",
            "on hold",
            "waiting",
            "blockiert",
            "bloqué",
            "bloqueado",
            "bloccato",
            "заблокировано",
            "חסום",
            "תקוע",
            "محظور",
            "阻塞",
            "受阻",
            "ブロック",
            "zablokowane",
        ],
    ),
    (
        BaseStatus::Wip,
        &[
            "in progress",
            "in work",
            "wip",
            "ongoing",
            "active",
            "started",
            "underway",
            "under way",
            "partial",
            "in arbeit",
            "begonnen",
            "läuft",
            "en cours",
            "en progreso",
            "en curso",
            "in corso",
            "в работе",
            "в процессе",
            "בתהליך",
            "בעבודה",
            "בביצוע",
            "قيد التنفيذ",
            "进行中",
            "進行中",
            "作業中",
            "w toku",
        ],
    ),
    (
        BaseStatus::Done,
        &[
            "complete",
            "completed",
            "done",
            "finished",
            "shipped",
            "closed",
            "confirmed",
            "erledigt",
            "fertig",
            "abgeschlossen",
            "terminé",
            "fini",
            "completado",
            "hecho",
            "terminado",
            "completato",
            "fatto",
            "готово",
            "завершено",
            "выполнено",
            "הושלם",
            "בוצע",
            "הסתיים",
            "مكتمل",
            "完成",
            "已完成",
            "完了",
            "zakończone",
            "zrobione",
        ],
    ),
    (
        BaseStatus::Cut,
        &[
            "cut",
            "cancelled",
            "canceled",
            "dropped",
            "abandoned",
            "won't do",
            "deferred",
            "abgebrochen",
            "gestrichen",
            "annulé",
            "cancelado",
            "annullato",
            "отменено",
            "בוטל",
            "ملغى",
            "取消",
            "anulowane",
        ],
    ),
];

impl Legend {
    /// Reads a legend: `✅ Complete | 🟡 In Progress | ❌ Blocked`.
    pub(super) fn of(text: &str) -> Legend {
        let mut own: Vec<(char, BaseStatus)> = Vec::new();
        let mut marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| is_pictorial(*c)).collect();
        marks.push((text.len(), ' '));
        for [(at, mark), (end, _)] in marks.array_windows() {
            let said = text.get(at + mark.len_utf8()..*end).unwrap_or_default();
            if let Some(base) = of_words(said) {
                own.push((*mark, base));
            }
        }
        Legend { own }
    }

    /// Whether it says something of its own.
    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// What a mark stands for.
    fn of_mark(&self, mark: char) -> Option<BaseStatus> {
        let known = |marks: &[(char, BaseStatus)]| {
            marks.iter().find(|(known, _)| *known == mark).map(|(_, base)| *base)
        };
        known(&self.own).or_else(|| known(USUAL)).filter(|base| *base != BaseStatus::Unknown)
    }

    /// Whether a character is a mark that stands for a state.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.of_mark(mark).is_some()
    }

    /// What the first mark of a text stands for.
    pub(super) fn of_marks(&self, text: &str) -> Option<BaseStatus> {
        let boxed = [("[x]", BaseStatus::Done), ("[X]", BaseStatus::Done), ("[ ]", BaseStatus::Todo)];
        let boxed = boxed.iter().find(|(written, _)| text.contains(written)).map(|(_, base)| *base);
        boxed.or_else(|| text.chars().find_map(|mark| self.of_mark(mark)))
    }

    /// What a status means that stands in a cell, behind a heading or in a line of its own: its mark, else its words.
    /// Nothing when it is no status at all.
    pub(super) fn read(&self, text: &str) -> Option<BaseStatus> {
        let text = text.trim().trim_matches(['*', '_', '`', '[', ']']);
        let words = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        // A sentence may say anything of anything.
        if words.split_whitespace().count() > 6 {
            return self.of_marks(text.get(..text.len() - words.len())?);
        }
        self.of_marks(text).or_else(|| of_words(words))
    }
}

/// What words say.
fn of_words(text: &str) -> Option<BaseStatus> {
    let text = text.to_lowercase();
    WORDS.iter().find(|(_, words)| words.iter().any(|word| says_word(&text, word))).map(|(base, _)| *base)
}

/// Whether a phrase stands in a text as it is: `complete` does not stand in `completely`.
fn says_word(text: &str, phrase: &str) -> bool {
    if !says_any(text, &[phrase]) {
        return false;
    }
    if !phrase.is_ascii() {
        return true;
    }
    text.match_indices(phrase).any(|(at, _)| {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        is_edge(before) && is_edge(text.get(at + phrase.len()..).and_then(|after| after.chars().next()))
    })
}

/// Whether a character is a picture or a sign that people put in front of words.
pub(super) fn is_pictorial(c: char) -> bool {
    matches!(c as u32, 0x2190..=0x21ff | 0x2300..=0x23ff | 0x2500..=0x27bf | 0x2900..=0x297f | 0x2b00..=0x2bff | 0x1f000..=0x1faff)
}

/// A text without the signs around it.
pub(super) fn without_marks(text: &str) -> &str {
    text.trim_matches(|c: char| is_pictorial(c) || c.is_whitespace() || matches!(c, '\u{fe0f}' | '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(legend: &Legend, text: &str, expected: Option<BaseStatus>) {
        assert_eq!(legend.read(text), expected, "{text:?}");
    }

    #[test]
    fn the_own_legend_wins() {
        let legend = Legend::of("✅ Complete | 🟡 In Progress | ⚪ Not Started | ❌ Blocked | 🔴 Cancelled");
        check(&legend, "🔴", Some(BaseStatus::Cut));
        check(&legend, "❌", Some(BaseStatus::Blocked));
        check(&Legend::default(), "🔴", Some(BaseStatus::Blocked));
        check(&Legend::of("❌ Dropped"), "❌", Some(BaseStatus::Cut));
        assert!(Legend::of("nothing at all").is_empty());
    }

    #[test]
    fn statuses_are_read_in_many_languages() {
        for (text, expected) in [
            ("✅ Complete", Some(BaseStatus::Done)),
            ("🟡 IN PROGRESS", Some(BaseStatus::Wip)),
            ("⚪ Not Started", Some(BaseStatus::Todo)),
            ("NOT STARTED", Some(BaseStatus::Todo)),
            ("✅ LARGELY COMPLETE", Some(BaseStatus::Done)),
            ("הושלם", Some(BaseStatus::Done)),
            ("לא התחיל", Some(BaseStatus::Todo)),
            ("进行中", Some(BaseStatus::Wip)),
            ("in Arbeit", Some(BaseStatus::Wip)),
            ("completely new", None),
            ("Captured Dec 26, 2024", None),
            ("", None),
            ("opening hours", None),
        ] {
            check(&Legend::default(), text, expected);
        }
    }
}
