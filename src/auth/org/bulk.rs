//! Doing something to many people at once (S16): a selection, a review that says who is affected and who is not, and a job that
//! goes on when its page is closed.

mod job;
mod reset;

use super::{Desk, in_chain};
use crate::auth::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{
    BulkDeed, BulkPage, BulkPerson, BulkResult, BulkStep, Kind, Note, OrgAddress, OrgId, OrgNote, OrgQuery, OrgSpot,
    PersonId, Role, Seconds,
};
use crate::store::selection::{self, Picked, Selection};
use serde_json::json;

/// How long a selection is kept until it is confirmed.
const KEPT: Seconds = Seconds::minutes(30);
/// People of one selection.
const MOST: i64 = 1000;

impl Auth {
    /// Keeps picked people, besides those of an earlier selection if one is named, and leads to their review. Everybody who
    /// matches is whoever matches at this moment: who comes later is not among them.
    pub async fn bulk_select(&self, visitor: &mut Visitor, org: &str, picks: BulkPicks) -> Result<Next, Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let deed = BulkDeed::parse(&picks.deed).ok_or(Fault::BadRequest)?;
        let (org, me, now, more) = (&desk.seat.org, &desk.session.person, self.now(), &picks.more);
        let list = OrgQuery::parse(&picks.query);
        let back = |note| Ok(Next::org(&OrgAddress::new(org, OrgSpot::People)).query(&list).say(Note::Org(note)));
        let people = match picks.all {
            true => self.people_matching(org, &list, MOST).await?,
            false => picks.people.iter().map(|id| PersonId::new(id.as_str())).collect(),
        };
        if i64::try_from(people.len()).is_ok_and(|many| many > MOST) {
            return back(if picks.all { OrgNote::BulkAll { most: 1000 } } else { OrgNote::BulkMany { most: 1000 } });
        }
        let mut tx = self.store.begin().await?;
        let old = match more.is_empty() {
            true => None,
            false => selection::find(&mut tx, org, more, me).await?.filter(|s| s.deed.is_none() && now < s.expires),
        };
        let id = match old {
            Some(old) => old.id,
            None => {
                let id = self.env.id_text();
                selection::insert(&mut tx, org, &id, me, (now, now + KEPT)).await?;
                id
            }
        };
        for person in &people {
            selection::pick(&mut tx, org, &id, person).await?;
        }
        let many = selection::size(&mut tx, &id).await?;
        if many == 0 || many > MOST {
            return back(if many == 0 { OrgNote::BulkNobody } else { OrgNote::BulkMany { most: 1000 } });
        }
        self.commit_silent(tx).await?;
        Ok(Next::org(&OrgAddress::new(org, OrgSpot::Bulk(id))).query(&asked(deed)))
    }

    /// Confirms a selection: the number of people affected was typed, and whoever does it has signed in in full.
    pub async fn bulk_start(&self, visitor: &mut Visitor, org: &str, form: BulkForm) -> Result<Next, Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let deed = BulkDeed::parse(&form.deed).ok_or(Fault::BadRequest)?;
        let mut db = self.store.read().await?;
        let found = self.own_selection(&mut db, &desk, &form.id).await?;
        drop(db);
        let page = OrgAddress::new(&desk.seat.org, OrgSpot::Bulk(found.id.clone()));
        let kept = Typed { fields: vec![cut(&form.reason, 300), cut(&form.ticket, 60)], ..Typed::default() };
        let here = |note| Ok(Next::org(&page).query(&asked(deed)).say(Note::Org(note)).keep(kept.clone()));
        if found.deed.is_some() {
            return Ok(Next::org(&page));
        }
        if !self.is_fresh(&desk.session) {
            return Ok(self.prove_first_at(&page));
        }
        let (reason, ticket, now) = (cut(&form.reason, 300), cut(&form.ticket, 60), self.now());
        if deed == BulkDeed::Reset && reason.is_empty() {
            return here(OrgNote::BulkReason);
        }
        let mut tx = self.store.begin().await?;
        let seat = self.seat_now(&mut tx, &desk).await?;
        let people = selection::people(&mut tx, &found, MOST).await?;
        let judged: Vec<(PersonId, Option<BulkResult>)> =
            people.into_iter().map(|p| (p.person.clone(), hindrance(deed, &desk, seat.role, &p))).collect();
        let affected = judged.iter().filter(|(_, skipped)| skipped.is_none()).count();
        if affected == 0 {
            return here(OrgNote::BulkNobody);
        }
        if form.count.trim() != affected.to_string() {
            return here(OrgNote::BulkCount { people: u32::try_from(affected).unwrap_or(0) });
        }
        let from = (visitor.ip.as_str(), visitor.agent.as_str());
        selection::start(&mut tx, &found, (deed, &reason, &ticket), from, now).await?;
        for (person, skipped) in &judged {
            selection::line_up(&mut tx, &found.id, person, *skipped, now).await?;
        }
        let me = &desk.session.person;
        let detail = json!({ "deed": deed.word(), "people": affected, "selection": found.id, "reason": reason,
            "ticket": ticket });
        let subject = in_chain(&desk.seat.org, me);
        self.record(&mut tx, subject, visitor, Kind::BulkStarted, detail).await?;
        self.commit(tx).await?;
        Ok(Next::org(&page).say(Note::Org(OrgNote::BulkBegun)))
    }

    /// The page of a selection: the review, or how far the job is.
    pub(super) async fn bulk_page(
        &self,
        visitor: &Visitor,
        desk: &Desk,
        id: &str,
        query: &OrgQuery,
    ) -> Result<BulkPage, Fault> {
        let mut db = self.store.read().await?;
        let found = self.own_selection(&mut db, desk, id).await?;
        let people = selection::people(&mut db, &found, MOST).await?;
        let deed = found.deed.or(BulkDeed::parse(query.get("deed"))).unwrap_or(BulkDeed::Remind);
        let step = match found.started {
            Some(started) => {
                let total = i64::try_from(people.len()).unwrap_or(0);
                let over = i64::try_from(people.iter().filter(|p| p.over).count()).unwrap_or(0);
                let shown = |p: Picked| {
                    let result = BulkResult::parse(&p.result).filter(|_| p.over);
                    BulkPerson { id: p.person.to_string(), name: p.name, email: p.email, result }
                };
                BulkStep::Running {
                    started: visitor.zone.full(started),
                    finished: found.finished.map(|at| visitor.zone.full(at)),
                    over,
                    total,
                    people: people.into_iter().map(shown).collect(),
                }
            }
            None => {
                let shown = |p: Picked| {
                    let result = hindrance(deed, desk, desk.seat.role, &p);
                    BulkPerson { id: p.person.to_string(), name: p.name, email: p.email, result }
                };
                let (skipped, affected) = people.into_iter().map(shown).partition(|p: &BulkPerson| p.result.is_some());
                let typed = |n: usize| visitor.carried.typed.fields.get(n).cloned().unwrap_or_default();
                let until = visitor.zone.clock(found.expires);
                BulkStep::Review { affected, skipped, reason: typed(0), ticket: typed(1), until }
            }
        };
        Ok(BulkPage { id: found.id, deed, step })
    }

    /// What became of everybody of a job, for spreadsheets.
    ///
    /// # Errors
    /// As for the page.
    pub async fn bulk_results(&self, visitor: &mut Visitor, org: &str, id: &str) -> Result<String, Fault> {
        let desk = self.desk(visitor, &OrgId::new(org)).await?;
        let mut db = self.store.read().await?;
        let found = self.own_selection(&mut db, &desk, id).await?;
        let mut text = crate::flow::csv::line(["Name", "Email", "Result"]);
        for picked in selection::people(&mut db, &found, MOST).await? {
            let result = if picked.over { picked.result.as_str() } else { "waiting" };
            text.push_str(&crate::flow::csv::line([picked.name.as_str(), &picked.email, result]));
        }
        Ok(text)
    }

    /// A selection of the visitor's own in this organization.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for anybody else's exactly as for none (T11), and for one whose time is over.
    async fn own_selection(&self, db: &mut crate::store::Db, desk: &Desk, id: &str) -> Result<Selection, Fault> {
        let found = selection::find(db, &desk.seat.org, id, &desk.session.person).await?;
        found.filter(|s| s.deed.is_some() || self.now() < s.expires).ok_or(Fault::NotFound)
    }
}

