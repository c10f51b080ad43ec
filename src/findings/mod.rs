//! What a rule finds, what it may look at, and what the tree says about which rules apply to it.

mod effect;
mod ground;
pub mod json;
mod known;
mod scene;
mod selection;
mod settings;

pub use effect::Effect;
pub use ground::{Ground, Told};
pub use known::{Found, Known};
pub use scene::{Fields, Form, Part, Presence, Scene};
pub use selection::{Selection, Tally, concerned, concerns};
pub use settings::{Setting, Settings};

use crate::edit::Edit;
/// A certain way to mend something.
pub use crate::edit::Step as Fix;
use crate::plan::{ItemId, Place};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A plan cannot be closed with it.
    Error,
    /// Somebody should look.
    Warning,
}

impl Severity {
    /// Its name in JSON, links and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
        }
    }

    /// The severity called `name`, if there is one.
    pub fn from_name(name: &str) -> Option<Severity> {
        [Severity::Error, Severity::Warning].into_iter().find(|severity| severity.name() == name)
    }
}

/// A place where the tree breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// How bad it is here: what the rule says, unless the tree's settings say otherwise.
    pub severity: Severity,
    /// The line.
    pub place: Place,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, in one sentence that names the things it is about.
    pub message: String,
    /// The items and modules that it is about, the one that has to change first.
    pub items: Vec<ItemId>,
    /// Further places that it is about: the other side of a contradiction.
    pub evidence: Vec<Place>,
    /// How it can be mended, where that is certain.
    pub fix: Option<Fix>,
    /// Why it is ignored, when the document asks for that.
    pub ignored: Option<String>,
}

impl Finding {
    /// A finding at a line. The registry of rules sets its severity.
    pub fn new(rule: &'static str, place: Place, message: impl Into<String>) -> Finding {
        Finding {
            rule,
            severity: Severity::Warning,
            place,
            column: 1,
            message: message.into(),
            items: Vec::new(),
            evidence: Vec::new(),
            fix: None,
            ignored: None,
        }
    }

    /// About these items and modules too.
    pub fn about(mut self, items: impl IntoIterator<Item = impl Into<String>>) -> Finding {
        self.items.extend(items.into_iter().map(Into::into));
        self
    }

    /// With these further places.
    pub fn because(mut self, places: impl IntoIterator<Item = Place>) -> Finding {
        self.evidence.extend(places);
        self
    }

    /// With a certain way to mend it.
    pub fn fixed_by(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Finding {
        self.fix = Some(Fix { title: title.into(), edits });
        self
    }
}
