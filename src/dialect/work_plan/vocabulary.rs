//! Words that sort headings, labels and columns, in the languages that plans are written in. They help where shape
//! alone does not tell; numbers and nesting come first, and a word that stands here in no language is still a name.

/// What a label, a heading or the name of a line speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Acceptance,
    Success,
    NextSession,
    SessionLog,
    Session,
    Recovery,
    Commits,
    Schedule,
    Files,
    Tasks,
    Dependencies,
    Priority,
    Status,
    Duration,
    Goal,
    Focus,
    Date,
    Legend,
    Recommendation,
    Decision,
    Finished,
    Appendix,
    Comparison,
}

/// What speaks of what. A text speaks of a topic when one of the phrases begins one of its words. The first topic
/// that fits is meant, so that the narrower ones stand first.
const TOPICS: &[(Topic, &[&str])] = &[
    (Topic::Legend, &["legend", "legende", "légende", "leyenda", "легенда", "מקרא", "图例", "凡例"]),
    (
        Topic::Acceptance,
        &[
            "acceptance",
            "definition of done",
            "done when",
            "exit criteria",
            "akzeptanz",
            "abnahme",
            "critères d",
            "aceptación",
            "accettazione",
            "критерии прием",
            "критерии приём",
            "קריטריוני קבלה",
            "קריטריונים לקבלה",
            "תנאי קבלה",
            "معايير القبول",
            "验收",
            "受け入れ",
            "kryteria akceptacji",
        ],
    ),
    (
        Topic::Success,
        &[
            "success criteria",
            "success metric",
            "criteria for success",
            "launch checklist",
            "launch criteria",
            "go-live",
            "release checklist",
            "erfolgskriterien",
            "critères de succès",
            "critères de réussite",
            "criterios de éxito",
            "criteri di successo",
            "критерии успеха",
            "קריטריוני הצלחה",
            "מדדי הצלחה",
            "معايير النجاح",
            "成功",
            "kryteria sukcesu",
        ],
    ),
    (
        Topic::NextSession,
        &[
            "next session",
            "next focus",
            "next step",
            "next up",
            "up next",
            "what's next",
            "nächste s",
            "nächster s",
            "prochaine",
            "prochain",
            "próxim",
            "siguiente",
            "prossim",
            "следующ",
            "המפגש הבא",
            "הצעדים הבאים",
            "הסשן הבא",
            "להמשך",
            "الخطوات التالية",
            "下一",
            "次回",
            "następn",
        ],
    ),
    (
        Topic::SessionLog,
        &[
            "session log",
            "session history",
            "work log",
            "progress log",
            "change log",
            "changelog",
            "journal",
            "sitzungsprotokoll",
            "arbeitsprotokoll",
            "journal des",
            "registro de sesion",
            "журнал",
            "יומן",
            "سجل",
            "日志",
            "会话记录",
            "作業ログ",
            "dziennik",
        ],
    ),
    (
        Topic::Session,
        &[
            "session",
            "sitzung",
            "séance",
            "sesión",
            "sesion",
            "sessione",
            "сессия",
            "מפגש",
            "סשן",
            "جلسة",
            "会话",
            "セッション",
            "sesja",
        ],
    ),
    (
        Topic::Recovery,
        &[
            "recovery instruction",
            "recovery step",
            "how to resume",
            "how to recover",
            "how to continue",
            "resuming",
            "resume here",
            "context recovery",
            "if context is lost",
            "wiederaufnahme",
            "wiedereinstieg",
            "reprise",
            "reanudar",
            "восстановление контекста",
            "как продолжить",
            "הוראות המשך",
            "הוראות שחזור",
            "המשך עבודה",
            "恢复",
            "再開",
        ],
    ),
    (
        Topic::Commits,
        &[
            "commits made",
            "commits so far",
            "commit history",
            "commit log",
            "commits",
            "коммиты",
            "קומיטים",
            "提交记录",
        ],
    ),
    (
        Topic::Schedule,
        &[
            "timeline",
            "schedule",
            "milestone",
            "calendar",
            "roadmap",
            "zeitplan",
            "meilensteine",
            "calendrier",
            "échéancier",
            "cronograma",
            "calendario",
            "hitos",
            "график",
            "расписание",
            "вехи",
            "לוח זמנים",
            "אבני דרך",
            "لوح زمني",
            "جدول زمني",
            "时间表",
            "日程",
            "里程碑",
            "スケジュール",
            "harmonogram",
        ],
    ),
    (
        Topic::Files,
        &[
            "file",
            "datei",
            "fichier",
            "archivo",
            "файл",
            "קבצים",
            "קובץ",
            "ملفات",
            "文件",
            "ファイル",
            "plik",
            "directory",
            "path",
        ],
    ),
    (
        Topic::Dependencies,
        &[
            "dependenc",
            "depends on",
            "depend",
            "requires",
            "prerequisite",
            "blocked by",
            "waits for",
            "after",
            "abhängig",
            "hängt ab",
            "voraussetzung",
            "dépend",
            "prérequis",
            "requiere",
            "prerrequisito",
            "dipend",
            "зависи",
            "требует",
            "תלוי",
            "תלות",
            "דרישות קדם",
            "يعتمد",
            "依赖",
            "前置",
            "依存",
            "zależ",
        ],
    ),
    (
        Topic::Finished,
        &[
            "completed",
            "complete",
            "accomplish",
            "achieved",
            "what was done",
            "what's done",
            "finished",
            "erledigt",
            "fertig",
            "abgeschlossen",
            "terminé",
            "réalisé",
            "completado",
            "hecho",
            "completato",
            "сделано",
            "выполнено",
            "готово",
            "הושלם",
            "בוצע",
            "מה נעשה",
            "أنجز",
            "已完成",
            "完了",
            "zrobione",
        ],
    ),
    (
        Topic::Tasks,
        &[
            "task",
            "to do",
            "todo",
            "steps",
            "action items",
            "aufgaben",
            "schritte",
            "tâches",
            "étapes",
            "tareas",
            "pasos",
            "задач",
            "шаги",
            "משימות",
            "צעדים",
            "مهام",
            "任务",
            "步骤",
            "タスク",
            "zadania",
        ],
    ),
    (
        Topic::Priority,
        &[
            "priority",
            "priorität",
            "priorité",
            "prioridad",
            "priorità",
            "приоритет",
            "עדיפות",
            "أولوية",
            "优先",
            "優先",
            "priorytet",
            "urgency",
            "importance",
        ],
    ),
    (
        Topic::Duration,
        &[
            "duration",
            "estimate",
            "estimated",
            "effort",
            "time",
            "hours",
            "timeline",
            "total",
            "dauer",
            "aufwand",
            "durée",
            "duración",
            "esfuerzo",
            "durata",
            "длительность",
            "оценка",
            "трудо",
            "срок",
            "משך",
            "זמן",
            "הערכ",
            "סה\"כ",
            "مدة",
            "时长",
            "工时",
            "预计",
            "見積",
            "所要",
            "czas",
            "szacun",
        ],
    ),
    (
        Topic::Status,
        &[
            "status",
            "state",
            "progress",
            "stand",
            "état",
            "statut",
            "estado",
            "stato",
            "статус",
            "состояние",
            "סטטוס",
            "מצב",
            "حالة",
            "状态",
            "狀態",
            "状態",
            "stan",
        ],
    ),
    (
        Topic::Goal,
        &[
            "goal",
            "objective",
            "aim",
            "purpose",
            "ziel",
            "objectif",
            "objetivo",
            "obiettivo",
            "цель",
            "מטרה",
            "יעד",
            "هدف",
            "目标",
            "目標",
            "目的",
        ],
    ),
    (Topic::Focus, &["focus", "scope", "schwerpunkt", "foco", "фокус", "מיקוד", "נושא", "重点"]),
    (
        Topic::Date,
        &[
            "date",
            "started",
            "last updated",
            "updated",
            "created",
            "datum",
            "fecha",
            "дата",
            "תאריך",
            "עדכון",
            "تاريخ",
            "日期",
            "日付",
        ],
    ),
    (
        Topic::Recommendation,
        &[
            "recommend",
            "empfehlung",
            "recommandation",
            "recomendación",
            "raccomandazione",
            "рекоменд",
            "המלצה",
            "توصية",
            "建议",
            "推荐",
            "推奨",
            "rekomend",
        ],
    ),
    (
        Topic::Decision,
        &[
            "decision",
            "open question",
            "entscheidung",
            "offene frage",
            "décision",
            "decisión",
            "decisione",
            "решени",
            "החלטה",
            "החלטות",
            "قرار",
            "决定",
            "决策",
            "決定",
            "decyzj",
        ],
    ),
    (
        Topic::Appendix,
        &[
            "appendix",
            "annex",
            "anhang",
            "annexe",
            "apéndice",
            "anexo",
            "приложение",
            "נספח",
            "ملحق",
            "附录",
            "付録",
            "załącznik",
        ],
    ),
    (
        Topic::Comparison,
        &["comparison", "compar", "vergleich", "сравнение", "השוואה", "مقارنة", "对比", "比較", "porównanie"],
    ),
];