/// Whom something is to be done to.
#[derive(Clone, Default)]
pub struct BulkPicks {
    /// A word of [`BulkDeed`].
    pub deed: String,
    /// A selection whose people are kept; empty for none.
    pub more: String,
    /// Everybody whom the list matches, in place of those picked one by one.
    pub all: bool,
    /// What the list asks, as its address says it.
    pub query: String,
    /// Ids of those who were picked.
    pub people: Vec<String>,
}

/// What was typed at the end of a review.
#[derive(Clone, Default)]
pub struct BulkForm {
    /// The selection.
    pub id: String,
    /// A word of [`BulkDeed`].
    pub deed: String,
    /// How many people are affected, as typed.
    pub count: String,
    /// Why.
    pub reason: String,
    /// Number of a ticket elsewhere.
    pub ticket: String,
}

/// Why somebody is skipped, as far as can be seen beforehand; the job asks again for each.
fn hindrance(deed: BulkDeed, desk: &Desk, own: Role, picked: &Picked) -> Option<BulkResult> {
    let Some(role) = picked.role else { return Some(BulkResult::Gone) };
    let reset = deed == BulkDeed::Reset;
    let reasons = [
        (reset && picked.person == desk.session.person, BulkResult::Own),
        (picked.status == "suspended", BulkResult::Suspended),
        (reset && !picked.managed, BulkResult::NotManaged),
        (reset && role == Role::Owner, BulkResult::Owner),
        (reset && role > own, BulkResult::HigherRole),
        (reset && picked.status == "pending", BulkResult::Pending),
        (reset && picked.status == "none", BulkResult::NoTwoFactor),
        (!reset && picked.status == "on", BulkResult::HasTwoFactor),
        (picked.refused, BulkResult::CannotTell),
    ];
    reasons.into_iter().find(|(is, _)| *is).map(|(_, result)| result)
}

fn asked(deed: BulkDeed) -> OrgQuery {
    OrgQuery::default().with("deed", deed.word())
}

/// What was typed, on one line and of bounded length.
fn cut(text: &str, most: usize) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(most).collect()
}
