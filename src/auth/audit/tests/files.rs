//! Files taken out of the trail: exports and dossiers, verified without the database.

use super::*;

/// An export of rows `from` to `to`; with a filter, of every third row.
async fn export(trail: &Trail, from: usize, to: usize, filter: &str) -> String {
    let State { rows, checkpoints, head } = trail.state().await;
    let head = head.unwrap();
    let opening = Opening {
        format: 1,
        organization: "Acme".into(),
        chain: CHAIN.into(),
        filter: filter.into(),
        from: "2026-11-01T00:00:00Z".into(),
        to: "2026-12-01T00:00:00Z".into(),
        public_key: trail.auth.vault.public_key().to_string(),
    };
    let (mut lines, mut text) = write::Lines::open(opening, 1_795_500_000_000, &head);
    for row in rows[from..to].iter().filter(|row| filter.is_empty() || row.seq % 3 == 0) {
        text += &lines.event(Event::of(row, "Dana Ortiz", "Jonas Weber"));
        for checkpoint in checkpoints.iter().filter(|c| filter.is_empty() && c.seq == row.seq) {
            text += &lines.mark(Mark::from(checkpoint.clone()));
        }
    }
    text + &lines.end(&trail.auth.vault)
}

async fn dossier(trail: &Trail) -> String {
    let State { rows, checkpoints, head } = trail.state().await;
    let events = [22, 23, 30].map(|n| Event::of(&rows[n], "Dana Ortiz", "Jonas Weber")).into();
    let marks = checkpoints.into_iter().filter(|c| c.seq == 23).map(Mark::from).collect();
    let facts = [("organization", json!("Acme")), ("reset", json!({ "reason": "lost phone" }))];
    write::dossier(&facts, events, marks, &head.unwrap(), 1_795_500_000_000, &trail.auth.vault)
}

fn found(text: &str) -> Finding {
    check(text.as_bytes(), &Vault::new(&KEY).public_key()).unwrap()
}

#[tokio::test]
async fn an_untouched_file_passes_whatever_it_holds() {
    let trail = Trail::filled().await;
    for (from, to, filter, rows, checkpoints) in
        [(0, 40, "", 40, 3), (15, 25, "", 10, 1), (40, 40, "", 0, 0), (0, 40, "event:session.begin", 13, 0)]
    {
        let found = found(&export(&trail, from, to, filter).await);
        assert_eq!((found.flaws, found.rows, found.checkpoints), (vec![], rows, checkpoints));
    }
    let found = found(&dossier(&trail).await);
    assert_eq!((found.flaws, found.rows, found.checkpoints), (vec![], 3, 1));
}

#[tokio::test]
async fn whatever_is_changed_in_a_file_is_found() {
    let trail = Trail::filled().await;
    let mut dice = Dice(11);
    for text in [export(&trail, 3, 37, "").await, export(&trail, 0, 40, "x").await, dossier(&trail).await] {
        assert_eq!(found(&text).flaws, []);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for _ in 0..400 {
            let mut bytes = text.clone().into_bytes();
            let at = dice.below(bytes.len());
            bytes[at] = if dice.below(3) == 0 { bytes[at] ^ 1 } else { b' ' + u8::try_from(dice.below(95)).unwrap() };
            if bytes != text.as_bytes() {
                let found = check(&*bytes, &Vault::new(&KEY).public_key()).unwrap();
                assert!(!found.flaws.is_empty(), "byte {at}: {}", String::from_utf8_lossy(&bytes));
            }
        }
        for _ in 0..60 {
            let (a, b) = (dice.below(lines.len()), dice.below(lines.len()));
            let without: String = lines.iter().enumerate().filter(|(n, _)| *n != a).map(|(_, l)| *l).collect();
            assert!(!found(&without).flaws.is_empty(), "line {a} gone");
            let cut: String = lines[..a].concat();
            assert!(!found(&cut).flaws.is_empty(), "cut off before line {a}");
            let mut other = lines.clone();
            other.insert(b, lines[a]);
            assert!(!found(&other.concat()).flaws.is_empty(), "line {a} twice");
            other = lines.clone();
            other.swap(a, b);
            assert!(other.concat() == text || !found(&other.concat()).flaws.is_empty(), "lines {a} and {b} swapped");
            let end = dice.below(text.len());
            assert!(!found(&text[..end]).flaws.is_empty(), "cut off after byte {end}");
        }
    }
}

#[tokio::test]
async fn a_file_says_which_row_is_wrong_and_where_it_was_cut_off() {
    let trail = Trail::filled().await;
    let text = export(&trail, 0, 40, "").await;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let row = |n: i64| {
        let at = |line: &&&str| line.contains(&format!("{{\"type\":\"event\",\"seq\":{n},"));
        lines.iter().position(|line| at(&line)).unwrap()
    };
    let first = |text: String| found(&text).flaws.remove(0);
    let edited = lines[..row(17)].concat() + &lines[row(17)].replace("203.0.113.7", "203.0.113.9");
    assert_eq!(first(edited + &lines[row(18)..].concat()), FileFlaw::Row(Flaw::Altered(17)));
    let gap = lines[..row(17)].concat() + &lines[row(19)..].concat();
    assert_eq!(first(gap), FileFlaw::Row(Flaw::Missing(17, 18)));
    let end = lines.last().unwrap().to_string();
    assert_eq!(first(lines[..row(36)].concat() + &end), FileFlaw::CutOff { at: 35, to: 40 });
    assert_eq!(first(lines[..row(36)].concat()), FileFlaw::NoEnd(35));
    let opening = lines[0].to_owned();
    assert_eq!(first(opening.clone() + &lines[row(4)..].concat()), FileFlaw::Start { at: 4, from: 1 });
    let other = export(&trail, 0, 35, "").await;
    assert_eq!(
        first(lines[..lines.len() - 1].concat() + other.lines().last().unwrap() + "\n"),
        FileFlaw::Count { found: 40, exported: 35 }
    );
    for junk in ["", "{}\n", "hello\n", "{\n}\n"] {
        assert!(!found(junk).flaws.is_empty());
    }
}

#[tokio::test]
async fn a_file_signed_by_another_key_is_not_believed() {
    let trail = Trail::filled().await;
    let text = export(&trail, 0, 40, "").await;
    let other = Vault::new(&[9; 32]);
    assert!(check(text.as_bytes(), &other.public_key()).unwrap().flaws.contains(&FileFlaw::EndNotSigned));
    // A forger hashes everything anew and signs with a key of their own, put into the first line.
    let end: Line = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let Line::End(statement) = end else { panic!() };
    let forged = write::text(&Line::End(Statement { to_seq: 30, ..statement }.signed(&other)));
    let all = text.lines().count();
    let body: String = text.split_inclusive('\n').take(all - 1).collect();
    assert_eq!(found(&(body + &forged)).flaws[0], FileFlaw::EndNotSigned);
}

#[tokio::test]
async fn a_row_that_was_altered_before_the_export_is_told_apart() {
    let trail = Trail::filled().await;
    let mut state = trail.state().await;
    state.edit(16, 0);
    trail.write(&state).await;
    let flaws = found(&export(&trail, 0, 40, "").await).flaws;
    assert_eq!(flaws, [FileFlaw::RowBefore(Flaw::Altered(17))]);
}