/// Whether a text speaks of a topic, whatever else it speaks of.
pub(super) fn speaks_of(topic: Topic, text: &str) -> bool {
    let text = text.to_lowercase();
    TOPICS.iter().filter(|(known, _)| *known == topic).any(|(_, phrases)| says_any(&text, phrases))
}

/// What a text speaks of first of all, among some topics.
pub(super) fn topic_among(text: &str, topics: &[Topic]) -> Option<Topic> {
    let text = text.to_lowercase();
    let told = TOPICS.iter().find(|(topic, phrases)| topics.contains(topic) && says_any(&text, phrases));
    told.map(|(topic, _)| *topic)
}

/// Whether what is said of something is until when it has to be done.
pub(super) fn is_deadline(key: &str) -> bool {
    const WORDS: &[&str] = &[
        "deadline",
        "due",
        "target date",
        "until",
        "fällig",
        "frist",
        "échéance",
        "fecha límite",
        "vence",
        "срок",
        "дедлайн",
        "תאריך יעד",
        "截止",
        "期限",
    ];
    says_any(&key.to_lowercase(), WORDS)
}

/// The topic of a label that is one word and says what comes next.
pub(super) fn next(text: &str) -> Option<Topic> {
    let lower = text.trim().to_lowercase();
    let is_next =
        matches!(lower.as_str(), "next" | "then" | "הבא" | "weiter" | "suite" | "далее" | "siguiente");
    is_next.then_some(Topic::NextSession)
}

