//! Which marks somebody wants to see: what a link says. The one place that a language of queries would replace.

use super::{Day, KINDS, Kind, KindInfo, Mark, Timeline};
use crate::address::Address;
use crate::outline::plain;
use crate::plan::{Date, Plan};
use crate::search::{Kept, Thing};
use std::sync::Arc;

/// What marks are narrowed by. Everything when nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Words that a mark has to hold, all of them, in small letters.
    pub words: Vec<String>,
    /// A plan that it has to be about.
    pub plan: Option<String>,
    /// Kinds that are left out.
    pub hidden: Vec<Kind>,
    /// The first day to be seen.
    pub from: Option<Day>,
    /// The last day to be seen.
    pub to: Option<Day>,
    /// What a query keeps of the marks, by position; everything when there is none.
    pub marks: Option<Arc<Vec<bool>>>,
}

impl Selection {
    /// What a link asks for. What makes no sense is as if it were not there.
    pub fn of(address: &Address) -> Selection {
        let setting = |key: &str| address.setting(key).map(str::trim).filter(|value| !value.is_empty());
        let date = |key: &str| setting(key).and_then(Date::parse).map(|date| date.unix_days());
        let hidden = setting("hide").unwrap_or_default().split(',').filter_map(KindInfo::by_name);
        let (from, to) = (date("from").map(|days| days.0), date("to").map(|days| days.1));
        // The wrong way round they mean the same days.
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
            other => other,
        };
        Selection {
            words: plain(setting("q").unwrap_or_default())
                .split_whitespace()
                .map(str::to_lowercase)
                .collect(),
            plan: setting("plan").map(str::to_owned),
            hidden: hidden.map(|info| info.kind).collect(),
            from,
            to,
            marks: None,
        }
    }

    /// Whether it leaves nothing out.
    pub fn is_everything(&self) -> bool {
        *self == Selection::default()
    }

    /// What `hide` in a link says of these kinds: those that are left out, in the order of the table.
    pub fn hide(hidden: &[Kind]) -> String {
        let names = KINDS.iter().filter(|info| hidden.contains(&info.kind)).map(|info| info.name);
        names.collect::<Vec<_>>().join(",")
    }

    /// With what a query keeps of the tree that is shown.
    pub fn under(mut self, timeline: &Timeline, plan: &Plan, kept: &Kept) -> Selection {
        let places = |cast: &super::Cast, find: &dyn Fn(&str) -> Option<usize>| -> Vec<Option<usize>> {
            (0..cast.len()).map(|member| find(cast.name(member))).collect()
        };
        let items = places(&timeline.plans, &|id| plan.index_of(id));
        let modules =
            places(&timeline.modules, &|name| plan.modules.iter().position(|module| module.name == name));
        let people =
            places(&timeline.people, &|name| plan.people.iter().position(|person| person.name == name));
        let known = |places: &[Option<usize>], members: &[usize]| -> Vec<usize> {
            members.iter().filter_map(|member| *places.get(*member)?).collect()
        };
        let is_kept = |mark: &Mark| {
            let mut about = known(&items, &mark.plans);
            about.extend(crate::search::kept::around(plan, &mark.place.path));
            let kind = KINDS.iter().find(|info| info.kind == mark.kind).map_or("", |info| info.name);
            kept.holds(&Thing {
                kind,
                items: &about,
                modules: &known(&modules, &mark.modules),
                people: &known(&people, &mark.people),
                texts: &[&mark.text, &mark.label],
            })
        };
        self.marks = Some(Arc::new(timeline.marks.iter().map(is_kept).collect()));
        self
    }

    /// Whether a query keeps the mark at a position.
    pub fn keeps(&self, at: usize) -> bool {
        self.marks.as_ref().is_none_or(|marks| marks.get(at) == Some(&true))
    }

    /// Whether a mark is among what is wanted. One without a date is not left out by days.
    pub fn holds(&self, timeline: &Timeline, mark: &Mark) -> bool {
        if self.hidden.contains(&mark.kind) {
            return false;
        }
        if let Some(time) = &mark.time
            && !time.meets(self.from.unwrap_or(Day::MIN), self.to.unwrap_or(Day::MAX))
        {
            return false;
        }
        let names = |cast: &'_ super::Cast, members: &[usize], word: &str| {
            members.iter().any(|member| contains(cast.name(*member), word))
        };
        if let Some(plan) = &self.plan
            && !mark.plans.iter().any(|member| timeline.plans.name(*member) == plan)
        {
            return false;
        }
        self.words.iter().all(|word| {
            contains(&mark.text, word)
                || contains(&mark.label, word)
                || contains(&mark.when, word)
                || contains(&mark.place.path, word)
                || names(&timeline.plans, &mark.plans, word)
                || names(&timeline.modules, &mark.modules, word)
                || names(&timeline.people, &mark.people, word)
        })
    }
}

/// Whether a word, which is in small letters, stands in a text.
fn contains(text: &str, word: &str) -> bool {
    if text.is_ascii() && word.is_ascii() {
        let (text, word) = (text.as_bytes(), word.as_bytes());
        return text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    }
    text.to_lowercase().contains(word)
}
