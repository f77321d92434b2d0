//! The pages of a signed-in person.

use super::{Query, Seen};
use crate::auth::gate::needs_gate;
use crate::auth::session::at;
use crate::auth::{Auth, Fault, Visitor, agent};
use crate::flow::enrolment::Reason;
use crate::model::{
    AppLine, Confirm, Email, EventKind, EventLine, Method, Note, Overview, PhoneLine, Place, Purpose, RecoveryCodePage,
    RecoveryLine, Screen, SessionLine, Settings, TwoFactor,
};
use crate::store::session::{self as store_session, Session};
use crate::store::{Db, audit, challenge, factor, person};

impl Auth {
    pub(super) async fn see_signed_in(
        &self,
        visitor: &mut Visitor,
        session: &Session,
        place: Place,
        query: &Query,
    ) -> Result<Seen, Fault> {
        if needs_gate(place) && self.now() >= session.gate_until {
            return Ok(Seen::Go(Place::Confirm, None));
        }
        let here = |screen| Ok(Seen::here(screen, None));
        if place.is_document() {
            return self.see_document(visitor, session, place, query).await;
        }
        match place {
            Place::Confirm => self.see_gate(visitor, session, query).await,
            Place::Settings => here(Screen::Settings(self.settings_page(visitor, session).await?)),
            Place::TwoFactor | Place::Edit => {
                let mut db = self.store.read().await?;
                let (page, _) = self.two_factor(&mut db, visitor, session).await?;
                here(if place == Place::Edit { Screen::Edit(page) } else { Screen::TwoFactor(page) })
            }
            Place::Reset => self.see_reset(visitor, session).await,
            Place::Phone | Place::PhoneCode => self.see_enrolment(visitor, session, place).await,
            Place::Method => {
                let mut db = self.store.read().await?;
                let who = person::get(&mut db, &session.person).await?;
                here(Screen::Method(Method { channel: who.channel }))
            }
            Place::RecoveryCode => match self.recovery_page(visitor, session, query).await? {
                Some(page) => here(Screen::RecoveryCode(page)),
                None => Ok(Seen::Go(Place::Overview, Some(Note::FlowOver))),
            },
            Place::RecoveryPrint => match self.recovery_sheet(visitor, &query.page).await? {
                Some(sheet) => here(Screen::RecoveryPrint(sheet)),
                None => here(Screen::RecoveryCode(RecoveryCodePage::Seen { finished: true, flow: String::new() })),
            },
            Place::RecoveryLeave => here(Screen::RecoveryLeave(query.page.clone())),
            _ => here(Screen::Overview(self.overview_page(visitor, session).await?)),
        }
    }

    /// S4. A person who comes here on purpose gets the code at once; a prefetch or another site's link sends nothing.
    async fn see_gate(&self, visitor: &mut Visitor, session: &Session, query: &Query) -> Result<Seen, Fault> {
        let typed = &visitor.carried.typed.next;
        let next = if typed.is_empty() { &query.next } else { typed };
        let next = Place::parse(next).filter(|p| needs_gate(*p)).unwrap_or(Place::Settings);
        if self.now() < session.gate_until {
            return Ok(Seen::Go(next, None));
        }
        let mut note = None;
        let mut live = self.live_gate_code(session).await?;
        if live.is_none() && visitor.meant && visitor.carried.note.is_none() {
            note = match self.send_gate_code(visitor, session).await? {
                Note::CodeSent => None,
                refused => Some(refused),
            };
            live = self.live_gate_code(session).await?;
        }
        let to = Email::parse(&session.email).map(|e| e.masked()).unwrap_or_default();
        let code = live.map(|c| self.code_sent(visitor, "", &c, to.clone()));
        Ok(Seen::here(Screen::Confirm(Confirm { to, code, next: next.path().to_owned() }), note))
    }

    async fn live_gate_code(&self, session: &Session) -> Result<Option<challenge::Challenge>, Fault> {
        let mut db = self.store.read().await?;
        let newest = challenge::newest(&mut db, Purpose::Gate, session.id.as_str()).await?;
        Ok(newest.filter(|c| !c.facts.used && !c.facts.ended && self.now() < c.facts.expires))
    }

    async fn settings_page(&self, visitor: &Visitor, session: &Session) -> Result<Settings, Fault> {
        let mut db = self.store.read().await?;
        let (two_factor, _) = self.two_factor(&mut db, visitor, session).await?;
        let mut sessions: Vec<SessionLine> = self
            .live_sessions(&mut db, session)
            .await?
            .iter()
            .map(|line| session_line(visitor, session, line))
            .collect();
        sessions.sort_by_key(|line| !line.this);
        let language = person::get(&mut db, &session.person).await?.language;
        Ok(Settings {
            name: session.name.clone(),
            email: session.email.clone(),
            language: language.map(|chosen| chosen.name().to_owned()).unwrap_or_default(),
            organization: session.organization.clone().zip(session.role),
            two_factor,
            sessions,
            until: visitor.zone.clock(session.gate_until),
        })
    }

