//! `planarium edit PATH …`: prints the patch that makes a change, with all that it entails. The tree itself stays as it is.

use super::day::{AsOf, Day};
use super::{Choice, Failure, Source, load, lookup, print};
use crate::dialect::Reading;
use crate::edit::patch::{self, Message, Patch};
use crate::edit::{Change, Edit, Step, apply};
use crate::findings::{Ground, Scene, Settings};
use crate::linked::status::Aim;
use crate::linked::{archive, emergency, finish, handover, invalidation, status};
use crate::named::Named;
use crate::plan::schema::{self, FieldKind};
use crate::plan::{ItemKind, Names, Plan};
use crate::rules;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The tree, what is changed, and where the patch begins.
#[derive(Args)]
pub(super) struct Arguments {
    /// A folder, a .zip or one Markdown file.
    path: PathBuf,
    /// The file to change, relative to the root of the tree, then KEY=VALUE for every field. `KEY=` removes the field,
    /// `KEY+=VALUE` and `KEY-=VALUE` add to a list and take from it; the values of a list stand between commas.
    #[arg(value_name = "FILE KEY=VALUE")]
    fields: Vec<String>,
    /// Set a plan, phase or task to a status, everywhere it is said: PP08=DONE, SP02=BLOCKED:legal-review.
    #[arg(long, value_name = "PLAN=STATUS")]
    set_status: Vec<String>,
    /// Declare a plan an emergency.
    #[arg(long, value_name = "PLAN")]
    emergency: Option<String>,
    /// Plans that have to wait for the emergency, between commas.
    #[arg(long, value_name = "PLAN,…", requires = "emergency")]
    blocks: Option<String>,
    /// Move a plan that is over into the archive.
    #[arg(long, value_name = "PLAN")]
    archive: Vec<String>,
    /// Say that a plan invalidated another one that was done: VICTIM=CAUSE, or VICTIM=CAUSE:SCOPE.
    #[arg(long, value_name = "PLAN=PLAN")]
    invalidate: Vec<String>,
    /// Hand over from one person to another: FROM=TO.
    #[arg(long, value_name = "PERSON=PERSON")]
    hand_over: Vec<String>,
    /// Finish an item of a work plan: its boxes, its heading, the row that sums it up.
    #[arg(long, value_name = "ITEM")]
    finish: Vec<String>,
    /// Mend what a rule finds, where that is certain: RULE, RULE:FILE or RULE:FILE:LINE.
    #[arg(long, value_name = "RULE[:FILE[:LINE]]")]
    fix: Vec<String>,
    /// Folder of the tree in its repository; found by itself where the tree lies in one.
    #[arg(long, value_name = "DIR")]
    prefix: Option<String>,
    /// Print a message for `git am` instead of a patch for `git apply`, with this subject.
    #[arg(long, value_name = "SUBJECT")]
    message: Option<String>,
    /// Who made the change, for the message: `Name <address>`.
    #[arg(long, value_name = "AUTHOR", requires = "message")]
    author: Option<String>,
    /// Print the edits in words and what they do to the findings, instead of the patch.
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    as_of: AsOf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let day = arguments.as_of.day()?;
    let source = Source { path: arguments.path.clone(), choice: arguments.choice.clone() };
    let base = load::tree(&source)?;
    let mut work = Work {
        base: &base,
        now: base.clone(),
        day,
        steps: Vec::new(),
        changed: Named::default(),
        moved: Vec::new(),
    };
    work.fields(&arguments.fields)?;
    for asked in &arguments.set_status {
        let (plan, written) = parts(asked, "--set-status", "PLAN=STATUS")?;
        let aim = Aim::parse(written).ok_or_else(|| {
            format!("{written} is no status; there are TODO, WIP, DONE, BLOCKED:reason and CUT")
        })?;
        work.linked(|scene| status::set(scene, item(scene, plan)?, &aim))?;
    }
    for asked in &arguments.finish {
        work.linked(|scene| finish::item(scene, item(scene, asked)?))?;
    }
    if let Some(asked) = &arguments.emergency {
        let blocked: Vec<&str> = arguments
            .blocks
            .iter()
            .flat_map(|names| names.split(','))
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        let at = work.day.time();
        work.linked(|scene| {
            let blocked: Result<Vec<usize>, String> = blocked.iter().map(|name| item(scene, name)).collect();
            emergency::declare(scene, item(scene, asked)?, &at, &blocked?)
        })?;
    }
    for asked in &arguments.invalidate {
        let (victim, cause) = parts(asked, "--invalidate", "VICTIM=CAUSE")?;
        let (cause, scope) = cause.split_once(':').unwrap_or((cause, ""));
        work.linked(|scene| invalidation::declare(scene, item(scene, victim)?, item(scene, cause)?, scope))?;
    }
    for asked in &arguments.hand_over {
        let (from, to) = parts(asked, "--hand-over", "FROM=TO")?;
        work.linked(|scene| handover::all(scene, from, to))?;
    }
    for asked in &arguments.fix {
        work.fix(asked)?;
    }
    for asked in &arguments.archive {
        work.linked(|scene| archive::plan(scene, item(scene, asked)?))?;
    }
    if work.steps.is_empty() {
        return Err(Failure(
            "say what to change: FILE KEY=VALUE, --set-status, --emergency, --archive, --fix".to_owned(),
        ));
    }
    let prefix = prefix(arguments.prefix.as_deref(), &source, &base)?;
    let patch = work.patch()?;
    let text = patch.text(&prefix);
    patch::check(&patch, &prefix, &text)?;
    if arguments.explain {
        print(&work.explained(&patch));
        return Ok(());
    }
    if patch.is_empty() {
        let _ = writeln!(std::io::stderr(), "planarium: it is so already, so there is nothing to change");
        return Ok(());
    }
    let printed = match &arguments.message {
        Some(subject) => patch.mailbox(&prefix, &message(subject, arguments.author.as_deref(), &work)),
        None => text,
    };
    let _ = std::io::stdout().write_all(&printed);
    Ok(())
}

