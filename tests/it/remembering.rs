//! Builds that remember equal builds that do not: after each of many random edits, what would be served
//! or published from memory is byte for byte what a first build makes, and the messages are the same.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use brief::output::{Contents, NotMade, OutputFile};
use brief::pipeline::{self, Built, Memory};

use crate::dice::Dice;
use crate::pixels;
use crate::small_site::{Ask, SmallSite};

/// How many edits are made; `BRIEF_TEST_EDITS` names another number.
const EDITS: usize = 1_000;

/// How many sites they are made to, one after the other in each.
const SITES: u64 = 4;

/// A file of the output as it was kept: under which key, and its bytes or its mistakes.
type Kept = BTreeMap<String, (String, Made)>;

/// What making a file gave.
type Made = Result<Arc<[u8]>, String>;

/// A site that is edited, and what is remembered of it.
pub(super) struct Edited {
    /// The site.
    pub(super) site: SmallSite,
    /// Its files at the start, to which edits can go back.
    first: BTreeMap<PathBuf, Vec<u8>>,
    /// What builds remember.
    memory: Memory,
    /// What was made.
    kept: Kept,
    /// How many files have been written; each gets a time of its own, long ago, so that a look may trust it.
    writes: u64,
    /// Numbers.
    dice: Dice,
}

/// Briefs, people, sources, a comparison with its dates: enough that everything can refer to something.
pub(super) fn site(seed: u64) -> Edited {
    let site = SmallSite::empty();
    let mut edited = Edited {
        site,
        first: BTreeMap::new(),
        memory: Memory::default(),
        kept: Kept::new(),
        writes: 0,
        dice: Dice(seed),
    };
    let settings = "title = \"Notes\"\nbase_url = \"https://example.org/\"\nper_page = 3\nlogo = \"refs/logo.svg\"\n\
        [[series]]\nid = \"papers\"\ntitle = \"Papers\"\n[[nav]]\ntitle = \"First\"\nto = \"a.md\"\n";
    edited.write("brief.toml", settings);
    edited.write("refs/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>");
    edited.write("briefings/people.yaml", "ada:\n  name: Ada Berg\nbob:\n  name: Bob Quist\n");
    let bib = "@report{one, title = {One}, author = {Berg, Ada}, date = {2020}}\n\
        @online{two, title = {Two}, date = {2021-02}, url = {https://example.com/2}}\n";
    edited.write("briefings/references.bib", bib);
    for (index, name) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        let other = ["b", "c", "d", "e", "a"][index];
        let text = format!(
            "---\ntitle: Brief {name}\ndate: 2026-01-0{}\nauthors: [{}]\ntopics: [{}]\nstandfirst: About {name}.\n\
             series: papers\nnumber: \"{index}\"\n---\n\n## Part {{#part}}\n\nText of {name} [@one, p. {index}]; see \
             [the other]({other}.md#part).[^n]\n\n[^n]: A note [@two].\n",
            index + 1,
            ["ada", "bob", "ada, bob"][index % 3],
            ["Roads", "Rivers", "Roads, Rivers"][index % 3],
        );
        edited.write(&format!("briefings/{name}.md"), &text);
    }
    edited.site.write("briefings/map.png", &pixels::plain_png(1000, 4));
    edited.date(&edited.site.root().join("briefings/map.png"));
    // One that shows it at its head, and one that shows it in its text.
    for (name, front, text) in
        [("head", "cover: { image: map.png, alt: A map }\n", "Text."), ("text", "", "![A map](map.png)")]
    {
        let text = format!("---\ntitle: The {name}\ndate: 2026-01-09\n{front}---\n\n{text}\n");
        edited.write(&format!("briefings/{name}.md"), &text);
    }
    let comparison = "---\ntitle: Two\nkind: comparison\ndate: 2026-01-20\nauthors: [ada]\ntopics: [Roads]\nquestion: What is it worth?\n\
        cases:\n  north: { name: North, period: 2001/2004, role: source }\n  south: { name: South, period: 2019/2024, role: target }\n---\n\n\
        ## What? {#what}\n\n### North\n- Confidence: high\n\nThis [@one].\n\n### South\n- Confidence: low\n\nThat [@two].\n\n\
        ## Lessons {.lessons}\n\n### Ask {#ask}\n- For: Councils\n- Rests on: what\n- Confidence: low\n- Transfer: yes\n\nWhy.\n";
    edited.write("briefings/two/index.md", comparison);
    let dates = "id,date,case,stage,title,text,source,after,how,link\n\
        x,2001,north,narrative,Began,It began.,@one,,,\ny,2002,north,outcome,Ended,It ended.,@two,x,so,weak\n";
    edited.write("briefings/two/timeline.csv", dates);
    let chart = "---\ntitle: Counted\ndate: 2026-01-21\n---\n\n::: chart data=counted.csv type=line x=year y=n unit=boats title=Boats\nCounted [@one].\n:::\n";
    edited.write("briefings/counted.md", chart);
    edited.write("briefings/counted.csv", "year,n\n2001,3\n2002,4\n");
    edited.first = edited.files().into_iter().map(|it| (it.clone(), fs::read(&it).unwrap())).collect();
    edited
}

