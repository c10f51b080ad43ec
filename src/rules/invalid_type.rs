//! `invalid-type`: a plan of a type that is neither system nor procedure.

use super::invalid_magnitude::check_words;
use super::{Check, Example, Rule};
use crate::findings::{Fields, Finding, Scene, Severity};
use crate::plan::schema::TYPES;

pub const RULE: Rule = Rule {
    id: "invalid-type",
    severity: Severity::Error,
    summary: "A plan of a type that is neither system nor procedure.",
    help: "A system plan builds modules and ends with specs; a procedure plan changes what is there. Which documents a plan \
has to have follows from its type.\n\n\
Write `system` or `procedure`.",
    check: Check::Fields(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\ntype: System\n---\n//- SP02_quay/_overview.md\n---\ntype: feature\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP02_quay/_overview.md:2"],
    good: "//- SP01_pier/_overview.md\n---\nname: pier\ntype: \"system\"\n---\n//- SP01_pier/p00_posts/_overview.md\n---\ntype: procedure\n---\n",
};

fn check(_scene: &Scene<'_>, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    check_words(fields, RULE.id, "type", TYPES, found);
}
