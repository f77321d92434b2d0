//! What is at an address for whoever asks: from the state in the database to one `Page`. Back, refresh, a second tab and
//! a deep link all come through here, so each of them sees the truth.

mod account;
mod enrolling;
mod signing_in;

use super::sign_in::place_of;
use super::{Auth, Fault, Visitor};
use crate::model::{Frame, Note, Page, Place, Screen, Who};
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
}

/// A screen, or somewhere else with something to say.
pub(super) enum Seen {
    Here(Box<Screen>, Option<Note>),
    Go(Place, Option<Note>),
}

impl Seen {
    fn here(screen: Screen, note: Option<Note>) -> Seen {
        Seen::Here(Box::new(screen), note)
    }
}

impl Auth {
    /// The page at `place`, after every redirect that the state asks for.
    ///
    /// # Errors
    /// Only faults of ours; what may not be seen is answered with the page that explains it.
    pub async fn page(&self, visitor: &mut Visitor, place: Place, query: &Query) -> Result<Page, Fault> {
        let mut place = place;
        // Every chain of redirects ends at a sign-in page or at the overview, neither of which redirects back.
        for _ in 0..6 {
            let session = self.session(visitor).await?;
            match self.see(visitor, session.as_ref(), place, query).await? {
                Seen::Here(screen, note) => {
                    let screen = *screen;
                    let frame = self.frame(session.as_ref(), &screen);
                    let note = visitor.carried.note.take().or(note);
                    return Ok(Page { place, frame, note, screen });
                }
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
            Place::Verify | Place::Recovery | Place::ResetMfa | Place::NewPassword => {
                self.see_half_signed_in(visitor, session, place).await
            }
            Place::NewPhone | Place::NewPhoneCode => self.see_forced(visitor, session, place).await,
            Place::Undo => Ok(Seen::here(Screen::Undo(self.undo_page(visitor, &query.token).await?), None)),
            Place::Setup => Ok(Seen::here(Screen::Setup(self.setup_page(visitor, &query.token).await?), None)),
            // Shown by the door itself, which alone knows of the simulator.
            Place::Simulator => Ok(Seen::here(Screen::NotFound, None)),
            _ => match session {
                // Half-way through a sign-in every address leads back to its next step.
                None => Ok(match self.found_sign_in(visitor).await? {
                    Some(sign_in) => Seen::Go(place_of(sign_in.state, sign_in.next), None),
                    None => Seen::Go(Place::SignIn, Some(Note::SignedOut)),
                }),
                Some(session) => self.see_signed_in(visitor, session, place, query).await,
            },
        }
    }

    fn frame(&self, session: Option<&Session>, screen: &Screen) -> Frame {
        let who = session.map(|s| Who {
            name: s.name.clone(),
            email: s.email.clone(),
            organization: s.organization.clone().zip(s.role),
        });
        let half = match screen {
            Screen::Verify(_) | Screen::Recovery | Screen::NewPassword => true,
            Screen::ResetMfa(page) => !page.signed_in,
            Screen::AddPhone(page) => page.forced.is_some(),
            Screen::PhoneCode(page) => page.forced,
            _ => false,
        };
        Frame { demo: self.demo_bar, who, half }
    }
}