impl Edited {
    /// Writes a file, with a time that no other file had.
    pub(super) fn write(&mut self, path: &str, text: &str) {
        self.site.write(path, text.as_bytes());
        self.date(&self.site.root().join(path));
    }

    /// Gives a file a time of its own.
    fn date(&mut self, path: &std::path::Path) {
        self.writes += 1;
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + self.writes);
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    /// Every file of the site.
    fn files(&self) -> Vec<PathBuf> {
        let all = walkdir::WalkDir::new(self.site.root()).sort_by_file_name().into_iter().map(Result::unwrap);
        all.filter(|it| it.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
    }

    /// A brief's file.
    fn brief(&mut self) -> Option<PathBuf> {
        let all: Vec<PathBuf> =
            self.files().into_iter().filter(|it| it.extension().is_some_and(|it| it == "md")).collect();
        (!all.is_empty()).then(|| all[self.dice.below(all.len())].clone())
    }

    /// Changes a brief, if there is one.
    fn change(&mut self, change: impl FnOnce(&mut Dice, &str) -> String) -> String {
        let Some(path) = self.brief() else { return "nothing".into() };
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, change(&mut self.dice, &text)).unwrap();
        self.date(&path);
        path.file_name().unwrap().to_string_lossy().into_owned()
    }