/// Whether one of the phrases begins a word of the text, or is one when it is short; both are in small letters.
pub(super) fn says_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        text.match_indices(phrase).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + phrase.len()..).and_then(|after| after.chars().next());
            // A short word begins too many others.
            if phrase.is_ascii() && phrase.len() <= 3 && after.is_some_and(char::is_alphanumeric) {
                return false;
            }
            // Scripts without spaces between words, and Hebrew and Arabic with their prefixes, begin anywhere.
            before.is_none_or(|before| !before.is_alphanumeric()) || !phrase.is_ascii() && !is_latin(phrase)
        })
    })
}

fn is_latin(text: &str) -> bool {
    text.chars().all(|character| (character as u32) < 0x0500)
}

/// What the word in front of a number says that its heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// A stage of the whole.
    Phase,
    /// A part of a stage that has stories.
    Epic,
    /// A piece of work as its user wants it.
    Story,
    /// A piece of work.
    Task,
    /// A week or so of the calendar.
    Week,
    /// Days of it.
    Day,
    /// A time somebody worked on the plan.
    Session,
    /// Nothing that is done: a version, an option, an appendix.
    Other,
}

const RANKS: &[(Rank, &[&str])] = &[
    (
        Rank::Phase,
        &[
            "phase",
            "phases",
            "part",
            "parts",
            "stage",
            "tier",
            "step",
            "sprint",
            "iteration",
            "wave",
            "track",
            "q",
            "workstream",
            "level",
            "block",
            "release",
            "teil",
            "stufe",
            "schritt",
            "etappe",
            "partie",
            "étape",
            "volet",
            "fase",
            "etapa",
            "parte",
            "paso",
            "livello",
            "этап",
            "фаза",
            "часть",
            "шаг",
            "שלב",
            "חלק",
            "פאזה",
            "שכבה",
            "مرحلة",
            "المرحلة",
            "جزء",
            "阶段",
            "階段",
            "部分",
            "フェーズ",
            "ステップ",
            "단계",
            "faza",
            "etap",
            "część",
            "fas",
            "vaihe",
            "aşama",
            "bölüm",
        ],
    ),
    (
        Rank::Epic,
        &[
            "epic",
            "epics",
            "epik",
            "épique",
            "épica",
            "epica",
            "эпик",
            "אפיק",
            "אפוס",
            "ملحمة",
            "史诗",
            "エピック",
            "에픽",
            "feature",
            "capability",
        ],
    ),
    (
        Rank::Story,
        &[
            "story",
            "stories",
            "user story",
            "us",
            "récit",
            "historia",
            "storia",
            "история",
            "סיפור",
            "סיפור משתמש",
            "قصة",
            "用户故事",
            "故事",
            "ストーリー",
            "스토리",
            "historyjka",
        ],
    ),
    (
        Rank::Task,
        &[
            "task",
            "subtask",
            "todo",
            "ticket",
            "item",
            "work item",
            "work package",
            "workpackage",
            "wp",
            "aufgabe",
            "tâche",
            "tarea",
            "compito",
            "задача",
            "משימה",
            "מטלה",
            "مهمة",
            "任务",
            "タスク",
            "작업",
            "zadanie",
        ],
    ),
    (
        Rank::Week,
        &[
            "week",
            "weeks",
            "month",
            "quarter",
            "woche",
            "wochen",
            "monat",
            "semaine",
            "mois",
            "semana",
            "semanas",
            "mes",
            "settimana",
            "неделя",
            "недели",
            "месяц",
            "שבוע",
            "שבועות",
            "חודש",
            "أسبوع",
            "الأسبوع",
            "周",
            "週",
            "第",
            "月",
            "주",
            "tydzień",
            "vecka",
            "uke",
            "uge",
            "hafta",
            "viikko",
        ],
    ),
    (
        Rank::Day,
        &[
            "day", "days", "tag", "tage", "jour", "jours", "día", "días", "dia", "dias", "giorno", "giorni",
            "день", "дни", "יום", "ימים", "يوم", "أيام", "天", "日", "일", "dzień", "dni", "dag", "gün",
        ],
    ),
    (
        Rank::Session,
        &[
            "session",
            "sessions",
            "sitzung",
            "séance",
            "sesión",
            "sesion",
            "sessione",
            "сессия",
            "מפגש",
            "סשן",
            "جلسة",
            "会话",
            "セッション",
            "sesja",
            "meeting",
        ],
    ),
    (
        Rank::Other,
        &[
            "version",
            "v",
            "rev",
            "revision",
            "option",
            "alternative",
            "variant",
            "appendix",
            "annex",
            "figure",
            "fig",
            "table",
            "example",
            "note",
            "risk",
            "decision",
            "question",
            "adr",
            "rfc",
            "chapter",
            "page",
            "goal",
            "rule",
            "option",
            "variante",
            "anhang",
            "annexe",
            "apéndice",
            "приложение",
            "вариант",
            "נספח",
            "אופציה",
            "גרסה",
            "חלופה",
            "ملحق",
            "附录",
            "方案",
            "版本",
            "付録",
            "top",
            "issue",
            "pr",
            "requirement",
            "metric",
            "kpi",
            "constraint",
            "assumption",
        ],
    ),
];

