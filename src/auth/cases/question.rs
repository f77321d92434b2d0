//! `Ask for more`: a reviewer asks the person behind a request something, and the answer comes back through the page of the
//! request, to which the mail links. It proves nothing, like every other answer (v5.0.0-6.4.2): it is for the reviewer's eyes.

use super::link::open_by_link;
use crate::auth::audit::Kind;
use crate::auth::notice::News;
use crate::auth::resets::{cut, said};
use crate::auth::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{
    CaseId, CaseQA, Field, Moment, Note, OrgAddress, OrgId, OrgSpot, Place, ResetNote, Role, Timestamp,
};
use crate::store::case::{self, Case};
use crate::store::case_question::{self, Question};
use crate::store::outbox::{ResetNews, What};
use crate::store::{Db, org, person};
use serde_json::json;

/// Characters of a question or an answer.
const LONGEST: usize = 300;
/// Questions about one request: a reviewer asks, and does not fill a mailbox.
const MOST: usize = 5;

impl Auth {
    /// An owner asks about somebody else's request.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when this organization has no such request, [`Fault::NotAllowed`] for admins: they decide none.
    pub async fn case_ask(&self, visitor: &mut Visitor, org: &str, id: &str, text: &str) -> Result<Next, Fault> {
        let org = OrgId::new(org);
        let desk = self.desk(visitor, &org).await?;
        let page = OrgAddress::new(&org, OrgSpot::Requests);
        let here = |note| Ok(Next::org(&page).say(note));
        let text = cut(text, LONGEST);
        let mut tx = self.store.begin().await?;
        let found = case::get(&mut tx, &CaseId::new(id)).await?.filter(|c| c.org == org && !c.state.draft());
        let found = found.ok_or(Fault::NotFound)?;
        if desk.seat.role < Role::Owner {
            return Err(Fault::NotAllowed);
        }
        if found.person == desk.session.person {
            return here(Note::CaseOwn);
        }
        if text.is_empty() {
            return here(said(ResetNote::QuestionMissing));
        }
        let who = person::hold(&mut tx, &found.person).await?;
        let open = case::get(&mut tx, &found.id).await?.filter(|c| c.state.open()).ok_or(Fault::NotFound);
        let Ok(open) = open else { return here(Note::CaseOver) };
        if case_question::of_case(&mut tx, &open.id).await?.len() >= MOST {
            return here(said(ResetNote::AskedEnough));
        }
        let asked = Question {
            id: self.env.id_text(),
            asked_by: desk.session.person.to_string(),
            asked_at: self.now().0,
            question_sealed: self.vault.seal(&self.env, "question", &text),
            answer_sealed: None,
            answered_at: None,
        };
        case_question::insert(&mut tx, &org, &open.id, &asked).await?;
        let detail = json!({ "case": open.number, "question": asked.id });
        let actor = desk.session.person.as_str();
        self.record_by(&mut tx, self.case_subject(&open), visitor, actor, Kind::CaseAsked, detail).await?;
        let by = format!("{} of {}", desk.session.name, desk.seat.name);
        let news = News::of(What::Reset(ResetNews::Question))
            .case(open.id.as_str(), &open.number, None)
            .within(desk.seat.name.clone(), by)
            .question(asked.id);
        self.tell(&mut tx, visitor, &who, news).await?;
        self.commit(tx).await?;
        here(said(ResetNote::Asked))
    }

    /// The person's answer, by the link of their request. Whoever has the link alone learns what was asked and nothing else.
    pub async fn case_reply(
        &self,
        visitor: &mut Visitor,
        token: &str,
        question: &str,
        text: &str,
    ) -> Result<Next, Fault> {
        let kept = Typed { token: token.to_owned(), ..Typed::default() };
        let here = |note| Ok(Next::to(Place::CaseStatus).say(note).keep(kept.clone()));
        let mut tx = self.store.begin().await?;
        let Some(open) = open_by_link(&self.vault, &mut tx, token).await? else { return here(Note::CaseOver) };
        let text = cut(text, LONGEST);
        if text.is_empty() {
            return here(Note::AnswerMissing(Field::Details));
        }
        let who = person::hold(&mut tx, &open.person).await?;
        let sealed = self.vault.seal(&self.env, "answer", &text);
        match case_question::answer(&mut tx, &open.id, question, &sealed, self.now()).await.map_err(Fault::from) {
            Ok(()) => {}
            Err(Fault::Stale) => return here(Note::CaseAnswered),
            Err(fault) => return Err(fault),
        }
        let detail = json!({ "case": open.number, "question": question });
        self.record(&mut tx, self.case_subject(&open), visitor, Kind::CaseAnswered, detail).await?;
        let organization = org::name(&mut tx, &open.org).await?.unwrap_or_default();
        let news = News::of(What::Reset(ResetNews::Answer))
            .case(open.id.as_str(), &open.number, None)
            .within(organization.clone(), organization)
            .staff(crate::auth::notice::Staff::Owners(&open.org));
        self.tell(&mut tx, visitor, &who, news).await?;
        self.commit(tx).await?;
        here(Note::CaseAnswered)
    }

    /// Everything that was asked about a case, with the answers.
    pub(in crate::auth) async fn case_talk(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        case: &Case,
    ) -> Result<Vec<CaseQA>, Fault> {
        let mut talk = Vec::new();
        for asked in case_question::of_case(db, &case.id).await? {
            let read = |what, sealed: &str| self.vault.open(what, sealed).ok_or(Fault::Broken("question"));
            let moment = |at: i64| visitor.zone.full(Timestamp(at));
            talk.push(CaseQA {
                question: read("question", &asked.question_sealed)?,
                answer: asked.answer_sealed.as_deref().map(|sealed| read("answer", sealed)).transpose()?,
                by: self.name_of(db, &asked.asked_by).await?,
                asked: moment(asked.asked_at),
                answered: asked.answered_at.map_or_else(Moment::default, moment),
                id: asked.id,
            });
        }
        Ok(talk)
    }
}
