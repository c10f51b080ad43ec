//! `holder-left`: something is in the name of somebody who has left.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{Period, Person};

pub const RULE: Rule = Rule {
    id: "holder-left",
    severity: Severity::Warning,
    summary: "A module, sprint item, question or piece of knowledge is held by somebody who has left.",
    help: "What is in the name of somebody who is gone is in nobody's: the module has no owner, the sprint item does not \
move, \"ask Raj\" has no answer.\n\nHand it over: name the new owner in the Module Index, give the sprint item to \
somebody, write down what is still known and remove the note. When somebody has left is read from a table of people with \
their time, such as `Jan 2025 – Aug 2025`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By | Primary Owner |\n|--|--|--|--|\n\
| oil | SP01_lamp | — | Raj Patel |\n\n## Current Sprint\n- 🔄 SP01_lamp/p00 — wick (Raj)\n\n## Cast\n\
| Name | Role | Active |\n|--|--|--|\n| Raj Patel | Keeper | Jan 2025 – Apr 2025 |\n\
//- SP01_lamp/_overview.md\nThe lens turns by itself. <!-- ask Raj: why? -->\n",
    found: &["SP01_lamp/_overview.md:1", "_overview.md:4", "_overview.md:7"],
    good: "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By | Primary Owner |\n|--|--|--|--|\n\
| oil | SP01_lamp | — | Raj Patel |\n\n## Current Sprint\n- 🔄 SP01_lamp/p00 — wick (Raj)\n\n## Cast\n\
| Name | Role | Active |\n|--|--|--|\n| Raj Patel | Keeper | Jan 2025 – Jun 2025 |\n\
//- SP01_lamp/_overview.md\nThe lens turns by itself. <!-- ask Raj: why? -->\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let left = Left::of(scene);
    if left.people.is_empty() {
        return;
    }
    for module in &scene.plan.modules {
        for owner in &module.owners {
            let Some(person) = left.person(&owner.name) else { continue };
            let names = module.owners.iter().map(|owner| owner.name.text.as_str());
            let others: Vec<&str> = names.filter(|name| left.person(name).is_none()).collect();
            let rest = match others.as_slice() {
                [] => "nobody else owns it".to_owned(),
                [other] => format!("{other} still does"),
                others => format!("{} still do", others.join(" and ")),
            };
            let message = format!("{} owns the module {}, but {}; {rest}.", owner.name.text, module.name, gone(person));
            found.push(Finding::new(RULE.id, owner.name.place.clone(), message).about([module.name.clone()]));
        }
    }
    for item in &scene.plan.sprint {
        let plan = item.plan.as_ref().map(|plan| plan.id.as_str());
        for person in item.people.iter().filter_map(|name| left.person(name)) {
            let what = plan.unwrap_or(&item.text);
            let message = format!("{} holds {what} in the current sprint, but {}.", person.name, gone(person));
            found.push(Finding::new(RULE.id, item.place.clone(), message).about(plan));
        }
    }
    for gap in &scene.plan.gaps {
        let message = if let Some(person) = gap.ask.as_ref().and_then(|name| left.person(name)) {
            format!("{} cannot be asked, having {}: \"{}\".", person.name, gone(person), gap.text)
        } else if let Some(person) = left.named_in(&gap.text) {
            let of = gap.of.as_ref().and_then(|of| of.split('@').next()).map(|of| format!(" of {of}")).unwrap_or_default();
            let (name, gone) = (&person.name, gone(person));
            format!("What {name} knew{of} is missing; {name} {gone}: \"{}\".", gap.text)
        } else {
            continue;
        };
        found.push(Finding::new(RULE.id, gap.place.clone(), message).about(gap.of.clone()));
    }
}

/// `left in 2025-08`.
fn gone(person: &Person) -> String {
    person.to.as_ref().map_or_else(String::new, |to| match to.period {
        Period::Day(..) => format!("left on {to}"),
        _ => format!("left in {to}"),
    })
}

/// Who has left.
struct Left<'a> {
    people: Vec<&'a Person>,
    by_name: Named<usize>,
    /// Who bears a word as part of their name; nobody where several do, be they gone or not.
    by_word: Named<Option<usize>>,
}

impl<'a> Left<'a> {
    fn of(scene: &Scene<'a>) -> Left<'a> {
        let mut left = Left { people: Vec::new(), by_name: Named::default(), by_word: Named::default() };
        for person in &scene.plan.people {
            let at = person.has_left(&scene.day).then_some(left.people.len());
            if let Some(at) = at {
                left.by_name.insert(&person.name, at);
                left.people.push(person);
            }
            for word in words(&person.name).filter(|word| word.chars().count() > 2) {
                let bearer = if left.by_word.get(word).is_some() { None } else { at };
                left.by_word.insert(word, bearer);
            }
        }
        left
    }

    /// Somebody who has left, by full name.
    fn person(&self, name: &str) -> Option<&'a Person> {
        self.people.get(*self.by_name.get(name)?).copied()
    }

    /// Somebody who has left and is named in a text, in whole or in part.
    fn named_in(&self, text: &str) -> Option<&'a Person> {
        let at = words(text).find_map(|word| *self.by_word.get(word)?)?;
        self.people.get(at).copied()
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| word.starts_with(char::is_uppercase)).map(|word| word.trim())
}
