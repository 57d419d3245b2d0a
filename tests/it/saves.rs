//! A save is seen whatever way an editor has of saving: the new text is answered over HTTP.

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use brief::output::Contents;
use brief::pipeline::{self, Memory};

use super::dice::Dice;
use super::live::{Live, number};
use super::small_site::{Ask, SmallSite};

/// How often each way is used; `BRIEF_TEST_SAVES` names how many saves there are in all.
const SAVES: usize = 20;

/// A way of saving: of which editors, and how.
type Way = (&'static str, fn(&Path, &str, &mut Dice));

/// How editors save.
const WAYS: [Way; 9] = [
    ("truncated and written", |file, text, _| fs::write(file, text).unwrap()),
    ("written in two parts", |file, text, dice| {
        let mut written = File::create(file).unwrap();
        let (first, second) = text.split_at(dice.below(text.len()));
        written.write_all(first.as_bytes()).unwrap();
        sleep(Duration::from_millis(dice.below(10) as u64));
        written.write_all(second.as_bytes()).unwrap();
    }),
    ("a temporary file moved over it (sed, most programs)", |file, text, _| {
        let temporary = file.with_file_name("sedX7qLpQ");
        fs::write(&temporary, text).unwrap();
        fs::rename(&temporary, file).unwrap();
    }),
    ("moved away, written anew, the old one removed (Vim)", |file, text, dice| {
        let backup = file.with_file_name("a.md~");
        fs::rename(file, &backup).unwrap();
        sleep(Duration::from_micros(dice.below(3000) as u64));
        fs::write(file, text).unwrap();
        fs::remove_file(&backup).unwrap();
    }),
    ("a lock link and a recovery file, then a temporary one moved over it (Emacs)", |file, text, dice| {
        let (lock, recovery) = (file.with_file_name(".#a.md"), file.with_file_name("#a.md#"));
        link("somebody@host.4711:1790000000", &lock);
        fs::write(&recovery, &text[..dice.below(text.len())]).unwrap();
        sleep(Duration::from_millis(dice.below(5) as u64));
        let temporary = file.with_file_name("a.mdTmp");
        let mut written = File::create(&temporary).unwrap();
        written.write_all(text.as_bytes()).unwrap();
        written.sync_all().unwrap();
        fs::rename(&temporary, file).unwrap();
        fs::remove_file(&lock).unwrap();
        fs::remove_file(&recovery).unwrap();
    }),
    ("a probe, a copy that stays, then truncated and written (Vim with backups)", |file, text, _| {
        let probe = file.with_file_name("4913");
        fs::write(&probe, "").unwrap();
        fs::remove_file(&probe).unwrap();
        fs::copy(file, file.with_file_name("a.md~")).unwrap();
        fs::write(file, text).unwrap();
    }),
    ("deleted, and made again from a part (folders in the cloud)", |file, text, dice| {
        fs::remove_file(file).unwrap();
        sleep(Duration::from_millis(dice.below(120) as u64));
        let part = file.with_file_name("a.md.part");
        let mut written = File::create(&part).unwrap();
        let (first, second) = text.split_at(dice.below(text.len()));
        written.write_all(first.as_bytes()).unwrap();
        sleep(Duration::from_millis(dice.below(5) as u64));
        written.write_all(second.as_bytes()).unwrap();
        fs::rename(&part, file).unwrap();
    }),
    ("replaced by one of the same size and time (copies that keep times)", |file, text, dice| {
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000);
        let other = file.with_file_name(".other");
        // So that nothing but its content tells it from the next.
        set_time(file, long_ago);
        sleep(Duration::from_millis(dice.below(30) as u64));
        match dice.below(3) {
            0 => {
                fs::write(&other, text).unwrap();
                set_time(&other, long_ago);
                fs::rename(&other, file).unwrap();
            }
            // Another name of a file that was written elsewhere.
            1 => {
                fs::write(&other, text).unwrap();
                set_time(&other, long_ago);
                fs::remove_file(file).unwrap();
                fs::hard_link(&other, file).unwrap();
                fs::remove_file(&other).unwrap();
            }
            _ => {
                fs::write(file, text).unwrap();
                set_time(file, long_ago);
            }
        }
    }),
    ("opened, emptied, written, brought to disk (VS Code)", |file, text, dice| {
        let mut written = File::options().read(true).write(true).open(file).unwrap();
        written.set_len(0).unwrap();
        sleep(Duration::from_micros(dice.below(2000) as u64));
        written.seek(SeekFrom::Start(0)).unwrap();
        written.write_all(text.as_bytes()).unwrap();
        written.sync_data().unwrap();
    }),
];

/// Sets when a file was written.
fn set_time(file: &Path, time: SystemTime) {
    File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

/// Makes a link that leads nowhere, as a lock is.
#[cfg(unix)]
fn link(to: &str, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

/// Makes a lock, where links need rights.
#[cfg(not(unix))]
fn link(to: &str, at: &Path) {
    fs::write(at, to).unwrap();
}

#[test]
fn every_save_of_every_editor_is_answered() {
    let rounds = number("BRIEF_TEST_SAVES", SAVES * WAYS.len()).div_ceil(WAYS.len());
    let text = |save: usize| {
        format!(
            "---\ntitle: Saved\ndate: 2026-01-05\ntopics: [Roads]\n---\n\n## Part\n\nThis is save {save:06}.\n"
        )
    };
    let site = SmallSite::new(&[
        ("briefings/a.md", &text(0)),
        ("briefings/b.md", &text(0).replace("Saved", "Other")),
    ]);
    let live = Live::over(site.wish(&Ask::default()));
    let file = site.root().join("briefings/a.md");
    let mut dice = Dice(2026);
    let (mut save, mut answered) = (0, [0; WAYS.len()]);
    for _ in 0..rounds {
        for (index, (way, run)) in WAYS.iter().enumerate() {
            save += 1;
            run(&file, &text(save), &mut dice);
            let shown = format!("This is save {save:06}.");
            live.until(&format!("save {save}, {way}"), || live.text("/a/").contains(&shown));
            answered[index] += 1;
        }
    }
    println!("{save} saves in {} ways were answered", WAYS.len());
    assert_eq!(answered, [rounds; WAYS.len()]);
}

#[test]
#[cfg(unix)]
fn a_build_that_remembers_reads_what_was_written_under_an_old_time() {
    let text = |word: &str| format!("---\ntitle: A {word} plan\ndate: 2026-01-05\n---\n\n## Part\n\nText.\n");
    let site = SmallSite::empty();
    site.settle();
    let file = site.root().join("briefings/a.md");
    let write = |word: &str| {
        fs::write(&file, text(word)).unwrap();
        set_time(&file, SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000));
    };
    let mut memory = Memory::default();
    let mut title = || {
        let built = pipeline::build(&site.wish(&Ask::default()), &mut memory).unwrap();
        let page =
            built.publication.unwrap().files().into_iter().find(|it| it.path.as_str() == "a/index.html");
        match (page.unwrap().make)() {
            Ok(Contents::Bytes(bytes)) => String::from_utf8(bytes).unwrap(),
            _ => panic!("a page is made"),
        }
    };
    write("first");
    // Until its time is trusted: what was changed a moment ago is read again in any case.
    sleep(Duration::from_millis(2100));
    assert!(title().contains("A first plan"));
    write("later");
    assert!(title().contains("A later plan"), "the text is that of before");
}
