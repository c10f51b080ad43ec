//! Which files may be changed, made and moved: those of the tree, and new ones below its root. What a repository or a
//! machine reads as an instruction is none of ours.

use crate::files::TreePath;

/// Hidden folders in which the conventions keep plans, and nothing else is kept. They are in the path where a tree is read
/// together with what lies around it.
const PLANS: [&str; 2] = [".agent_plan", ".backlog"];

/// The path of a file that may be written, as it is written.
///
/// # Errors
/// Why it may not.
pub fn writable(written: &str) -> Result<TreePath, String> {
    let path = TreePath::parse(written).map_err(|refusal| refusal.to_string())?;
    if path.is_root() {
        return Err("it has no name".to_owned());
    }
    if path.as_str() != written {
        return Err("its path is not written plainly".to_owned());
    }
    // `.git`, `.github`, `.gitmodules`, `.vscode`: hidden folders and files steer tools.
    if let Some(hidden) = path.segments().find(|segment| segment.starts_with('.') && !PLANS.contains(segment))
    {
        return Err(format!("{} is hidden, and hidden files steer tools", hidden.escape_debug()));
    }
    if is_git(&path) {
        return Err("a repository would take it for its own".to_owned());
    }
    Ok(path)
}

/// The path of a new file, as it is written.
///
/// # Errors
/// Why there may be none.
pub fn creatable(written: &str) -> Result<TreePath, String> {
    let path = writable(written)?;
    match path.as_str().chars().find(|character| character.is_control()) {
        Some(odd) => Err(format!("its path holds {}", odd.escape_debug())),
        None => Ok(path),
    }
}

/// Whether a segment is `.git` on some disk: other case, dots and spaces at its end, invisible characters.
fn is_git(path: &TreePath) -> bool {
    path.segments().any(|segment| {
        let plain = segment.chars().filter(|character| !matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'));
        let plain = plain.collect::<String>().to_lowercase();
        let plain = plain.trim_end_matches(['.', ' ']);
        matches!(plain, ".git" | "git~1") || plain.starts_with(".git")
    })
}

#[cfg(test)]
mod tests {
    use super::{creatable, writable};

    #[test]
    fn only_files_of_the_tree() {
        for path in [
            "_overview.md",
            "SP01_x/a b.md",
            "_completed/2025-Q4/x/é.md",
            "plan.yaml",
            ".agent_plan/day_dream/a.md",
        ] {
            assert!(writable(path).is_ok(), "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "../x.md",
            "a/../x.md",
            "a//b.md",
            "./a.md",
            "C:/x",
            ".git/config",
            "a/.git/hooks/x",
            ".GIT/x",
            ".gitmodules",
            ".github/workflows/x.yml",
            "a/.vscode/x",
            ".agent_plan/.git/x",
            ".agent_plan/.env",
            "\u{200c}.git/x",
            "git~1/x",
            "a\\b.md",
        ] {
            assert!(writable(path).is_err(), "{path:?}");
        }
        assert!(writable("a\nb.md").is_ok() && creatable("a\nb.md").is_err());
    }
}
