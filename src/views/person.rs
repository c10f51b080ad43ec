//! A person: what they do and answer for, alone or with others, what they decided and asked for; of somebody who has
//! left, what is still in their name. And everybody, as a list.

use super::contents::{link, page_header};
use super::day::as_of;
use super::entries::{
    aside, entry, follow_heading, here, joined, list, listing, module_link, named_anything, person_link,
    place, section, tag,
};
use super::later::later;
use super::{Drawn, View, missing, shown};
use crate::address::Address;
use crate::answers::person::{Held, HeldKind, Meeting, Owned, Person, people, person};
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::outline::plain;
use crate::widgets::{IconName, markup};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;

/// `#/person/NAME`, and `#/person` for everybody.
pub const VIEW: View = View {
    name: "person",
    rail: Some(("People", IconName::People)),
    title: |_, address| {
        if address.subject.is_empty() { "People".to_owned() } else { address.subject.clone() }
    },
    draw: later!(answers, || {
        let workspace = use_workspace();
        let name = workspace.subject();
        shown(move || draw(workspace, &name.get()))
    }),
};

fn draw(workspace: Workspace, name: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let day = workspace.day.get().date;
    let inquiry = tree.inquiry(&day);
    let page = if name.is_empty() {
        let mut people = people(&inquiry);
        let of = people.len();
        let words = workspace.query.with(|query| plain(query).to_lowercase());
        people.retain(|person| words.is_empty() || person.name.to_lowercase().contains(&words));
        if let Some(kept) = workspace.kept.get() {
            let place = |name: &str| tree.plan.people.iter().position(|known| known.name == name);
            people.retain(|person| place(&person.name).is_some_and(|at| kept.people.get(at) == Some(&true)));
        }
        workspace.tell_shown(VIEW.name, people.len(), of, "person");
        everybody(workspace, &people)
    } else {
        let person = person(&inquiry, name);
        let person = person.ok_or_else(|| missing(format!("Nobody in this tree is called {name}.")))?;
        one(workspace, &tree, &person)
    };
    follow_heading(workspace);
    Ok(markup(el("div", &[("class", "person")], &[page])))
}

/// Everybody, with what they answer for: those who left and left something behind stand out.
fn everybody(workspace: Workspace, people: &[Person]) -> Html {
    let left: Vec<&Person> = people.iter().filter(|person| person.has_left).collect();
    let holding: Vec<&&Person> = left.iter().filter(|person| !person.handover.is_empty()).collect();
    let gone = when(!left.is_empty(), || {
        let names = joined(left.iter().map(|person| person_link(&person.name)));
        all([text(if left.len() == 1 { "; who has left: " } else { "; who have left: " }), names])
    });
    let holding = joined(holding.into_iter().map(|person| {
        let things = here(VIEW.name, &person.name, "handover", &counted(person.handover.len(), "thing"));
        all([things, text(" in the name of "), person_link(&person.name)])
    }));
    let holding = when(holding != Html::default(), || all([text("; still "), holding]));
    let count = counted(people.len(), "person");
    let answer = el("p", &[("class", "answer")], &[text(&count), gone, holding, text(".")]);
    let header = page_header(Html::default(), "People", all([answer, as_of(workspace)]));
    let heads = ["Name", "Role", "Here", "Modules", "In the sprint", "In hand", "To be handed over"];
    let heads = heads.map(|name| el("th", &[("scope", "col")], &[text(name)]));
    let rows = people.iter().map(|person| {
        let count = |section: &str, what: &str, count: usize| {
            let cell = when(count > 0, || here(VIEW.name, &person.name, section, &count.to_string()));
            el("td", &[("class", "count"), ("data-label", what)], &[cell])
        };
        let name = el("th", &[("scope", "row"), ("dir", "auto")], &[person_link(&person.name)]);
        let role = el("td", &[("dir", "auto")], &[text(person.role.as_deref().unwrap_or_default())]);
        let active = el(
            "td",
            &[("class", "active")],
            &[text(&span(person)), when(person.has_left, || tag("has left"))],
        );
        let counts = [
            count("modules", "Modules", person.owns.len()),
            count("sprint", "In the sprint", person.sprint.len()),
            count("work", "In hand", person.holds.len()),
            count("handover", "To be handed over", person.handover.len()),
        ];
        el("tr", &[], &[name, role, active, all(counts)])
    });
    let body = el("tbody", &[], &[all(rows)]);
    let caption = el("caption", &[("class", "visually-hidden")], &[text("Everybody")]);
    let table =
        el("table", &[("class", "people")], &[caption, el("thead", &[], &[el("tr", &[], &heads)]), body]);
    let none = "No document of this tree names anybody. Owners in the Module Index, names behind entries of the \
                sprint, owner and assignee of a document, attendees of meetings, and a table with the columns Name, Role and Active do.";
    let table = if people.is_empty() { el("p", &[("class", "empty")], &[text(none)]) } else { table };
    all([header, table])
}