/// The two sides of `A=B`.
fn parts<'a>(asked: &'a str, option: &str, form: &str) -> Result<(&'a str, &'a str), Failure> {
    asked
        .split_once('=')
        .map(|(left, right)| (left.trim(), right.trim()))
        .filter(|(left, right)| !left.is_empty() && !right.is_empty())
        .ok_or_else(|| Failure(format!("{option} {asked} is not understood; write it as {form}")))
}

/// The position of the item that somebody calls so.
fn item(scene: &Scene<'_>, wanted: &str) -> Result<usize, String> {
    lookup::plan(scene.plan, scene.names, wanted).map_err(|Failure(why)| why)
}

/// A tree with the steps that have been made of it.
struct Work<'a> {
    base: &'a Reading,
    now: Reading,
    day: Day,
    steps: Vec<Step>,
    changed: Named<()>,
    moved: Vec<(crate::files::TreePath, crate::files::TreePath)>,
}

impl Work<'_> {
    /// Makes a step that depends on what the tree says now.
    fn linked(&mut self, step: impl FnOnce(&Scene<'_>) -> Result<Step, String>) -> Result<(), Failure> {
        let plan = self.now.plan();
        let names = Names::of(&plan);
        let ground = Ground::of(&plan, &self.now, &names);
        let scene = ground.scene(self.day.date.clone());
        let step = step(&scene).and_then(|step| scene.placed(step)).map_err(Failure)?;
        self.make(step)
    }

    fn make(&mut self, step: Step) -> Result<(), Failure> {
        let edited = apply(self.now.files(), &step.edits)?;
        for path in &edited.changed {
            self.changed.insert(path.as_str(), ());
        }
        for (from, to) in edited.moved {
            match self.moved.iter_mut().find(|(_, now)| *now == from) {
                Some((_, now)) => *now = to,
                None => self.moved.push((from, to)),
            }
        }
        self.now = Reading::new(edited.files, self.now.root(), self.now.dialect()).finish();
        self.steps.push(step);
        Ok(())
    }

    /// `FILE KEY=VALUE…`.
    fn fields(&mut self, written: &[String]) -> Result<(), Failure> {
        let Some((file, fields)) = written.split_first() else { return Ok(()) };
        if file.contains('=') && self.base.files().get(file).is_none() {
            return Err(Failure(format!("name the file before {file}")));
        }
        if self.base.files().get(file).is_none() {
            return Err(Failure(format!("there is no file {file} in the tree at {}", self.base.root())));
        }
        if fields.is_empty() {
            return Err(Failure(format!("say what to change in {file}, as KEY=VALUE")));
        }
        let plan = self.base.plan();
        let kind = plan.item_at(file).map(|item| item.kind);
        let mut edits = Vec::new();
        for field in fields {
            let (key, value) = field
                .split_once('=')
                .ok_or_else(|| format!("{field} is not understood; write it as KEY=VALUE"))?;
            edits.extend(
                changes(&plan, file, kind, key, value)?
                    .into_iter()
                    .map(|change| Edit::new(file.clone(), change)),
            );
        }
        self.make(Step { title: format!("Change {file}"), edits })
    }

    /// `RULE`, `RULE:FILE`, `RULE:FILE:LINE`.
    fn fix(&mut self, asked: &str) -> Result<(), Failure> {
        let (rule, place) = asked.split_once(':').unwrap_or((asked, ""));
        if rules::by_id(rule).is_none() {
            return Err(Failure(format!("there is no rule {rule}; `planarium check --list` prints all")));
        }
        let (file, line) = match place.rsplit_once(':') {
            Some((file, line)) if line.parse::<u32>().is_ok() => (file, line.parse::<u32>().ok()),
            _ => (place, None),
        };
        let mut mended = 0;
        // One after the other: what one fix changes another one sees.
        loop {
            let plan = self.now.plan();
            let names = Names::of(&plan);
            let ground = Ground::of(&plan, &self.now, &names);
            let scene = ground.scene(self.day.date.clone());
            let settings = Settings::of_tree(self.now.files());
            let found = rules::Checking::all(&scene, &settings).into_iter().find_map(|finding| {
                let is_meant = finding.rule == rule
                    && (file.is_empty() || finding.place.path == file)
                    && line.is_none_or(|line| mended == 0 && finding.place.line == line);
                let fix = finding.fix.filter(|_| is_meant)?;
                let is_made = |step: &Step| fix.edits.iter().all(|edit| step.edits.contains(edit));
                (!self.steps.iter().any(is_made)).then(|| archive::completed(&scene, fix))
            });
            match found {
                Some(step) => self.make(step)?,
                None if mended == 0 => {
                    return Err(Failure(format!(
                        "{asked}: there is no finding that can be mended for certain"
                    )));
                }
                None => return Ok(()),
            }
            mended += 1;
        }
    }

    /// All changes as one patch.
    fn patch(&self) -> Result<Patch, Failure> {
        let changed: Vec<crate::files::TreePath> =
            self.changed.iter().filter_map(|(path, ())| crate::files::TreePath::parse(path).ok()).collect();
        Ok(Patch::between(self.base.files(), self.now.files(), &changed, &self.moved)?)
    }

    /// The edits in words, and what they do to the findings.
    fn explained(&self, patch: &Patch) -> String {
        let mut text = String::new();
        for step in &self.steps {
            text.push_str(&format!("{}\n", step.title));
            for edit in &step.edits {
                text.push_str(&format!("  {}\n", edit.to_string().replace('\n', "\n    ")));
            }
        }
        let findings = |reading: &Reading| {
            let plan = reading.plan();
            rules::check(reading, &plan, &self.day.date, &Settings::of_tree(reading.files()))
        };
        let effect = crate::findings::Effect::of(&findings(self.base), &findings(&self.now));
        let (more, less) = patch.counts();
        text.push_str(&format!(
            "\n{} changed, {more} lines more, {less} fewer. {effect}\n",
            crate::counted::counted(patch.files.len(), "file")
        ));
        text
    }
}

