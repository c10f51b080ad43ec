//! Who takes part: names from tables, owners, meetings and sprints, matched to one person where the tree itself
//! says that they are one.

use super::super::section::{Block, column};
use super::whole::Whole;
use super::{Scene, note, place};
use crate::document::structure::Table;
use crate::named::Named;
use crate::order;
use crate::plan::{Date, Mention, MentionRole, Person, Place, Problem};

/// Finds all people and writes their full names wherever they are named.
pub(super) fn add_people(scene: &Scene<'_>, read: &mut Whole) {
    let problems = &mut read.problems;
    let mut people = People::default();
    let notes =
        read.notes.iter().filter_map(|note| scene.plan.item(&note.of)).map(|item| item.place.path.as_str());
    for path in ["_overview.md"].into_iter().chain(notes) {
        for block in scene.blocks(path) {
            if let Block::Table(table) = block {
                people.add_cast(table, path, problems);
            }
        }
    }
    let mut names: Vec<(String, MentionRole, Place)> = Vec::new();
    let mut name = |name: &str, role, place: &Place| names.push((name.to_owned(), role, place.clone()));
    for owner in read.index.iter().flat_map(|(_, row)| &row.owners) {
        name(&owner.name, MentionRole::Owner, &owner.name.place);
    }
    for attendee in read.notes.iter().flat_map(|note| &note.attendees) {
        name(attendee, MentionRole::Attendee, &attendee.place);
    }
    for item in &read.sprint {
        item.people.iter().for_each(|person| name(person, MentionRole::Sprint, &item.place));
    }
    for requirement in &read.requirements {
        requirement.asker.iter().for_each(|asker| name(asker, MentionRole::Asker, &requirement.place));
    }
    for decision in &read.decisions {
        let assigned = decision.assignment.iter();
        assigned.for_each(|assignment| name(&assignment.person, MentionRole::Assigned, &decision.place));
    }
    // Full names first: what a part of a name means is only known when all of them are.
    for takes_whole in [true, false] {
        for (name, role, place) in &names {
            if (words(name).len() > 1) == takes_whole {
                people.add(name, Mention { role: *role, place: place.clone() }, problems);
            }
        }
    }
    for owner in read.index.values_mut().flat_map(|row| &mut row.owners) {
        people.rename(&mut owner.name.text);
    }
    for attendee in read.notes.iter_mut().flat_map(|note| &mut note.attendees) {
        people.rename(&mut attendee.text);
    }
    read.sprint.iter_mut().flat_map(|item| &mut item.people).for_each(|name| people.rename(name));
    read.requirements.iter_mut().flat_map(|asked| &mut asked.asker).for_each(|name| people.rename(name));
    for assignment in read.decisions.iter_mut().flat_map(|decision| &mut decision.assignment) {
        people.rename(&mut assignment.person);
    }
    read.people = people.finished();
}

/// Adds those who have work in hand, by what its frontmatter says: the same people by the same or fuller names, and others.
pub(super) fn add_holders(known: &mut Vec<Person>, holders: &[&(String, Place)]) {
    if holders.is_empty() {
        return;
    }
    let mut people = People::of(std::mem::take(known));
    for takes_whole in [true, false] {
        for (name, place) in holders.iter().filter(|(name, _)| (words(name).len() > 1) == takes_whole) {
            people.complete(name);
            // What looks like no name of a person still stands in the frontmatter.
            people.add(name, Mention { role: MentionRole::Holder, place: place.clone() }, &mut Vec::new());
        }
    }
    *known = people.finished();
}

/// The words of a name in small letters, without titles.
fn words(name: &str) -> Vec<String> {
    let words = name.split(|character: char| character.is_whitespace() || character == '.');
    let words = words.map(|word| word.trim_matches(|mark: char| !mark.is_alphanumeric()).to_lowercase());
    words
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "dr" | "prof" | "mr" | "mrs" | "ms"))
        .collect()
}

/// People by the words of their full names.
#[derive(Debug, Default)]
pub(super) struct Words {
    bearers: Named<Vec<usize>>,
}

impl Words {
    /// The words of these people's names.
    pub(super) fn of(people: &[Person]) -> Words {
        let mut words = Words::default();
        people.iter().enumerate().for_each(|(at, person)| words.add(&person.name, at));
        words
    }

    fn add(&mut self, name: &str, at: usize) {
        for word in words(name) {
            self.bearers.change(&word, |bearers| {
                if bearers.last() != Some(&at) {
                    bearers.push(at);
                }
            });
        }
    }

    /// The position of the only person who has all words of a name in theirs.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let lists: Option<Vec<&Vec<usize>>> = words(name).iter().map(|word| self.bearers.get(word)).collect();
        let lists = lists?;
        let shortest = lists.iter().min_by_key(|list| list.len())?;
        let mut found = shortest.iter().filter(|at| lists.iter().all(|list| list.binary_search(at).is_ok()));
        let first = found.next()?;
        found.next().is_none().then_some(*first)
    }
}

/// Notes a name by which somebody is called.
pub(super) fn add_alias(person: &mut Person, name: &str) {
    if person.name != name && !person.aliases.iter().any(|alias| alias == name) {
        person.aliases.push(name.to_owned());
        order::sort(&mut person.aliases);
    }
}

#[derive(Default)]
struct People {
    people: Vec<Person>,
    /// Positions by all words of a name.
    by_words: Named<usize>,
    words: Words,
}

impl People {
    /// Those who are known already.
    fn of(people: Vec<Person>) -> People {
        let mut by_words = Named::default();
        for (at, person) in people.iter().enumerate() {
            for name in person.aliases.iter().chain([&person.name]) {
                by_words.insert(&words_key(name), at);
            }
        }
        People { words: Words::of(&people), people, by_words }
    }

