//! What the watch serves with `--as-published` is what a clean build publishes, after any edits, and
//! nothing of a withheld brief is served under any address.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use brief::cite::Memo;
use brief::output::{Contents, NotMade};
use brief::pipeline::{self, Memory};

use super::live::{Live, address, number, until};
use super::remembering;
use super::small_site::{Ask, SmallSite};

/// How many edits are made; `BRIEF_TEST_SERVED` names another number.
const EDITS: usize = 40;

/// What a clean build publishes, by path; `Err` holds how many errors it found.
type Published = Result<BTreeMap<String, Vec<u8>>, usize>;

/// Builds a site with an empty memory, but perhaps for what styles print, and makes every file.
fn published(site: &SmallSite, cites: Option<Arc<Memo>>) -> (Published, Arc<Memo>) {
    let mut memory = Memory::default();
    if let Some(cites) = cites {
        memory.cites = cites;
    }
    let built = pipeline::build(&site.wish(&Ask::default()), &mut memory).unwrap();
    let errors = built.report.count(brief::report::Severity::Error);
    let made = built.publication.map(|it| {
        let all = it.files().into_iter().map(|file| {
            let bytes = match (file.make)() {
                Ok(Contents::Bytes(bytes)) => bytes,
                Ok(Contents::Stream(mut rest)) => {
                    let mut bytes = Vec::new();
                    std::io::Read::read_to_end(&mut rest, &mut bytes).unwrap();
                    bytes
                }
                Err(NotMade::Mistakes(all)) => panic!("{all:?}"),
                Err(NotMade::Trouble(trouble)) => panic!("{trouble:#}"),
            };
            (file.path.to_string(), bytes)
        });
        all.collect()
    });
    (made.ok_or(errors), memory.cites)
}

/// The first path at which what is served is not what is published.
fn difference(live: &Live, published: &BTreeMap<String, Vec<u8>>, gone: &[String]) -> Option<String> {
    for (path, bytes) in published {
        let (status, served) = live.get(&address(path));
        if status != 200 || served != *bytes {
            return Some(format!("{path} is answered with {status} and other bytes"));
        }
        // A page is also asked for as its folder.
        if let Some(folder) = path.strip_suffix("index.html")
            && live.get(&address(folder)) != (200, bytes.clone())
        {
            return Some(format!("{folder} is not its page"));
        }
    }
    let page = published.get("404.html");
    gone.iter().find_map(|path| {
        let (status, served) = live.get(&address(path));
        let is_gone = status == 404 && page.is_none_or(|it| *it == served);
        (!is_gone).then(|| format!("{path}, which is no more, is answered with {status}"))
    })
}

/// Waits until all that is served is what is published.
fn until_equal(live: &Live, published: &BTreeMap<String, Vec<u8>>, gone: &[String], after: &str) {
    let differs = || difference(live, published, gone);
    until(
        &format!("what is served to equal a clean build after {after}"),
        || differs().is_none(),
        || format!("{:?}; {}", differs(), live.said()),
    );
}

#[test]
fn what_is_served_as_published_is_what_a_clean_build_publishes() {
    let edits = number("BRIEF_TEST_SERVED", EDITS);
    let mut edited = remembering::site(number("BRIEF_TEST_SEED", 2026) as u64);
    let live = Live::over(edited.site.wish(&Ask::default()));
    let (first, mut cites) = published(&edited.site, None);
    let mut shown = first.unwrap();
    until_equal(&live, &shown, &[], "nothing");
    let (mut history, mut known) = (Vec::new(), BTreeMap::new());
    let (mut good, mut compared, mut gone_at_all, mut broken) = (0, 0, 0, 0);
    for edit in 0..edits {
        // An edit made while an earlier one is still built may be read half written, and what came of
        // that would rightly stay if the whole of it is wrong.
        live.until_at_rest();
        history.push(if broken > 2 { edited.restore() } else { edited.edit(edit) });
        let after = format!("{:?}", &history[history.len().saturating_sub(5)..]);
        let (clean, set) = published(&edited.site, (edit % 20 != 0).then(|| cites.clone()));
        cites = set;
        match clean {
            Ok(clean) => {
                // Every address there ever was and is no more.
                known.extend(shown.into_iter().map(|it| (it.0, ())));
                let gone: Vec<String> = known.keys().filter(|it| !clean.contains_key(*it)).cloned().collect();
                until_equal(&live, &clean, &gone, &after);
                (good, broken) = (good + 1, 0);
                (compared, gone_at_all) = (compared + clean.len(), gone_at_all + gone.len());
                shown = clean;
            }
            Err(errors) => {
                live.until(&format!("{errors} errors after {after}"), || live.news()["errors"] == errors);
                // The last good site stays.
                assert_eq!(difference(&live, &shown, &[]), None, "after {after}");
                broken += 1;
            }
        }
    }
    println!(
        "{edits} edits, {good} without errors: {compared} files as published, {gone_at_all} addresses gone"
    );
    assert!(good >= edits / 3 && gone_at_all > 0);
}