/// What `KEY=VALUE`, `KEY=`, `KEY+=VALUE` and `KEY-=VALUE` change, typed by the schema.
fn changes(
    plan: &Plan,
    file: &str,
    kind: Option<ItemKind>,
    key: &str,
    value: &str,
) -> Result<Vec<Change>, Failure> {
    let (key, how) = match key.strip_suffix(['+', '-']) {
        Some(bare) => (bare, key.chars().last()),
        None => (key, None),
    };
    let key = key.trim();
    if key.is_empty() {
        return Err(Failure(format!("={value} names no field")));
    }
    let own = |key: &str| key.to_owned();
    let values = || value.split(',').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    let known = kind.and_then(|kind| schema::field_of(kind, key)).map(|field| field.kind);
    let entry =
        plan.item_at(file).and_then(|item| item.frontmatter.iter().find(|entry| entry.key == key).cloned());
    let is_list = entry.is_some_and(|entry| entry.value.value.as_list().is_some());
    Ok(match how {
        Some('+') => values().map(|value| Change::AddToList { key: own(key), value }).collect(),
        Some(_) => values().map(|value| Change::RemoveFromList { key: own(key), value }).collect(),
        None if value.is_empty() => vec![Change::RemoveField { key: own(key) }],
        None => match known {
            Some(FieldKind::Texts) => vec![Change::SetList { key: own(key), values: values().collect() }],
            Some(FieldKind::Day) => vec![Change::SetDay { key: own(key), value: value.to_owned() }],
            None if is_list => vec![Change::SetList { key: own(key), values: values().collect() }],
            _ => vec![Change::SetField { key: own(key), value: value.to_owned() }],
        },
    })
}

