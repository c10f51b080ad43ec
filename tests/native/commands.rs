//! The list of commands in the docs is the one of the program.

use planarium::commands;

#[test]
fn docs_list_every_command() {
    expect_test::expect_file!["../../docs/commands.md"].assert_eq(&commands::docs());
}