    /// 2FA as it stands, and how many sessions are live.
    pub(super) async fn two_factor(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        session: &Session,
    ) -> Result<(TwoFactor, i64), Fault> {
        let (now, whose) = (self.now(), (&session.person, &session.id));
        let glance = factor::glance(db, whose, self.live_since(session), now).await?;
        let line = |phone: factor::Phone| PhoneLine {
            id: phone.id.to_string(),
            verified: visitor.zone.day(phone.verified),
            masked: phone.masked,
            channel: glance.channel,
        };
        let (main, spares): (Vec<_>, Vec<_>) =
            factor::phones(db, &session.person).await?.into_iter().partition(|phone| phone.main);
        let phone = main.into_iter().next().map(line);
        let app = |app: factor::App| AppLine {
            id: app.id.to_string(),
            name: app.name,
            added: app.added.map(|at| visitor.zone.day(at)).unwrap_or_default(),
            used: app.used.map(|at| visitor.zone.day(at)),
        };
        let recovery = glance.recovery.map(|(made, used)| RecoveryLine {
            made: visitor.zone.day(at(made)),
            used: used.map(|used| visitor.zone.day(at(used))),
        });
        let replaces = |e: &factor::Running| e.reason == Reason::Replace && e.state.takes_number();
        let pending = glance.running.filter(|e| phone.is_some() && replaces(e) && now < e.expires);
        let two_factor = TwoFactor {
            phone,
            spares: spares.into_iter().map(line).collect(),
            apps: factor::apps(db, &session.person).await?.into_iter().map(app).collect(),
            pending: pending.map(|e| e.id.to_string()),
            recovery,
            required_by: glance.required_by,
            until: visitor.zone.clock(session.gate_until),
        };
        Ok((two_factor, glance.sessions))
    }

    async fn overview_page(&self, visitor: &Visitor, session: &Session) -> Result<Overview, Fault> {
        let mut db = self.store.read().await?;
        let (two_factor, sessions) = self.two_factor(&mut db, visitor, session).await?;
        let events = audit::of_person(&mut db, &session.person, 6).await?;
        Ok(Overview { two_factor, events: events.iter().map(|entry| event_line(visitor, entry)).collect(), sessions })
    }
}

pub(in crate::auth) fn session_line(visitor: &Visitor, session: &Session, line: &store_session::Line) -> SessionLine {
    SessionLine {
        device: agent::device(&line.agent),
        ip: line.ip.clone(),
        seen: visitor.zone.full(line.seen),
        this: line.id == session.id,
    }
}

pub(in crate::auth) fn event_line(visitor: &Visitor, entry: &audit::Entry) -> EventLine {
    // What time or the operator did came from no browser.
    let from = match entry.ip.is_empty() && entry.agent.is_empty() {
        true => String::new(),
        false => format!("{} · {}", agent::device(&entry.agent), entry.ip),
    };
    EventLine { what: event_kind(&entry.kind), at: visitor.zone.full(at(entry.at)), from }
}

fn event_kind(word: &str) -> EventKind {
    use crate::auth::audit::Kind;
    let pairs = [
        (Kind::SignedIn, EventKind::SignedIn),
        (Kind::SignedOut, EventKind::SignedOut),
        (Kind::WrongPassword, EventKind::WrongPassword),
        (Kind::WrongCode, EventKind::WrongCode),
        (Kind::GateOpened, EventKind::SettingsOpened),
        (Kind::ChangeStarted, EventKind::ChangeStarted),
        (Kind::ChangeCancelled, EventKind::ChangeCancelled),
        (Kind::PhoneAdded, EventKind::PhoneAdded),
        (Kind::PhoneChanged, EventKind::PhoneChanged),
        (Kind::PhoneRemoved, EventKind::PhoneRemoved),
        (Kind::PhoneMain, EventKind::PhoneMain),
        (Kind::PhoneDisabled, EventKind::PhoneDisabled),
        (Kind::AppAdded, EventKind::AppAdded),
        (Kind::AppRemoved, EventKind::AppRemoved),
        (Kind::TurnedOff, EventKind::TurnedOff),
        (Kind::ChangeUndone, EventKind::ChangeUndone),
        (Kind::RecoveryMade, EventKind::RecoveryMade),
        (Kind::RecoveryUsed, EventKind::RecoveryUsed),
        (Kind::PasswordChanged, EventKind::PasswordChanged),
        (Kind::PasswordReset, EventKind::PasswordReset),
        (Kind::EmailChanged, EventKind::EmailChanged),
        (Kind::EmailAdded, EventKind::EmailAdded),
        (Kind::EmailRemoved, EventKind::EmailRemoved),
        (Kind::OthersSignedOut, EventKind::OthersSignedOut),
        (Kind::CaseOpened, EventKind::CaseOpened),
        (Kind::CasePassed, EventKind::CasePassed),
        (Kind::CaseRefused, EventKind::CaseRefused),
        (Kind::CaseCancelled, EventKind::CaseCancelled),
        (Kind::CaseExpired, EventKind::CaseCancelled),
        (Kind::Reset, EventKind::Reset),
        (Kind::ResetAsked, EventKind::ResetAsked),
        (Kind::Unlocked, EventKind::Unlocked),
        (Kind::BillingChanged, EventKind::BillingChanged),
        (Kind::MethodChanged, EventKind::MethodChanged),
        (Kind::LanguageChanged, EventKind::LanguageChanged),
        (Kind::AccountMade, EventKind::AccountMade),
    ];
    pairs.into_iter().find(|(kind, _)| kind.word() == word).map_or(EventKind::Other, |(_, event)| event)
}