/// A brief with a word that stands nowhere else, in front matter, text, table and note.
fn secret(more: &str) -> String {
    format!(
        "---\ntitle: Xylograph plan\ndate: 2026-01-09\nauthors: [ada]\ntopics: [Roads, Xylograph]\nstandfirst: Of Xylograph.\n{more}---\n\n\
         ## Xylograph {{#xylograph}}\n\nThe Xylograph [@one].[^x]\n\n[^x]: Xylograph.\n"
    )
}

#[test]
fn a_withheld_brief_is_served_under_no_address() {
    let mut edited = remembering::site(3);
    edited.write("briefings/s.md", &secret(""));
    let live = Live::over(edited.site.wish(&Ask::default()));
    let (open, _) = published(&edited.site, None);
    let open = open.unwrap();
    until_equal(&live, &open, &[], "the start");
    let says = |it: &[u8]| String::from_utf8_lossy(it).to_lowercase().contains("xylograph");
    let telling: Vec<&String> = open.iter().filter(|it| says(it.1)).map(|it| it.0).collect();
    assert!(telling.len() > 10, "a published brief is in many files: {telling:?}");
    for more in ["status: draft\n", "embargo: 2999-01-01T06:00Z\n", "status: review\n"] {
        edited.write("briefings/s.md", &secret(more));
        live.until_gone("/s/");
        let (closed, _) = published(&edited.site, None);
        let closed = closed.unwrap();
        let gone: Vec<String> = open.keys().filter(|it| !closed.contains_key(*it)).cloned().collect();
        assert!(gone.iter().filter(|it| it.starts_with("s/")).count() >= 4, "{gone:?}");
        until_equal(&live, &closed, &gone, more);
        for path in open.keys() {
            let (_, served) = live.get(&address(path));
            assert!(!says(&served), "{path} tells of a brief with {more}");
        }
        assert!(!live.news().to_string().to_lowercase().contains("xylograph"), "the news tell of it");
        // Nor is what the server itself says of it anything but that there is no such page.
        for path in
            ["/s", "/s/", "/s/index.html", "/S/", "/briefings/s.md", "/s/cite.bib", "/s/index.md", "/s.md"]
        {
            let (status, served) = live.get(path);
            assert!(status == 404 && !says(&served), "{path}: {status}");
        }
        edited.write("briefings/s.md", &secret(""));
        live.until_shown("/s/", "The Xylograph");
        until_equal(&live, &open, &[], "back");
    }
}

/// A file of the theme that is built in.
fn theme(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(path)).unwrap()
}