    /// Makes a random edit; says which.
    pub(super) fn edit(&mut self, number: usize) -> String {
        let word = ["stone", "river", "ferry", "bridge"][self.dice.below(4)];
        match self.dice.below(27) {
            0..=3 => format!("body of {}", self.change(|_, it| format!("{it}\nMore {word} {number}.\n"))),
            4 => format!(
                "title of {}",
                self.change(|_, it| it.replacen("title: ", &format!("title: {word} "), 1))
            ),
            5 => format!(
                "status of {}",
                self.change(|dice, it| {
                    let status = ["draft", "published", "review"][dice.below(3)];
                    let it: String = it
                        .lines()
                        .filter(|it| !it.starts_with("status:"))
                        .map(|it| format!("{it}\n"))
                        .collect();
                    it.replacen("---\n", &format!("---\nstatus: {status}\n"), 1)
                })
            ),
            6 => format!(
                "front of {}",
                self.change(|dice, it| {
                    let line = dice
                        .of(&[
                            "authors: [bob]",
                            "topics: [Rivers, Stones]",
                            "number: \"9\"",
                            "date: 2026-02-02",
                            "standfirst: Otherwise.",
                            "lang: de",
                            "lang: fr",
                            "style: apa",
                            "topics: []",
                            "noindex: true",
                        ])
                        .to_string();
                    let key = line.split(':').next().unwrap_or_default().to_owned() + ":";
                    let rest: String =
                        it.lines().filter(|it| !it.starts_with(&key)).map(|it| format!("{it}\n")).collect();
                    rest.replacen("---\n", &format!("---\n{line}\n"), 1)
                })
            ),
            7 => format!(
                "link in {}",
                self.change(|dice, it| {
                    let to =
                        dice.of(&["a.md", "b.md#part", "two/index.md#what", "c.md", "nowhere.md"]).to_owned();
                    format!("{it}\nSee [it]({to}).\n")
                })
            ),
            8 => {
                let text = format!(
                    "---\ntitle: New {word}\ndate: 2026-03-01\ntopics: [{word}]\n---\n\n## Part {{#part}}\n\nNew [@two].\n"
                );
                self.write(&format!("briefings/new-{word}.md"), &text);
                format!("new {word}")
            }
            9 | 10 => {
                let Some(path) = self.brief() else { return "nothing".into() };
                fs::remove_file(&path).unwrap();
                format!("deleted {}", path.display())
            }
            11 => {
                let Some(path) = self.brief() else { return "nothing".into() };
                let to = path.with_file_name(format!("{word}-moved.md"));
                fs::rename(&path, to).unwrap();
                format!("renamed {}", path.display())
            }
            12 => {
                let Some(path) = self.brief() else { return "nothing".into() };
                let name = path.file_name().unwrap().to_string_lossy().to_uppercase().replace(".MD", ".md");
                fs::rename(&path, path.with_file_name(name)).unwrap();
                format!("case of {}", path.display())
            }
            13 => {
                let bib = self.site.root().join("briefings/references.bib");
                let text = fs::read_to_string(&bib).unwrap_or_default();
                self.write(
                    "briefings/references.bib",
                    &text.replacen("title = {", &format!("title = {{{word} "), 1),
                );
                "bibliography".into()
            }
            14 => {
                let name = ["Ada Berg", "Ada Quist", "Ida Berg"][self.dice.below(3)];
                self.write(
                    "briefings/people.yaml",
                    &format!("ada:\n  name: {name}\nbob:\n  name: Bob Quist\n"),
                );
                "people".into()
            }
            15 | 16 => {
                let path = self.site.root().join("brief.toml");
                let text = fs::read_to_string(&path).unwrap_or_default();
                let line = self.dice.of(&[
                    "per_page = 2",
                    "per_page = 50",
                    "feeds = { of = [\"site\", \"people\"], entries = 3 }",
                    "feeds = { of = [\"topics\"] }",
                    "footer = \"Foot\"",
                    "links = \"files\"",
                    "title = \"Other\"",
                    "disclaimer = \"Ours\"",
                    "style = \"apa\"",
                    "language = \"de\"",
                    "description = \"Words\"",
                ]);
                let key = line.split(' ').next().unwrap_or_default();
                let rest: String =
                    text.lines().filter(|it| !it.starts_with(key)).map(|it| format!("{it}\n")).collect();
                self.write("brief.toml", &format!("{line}\n{rest}"));
                format!("settings {line}")
            }
            17 => {
                let theme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
                let name = self.dice.of(&[
                    "topic.html",
                    "brief.html",
                    "base.html",
                    "feed.html",
                    "home.html",
                    "card.html",
                ]);
                let text = fs::read_to_string(theme.join(name)).unwrap();
                self.write(&format!("themes/default/templates/{name}"), &format!("{text}<!-- {word} -->\n"));
                format!("template {name}")
            }
            18 => {
                let strings =
                    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/strings/en.toml");
                let text = fs::read_to_string(strings).unwrap();
                self.write(
                    "themes/default/strings/en.toml",
                    &text.replacen("lessons = \"", &format!("lessons = \"{word} "), 1),
                );
                "strings".into()
            }
            23 => {
                let path = self.site.root().join("briefings/counted.csv");
                let text = fs::read_to_string(&path).unwrap_or_else(|_| "year,n\n".to_owned());
                // Now and then a figure that is none.
                let figure = ["7", "12.5", "", "many"][self.dice.below(4)];
                self.write("briefings/counted.csv", &format!("{text}{},{figure}\n", 2010 + number));
                format!("figure {figure}")
            }
            19 => {
                let path = self.site.root().join("briefings/two/timeline.csv");
                let text = fs::read_to_string(&path).unwrap_or_default();
                self.write(
                    "briefings/two/timeline.csv",
                    &text.replacen("Began", &format!("Began {word}"), 1),
                );
                "timeline".into()
            }
            20 => {
                self.write(
                    "refs/logo.svg",
                    &format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{word}</title></svg>"),
                );
                "logo".into()
            }
            21 | 22 => {
                let path = ["briefings/map.png", "refs/logo.svg"][self.dice.below(2)];
                let width = [30, 600, 1100, 1700][self.dice.below(4)];
                let mut bytes = pixels::plain_png(width, 4);
                // Now and then only a part of it, or one in the logo's place.
                bytes.truncate(if self.dice.below(4) == 0 { 90 } else { usize::MAX });
                self.site.write(path, &bytes);
                self.date(&self.site.root().join(path));
                format!("picture {path}, {width} wide, {} bytes", bytes.len())
            }
            _ => {
                let all: Vec<PathBuf> = self.first.keys().cloned().collect();
                let path = all[self.dice.below(all.len())].clone();
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &self.first[&path]).unwrap();
                self.date(&path);
                format!("back to {}", path.display())
            }
        }
    }

    /// Puts everything as it was at the start, as a checkout of another branch does.
    pub(super) fn restore(&mut self) -> String {
        self.files().iter().for_each(|it| fs::remove_file(it).unwrap());
        for (path, bytes) in self.first.clone() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, bytes).unwrap();
            self.date(&path);
        }
        "everything back".into()
    }

    /// Everything that would be served, from memory.
    fn remembered(&mut self, ask: &Ask) -> (Kept, String) {
        let built = pipeline::build(&self.site.wish(ask), &mut self.memory).unwrap();
        let kept = std::mem::take(&mut self.kept);
        let files = built.publication.iter().flat_map(|it| it.files());
        let now: Kept = files
            .map(|file| {
                let (path, key) = (file.path.to_string(), file.key.to_string());
                let known = kept.get(&path).filter(|it| it.0 == key).map(|it| it.1.clone());
                (path, (key, known.unwrap_or_else(|| make(&file))))
            })
            .collect();
        // A build with mistakes leaves what is served as it was.
        self.kept = if built.publication.is_some() { now.clone() } else { kept };
        (now, said(&built))
    }

    /// The same from a first build. What styles print may be remembered: that costs most, and is
    /// compared by itself.
    fn fresh(&self, ask: &Ask, is_whole: bool) -> (Kept, String) {
        let mut memory = Memory::default();
        if !is_whole {
            memory.cites = self.memory.cites.clone();
        }
        let built = pipeline::build(&self.site.wish(ask), &mut memory).unwrap();
        let files = built.publication.iter().flat_map(|it| it.files());
        (files.map(|it| (it.path.to_string(), (it.key.to_string(), make(&it)))).collect(), said(&built))
    }
}

