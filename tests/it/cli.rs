//! The program from the outside: exit codes, formats, what is written and what is not.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs `brief` in a folder.
fn brief(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_brief")).args(arguments).current_dir(folder).output().unwrap()
}

/// What it said to people.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new site in a folder of its own.
fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let output = brief(folder.path(), &["new", "site", "s"]);
    assert!(output.status.success(), "{}", said(&output));
    folder
}

/// Every file below a folder with its bytes, sorted.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_new_makes_builds_without_a_warning() {
    let folder = site();
    let root = folder.path().join("s");
    for arguments in [&["build", "--strict"][..], &["check", "--strict"]] {
        let output = brief(&root, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(!said(&output).contains("warning"), "{}", said(&output));
    }
    for kind in ["brief", "comparison"] {
        let output = brief(&root, &["new", "brief", &format!("A \"{kind}\": one"), "--kind", kind]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let output = brief(&root, &["check", "--strict"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = brief(&root, &["build", "--strict"]);
    assert!(
        said(&output).contains("withheld   briefings/a-comparison-one/index.md (a draft)"),
        "{}",
        said(&output)
    );
    assert!(!root.join("public/a-brief-one").exists());
    // Nothing is written over.
    let output = brief(&root, &["new", "brief", "A 'brief': one"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(brief(folder.path(), &["new", "site", "s"]).status.code(), Some(2));
}

#[test]
fn the_second_build_touches_nothing() {
    let folder = site();
    let root = folder.path().join("s");
    assert!(brief(&root, &["build"]).status.success());
    let page = root.join("public/first-brief/index.html");
    let before = fs::metadata(&page).unwrap().modified().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let output = brief(&root, &["build"]);
    assert!(said(&output).contains("unchanged") && !said(&output).contains("changed,"), "{}", said(&output));
    assert_eq!(fs::metadata(&page).unwrap().modified().unwrap(), before);
}

#[test]
fn mistakes_end_with_1_and_leave_the_output_alone() {
    let folder = site();
    let root = folder.path().join("s");
    assert!(brief(&root, &["build"]).status.success());
    let before = tree(&root.join("public"));
    let path = root.join("briefings/first-brief.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("date:", "dat:").replace("@example2026", "@exmple2026").replace("#built", "#bult"),
    )
    .unwrap();
    let output = brief(&root, &["build"]);
    assert_eq!(output.status.code(), Some(1));
    for code in ["key-unknown", "cite-unknown", "anchor-missing"] {
        assert!(said(&output).contains(&format!("error[{code}]")), "{code}: {}", said(&output));
    }
    assert_eq!(tree(&root.join("public")), before);
    let output = brief(&root, &["build", "--message-format", "short"]);
    let short = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        short.lines().any(|it| it.starts_with("briefings/first-brief.md:3:1: error[key-unknown]: ")),
        "{short}"
    );
    let output = brief(&root, &["build", "--message-format", "json"]);
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(value["code"].is_string() && value["line"].is_u64(), "{line}");
    }
    let output = brief(&root, &["build", "--message-format", "github"]);
    assert!(
        String::from_utf8_lossy(&output.stdout)
            .contains("::error file=briefings/first-brief.md,line=3,col=1,title=key-unknown::")
    );
    // Only what is wrong in the file that is named.
    let output = brief(&root, &["check", "briefings/about.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = site();
    let root = folder.path().join("s");
    for arguments in [
        &["build", "--frobnicate"][..],
        &["build", "--only", "papyrus"],
        &["build", "--at", "tomorrow"],
        &["build", "--drafts"],
        &["build", "--at", "2999-01-01T00:00Z"],
        &["build", "--out", "."],
        &["build", "--out", "briefings"],
        &["build", "--root", "nowhere"],
        &["check", "nowhere.md"],
    ] {
        let output = brief(&root, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    }
    assert_eq!(brief(folder.path(), &["build"]).status.code(), Some(2));
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_it_would() {
    let folder = site();
    let root = folder.path().join("s");
    let output = brief(&root, &["build", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("add      two-bridges/index.html"), "{}", said(&output));
    assert!(!root.join("public").exists());
}

#[test]
fn an_embargo_ends_at_its_moment() {
    let folder = site();
    let root = folder.path().join("s");
    let path = root.join("briefings/first-brief.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("date:", "embargo: 2998-12-01T06:00[Europe/Tallinn]\ndate:", 1)).unwrap();
    let output = brief(&root, &["build", "--message-format", "json"]);
    let last = String::from_utf8_lossy(&output.stdout).lines().last().unwrap().to_owned();
    let value: serde_json::Value = serde_json::from_str(&last).unwrap();
    assert_eq!(value["summary"]["next_change"]["at"], "2998-12-01T06:00+02:00");
    assert!(!root.join("public/first-brief").exists());
    let later = ["build", "--at", "2998-12-01T04:00Z", "--out", "later"];
    let output = brief(&root, &later);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(root.join("later/first-brief/index.html").exists());
    let earlier = ["build", "--at", "2998-12-01T03:59:59Z", "--out", "earlier"];
    let output = brief(&root, &earlier);
    assert!(said(&output).contains("next change: 2998-12-01T06:00+02:00 (first-brief)"), "{}", said(&output));
    assert!(!root.join("earlier/first-brief").exists());
}

#[test]
fn the_smallest_comparison_of_the_readme_builds() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let section = readme.split("## The smallest comparison").nth(1).unwrap();
    let block = section.split("```markdown\n").nth(1).unwrap().split("\n```").next().unwrap();
    let folder = site();
    let root = folder.path().join("s");
    fs::create_dir_all(root.join("briefings/bridges")).unwrap();
    fs::write(root.join("briefings/bridges/index.md"), block).unwrap();
    let output = brief(&root, &["build", "--strict"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let page = fs::read_to_string(root.join("public/bridges/index.html")).unwrap();
    for part in
        ["What was built?", "Who crosses it today?", "No record of a consultation", "About four thousand"]
    {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn schemas_are_json() {
    let folder = TempDir::new().unwrap();
    for of in ["front-matter", "settings", "people"] {
        let output = brief(folder.path(), &["schema", of]);
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(value["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let output = brief(folder.path(), &["schema", "front-matter"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["additionalProperties"], false);
    assert!(value["properties"]["embargo"]["description"].as_str().unwrap().contains("2026-12-01T06:00"));
}

#[test]
fn what_is_withheld_is_said_in_every_format() {
    let folder = site();
    let root = folder.path().join("s");
    assert!(brief(&root, &["new", "brief", "Later"]).status.success());
    for format in ["human", "short", "github"] {
        let dry = brief(&root, &["build", "--dry-run", "--message-format", format]);
        assert_eq!(dry.status.code(), Some(0), "{}", said(&dry));
        assert!(said(&dry).contains("add      index.html"), "{format}: {}", said(&dry));
        let built = brief(&root, &["build", "--out", format, "--message-format", format]);
        for output in [dry, built] {
            let said = said(&output);
            assert!(said.contains("withheld   briefings/later.md (a draft)"), "{format}: {said}");
        }
    }
    let refused = said(&brief(&root, &["build", "--out", "."]));
    assert!(refused.contains("is the site's own folder") && !refused.contains("``"), "{refused}");
}

#[test]
fn a_program_without_a_typesetter_says_so_once_and_advertises_nothing() {
    let folder = site();
    let root = folder.path().join("s");
    let output = brief(&root, &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let can = brief::output::paper::CAN_PRINT;
    let count = said(&output).matches("this program was built without the feature `pdf`").count();
    assert_eq!(count, usize::from(!can), "{}", said(&output));
    let files = tree(&root.join("public"));
    let page = |it: &&(String, Vec<u8>)| it.0.ends_with("/index.html");
    let names = |it: &(String, Vec<u8>)| {
        let text = String::from_utf8_lossy(&it.1);
        text.contains("application/pdf") || text.contains("card.png")
    };
    assert_eq!(files.iter().filter(page).any(names), can);
    assert_eq!(files.iter().any(|it| it.0.ends_with(".pdf")), can);
    // Who wants none is told of none.
    let settings = fs::read_to_string(root.join("brief.toml")).unwrap();
    fs::write(root.join("brief.toml"), format!("{settings}\n[pdf]\nenabled = false\ncards = false\n"))
        .unwrap();
    let output = brief(&root, &["build"]);
    assert!(!said(&output).contains("feature `pdf`"), "{}", said(&output));
    let files = tree(&root.join("public"));
    assert!(!files.iter().filter(page).any(names) && !files.iter().any(|it| it.0.ends_with(".pdf")));
}