/// The time for which somebody is there, as the tree says it.
fn span(person: &Person) -> String {
    if let Some(active) = &person.active {
        return active.clone();
    }
    match (&person.from, &person.to) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

fn one(workspace: Workspace, tree: &Tree, person: &Person) -> Html {
    let facts = [person.role.clone().unwrap_or_default(), span(person)];
    let facts = facts
        .iter()
        .filter(|fact| !fact.is_empty())
        .map(|fact| el("span", &[("dir", "auto")], &[text(fact)]));
    let aliases = when(!person.aliases.is_empty(), || {
        el("span", &[], &[text(&format!("also called {}", person.aliases.join(", ")))])
    });
    let introduced = person.introduced.as_ref().map(place).unwrap_or_default();
    let facts = el(
        "p",
        &[("class", "facts")],
        &[all(facts), aliases, when(person.has_left, || tag("has left")), introduced],
    );
    let answer = el("p", &[("class", "answer")], &[answer(person)]);
    let crumbs = el("p", &[("class", "crumbs")], &[link(&Address::view(VIEW.name), "People")]);
    let header = page_header(crumbs, &person.name, all([answer, facts, as_of(workspace)]));
    let (alone, shared): (Vec<&Owned>, Vec<&Owned>) =
        person.owns.iter().partition(|owned| owned.with.is_empty());
    let owned = when(!person.owns.is_empty(), || {
        let part = |title: &str, owned: &[&Owned]| {
            when(!owned.is_empty(), || {
                let title = el("h3", &[], &[text(&format!("{title} ({})", owned.len()))]);
                all([title, list(owned, |it| self::owned(it))])
            })
        };
        let parts = [part("Alone", &alone), part("With others", &shared)];
        section("modules", &format!("Modules ({})", person.owns.len()), all(parts))
    });
    let hand = [("type", "text"), ("id", "hand-over-to"), ("autocomplete", "off")];
    let act =
        [("type", "button"), ("class", "button"), ("data-act", "hand-over"), ("data-value", &*person.name)];
    let words = el("span", &[], &[text("Hand everything over to")]);
    let field = el(
        "label",
        &[("for", "hand-over-to"), ("class", "hand-over")],
        &[words, text(" "), el("input", &hand, &[])],
    );
    let has_things =
        [person.owns.len(), person.sprint.len(), person.holds.len(), person.handover.len()] != [0; 4];
    let hand_over = when(has_things, || {
        el("p", &[("class", "buttons")], &[field, text(" "), el("button", &act, &[text("Hand over")])])
    });
    let sections = all([
        hand_over,
        listing("handover", "Still in their name", &person.handover, |it| held_as(tree, it)),
        owned,
        // Of somebody who has left, these stand above: still in their name.
        when(!person.has_left, || {
            all([
                listing("sprint", "In the current sprint", &person.sprint, |it| held(tree, it)),
                listing("work", "Work in their hands", &person.holds, |it| held(tree, it)),
                listing("assigned", "Answerable for, by decision", &person.assigned, |it| held(tree, it)),
                listing("knows", "To be asked of them", &person.knows, |it| held(tree, it)),
            ])
        }),
        listing("asked", "What they asked for", &person.asked, |it| held(tree, it)),
        listing("meetings", "Meetings they attended", &person.attended, |it| meeting(tree, it)),
    ]);
    all([header, el("div", &[("class", "columns")], &[sections])])
}

/// Somebody in one sentence, whose numbers lead to what they count.
fn answer(person: &Person) -> Html {
    let own = |section: &str, words: &str| here(VIEW.name, &person.name, section, words);
    let alone = person.owns.iter().filter(|owned| owned.with.is_empty()).count();
    if person.has_left {
        return match person.handover.len() {
            0 => text("Has left; nothing is in their name any more."),
            count => {
                let is = if count == 1 { "is" } else { "are" };
                let things = own("handover", &counted(count, "thing"));
                all([text("Has left; "), things, text(&format!(" {is} still in their name."))])
            }
        };
    }
    let modules = when(!person.owns.is_empty(), || {
        let words = own("modules", &counted(person.owns.len(), "module"));
        let alone = match alone {
            0 => Html::default(),
            every if every == person.owns.len() => text(", alone"),
            some => all([text(", "), own("modules", &some.to_string()), text(" of them alone")]),
        };
        all([text("Answers for "), words, alone])
    });
    let sprint = when(!person.sprint.is_empty(), || {
        let begin = if person.owns.is_empty() { "Works on " } else { "; works on " };
        all([text(begin), own("sprint", &counted(person.sprint.len(), "entry")), text(" of the sprint")])
    });
    let work = when(!person.holds.is_empty(), || {
        let is_first = person.owns.is_empty() && person.sprint.is_empty();
        let begin = if is_first { "Has " } else { "; has " };
        all([text(begin), own("work", &counted(person.holds.len(), "piece")), text(" of work in hand")])
    });
    if person.owns.is_empty() && person.sprint.is_empty() && person.holds.is_empty() {
        return text("Answers for no module, and has nothing in the sprint and no work in hand.");
    }
    all([modules, sprint, work, text(".")])
}

fn owned(owned: &Owned) -> Html {
    let with = when(!owned.with.is_empty(), || {
        aside([text("with "), joined(owned.with.iter().map(|name| person_link(name)))])
    });
    entry(
        [module_link(&owned.module), with, when(owned.is_inherited, || tag("inherited"))],
        place(&owned.place),
    )
}

fn held(tree: &Tree, held: &Held) -> Html {
    entry([said(tree, held)], place(&held.place))
}

/// The same in a list of several kinds.
fn held_as(tree: &Tree, held: &Held) -> Html {
    entry([said(tree, held), tag(held.kind.label())], place(&held.place))
}

fn said(tree: &Tree, held: &Held) -> Html {
    let of = held.of.as_deref().map(|of| named_anything(tree, of)).unwrap_or_default();
    let words = when(!matches!(held.kind, HeldKind::Module | HeldKind::Work), || {
        el("span", &[("dir", "auto")], &[text(&held.text)])
    });
    all([of, when(words != Html::default(), || aside([words]))])
}

fn meeting(tree: &Tree, meeting: &Meeting) -> Html {
    let title = match tree.plan.item(&meeting.id) {
        Some(note) => link(&Address::document(&note.place.path, None), &meeting.title),
        None => text(&meeting.title),
    };
    let date = meeting.date.as_ref().map(|date| aside([text(&date.to_string())])).unwrap_or_default();
    let decided = when(!meeting.decisions.is_empty(), || {
        let decisions = list(&meeting.decisions, |decided| {
            let verb = el("span", &[("class", "verb")], &[text(&decided.verb.replace('_', " "))]);
            entry([verb, text(" "), text(&decided.text)], place(&decided.place))
        });
        let summary = el("summary", &[], &[text(&counted(meeting.decisions.len(), "decision"))]);
        el("details", &[], &[summary, decisions])
    });
    entry([title, date, decided], place(&meeting.place))
}
