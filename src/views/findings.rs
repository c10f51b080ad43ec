//! What the rules have found, by rule or by file: narrowed by severity, rule, plan and words, all of which stand in
//! the link.

use super::View;
use super::contents::{link, page_header};
use super::day::as_of;
use super::drift;
use super::entries::with_code;
use super::later::later;
use crate::address::Address;
use crate::browser::page;
use crate::counted::counted;
use crate::edit::Edit;
use crate::findings::{Finding, Selection, Setting, Settings, Severity, Tally, concerned};
use crate::html::{Html, all, breakable, el, text, when};
use crate::named::Named;
use crate::order;
use crate::plan::{ItemKind, Place, Plan};
use crate::rules::{self, Checked, Rule};
use crate::search::Kept;
use crate::widgets::{IconName, asked, effect, fill, handle, icon, live_fill, markup, severity_mark};
use crate::workspace::{Act, Report, Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;

/// Findings that are drawn at first, and that each click draws more.
const PAGE_ROWS: usize = 200;
/// Findings of one group while there are several groups.
const GROUP_ROWS: usize = 10;

/// `#/findings`.
pub const VIEW: View = View {
    name: "findings",
    rail: Some(("Findings", IconName::Findings)),
    title: |_, _| "Findings".to_owned(),
    draw: later!(answers, || draw(use_workspace())),
};

fn draw(workspace: Workspace) -> AnyView {
    let limit = RwSignal::new(PAGE_ROWS);
    let tally = Memo::new(move |_| workspace.report.with(|report| Tally::of(report.findings.iter())));
    live_fill("findings-answer", move || text(&answer(&tally.get(), workspace.checked.get())));
    live_fill("findings-day", move || as_of(workspace));
    keep_tools(workspace, limit);
    live_fill("findings-body", move || {
        let tree = workspace.tree.get();
        let report = workspace.report.get();
        let address = workspace.address.get();
        let kept = workspace.kept.get();
        let list = List { report: &report, kept: kept.as_deref(), address: &address, limit: limit.get() };
        tree.map(|tree| list.body(&tree)).unwrap_or_default()
    });
    effect(move || {
        let tree = workspace.tree.get();
        let selection = workspace.address.with(Selection::of);
        let kept = workspace.kept.get();
        let said = tree.filter(|_| !selection.is_everything() || kept.is_some()).map(|tree| {
            let report = workspace.report.get();
            let held = held(&report, &tree.plan, &selection, kept.as_deref());
            let hits = held.filter(|finding| finding.ignored.is_none()).count();
            let all = report.findings.iter().filter(|finding| finding.ignored.is_none()).count();
            workspace.tell_shown(VIEW.name, hits, all, "finding");
            match hits {
                0 => "Nothing matches the filter.".to_owned(),
                1 => "1 matches the filter.".to_owned(),
                hits => format!("{hits} match the filter."),
            }
        });
        page::set_text("findings-hits", &said.unwrap_or_default());
    });
    handle("findings-body", &["click"], move |event| {
        if let Some(("mend", what)) = asked(event).as_ref().map(|(act, value)| (act.as_str(), value)) {
            mend(workspace, what);
        }
        if let Some(("more", first)) = asked(event).as_ref().map(|(act, value)| (act.as_str(), value)) {
            let first = first.clone();
            limit.update(|limit| *limit += PAGE_ROWS);
            page::focus_once_drawn(&first);
        }
    });
    let answer = el("p", &[("id", "findings-answer"), ("class", "answer")], &[]);
    let day = el("div", &[("id", "findings-day"), ("class", "markup")], &[]);
    let parts = [
        page_header(Html::default(), "Findings", all([answer, day])),
        tools(),
        el("p", &[("id", "findings-hits"), ("class", "hint"), ("role", "status")], &[]),
        el("div", &[("id", "findings-body"), ("class", "markup")], &[]),
    ];
    markup(el("div", &[("class", "findings")], &parts))
}

/// All findings in one sentence, and how much is still to be looked at.
fn answer(tally: &Tally, checked: Option<Checked>) -> String {
    let kinds = [(tally.errors, "error"), (tally.warnings, "warning")];
    let kinds = kinds.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun));
    let kinds: Vec<String> = kinds.collect();
    let found = match kinds.as_slice() {
        [] => "Nothing has been found".to_owned(),
        _ => format!("{} in {}", kinds.join(" and "), counted(tally.files, "file")),
    };
    let (verb, rules) = (|count| if count == 1 { "is" } else { "are" }, rules::ALL.len());
    match checked {
        None => "The tree is still being read; then it is checked.".to_owned(),
        Some(checked) if checked.is_complete() && tally.total() == 0 => {
            format!("Nothing in this tree breaks any of the {}.", counted(rules, "rule"))
        }
        Some(checked) if checked.is_complete() => format!("{found}."),
        Some(Checked { files_left, .. }) => {
            format!("{found}; {} {} still to be looked at.", counted(files_left, "file"), verb(files_left))
        }
    }
}