/// Makes a file.
fn make(file: &OutputFile) -> Made {
    match (file.make)() {
        Ok(Contents::Bytes(bytes)) => Ok(bytes.into()),
        Ok(Contents::Stream(mut reader)) => {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).unwrap();
            Ok(bytes.into())
        }
        Err(NotMade::Mistakes(all)) => {
            Err(format!("{:?}", all.iter().map(|it| &it.message).collect::<Vec<_>>()))
        }
        Err(NotMade::Trouble(trouble)) => panic!("{trouble:#}"),
    }
}

/// The messages of a build.
fn said(built: &Built) -> String {
    let words = |it| {
        brief::report::print::message(
            it,
            &built.excerpts,
            brief::report::print::Format::Human,
            Default::default(),
        )
    };
    built.report.all().iter().map(words).collect()
}

#[test]
fn what_is_remembered_is_what_a_first_build_makes() {
    let edits = std::env::var("BRIEF_TEST_EDITS").ok().and_then(|it| it.parse().ok()).unwrap_or(EDITS);
    let seed: u64 = std::env::var("BRIEF_TEST_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(2026);
    let run = |number: u64| {
        let mut edited = site(seed * 1000 + number);
        let (start, said) = edited.remembered(&Ask::default());
        assert!(!start.is_empty(), "{said}");
        let (mut built, mut same, mut broken) = (0, 0, 0);
        let mut history = Vec::new();
        for edit in 0..edits / SITES as usize {
            // Mistakes stay for a while, and then everything goes back at once.
            history.push(if broken > 2 { edited.restore() } else { edited.edit(edit) });
            let ask = Ask { drafts: edited.dice.below(8) == 0, ..Ask::default() };
            let before = edited.kept.clone();
            let (remembered, said) = edited.remembered(&ask);
            let (fresh, said_fresh) = edited.fresh(&ask, edit % 25 == 0);
            let recent = &history[history.len().saturating_sub(6)..];
            assert_eq!(said, said_fresh, "after {recent:?}");
            assert!(remembered.keys().eq(fresh.keys()), "other files after {recent:?}");
            for (path, (key, bytes)) in &fresh {
                assert!(remembered[path].1 == *bytes, "`{path}` is stale after {recent:?}");
                assert!(remembered[path].0 == *key, "`{path}` has another key after {recent:?}");
            }
            built += usize::from(!fresh.is_empty());
            broken = if fresh.is_empty() { broken + 1 } else { 0 };
            same +=
                fresh.iter().filter(|it| before.get(it.0).is_some_and(|before| before.0 == it.1.0)).count();
        }
        (built, same)
    };
    let counts: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..SITES).map(|it| scope.spawn(move || run(it))).collect();
        all.into_iter().map(|it| it.join().unwrap()).collect()
    });
    println!("{edits} edits in {SITES} sites; builds without errors, files kept by their keys: {counts:?}");
    assert!(counts.iter().all(|it| it.0 >= edits / SITES as usize / 3 && it.1 > edits / 4), "{counts:?}");
}

