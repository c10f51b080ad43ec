//! People: the time that somebody was there, and the days on which they came and left.

use super::super::kind::Kind;
use super::super::{Mark, Time};
use super::{Gathering, dated};
use crate::plan::{MentionRole, Person, Place};

pub(super) fn gather(gathering: &mut Gathering<'_>) {
    for person in &gathering.plan.people {
        let member = gathering.person(&person.name);
        let Some(place) = introduced(person) else { continue };
        let role = person.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
        let name = format!("{}{role}", person.name);
        let day = gathering.day();
        let mut add = |kind, (time, when): (Option<Time>, String), text: String| {
            let label = text.clone();
            let mark = Mark::new(kind, time, when, text, place.clone());
            gathering.add(mark.labelled(label).of_people([member]));
        };
        let present = match (&person.from, &person.to) {
            (Some(from), Some(to)) => {
                Some((Time::span(from.unix_days(), to.unix_days()), format!("{from} – {to}")))
            }
            (Some(from), None) => Some((Time::since(from.unix_days(), day), format!("since {from}"))),
            _ => None,
        };
        if let Some((time, when)) = present {
            add(Kind::Present, (Some(time), when), name.clone());
        }
        if let Some(from) = &person.from {
            add(Kind::Joined, dated(Some(from)), format!("{} came", person.name));
        }
        if let Some(to) = &person.to {
            add(Kind::Left, dated(Some(to)), format!("{} left", person.name));
        }
    }
}

/// The line that says who somebody is, else the first that names them.
fn introduced(person: &Person) -> Option<Place> {
    let cast = person.mentions.iter().find(|mention| mention.role == MentionRole::Cast);
    cast.or(person.mentions.first()).map(|mention| mention.place.clone())
}