// ── what narrows the list ───────────────────────────────────────────────────────────────────

/// The value of a choice that leaves everything. Nothing of a tree is called so.
const ANY: &str = "*";

/// The fields, each with the key that it has in the link, and what it says when the link says nothing.
const FIELDS: [(&str, &str, &str); 4] = [
    ("findings-text", "q", ""),
    ("findings-severity", "severity", ANY),
    ("findings-rule", "rule", ANY),
    ("findings-plan", "plan", ANY),
];

/// By what the list is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grouping {
    Rule,
    File,
}

impl Grouping {
    /// What a link asks for: `?group=file`.
    fn of(address: &Address) -> Grouping {
        let asked = |(value, ..): &&(&str, &str, Grouping)| address.setting("group") == Some(value);
        GROUPS.iter().find(asked).map_or(Grouping::Rule, |(.., grouping)| *grouping)
    }
}

/// The ways to group: the value in the link, the words on the button. The first is that of a link that says nothing.
static GROUPS: [(&str, &str, Grouping); 2] =
    [("rule", "By rule", Grouping::Rule), ("file", "By file", Grouping::File)];

fn tools() -> Html {
    let search = [
        ("id", "findings-text"),
        ("type", "search"),
        ("placeholder", "Filter by words, path or name"),
        ("aria-label", "Filter the findings by words"),
        ("autocomplete", "off"),
    ];
    let choice = |id, label| el("select", &[("id", id), ("aria-label", label)], &[]);
    let groups = GROUPS.map(|(value, words, _)| {
        let id = format!("group-{value}");
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("id", &*id),
            ("data-act", "group"),
            ("data-value", value),
        ];
        el("button", &attributes, &[text(words)])
    });
    let parts = [
        el("div", &[("class", "findings-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        choice("findings-severity", "Severity"),
        choice("findings-rule", "Rule"),
        choice("findings-plan", "Plan"),
        el("div", &[("class", "groups"), ("role", "group"), ("aria-label", "Group")], &groups),
    ];
    el("div", &[("id", "findings-tools"), ("class", "findings-tools")], &parts)
}

/// How many findings there are of each kind that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Offers {
    tally: Tally,
    rules: Vec<(&'static str, usize)>,
    plans: Vec<(String, usize)>,
}

impl Offers {
    fn of(plan: &Plan, report: &Report) -> Offers {
        let open = || report.findings.iter().filter(|finding| finding.ignored.is_none());
        let mut by_rule: Named<usize> = Named::default();
        let mut by_plan: Named<usize> = Named::default();
        for finding in open() {
            by_rule.change(finding.rule, |count| *count += 1);
            let mut seen = Vec::new();
            for index in concerned(plan, finding) {
                let item = plan.items.get(index).filter(|item| item.kind == ItemKind::Plan);
                if let Some(item) = item.filter(|_| !seen.contains(&index)) {
                    seen.push(index);
                    by_plan.change(&item.id, |count| *count += 1);
                }
            }
        }
        let count = |rule: &Rule| Some((rule.id, *by_rule.get(rule.id)?));
        Offers {
            tally: Tally::of(report.findings.iter()),
            rules: rules::ALL.iter().filter_map(count).collect(),
            plans: by_plan.iter().map(|(id, count)| (id.to_owned(), *count)).collect(),
        }
    }

    /// The choices of the fields, in their order. What the link asks for can always be chosen.
    fn choices(&self, selection: &Selection) -> [Html; 3] {
        let severities = [("error", self.tally.errors), ("warning", self.tally.warnings)];
        let severities = severities.map(|(value, count)| option(value, &counted(count, value)));
        let chosen = |known: bool, value: &Option<String>| {
            value
                .as_deref()
                .filter(|_| !known)
                .map(|value| option(value, &format!("{value} (0)")))
                .unwrap_or_default()
        };
        let is_rule = self.rules.iter().any(|(id, _)| selection.rule.as_deref() == Some(*id));
        let is_plan = self.plans.iter().any(|(id, _)| selection.plan.as_ref() == Some(id));
        let rules = self.rules.iter().map(|(id, count)| option(id, &format!("{id} ({count})")));
        let plans = self.plans.iter().map(|(id, count)| option(id, &format!("{id} ({count})")));
        [
            all([option(ANY, "Errors and warnings"), all(severities)]),
            all([option(ANY, "All rules"), all(rules), chosen(is_rule, &selection.rule)]),
            all([option(ANY, "All plans"), all(plans), chosen(is_plan, &selection.plan)]),
        ]
    }
}

fn option(value: &str, words: &str) -> Html {
    el("option", &[("value", value)], &[text(words)])
}

/// Keeps the fields true to the link, and the link to the fields.
fn keep_tools(workspace: Workspace, limit: RwSignal<usize>) {
    let offers = Memo::new(move |_| {
        let tree = workspace.tree.get();
        let offers = tree.map(|tree| workspace.report.with(|report| Offers::of(&tree.plan, report)));
        Arc::new(offers.unwrap_or_default())
    });
    let mut filled: [Html; 3] = Default::default();
    effect(move || {
        let address = workspace.address.get();
        let choices = offers.with(|offers| offers.choices(&Selection::of(&address)));
        // What is there already stays, so that a list that somebody has opened stays open.
        if choices != filled {
            filled = choices.clone();
            for (id, choices) in
                ["findings-severity", "findings-rule", "findings-plan"].into_iter().zip(choices)
            {
                fill(id, choices);
            }
        }
        for (id, key, nothing) in FIELDS {
            page::set_value(id, address.setting(key).unwrap_or(nothing));
        }
        let chosen = Grouping::of(&address);
        for (value, _, grouping) in GROUPS {
            let said = if chosen == grouping { "true" } else { "false" };
            page::set_attribute(&format!("group-{value}"), "aria-pressed", Some(said));
        }
    });
    handle("findings-tools", &["input", "click"], move |event| {
        let change = if event.type_() == "input" {
            let field = page::around(event, "[id]").map(|field| field.id());
            let known = FIELDS.into_iter().find(|(id, ..)| field.as_deref() == Some(id));
            known.map(|(id, key, nothing)| (key, Some(page::value(id)).filter(|value| value != nothing)))
        } else {
            asked(event).map(|(_, group)| ("group", Some(group).filter(|group| group == "file")))
        };
        if let Some((key, value)) = change {
            limit.set(PAGE_ROWS);
            workspace.replace(workspace.address.get_untracked().with(key, &value.unwrap_or_default()));
        }
    });
}

// ── the list ────────────────────────────────────────────────────────────────────────────────

/// The findings that a link and a query leave.
pub(super) fn held<'a>(
    report: &'a Report,
    plan: &'a Plan,
    selection: &'a Selection,
    kept: Option<&'a Kept>,
) -> impl Iterator<Item = &'a Finding> {
    let is_kept = move |at: &usize| kept.is_none_or(|kept| kept.findings.get(*at) == Some(&true));
    let numbered = report.findings.iter().enumerate().filter(move |(at, _)| is_kept(at));
    numbered.map(|(_, finding)| finding).filter(move |finding| selection.holds(plan, finding))
}

