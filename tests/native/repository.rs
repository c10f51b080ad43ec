//! A real repository, in which git itself says whether it takes a patch.

use planarium::files::Files;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository in a folder of its own, which goes with it.
pub struct Repository {
    folder: PathBuf,
    commands: std::cell::Cell<usize>,
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Repository {
    /// A repository whose first commit holds these files below `prefix`.
    pub fn of(name: &str, files: &Files, prefix: &str) -> Repository {
        let folder = std::env::temp_dir().join(format!("planarium-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let repository = Repository { folder, commands: std::cell::Cell::new(0) };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        // After thousands of objects git tidies up in the background, and what is written meanwhile fails.
        repository.git(&["config", "gc.auto", "0"]);
        repository.git(&["config", "maintenance.auto", "false"]);
        for entry in files {
            let place = repository.folder.join(prefix).join(entry.path().as_str());
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(&place, files.read(entry).unwrap()).unwrap();
            if entry.is_executable() {
                repository.git(&[
                    "update-index",
                    "--add",
                    "--chmod=+x",
                    place.strip_prefix(&repository.folder).unwrap().to_str().unwrap(),
                ]);
                make_executable(&place);
            }
        }
        repository.git(&["add", "--all", "--force"]);
        repository.git(&["commit", "--quiet", "--allow-empty", "--message=base"]);
        repository
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.commands.set(self.commands.get() + 1);
        let mut command = Command::new("git");
        command.current_dir(&self.folder).args(arguments);
        // Settings of whoever runs the tests are none of this repository's.
        for (name, value) in [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "A"),
            ("GIT_AUTHOR_EMAIL", "a@example.org"),
            ("GIT_COMMITTER_NAME", "C"),
            ("GIT_COMMITTER_EMAIL", "c@example.org"),
        ] {
            command.env(name, value);
        }
        command.output().expect("git is there")
    }

    /// Runs git, which has to succeed, and gives what it prints.
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {}: {said}", arguments.join(" "));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Whether git takes a patch or a message; what it says when it does not.
    pub fn takes(&self, arguments: &[&str], patch: &[u8]) -> Result<(), String> {
        let place = self.folder.join(".git").join("the.patch");
        std::fs::write(&place, patch).unwrap();
        let arguments: Vec<&str> = arguments.iter().copied().chain([place.to_str().unwrap()]).collect();
        let output = self.run(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(said) }
    }

    /// The bytes of a file in the work tree.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.folder.join(path)).ok()
    }

    /// Everything as it was in the first commit.
    pub fn reset(&self) {
        let first = self.git(&["rev-list", "--max-parents=0", "HEAD"]);
        self.git(&["reset", "--quiet", "--hard", first.trim()]);
        self.git(&["clean", "--quiet", "-dfx"]);
    }
}

#[cfg(unix)]
fn make_executable(place: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}