/// What a word in front of a number says; nothing for a word of no meaning here. It is in small letters.
pub(super) fn rank(word: &str) -> Option<Rank> {
    let of = |word: &str| RANKS.iter().find(|(_, words)| words.contains(&word)).map(|(rank, _)| *rank);
    of(word).or_else(|| {
        // `User Story`, `Mini Epic`: the last word says it, in some languages the first.
        let (first, last) = (word.split(' ').next()?, word.rsplit(' ').next()?);
        of(last).or_else(|| of(first))
    })
}

/// Words that begin a condition: `If Alex is chosen`, `Option A`.
const CONDITIONS: &[&str] = &[
    "if",
    "when",
    "option",
    "alternative",
    "variant",
    "in case",
    "wenn",
    "falls",
    "bei wahl",
    "si",
    "en cas",
    "se",
    "caso",
    "если",
    "при выборе",
    "вариант",
    "אם",
    "במידה ו",
    "אופציה",
    "חלופה",
    "إذا",
    "في حال",
    "如果",
    "若",
    "方案",
    "もし",
    "jeśli",
    "om",
    "als",
    "hvis",
    "jos",
    "eğer",
    "opción",
    "opzione",
];

/// The word with which a text begins a condition.
pub(super) fn condition(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    CONDITIONS.iter().copied().find(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            let ends = rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric());
            ends || !is_latin(word)
        }) && text.len() > word.len()
    })
}