/// What is listed, and how much of it.
struct List<'a> {
    report: &'a Report,
    kept: Option<&'a Kept>,
    address: &'a Address,
    limit: usize,
}

/// Findings under one heading.
struct Group<'a> {
    heading: Html,
    form: Form,
    /// The same list with nothing but this group.
    alone: Address,
    findings: Vec<&'a Finding>,
}

/// How findings are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One below the other.
    List,
    /// Who says what, side by side.
    SideBySide,
}

impl<'a> List<'a> {
    fn body(&self, tree: &Tree) -> Html {
        let selection = Selection::of(self.address);
        let held = held(self.report, &tree.plan, &selection, self.kept);
        let (open, ignored): (Vec<&Finding>, Vec<&Finding>) =
            held.partition(|finding| finding.ignored.is_none());
        let grouping = Grouping::of(self.address);
        let groups = match grouping {
            Grouping::Rule => self.by_rule(&open),
            Grouping::File => self.by_file(&open),
        };
        let everything = Address::view(VIEW.name);
        let is_narrowed = !selection.is_everything() || self.kept.is_some();
        let way_back = when(open.is_empty() && is_narrowed, || {
            el("p", &[("class", "empty")], &[super::query::way_back(&everything, "Show all findings")])
        });
        all([
            way_back,
            self.groups(tree, &groups, grouping),
            ignored_list(&ignored),
            settings(&self.report.settings),
            misunderstood(tree, &self.report.settings),
        ])
    }