    /// Gives the only person whose names are a part of this one the whole of it.
    fn complete(&mut self, name: &str) {
        let own = words(name);
        if own.len() < 2 || self.words.find(name).is_some() {
            return;
        }
        let bearers = own.iter().filter_map(|word| self.words.bearers.get(word)).flatten().copied();
        let mut parts = bearers.filter(|at| {
            let known = self.people.get(*at).map(|person| words(&person.name)).unwrap_or_default();
            known.iter().all(|word| own.contains(word))
        });
        let (Some(at), rest) = (parts.next(), parts) else { return };
        let is_only_one = rest.filter(|other| *other != at).count() == 0;
        if let Some(person) = self.people.get_mut(at).filter(|_| is_only_one) {
            let part = std::mem::replace(&mut person.name, name.to_owned());
            add_alias(person, &part);
            self.words.add(name, at);
            self.by_words.insert(&words_key(name), at);
        }
    }

    /// The person of this name, who is new when nobody else can be meant.
    fn person(&mut self, name: &str, problems: &mut Vec<Problem>, place: &Place) -> Option<&mut Person> {
        let name = name.trim().trim_matches(['"', '*', '_', ',']).trim();
        let words = words(name);
        if !name.contains(char::is_alphabetic) || words.is_empty() || words.len() > 5 {
            if !name.is_empty() {
                note(
                    problems,
                    &place.path,
                    place.line,
                    format!("\"{name}\" does not look like a person's name."),
                );
            }
            return None;
        }
        let key = words.join(" ");
        let at = match self.by_words.get(&key) {
            Some(at) => *at,
            None => {
                let at = self.words.find(name).unwrap_or_else(|| {
                    self.words.add(name, self.people.len());
                    self.people.push(Person { name: name.to_owned(), ..Person::default() });
                    self.people.len() - 1
                });
                self.by_words.insert(&key, at);
                at
            }
        };
        let person = self.people.get_mut(at)?;
        if person.name != name && !person.aliases.iter().any(|alias| alias == name) {
            person.aliases.push(name.to_owned());
        }
        Some(person)
    }

    fn add(&mut self, name: &str, mention: Mention, problems: &mut Vec<Problem>) {
        let place = mention.place.clone();
        if let Some(person) = self.person(name, problems, &place) {
            person.mentions.push(mention);
        }
    }

    /// Writes the full name in place of a part of it.
    fn rename(&self, name: &mut String) {
        let known = self.by_words.get(&words_key(name)).and_then(|at| self.people.get(*at));
        if let Some(person) = known {
            name.clone_from(&person.name);
        }
    }

    fn add_cast(&mut self, table: &Table, path: &str, problems: &mut Vec<Problem>) {
        let Some([name, role, active]) = cast_columns(table) else { return };
        for row in &table.rows {
            let text = |at: usize| row.cells.get(at).map_or("", |cell| cell.text.trim());
            let place = place(path, row.line);
            let Some(person) = self.person(text(name), problems, &place) else { continue };
            person.mentions.push(Mention { role: MentionRole::Cast, place });
            person.role = Some(text(role).to_owned()).filter(|role| !role.is_empty());
            let written = text(active);
            let span = span(written);
            if span.is_none() && !written.is_empty() {
                note(problems, path, row.line, format!("\"{written}\" is no span of time that can be read."));
            }
            (person.from, person.to) = span.unwrap_or_default();
            person.active = Some(written.to_owned()).filter(|written| !written.is_empty());
        }
    }

    /// All people by name, their aliases in order.
    fn finished(self) -> Vec<Person> {
        let mut people = self.people;
        for person in &mut people {
            order::sort(&mut person.aliases);
            order::sort_by(&mut person.mentions, |a, b| (&a.place, a.role).cmp(&(&b.place, b.role)));
        }
        order::sort_by(&mut people, |a, b| a.name.cmp(&b.name));
        people
    }
}

/// Where a table of who takes part has names, roles and times; nothing for any other table.
fn cast_columns(table: &Table) -> Option<[usize; 3]> {
    let name = column(table, &["name", "person", "who"])?;
    let role = column(table, &["role", "position"])?;
    Some([name, role, column(table, &["active", "period", "when", "dates", "time"])?])
}

/// Whether a table says who takes part, as what and when.
pub(in crate::dialect) fn is_cast(table: &Table) -> bool {
    cast_columns(table).is_some()
}

fn words_key(name: &str) -> String {
    words(name).join(" ")
}

/// `Jan 2025 – Aug 2025 (departs)`, `Mar 2025 – onward`, `Full period`.
fn span(written: &str) -> Option<(Option<Date>, Option<Date>)> {
    let text = written.split('(').next().unwrap_or_default().trim().to_lowercase();
    if text.is_empty() || ["full", "always", "all", "—", "-"].iter().any(|word| text.starts_with(word)) {
        return Some((None, None));
    }
    let marks = ["–", "—", "→", " - ", " to ", " until "];
    let parts = marks.iter().find_map(|mark| text.split_once(mark));
    let parts = parts.or_else(|| text.strip_prefix("until ").map(|to| ("", to)));
    let (from, to) = parts
        .unwrap_or_else(|| (text.strip_prefix("since ").or(text.strip_prefix("from ")).unwrap_or(&text), ""));
    let is_open = |text: &str| {
        matches!(
            text.trim(),
            "" | "onward" | "onwards" | "now" | "present" | "today" | "ongoing" | "current" | "?"
        )
    };
    let (from_date, to_date) = (Date::parse(from), Date::parse(to));
    let is_read = (from_date.is_some() || is_open(from)) && (to_date.is_some() || is_open(to));
    is_read.then_some((from_date, to_date))
}
