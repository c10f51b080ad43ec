//! Where a published tree is at home, and what its publisher cannot make of that.

use planarium::home::{Home, Said};

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";

fn said(repository: &str, commit: &str, branch: &str) -> Said {
    let text = |text: &str| Some(text.to_owned());
    Said {
        repository: text(repository),
        commit: text(commit),
        branch: text(branch),
        time: None,
        folder: None,
    }
}

#[test]
fn files_and_lines_have_their_pages() {
    for (repository, file, line, edit, commit) in [
        (
            "https://github.com/o/r.git",
            "/blob/C/d/a%20%23.md",
            "/blob/C/d/a%20%23.md?plain=1#L7",
            "/edit/b/1/d/a%20%23.md",
            "/commit/C",
        ),
        (
            "https://gitlab.com/g/s/r/",
            "/-/blob/C/d/a%20%23.md",
            "/-/blob/C/d/a%20%23.md#L7",
            "/-/edit/b/1/d/a%20%23.md",
            "/-/commit/C",
        ),
        (
            "https://codeberg.org/o/r",
            "/src/commit/C/d/a%20%23.md",
            "/src/commit/C/d/a%20%23.md#L7",
            "/_edit/b/1/d/a%20%23.md",
            "/commit/C",
        ),
    ] {
        let home = Home::of(&said(repository, COMMIT, "b/1"), "d/").unwrap();
        let base = repository.trim_end_matches('/').trim_end_matches(".git");
        let whole = |rest: &str| format!("{base}{}", rest.replace('C', COMMIT));
        assert_eq!(home.file_page("a #.md", None), whole(file));
        assert_eq!(home.file_page("a #.md", Some(7)), whole(line));
        assert_eq!(home.edit_page("a #.md"), Some(whole(edit)));
        assert_eq!(home.commit_page(), whole(commit));
        assert_eq!(home.short_commit(), "9fceb02");
    }
    let whole = Home::of(&said("https://example.org/o/r", "v1.0", ""), ".").unwrap();
    assert_eq!(whole.file_page("a.md", None), "https://example.org/o/r/blob/v1.0/a.md");
    assert_eq!((whole.edit_page("a.md"), whole.short_commit()), (None, "v1.0"));
}

#[test]
fn a_publisher_cannot_lead_anywhere_else() {
    for repository in [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "relative/path",
        "mailto:a@b.c",
        "https://h/o?x=",
        "https://h/o#",
    ] {
        assert_eq!(Home::of(&said(repository, COMMIT, "main"), ""), None, "{repository}");
    }
    for commit in ["", "a b", "../../x", "a?b", "a#b", "\"><script>"] {
        assert_eq!(Home::of(&said("https://h/o", commit, "main"), ""), None, "{commit}");
    }
    let credentials = Home::of(&said("https://me:secret@h.example/o", COMMIT, ""), "").unwrap();
    assert!(!credentials.commit_page().contains("secret"));
    let branch = Home::of(&said("https://h.example/o", COMMIT, "x?y"), "").unwrap();
    assert_eq!(branch.edit_page("a.md"), None);
}

#[test]
fn a_tree_lies_where_its_archive_has_it_or_where_its_publisher_says() {
    let of = |folder: &str, root: &str| {
        let folder = Some(folder.to_owned()).filter(|folder| !folder.is_empty());
        let home =
            Home::of_root(&Said { folder, ..said("https://h.example/o/r", COMMIT, "") }, root).unwrap();
        home.file_page("a.md", None).split_once(COMMIT).unwrap().1.to_owned()
    };
    for (folder, root, expected) in [
        ("", "", "/a.md"),
        ("", "plans/x", "/plans/x/a.md"),
        // The archive has the paths of the repository.
        ("plans", "plans", "/plans/a.md"),
        ("/plans/", "plans/x", "/plans/x/a.md"),
        // It begins at the folder.
        ("plans", "", "/plans/a.md"),
        ("plans", "plansx", "/plans/plansx/a.md"),
        ("plans", "x", "/plans/x/a.md"),
    ] {
        assert_eq!(of(folder, root), expected, "{folder} {root}");
    }
}
