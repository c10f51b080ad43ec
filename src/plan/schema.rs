//! What frontmatter holds: the fields of plans, phases, tasks and module specs, what each may say, and where it
//! has to stand. One table, for the rules and for whoever writes fields.

use super::ItemKind;

/// A field of frontmatter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether plans, phases, tasks and module specs have it, in this order.
    needs: [Need; 4],
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// A label in brackets, such as `[KNOWN]`, which YAML takes for a list when nobody quotes it.
    Label,
    /// A day, with or without a time.
    Day,
    /// A list of texts.
    Texts,
    /// How far the item is.
    Status,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// Whether a field has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It has to.
    Required,
    /// It has to when this other field is there.
    RequiredWith(&'static str),
    /// It should be there for whoever has something to say in it.
    Recommended,
    /// It may be there.
    Optional,
    /// Items of this kind have no such field.
    Unknown,
}

/// The types of plans.
pub const TYPES: &[&str] = &["system", "procedure"];

/// How much work something may be, the least first.
pub const MAGNITUDES: &[&str] = &["Trivial", "Light", "Standard", "Heavy", "Epic"];

/// How urgent a plan may be.
pub const PRIORITIES: &[&str] = &["normal", "emergency"];

const REQUIRED: Need = Need::Required;
const WITH_CAUSE: Need = Need::RequiredWith("invalidated_by");
const RECOMMENDED: Need = Need::Recommended;
const OPTIONAL: Need = Need::Optional;
const UNKNOWN: Need = Need::Unknown;

/// Every field, in the order in which people write them. A phase comes out of its plan and need not say from where.
/// Tasks are written in several shapes, so that hardly anything is required of them.
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    //                                                          plan         phase        task         module spec
    field("module",                FieldKind::Text,              [UNKNOWN,     UNKNOWN,     UNKNOWN,     REQUIRED]),
    field("task",                  FieldKind::Text,              [UNKNOWN,     UNKNOWN,     OPTIONAL,    UNKNOWN]),
    field("title",                 FieldKind::Text,              [UNKNOWN,     UNKNOWN,     OPTIONAL,    UNKNOWN]),
    field("name",                  FieldKind::Text,              [REQUIRED,    REQUIRED,    OPTIONAL,    UNKNOWN]),
    field("type",                  FieldKind::OneOf(TYPES),      [REQUIRED,    REQUIRED,    UNKNOWN,     UNKNOWN]),
    field("magnitude",             FieldKind::OneOf(MAGNITUDES), [REQUIRED,    REQUIRED,    OPTIONAL,    UNKNOWN]),
    field("status",                FieldKind::Status,            [REQUIRED,    REQUIRED,    REQUIRED,    UNKNOWN]),
    field("difficulty",            FieldKind::Label,             [UNKNOWN,     UNKNOWN,     OPTIONAL,    UNKNOWN]),
    field("origin",                FieldKind::Text,              [REQUIRED,    OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("start_at",              FieldKind::Day,               [OPTIONAL,    OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("last_updated",          FieldKind::Day,               [REQUIRED,    REQUIRED,    OPTIONAL,    REQUIRED]),
    field("depends_on",            FieldKind::Texts,             [RECOMMENDED, OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("blocks",                FieldKind::Texts,             [RECOMMENDED, OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("modified_by_plans",     FieldKind::Texts,             [UNKNOWN,     UNKNOWN,     UNKNOWN,     REQUIRED]),
    field("knowledge_gaps",        FieldKind::Texts,             [RECOMMENDED, RECOMMENDED, OPTIONAL,    RECOMMENDED]),
    field("priority",              FieldKind::OneOf(PRIORITIES), [OPTIONAL,    OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("emergency_declared_at", FieldKind::Day,               [OPTIONAL,    OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("invalidated_by",        FieldKind::Text,              [OPTIONAL,    OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("invalidation_scope",    FieldKind::Text,              [OPTIONAL,    OPTIONAL,    OPTIONAL,    UNKNOWN]),
    field("invalidation_date",     FieldKind::Day,               [WITH_CAUSE,  WITH_CAUSE,  OPTIONAL,    UNKNOWN]),
];

/// The fields that a `plan.yaml` of the older convention has to have.
pub const LEGACY_REQUIRED: &[&str] = &["name", "magnitude", "status"];

const fn field(name: &'static str, kind: FieldKind, needs: [Need; 4]) -> Field {
    Field { name, kind, needs }
}

impl FieldKind {
    /// What such a field holds, for people.
    pub fn describe(self) -> String {
        match self {
            FieldKind::Text => "a text".to_owned(),
            FieldKind::Label => "a label such as \"[KNOWN]\"".to_owned(),
            FieldKind::Day => "a day such as 2025-09-30".to_owned(),
            FieldKind::Texts => "a list of texts such as [SP01_a, SP02_b]".to_owned(),
            FieldKind::Status => "TODO, WIP, DONE, BLOCKED:reason or CUT".to_owned(),
            FieldKind::OneOf(words) => match words.split_last() {
                Some((last, [])) => (*last).to_owned(),
                Some((last, words)) => format!("{} or {last}", words.join(", ")),
                None => String::new(),
            },
        }
    }
}

impl Field {
    /// Whether items of this kind have it.
    pub fn need(&self, kind: ItemKind) -> Need {
        let [plan, phase, task, module] = self.needs;
        match kind {
            ItemKind::Plan => plan,
            ItemKind::Phase => phase,
            ItemKind::Task => task,
            ItemKind::Module => module,
            _ => Need::Unknown,
        }
    }
}

/// The fields that items of this kind have; none when the convention says nothing of them.
pub fn fields_of(kind: ItemKind) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |field| field.need(kind) != Need::Unknown)
}

/// The field of this name, when items of this kind have it.
pub fn field_of(kind: ItemKind, name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name).filter(|field| field.need(kind) != Need::Unknown)
}

/// Whether the convention says what the frontmatter of such items holds.
pub fn is_known(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Plan | ItemKind::Phase | ItemKind::Task | ItemKind::Module)
}