#[test]
fn every_kind_of_edit_is_seen() {
    let mut edited = remembering::site(4);
    let root = edited.site.root();
    edited.write(
        "briefings/plan/index.md",
        "---\ntitle: Plan\ndate: 2026-01-08\n---\n\n## Map\n\n![A map](map.svg)\n",
    );
    let svg = |word: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><title>{word}</title></svg>")
    };
    edited.write("briefings/plan/map.svg", &svg("first"));
    let live = Live::over(edited.site.wish(&Ask::default()));
    let equal = |edited: &remembering::Edited, what: &str| {
        let (clean, _) = published(&edited.site, None);
        until_equal(&live, &clean.unwrap_or_else(|it| panic!("{it} errors after {what}")), &[], what);
    };
    equal(&edited, "the start");
    let replace = |edited: &mut remembering::Edited, path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(root.join(path)).unwrap();
        assert!(text.contains(from), "{path}");
        edited.write(path, &text.replace(from, to));
    };
    replace(&mut edited, "briefings/two/timeline.csv", "Began", "Opened");
    live.until_shown("/two/", "Opened");
    replace(&mut edited, "briefings/people.yaml", "Ada Berg", "Ada Quill");
    live.until_shown("/a/", "Ada Quill");
    replace(&mut edited, "briefings/references.bib", "{One}", "{A Singular Report}");
    live.until_shown("/a/", "A Singular Report");
    edited.write("briefings/plan/map.svg", &svg("second"));
    equal(&edited, "another picture");
    replace(&mut edited, "refs/logo.svg", "/>", "><title>logo</title></svg>");
    equal(&edited, "another logo");
    replace(&mut edited, "brief.toml", "\"Notes\"", "\"Gazette\"");
    live.until_shown("/a/", "Gazette");
    edited.write(
        "themes/default/templates/base.html",
        &theme("templates/base.html").replace("</body>", "<!-- foot --></body>"),
    );
    live.until_shown("/a/", "<!-- foot -->");
    edited.write(
        "themes/default/strings/en.toml",
        &theme("strings/en.toml").replace("lessons = \"", "lessons = \"Our "),
    );
    live.until_shown("/two/", "Our ");
    edited.write("themes/default/assets/extra.txt", "more");
    equal(&edited, "another file of the theme");
    fs::remove_dir_all(root.join("themes")).unwrap();
    live.until("the theme to be the built in one", || !live.text("/a/").contains("<!-- foot -->"));
    equal(&edited, "no theme of one's own");
    fs::rename(root.join("briefings/plan"), root.join("briefings/project")).unwrap();
    live.until_shown("/project/", "Map");
    live.until_gone("/plan/");
    fs::rename(root.join("briefings/project"), root.join("briefings/Project")).unwrap();
    equal(&edited, "a folder whose name differs in case");
    fs::remove_dir_all(root.join("briefings/Project")).unwrap();
    live.until_gone("/project/");
    equal(&edited, "a folder less");
}

#[test]
fn a_checkout_of_hundreds_of_files_is_few_builds() {
    let text = |index: usize, branch: &str| {
        let neighbour = (index + 1) % 200;
        format!(
            "---\ntitle: Brief {index} of {branch}\ndate: 2026-01-05\n---\n\n## Part\n\nOf {branch}; see [it](b{neighbour}.md).\n"
        )
    };
    let site = SmallSite::new(&[]);
    let check_out = |branch: &str, pause: Duration| {
        for index in 0..200 {
            let path = site.root().join(format!("briefings/b{index}.md"));
            // As git does it: the old file goes, a new one comes.
            fs::remove_file(&path).ok();
            fs::write(path, text(index, branch)).unwrap();
            // Large sites and slow disks: the builds of the first files could be done before the last.
            sleep(pause);
        }
    };
    check_out("one", Duration::ZERO);
    let live = Live::over(site.wish(&Ask::default()));
    for (branch, pause) in [("two", 0), ("three", 4), ("four", 4)] {
        let (builds, said) = (live.builds(), live.said().len());
        check_out(branch, Duration::from_millis(pause));
        live.until(branch, || {
            (0..200).all(|it| live.text(&format!("/b{it}/")).contains(&format!("Of {branch};")))
        });
        let (builds, said) = (live.builds() - builds, live.said()[said..].to_owned());
        println!("a checkout of 200 files: {builds} builds\n{said}");
        // A machine that pauses the copying test makes lulls of its own. A build whenever there is
        // something to build would be 46.
        assert!(builds <= 15, "{builds} builds: {said}");
    }
    let (clean, _) = published(&site, None);
    until_equal(&live, &clean.unwrap(), &[], "three checkouts");
}