/// Words that say what happens to a file, the ones that could be taken for others last.
const ACTIONS: &[(crate::plan::FileAction, &[&str])] = &[
    (
        crate::plan::FileAction::Rename,
        &[
            "rename",
            "move",
            "umbenennen",
            "renommer",
            "renombrar",
            "rinomin",
            "переимен",
            "לשנות שם",
            "重命名",
            "zmień nazw",
        ],
    ),
    (
        crate::plan::FileAction::Delete,
        &[
            "delete",
            "remove",
            "drop",
            "deleted",
            "removed",
            "lösch",
            "entfern",
            "supprim",
            "elimin",
            "borrar",
            "cancell",
            "удал",
            "למחוק",
            "מחיקה",
            "מחק",
            "حذف",
            "删除",
            "削除",
            "usuń",
        ],
    ),
    (
        crate::plan::FileAction::Modify,
        &[
            "modif",
            "update",
            "change",
            "edit",
            "extend",
            "patch",
            "ändern",
            "anpassen",
            "mettre à jour",
            "actualizar",
            "cambiar",
            "aggiorn",
            "измен",
            "обнов",
            "לשנות",
            "שינוי",
            "לעדכן",
            "עדכון",
            "تعديل",
            "修改",
            "更新",
            "変更",
            "zmień",
            "touched",
            "affected",
        ],
    ),
    (
        crate::plan::FileAction::Create,
        &[
            "create",
            "add",
            "new",
            "write",
            "make",
            "generate",
            "anleg",
            "erstell",
            "neue",
            "créer",
            "ajout",
            "crear",
            "nuev",
            "creare",
            "созда",
            "добав",
            "новы",
            "ליצור",
            "יצירת",
            "יצירה",
            "חדש",
            "להוסיף",
            "إنشاء",
            "创建",
            "新建",
            "新增",
            "作成",
            "utwórz",
            "dodaj",
        ],
    ),
];

/// What a text says happens to files.
pub(super) fn action(text: &str) -> Option<crate::plan::FileAction> {
    let text = text.to_lowercase();
    ACTIONS.iter().find(|(_, words)| says_any(&text, words)).map(|(action, _)| *action)
}

/// What the first word of a text says happens to the file behind it.
pub(super) fn leading_action(text: &str) -> Option<crate::plan::FileAction> {
    action(text.split_whitespace().next()?)
}