#[test]
fn an_edit_of_prose_joins_nothing_again() {
    let mut edited = site(1);
    let text = fs::read_to_string(edited.site.root().join("briefings/a.md")).unwrap();
    let mut list = |text: &str| {
        edited.write("briefings/a.md", text);
        let built = pipeline::build(&edited.site.wish(&Ask::default()), &mut edited.memory).unwrap();
        built.publication.unwrap().places
    };
    let first = list(&text);
    // Above everything else, so that all places move; a block of its own, so that ranges of blocks do.
    let prose = text.replace("\n## Part", "\nWords before.\n\n## Part").replace("A note", "A longer note");
    assert!(Arc::ptr_eq(&first, &list(&prose)), "the list of files outlives an edit of prose");
    for (what, edit) in [
        ("a title", prose.replace("title: Brief", "title: Other")),
        ("a heading", prose.replace("## Part {#part}", "## Parts {#part}")),
        ("a citation", prose.replace("[@two]", "[@one]")),
        ("a link", prose.replace("[the other](b.md#part)", "[the other](c.md#part)")),
        ("a topic", prose.replace("topics: [Roads]", "topics: [Rivers]")),
    ] {
        assert_ne!(edit, prose, "{what}");
        let before = list(&prose);
        assert!(!Arc::ptr_eq(&before, &list(&edit)), "{what} is joined");
    }
}
