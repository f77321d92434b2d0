//! What is at an address for whoever asks: from the state in the database to one `Page`. Back, refresh, a second tab and
//! a deep link all come through here, so each of them sees the truth.

mod account;
mod documents;
mod enrolling;
mod signing_in;

pub(super) use account::{event_line, session_line};

use super::sign_in::place_of;
use super::{Auth, Fault, Visitor};
use crate::model::{Doc, DocPage, Frame, Note, Page, Place, Screen, Who};
use crate::store::session::Session;

/// What the address said after its path.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Secret of a link.
    pub token: String,
    /// Secret of a shown recovery-code page.
    pub page: String,
    /// Where to go afterwards: the path of a place.
    pub next: String,
    /// Cursor of a list.
    pub after: String,
}

/// What is at an address: a page that the program shows as well, or a plain document.
pub enum Shown {
    /// A page.
    Page(Box<Page>),
    /// A document.
    Document(Box<DocPage>),
    /// It is at another address, a page of an organization.
    Away(String),
}

/// A screen, or somewhere else with something to say.
pub(super) enum Seen {
    Here(Box<Screen>, Option<Note>),
    Document(Box<Doc>),
    Go(Place, Option<Note>),
    Away(String),
}

impl Seen {
    fn here(screen: Screen, note: Option<Note>) -> Seen {
        Seen::Here(Box::new(screen), note)
    }

    fn document(doc: Doc) -> Seen {
        Seen::Document(Box::new(doc))
    }
}

impl Auth {
    /// The page at `place`, after every redirect that the state asks for. A document is only named: whoever asked loads
    /// it by itself, and what was to be said waits for that.
    ///
    /// # Errors
    /// Only faults of ours; what may not be seen is answered with the page that explains it.
    pub async fn page(&self, visitor: &mut Visitor, place: Place, query: &Query) -> Result<Page, Fault> {
        if place.is_document() {
            let screen = Screen::Document;
            let note = visitor.carried.note.clone();
            return Ok(Page { place, frame: Frame::default(), note, screen });
        }
        match self.shown(visitor, place, query).await? {
            Shown::Page(page) => Ok(*page),
            Shown::Document(doc) => {
                let DocPage { place, frame, note, .. } = *doc;
                Ok(Page { place, frame, note, screen: Screen::Document })
            }
            // Loaded by the browser itself, which is then told the address.
            Shown::Away(_) => {
                let note = visitor.carried.note.take();
                Ok(Page { place: Place::Org, frame: Frame::default(), note, screen: Screen::Document })
            }
        }
    }

    /// What is at `place`, after every redirect that the state asks for.
    ///
    /// # Errors
    /// [`Fault::NotAllowed`] where only others may look; else only faults of ours.
    pub async fn shown(&self, visitor: &mut Visitor, place: Place, query: &Query) -> Result<Shown, Fault> {
        let mut place = place;
        // Every chain of redirects ends at a sign-in page or at the overview, neither of which redirects back.
        for _ in 0..6 {
            let session = self.session(visitor).await?;
            match self.see(visitor, session.as_ref(), place, query).await? {
                Seen::Here(screen, note) => {
                    let screen = *screen;
                    let frame = self.frame(session.as_ref(), &screen);
                    let note = visitor.carried.note.take().or(note);
                    return Ok(Shown::Page(Box::new(Page { place, frame, note, screen })));
                }
                Seen::Document(doc) => {
                    let half = session.is_none() && self.half_signed_in(visitor).await?.is_some();
                    let frame = Frame { half, ..self.frame(session.as_ref(), &Screen::Document) };
                    let note = visitor.carried.note.take();
                    return Ok(Shown::Document(Box::new(DocPage { place, frame, note, doc: *doc })));
                }
                Seen::Away(location) => return Ok(Shown::Away(location)),
                Seen::Go(next, note) => {
                    if visitor.carried.typed.next.is_empty() && matches!(next, Place::SignIn | Place::Confirm) {
                        visitor.carried.typed.next = place.path().to_owned();
                    }
                    visitor.carried.note = visitor.carried.note.take().or(note);
                    place = next;
                }
            }
        }
        Err(Fault::Broken("redirects in a circle"))
    }

    /// The page for an address that is none of ours.
    pub async fn not_found(&self, visitor: &mut Visitor) -> Result<Page, Fault> {
        let session = self.session(visitor).await?;
        let frame = self.frame(session.as_ref(), &Screen::NotFound);
        Ok(Page { place: Place::Overview, frame, note: None, screen: Screen::NotFound })
    }

    async fn see(
        &self,
        visitor: &mut Visitor,
        session: Option<&Session>,
        place: Place,
        query: &Query,
    ) -> Result<Seen, Fault> {
        match place {
            Place::SignIn => self.see_sign_in(visitor, session, query),
            Place::Verify | Place::App | Place::Recovery | Place::NewPassword => {
                self.see_half_signed_in(visitor, session, place).await
            }
            Place::ResetMfa | Place::CaseCheck | Place::CaseCode => self.see_case(visitor, session, place).await,
            Place::CaseStatus => Ok(Seen::document(Doc::CaseStatus(self.case_status(visitor, &query.token).await?))),
            Place::Forgot => {
                let email = visitor.carried.typed.email.clone();
                Ok(Seen::document(Doc::Forgot(crate::model::Forgot { email })))
            }
            Place::ForgotCode => Ok(match self.forgot_page(visitor).await? {
                Some(page) => Seen::document(Doc::ForgotCode(page)),
                None => Seen::Go(Place::Forgot, Some(Note::FlowOver)),
            }),
            Place::NewPhone | Place::NewPhoneCode => self.see_forced(visitor, session, place).await,
            Place::Undo => Ok(Seen::document(Doc::Undo(self.undo_page(visitor, &query.token).await?))),
            Place::Invitation => {
                let page = self.invitation_page(visitor, session, &query.token).await?;
                Ok(Seen::document(Doc::Invitation(page)))
            }
            Place::Setup => Ok(Seen::here(Screen::Setup(self.setup_page(visitor, &query.token).await?), None)),
            // Shown by the door itself, which alone knows of the simulator.
            Place::Simulator => Ok(Seen::here(Screen::NotFound, None)),
            _ => match session {
                // Half-way through a sign-in every address leads back to its next step.
                None => Ok(match self.half_signed_in(visitor).await? {
                    Some(sign_in) => Seen::Go(place_of(sign_in.state, sign_in.next), None),
                    None => Seen::Go(Place::SignIn, Some(Note::SignedOut)),
                }),
                Some(session) => self.see_signed_in(visitor, session, place, query).await,
            },
        }
    }

    pub(super) fn frame(&self, session: Option<&Session>, screen: &Screen) -> Frame {
        let who = session.map(|s| Who {
            name: s.name.clone(),
            email: s.email.clone(),
            organization: s.organization.clone().zip(s.role),
        });
        let half = match screen {
            Screen::Verify(_) | Screen::App(_) | Screen::Recovery | Screen::NewPassword => true,
            Screen::AddPhone(page) => page.forced.is_some(),
            Screen::PhoneCode(page) => page.forced,
            _ => false,
        };
        Frame { demo: self.demo_bar, who, half }
    }
}