/// The folder of the tree in its repository: the one that was given, else the one that is found.
pub(super) fn prefix(given: Option<&str>, source: &Source, base: &Reading) -> Result<String, Failure> {
    given.map_or_else(|| Ok(prefix_found(source, base)), prefix_of)
}

/// A prefix that was given: a folder inside the repository.
fn prefix_of(written: &str) -> Result<String, Failure> {
    let path = crate::files::TreePath::parse(written.trim_end_matches('/'))
        .map_err(|refusal| format!("--prefix {written}: {refusal}"))?;
    Ok(path.as_str().to_owned())
}

/// Where the tree lies in the git work tree around it, else below PATH.
fn prefix_found(source: &Source, base: &Reading) -> String {
    let root = base.root().trim_start_matches("./");
    let root = if root == "." { "" } else { root };
    let joined = |folder: &str| match (folder, root) {
        ("", root) => root.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, root) => format!("{folder}/{root}"),
    };
    let Ok(path) = source.path.canonicalize() else { return joined("") };
    // What is packed in an archive lies in no work tree.
    let folder = if path.is_dir() {
        path.as_path()
    } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        return joined("");
    } else {
        path.parent().unwrap_or(Path::new(""))
    };
    let top = folder.ancestors().find(|above| above.join(".git").exists());
    let below = top.and_then(|top| folder.strip_prefix(top).ok());
    joined(&below.map(|below| below.to_string_lossy().replace('\\', "/")).unwrap_or_default())
}

/// The message of a patch: its subject, and the steps it is made of.
fn message(subject: &str, author: Option<&str>, work: &Work<'_>) -> Message {
    let author = author.unwrap_or("Planarium <planarium@localhost>");
    let (name, email) = author.split_once('<').unwrap_or((author, ""));
    let body: Vec<String> = work.steps.iter().map(|step| format!("* {}", step.title)).collect();
    Message {
        author: name.trim().to_owned(),
        email: email.trim_end_matches('>').trim().to_owned(),
        seconds: work.day.seconds(),
        subject: subject.to_owned(),
        body: body.join("\n"),
    }
}