/// Whether words say that something has been made, not that it is to be: `Files Created`, not `Files to Create`.
pub(super) fn says_made(text: &str) -> bool {
    let text = text.to_lowercase();
    let is_ahead = says_any(
        &text,
        &[
            "to ",
            "still",
            "will",
            "planned",
            "pending",
            "zu ",
            "noch",
            "à ",
            "por ",
            "da ",
            "ещё",
            "будут",
            "עדיין",
            "待",
            "未",
            "予定",
            "do ",
        ],
    );
    let is_over = says_any(
        &text,
        &[
            "created",
            "modified",
            "added",
            "changed",
            "updated",
            "deleted",
            "removed",
            "done",
            "completed",
            "written",
            "angelegt",
            "erstellt",
            "geändert",
            "créés",
            "modifiés",
            "creados",
            "modificados",
            "creati",
            "созданы",
            "созданные",
            "изменены",
            "изменённые",
            "שנוצרו",
            "ששונו",
            "已创建",
            "已修改",
            "作成済み",
        ],
    );
    is_over && !is_ahead
}

/// Whether words say that something is still to come.
pub(super) fn says_ahead(text: &str) -> bool {
    let text = text.to_lowercase();
    says_any(
        &text,
        &[
            "to create",
            "to modify",
            "to add",
            "to update",
            "to delete",
            "still",
            "remaining",
            "pending",
            "planned",
            "noch",
            "zu erstellen",
            "ausstehend",
            "à créer",
            "à modifier",
            "por crear",
            "pendiente",
            "предстоит",
            "осталось",
            "עדיין",
            "ליצור",
            "待",
            "予定",
        ],
    )
}

/// Words that say there is nothing.
pub(super) fn is_none(text: &str) -> bool {
    let text = text.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.is_empty()
        || matches!(
            text.as_str(),
            "none"
                | "n/a"
                | "na"
                | "nothing"
                | "no"
                | "nil"
                | "keine"
                | "keiner"
                | "aucune"
                | "aucun"
                | "ninguna"
                | "ninguno"
                | "nessuna"
                | "nessuno"
                | "нет"
                | "אין"
                | "ללא"
                | "لا يوجد"
                | "无"
                | "無"
                | "なし"
                | "brak"
                | "ingen"
                | "geen"
                | "tbd"
                | "?"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::FileAction;

    #[test]
    fn words_are_found_at_the_beginning_of_words() {
        assert!(speaks_of(Topic::Acceptance, "Acceptance Criteria"));
        assert!(speaks_of(Topic::Acceptance, "קריטריוני קבלה"));
        assert!(!speaks_of(Topic::Date, "validate"));
        assert_eq!(
            topic_among("Next Session Focus", &[Topic::Focus, Topic::NextSession]),
            Some(Topic::NextSession)
        );
        assert_eq!(condition("If Alex is chosen"), Some("if"));
        assert_eq!(condition("Ifrit"), None);
        assert_eq!(condition("אם נבחר דנה"), Some("אם"));
        assert_eq!(condition("If"), None);
    }

    #[test]
    fn the_word_before_a_number_says_what_is_numbered() {
        for (word, expected) in [
            ("phase", Some(Rank::Phase)),
            ("user story", Some(Rank::Story)),
            ("שלב", Some(Rank::Phase)),
            ("סיפור משתמש", Some(Rank::Story)),
            ("week", Some(Rank::Week)),
            ("appendix", Some(Rank::Other)),
            ("blorp", None),
        ] {
            assert_eq!(rank(word), expected, "{word}");
        }
    }

    #[test]
    fn what_was_made_is_told_from_what_is_to_be_made() {
        assert!(says_made("Files CREATED (Phase 1.1)") && says_made("Unit Tests Created"));
        assert!(
            !says_made("Files to Create")
                && !says_made("Files Still to CREATE")
                && says_ahead("Files Still to MODIFY")
        );
        assert_eq!(action("Files to Modify"), Some(FileAction::Modify));
        assert_eq!(action("Files to Create"), Some(FileAction::Create));
        assert_eq!(leading_action("Rename a → b"), Some(FileAction::Rename));
        assert_eq!(leading_action("Old update"), None);
        assert!(is_none("None") && is_none("—") && is_none("אין") && !is_none("Phase 0"));
    }
}