    /// The worst first, then in the order of the registry.
    fn by_rule(&self, findings: &[&'a Finding]) -> Vec<Group<'a>> {
        let mut by_rule: Named<Vec<&Finding>> = Named::default();
        for finding in findings {
            by_rule.change(finding.rule, |of_rule| of_rule.push(finding));
        }
        let group = |rule: &Rule| {
            let findings = by_rule.get(rule.id)?.clone();
            let severity = findings.first().map_or(rule.severity, |finding| finding.severity);
            let heading = all([
                severity_mark(severity, severity.label()),
                text(" "),
                el("span", &[], &[with_code(rule.summary)]),
                text(" "),
                rule_link(rule.id),
            ]);
            let alone = self.address.clone().with("rule", rule.id);
            let form = if rule.id == drift::RULE { Form::SideBySide } else { Form::List };
            Some((severity, Group { heading, form, alone, findings }))
        };
        let mut groups: Vec<(Severity, Group<'a>)> = rules::ALL.iter().filter_map(group).collect();
        order::sort_by(&mut groups, |(a, _), (b, _)| a.cmp(b));
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// In the order of the paths, which is that of the findings.
    fn by_file(&self, findings: &[&'a Finding]) -> Vec<Group<'a>> {
        let of_file = findings.chunk_by(|a, b| a.place.path == b.place.path);
        let group = |findings: &[&'a Finding]| {
            let path = &findings.first()?.place.path;
            let href = Address::document(path, None).href();
            let heading = el("a", &[("href", &*href), ("dir", "auto")], &[breakable(path)]);
            let alone = self.address.clone().with("q", path);
            Some(Group { heading, form: Form::List, alone, findings: findings.to_vec() })
        };
        of_file.filter_map(group).collect()
    }

    fn groups(&self, tree: &Tree, groups: &[Group<'a>], grouping: Grouping) -> Html {
        let most = if groups.len() > 1 { GROUP_ROWS } else { usize::MAX };
        let (mut drawn, mut sections) = (0, Vec::new());
        let mut is_cut = false;
        for group in groups {
            let room = self.limit.saturating_sub(drawn);
            let count = group.findings.len();
            let shown = count.min(most).min(room);
            is_cut |= shown < count.min(most);
            if room == 0 {
                break;
            }
            let findings = group.findings.get(..shown).unwrap_or_default();
            let side_by_side = match group.form {
                Form::SideBySide => drift::table(tree, findings, drawn),
                Form::List => None,
            };
            let rows = side_by_side.unwrap_or_else(|| {
                let rows = findings.iter().zip(drawn..);
                el("ul", &[], &[all(rows.map(|(finding, number)| row(finding, number, grouping)))])
            });
            let rest = when(shown == most && shown < count, || {
                let words = format!("All {count} of these");
                el("p", &[("class", "rest")], &[link(&group.alone, &words)])
            });
            let count = el("span", &[("class", "count")], &[text(&count.to_string())]);
            let heading = el("h2", &[("dir", "auto")], &[group.heading.clone(), text(" "), count]);
            sections.push(el("section", &[], &[heading, rows, rest]));
            drawn += shown;
        }
        let first = format!("finding-{drawn}");
        let attributes =
            [("type", "button"), ("class", "button"), ("data-act", "more"), ("data-value", &*first)];
        let more = when(is_cut, || {
            el("p", &[], &[el("button", &attributes, &[text(&format!("Show {PAGE_ROWS} more"))])])
        });
        let by = match grouping {
            Grouping::Rule => "rule",
            Grouping::File => "file",
        };
        el("div", &[("class", "finding-groups"), ("data-by", by)], &[all(sections), more])
    }
}

/// A link to a line as it stands in its file.
pub fn place_link(place: &Place) -> Html {
    line_link(place, "", &format!("{}:{}", place.path, place.line))
}

fn line_link(place: &Place, id: &str, words: &str) -> Html {
    let href = Address::line(&place.path, place.line).with("raw", "1").href();
    el("a", &[("id", id), ("class", "place"), ("href", &href), ("dir", "ltr")], &[breakable(words)])
}

fn rule_link(rule: &str) -> Html {
    el("a", &[("class", "rule"), ("href", &Address::of("rules", rule).href())], &[text(rule)])
}

/// A finding: where, what, what else it is about, and how it is mended. What stands in the heading is not said again.
fn row(finding: &Finding, number: usize, grouping: Grouping) -> Html {
    let id = format!("finding-{number}");
    let head = match grouping {
        Grouping::Rule => {
            line_link(&finding.place, &id, &format!("{}:{}", finding.place.path, finding.place.line))
        }
        Grouping::File => line_link(&finding.place, &id, &format!("Line {}", finding.place.line)),
    };
    let message = el("p", &[("dir", "auto")], &[text(&finding.message)]);
    let by_rule = when(grouping == Grouping::File, || {
        let mark = severity_mark(finding.severity, finding.severity.label());
        el("p", &[("class", "of-rule")], &[mark, text(" "), rule_link(finding.rule)])
    });
    let evidence = finding.evidence.iter().map(|place| all([text(" "), place_link(place)]));
    let evidence: Vec<Html> = evidence.collect();
    let evidence =
        when(!evidence.is_empty(), || el("p", &[("class", "evidence")], &[text("See also"), all(evidence)]));
    let fix = finding.fix.as_ref().map(|fix| {
        let edits =
            fix.edits.iter().map(|edit: &Edit| el("li", &[("dir", "auto")], &[text(&edit.to_string())]));
        let words = format!("To mend it: {}.", fix.title.trim_end_matches('.'));
        let summary = el("summary", &[], &[text(&words)]);
        let what = named(finding);
        let mend = [("type", "button"), ("class", "button"), ("data-act", "mend"), ("data-value", &*what)];
        let mend = el("p", &[], &[el("button", &mend, &[text("Make this change")])]);
        el("details", &[("class", "fix")], &[summary, el("ul", &[("class", "place")], &[all(edits)]), mend])
    });
    let what = el("div", &[], &[message, evidence, fix.unwrap_or_default()]);
    el("li", &[], &[head, text(" "), what, by_rule])
}

/// What tells a finding apart from others.
fn named(finding: &Finding) -> String {
    format!("{} {}:{} {}", finding.rule, finding.place.path, finding.place.line, finding.message)
}

/// Makes the change that mends a finding, with all that it entails.
fn mend(workspace: Workspace, what: &str) {
    let fix = workspace.report.with_untracked(|report| {
        report.findings.iter().find(|finding| named(finding) == what).and_then(|finding| finding.fix.clone())
    });
    if let Some(fix) = fix {
        workspace.act(Act::Make(fix));
    }
}

/// What the tree asks to ignore, with its reasons.
fn ignored_list(ignored: &[&Finding]) -> Html {
    let rows = ignored.iter().take(PAGE_ROWS).map(|finding| {
        let reason = finding.ignored.as_deref().filter(|reason| !reason.is_empty());
        let reason = match reason {
            Some(reason) => format!("Ignored: {reason}"),
            None => "Ignored, and no reason is given.".to_owned(),
        };
        let what = [
            el("p", &[("dir", "auto")], &[text(&finding.message)]),
            el(
                "p",
                &[("class", "evidence"), ("dir", "auto")],
                &[text(&reason), text(" "), rule_link(finding.rule)],
            ),
        ];
        let place = place_link(&finding.place);
        el("li", &[], &[place, text(" "), el("div", &[], &what)])
    });
    let rows = all(rows);
    when(!ignored.is_empty(), || {
        let words = format!("{} ignored, because the tree asks for it", counted(ignored.len(), "finding"));
        let summary = el("summary", &[], &[text(&words)]);
        el("details", &[("class", "ignored")], &[summary, el("ul", &[], &[rows])])
    })
}

/// Which rules the tree has changed.
fn settings(settings: &Settings) -> Html {
    let known = settings.iter().filter(|(rule, ..)| rules::by_id(rule).is_some());
    let rows: Vec<Html> = known
        .map(|(rule, setting, line)| {
            let place = Place { path: Settings::PATH.to_owned(), line };
            let said = el("p", &[], &[rule_link(rule), text(&format!(" {}.", said_of(setting)))]);
            el("li", &[], &[place_link(&place), text(" "), said])
        })
        .collect();
    when(!rows.is_empty(), || {
        let title = el("h2", &[], &[text("Changed by the tree")]);
        el("section", &[("class", "changed-rules")], &[title, el("ul", &[], &rows)])
    })
}

/// What the tree says of rules and nobody understands: a slip there would otherwise go unseen.
fn misunderstood(tree: &Tree, settings: &Settings) -> Html {
    let problems = rules::problems(&tree.plan, settings);
    let rows: Vec<Html> = problems
        .iter()
        .map(|problem| {
            let said = el("p", &[("dir", "auto")], &[text(&problem.text)]);
            el("li", &[], &[place_link(&problem.place), text(" "), said])
        })
        .collect();
    when(!rows.is_empty(), || {
        let title = el("h2", &[], &[text("Settings that were not understood")]);
        el("section", &[("class", "changed-rules")], &[title, el("ul", &[], &rows)])
    })
}

/// What a setting does to its rule.
pub fn said_of(setting: Setting) -> &'static str {
    match setting {
        Setting::Off => "is turned off",
        Setting::As(Severity::Error) => "counts as an error",
        Setting::As(Severity::Warning) => "counts as a warning",
    }
}
