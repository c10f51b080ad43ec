//! Who owns what is required, or carries it out; and what the tree itself says that nobody owned.

use super::{Scene, place, stated};
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, ItemKind, Place, Plan, Requirement, Stated};

/// Requirements in order of path, then line, with who owns each in a plan that has all else.
pub(super) fn owned(mut requirements: Vec<Requirement>, scene: &Scene<'_>, plan: &Plan) -> Vec<Requirement> {
    order::sort_by(&mut requirements, |a, b| a.place.cmp(&b.place));
    own(&mut requirements, plan, plan);
    for requirement in &mut requirements {
        let text = requirement.text.clone();
        for word in text.split([' ', ',', '(', ')', ';', '"']) {
            let name = word.trim_matches(['/', '.', ':', '*', '`']);
            let is_module = plan.modules.find_by(|module| module.name.as_str().cmp(name)).is_ok();
            let id = if is_module { Some(name.to_owned()) } else { scene.references.target(name) };
            add(requirement, id.map(|id| Stated { text: id, place: requirement.place.clone() }));
        }
    }
    requirements
}

/// A requirement of which the tree says that nobody owned it.
pub(in crate::dialect) fn disowned(text: &str, place: Place) -> Requirement {
    let text = text.to_owned();
    Requirement { text, asker: None, date: None, owners: Vec::new(), is_disowned: true, place }
}

fn add(requirement: &mut Requirement, owner: Option<Stated>) {
    let is_new = |owner: &Stated| !requirement.owners.iter().any(|known| known.text == owner.text);
    if let Some(owner) = owner.filter(is_new) {
        requirement.owners.push(owner);
    }
}

/// Something that may own a requirement or carry it out.
struct Candidate {
    owner: Stated,
    /// How many telling words it has to share; the only one is enough where there is but one.
    needs: usize,
}

