//! The command line: the same program without a browser. One file per command, each thin: read the
//! arguments, call the pure core, print.

mod check;
mod columns;
mod day;
mod diff;
mod edit;
mod graph;
mod history;
mod impact;
mod load;
pub mod lock;
mod lookup;
mod model;
mod pack;
mod repair;
mod resume;
mod revision;
mod sarif;
mod search;
mod serve;
mod stale;
mod status;
mod then;
mod tree;

use clap::{Args, Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::{ExitCode, Termination};

/// Reads planning trees: folders of Markdown plans, zips of them, or single documents.
#[derive(Parser)]
#[command(name = "planarium", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the whole parsed model.
    Model(model::Arguments),
    /// Say how a tree stands: what is urgent, in work, blocked, and can start now.
    Status(status::Arguments),
    /// Print the tree with each item's status.
    Tree(tree::Arguments),
    /// Say where a tree breaks the rules of its convention.
    Check(check::Arguments),
    /// Print the module specs that nobody has looked at for too long.
    Stale(stale::Arguments),
    /// Say what hangs on a plan or module, and why.
    Impact(impact::Arguments),
    /// Say what changed between two trees.
    Diff(diff::Arguments),
    /// Print what happened to a module.
    History(history::Arguments),
    /// Say where to go on in plans that are told in documents.
    Resume(resume::Arguments),
    /// Find anything: words, phrases, fields, in any mixture.
    Search(search::Arguments),
    /// Print the graph of what needs what, or of who answers for what.
    Graph(graph::Arguments),
    /// Print the patch that makes a change.
    Edit(Box<edit::Arguments>),
    /// Print the patch that restores text which was decoded wrongly and saved so.
    Repair(repair::Arguments),
    /// Write one HTML file that holds the viewer and a tree, and opens without a server.
    Pack(pack::Arguments),
    /// Show a tree in the browser.
    Serve(serve::Arguments),
}

/// Which tree a command is about.
#[derive(Args, Clone, Debug)]
struct Source {
    /// A folder, a .zip, a file that `pack` made, one Markdown file, or REV:PATH in a git repository.
    path: PathBuf,
    #[command(flatten)]
    choice: Choice,
}

/// How the tree at a path is found and read.
#[derive(Args, Clone, Debug)]
struct Choice {
    /// Folder of the tree below PATH, when there are several or it is not found by itself.
    #[arg(long, value_name = "DIR")]
    root: Option<String>,
    /// How many times the usual limits a tree may have: 256 MiB packed, 1 GiB unpacked, 64 MiB a file,
    /// 200,000 files, 200 times its packed size.
    #[arg(long, value_name = "TIMES", default_value_t = 1)]
    limits: u32,
    /// File with the passphrase that opens PATH when it is locked; `pack` locks what it writes with it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Convention to read it in (dream, backlog, story, work_plan, plain, or beside for several side by side) instead of the one recognised.
    #[arg(long, value_name = "NAME")]
    dialect: Option<String>,
}

/// Why a command could not do what was asked, in one line for standard error.
#[derive(Debug)]
struct Failure(String);

impl<E: std::fmt::Display> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure(error.to_string())
    }
}

/// Runs the command line and says how it went: 0 fine, 1 when a command found what it looks for, 2 when it could
/// not do what was asked.
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Model(arguments) => ended(model::run(&arguments)),
        Command::Tree(arguments) => ended(tree::run(&arguments)),
        Command::Status(arguments) => ended(status::run(&arguments)),
        Command::Check(arguments) => ended(check::run(&arguments)),
        Command::Stale(arguments) => ended(stale::run(&arguments)),
        Command::Impact(arguments) => ended(impact::run(&arguments)),
        Command::Diff(arguments) => ended(diff::run(&arguments)),
        Command::History(arguments) => ended(history::run(&arguments)),
        Command::Resume(arguments) => ended(resume::run(&arguments)),
        Command::Search(arguments) => ended(search::run(&arguments)),
        Command::Graph(arguments) => ended(graph::run(&arguments)),
        Command::Edit(arguments) => ended(edit::run(&arguments)),
        Command::Repair(arguments) => ended(repair::run(&arguments)),
        Command::Pack(arguments) => ended(pack::run(&arguments)),
        Command::Serve(arguments) => ended(serve::run(&arguments)),
    }
}

/// The status with which the program ends after a command.
fn ended(result: Result<impl Termination, Failure>) -> ExitCode {
    match result {
        Ok(done) => done.report(),
        Err(Failure(message)) => {
            let _ = writeln!(std::io::stderr(), "planarium: {}", message.replace('\n', " "));
            ExitCode::from(2)
        }
    }
}

/// Prints to standard output. A reader that has closed it, such as `head`, is no error.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