/// Finds what shares words with requirements among the plans, modules, decisions and changes of a tree. `items` has
/// the items, `read` all else; it may be the same plan.
pub(in crate::dialect) fn own(requirements: &mut [Requirement], items: &Plan, read: &Plan) {
    if requirements.is_empty() {
        return;
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    // For each beginning of a word, who has a word that begins so.
    let mut bearers: Named<Vec<(usize, String)>> = Named::default();
    let mut add_candidate = |owner: Stated, text: &str, needs: usize| {
        for word in words(text) {
            bearers.change(beginning(&word), |list| list.push((candidates.len(), word.clone())));
        }
        candidates.push(Candidate { owner, needs });
    };
    for module in &read.modules {
        let row = module.index.as_ref().map(|row| row.place.clone());
        let spec = module.specs.first().map(|path| place(path, 1));
        if let Some(place) = row.or(spec) {
            add_candidate(Stated { text: module.name.clone(), place }, &module.name, 1);
        }
    }
    for item in items.items.iter().filter(|item| !item.template && item.status.base != BaseStatus::Cut) {
        let above = item.parent.and_then(|parent| items.items.get(parent));
        let (owner, needs) = match item.kind {
            ItemKind::Plan => (Some(item), 1),
            ItemKind::Phase | ItemKind::Task => (Some(item), 2),
            ItemKind::Document => (above, 2),
            _ => (None, 0),
        };
        if let Some(owner) = owner {
            add_candidate(stated(&owner.id, &item.place.path, item.place.line), item.name(), needs);
        }
    }
    for decision in &read.decisions {
        let place = || decision.place.clone();
        if let Some(assignment) = &decision.assignment {
            add_candidate(Stated { text: assignment.person.clone(), place: place() }, &assignment.role, 1);
        }
        let reasons = decision.rationale.iter().map(|reason| reason.text.as_str());
        if matches!(decision.verb.as_str(), "cut" | "reject" | "rejected" | "block") {
            continue;
        }
        let text: Vec<&str> = std::iter::once(decision.text.as_str()).chain(reasons).collect();
        for plan in decision.plans.iter().filter(|plan| plan.resolved) {
            add_candidate(Stated { text: plan.id.clone(), place: place() }, &text.join(" "), 2);
        }
    }
    for delta in &read.deltas {
        let Some(plan) = delta.plan.as_ref().filter(|plan| plan.resolved) else { continue };
        for change in &delta.changes {
            add_candidate(stated(&plan.id, &delta.place.path, change.line), &change.text, 2);
        }
    }
    // A word that every fourth bears tells nothing.
    let most = (candidates.len() / 4).max(12);
    for requirement in requirements {
        let mut shared = vec![0_usize; candidates.len()];
        let telling = telling(&requirement.text);
        for word in &telling {
            let Some(list) = bearers.get(beginning(word)).filter(|list| list.len() <= most) else { continue };
            let mut last = usize::MAX;
            for (at, _) in list.iter().filter(|(_, other)| is_same(word, other)) {
                if let Some(count) = shared.get_mut(*at).filter(|_| *at != last) {
                    *count += 1;
                    last = *at;
                }
            }
        }
        for (candidate, count) in candidates.iter().zip(shared) {
            let is_other = candidate.owner.place != requirement.place;
            if count >= candidate.needs.min(telling.len()) && count > 0 && is_other {
                add(requirement, Some(candidate.owner.clone()));
            }
        }
    }
}

/// Words that tell nothing of what is demanded.
const COMMON: &str = " all and any are but can day end for had has its may new not now off old one our out own per set the two use \
via was who must shall should never always only with from into that this their have been being will when than \
then them they what which where each every before after during without within between module modules plan plans system \
systems data code feature features requirement requirements constraint constraints need needs make made keep kept used \
using uses support supports provide provides first work works also more most less least other others ";

/// The words of a requirement that tell what it is about: those behind `must`, when it has one.
fn telling(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let modals = [" must ", " shall ", " should ", " has to ", " have to ", " needs to ", " need to "];
    let demanded = modals.iter().find_map(|modal| lower.split_once(modal)).map(|(_, demanded)| demanded);
    let of = |text: &str| {
        let mut words = words(text);
        order::sort(&mut words);
        words.dedup();
        words
    };
    Some(of(demanded.unwrap_or(&lower))).filter(|words| !words.is_empty()).unwrap_or_else(|| of(&lower))
}

/// The words of a text or a name, in small letters, without those that tell nothing.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphanumeric()).map(str::to_lowercase);
    let is_telling = |word: &String| {
        word.chars().count() >= 3
            && !word.starts_with(|first: char| first.is_ascii_digit())
            && !COMMON.contains(&format!(" {word} "))
    };
    words.filter(is_telling).collect()
}

/// How many letters two words share that are forms of one.
const STEM: usize = 5;

/// A word without the endings that most forms differ in.
fn bare(word: &str) -> &str {
    let word = word.strip_suffix('s').unwrap_or(word);
    word.strip_suffix('e').unwrap_or(word)
}

/// The letters by which the forms of a word are found.
fn beginning(word: &str) -> &str {
    let bare = bare(word);
    bare.char_indices().nth(STEM).and_then(|(end, _)| bare.get(..end)).unwrap_or(bare)
}

/// Whether two words are forms of one: `encrypt` and `encryption`.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.chars().count(), other.chars().count());
    let (short, long) = (one.min(other), one.max(other));
    common == short && long - common <= 4 || common >= 7 && short - common <= 3 && long - common <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_demanded_tells() {
        assert_eq!(telling("All modules must emit audit events from Day 1"), ["audit", "emit", "events"]);
        assert_eq!(telling("encryption requirement"), ["encryption"]);
        assert_eq!(telling("Exports must be watermarked"), ["watermarked"]);
        assert_eq!(telling("Backups must work"), ["backups"]);
    }

    #[test]
    fn forms_of_a_word_are_the_same() {
        for (one, other, expected) in [
            ("encrypt", "encryption", true),
            ("encrypted", "encryption", true),
            ("audit", "audits", true),
            ("watermark", "watermarking", true),
            ("event", "events", true),
            ("patient", "patent", false),
            ("record", "recovery", false),
            ("audit", "audience", false),
        ] {
            assert_eq!(is_same(one, other), expected, "{one} {other}");
            assert!(!expected || beginning(one) == beginning(other), "{one} {other}");
        }
    }
}
