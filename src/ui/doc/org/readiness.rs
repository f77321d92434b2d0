use crate::model::{Readiness, WayBack};

/// "If this phone were lost today: back in at once, with the recovery code."
pub fn words(readiness: &Readiness) -> String {
    match readiness {
        Readiness::NotSetUp => "There is no phone to lose: no 2FA is set up.".into(),
        Readiness::Nobody => "Cannot come back: only the operator of this server could help.".into(),
        Readiness::Back(ways) => {
            let mut words = ways.iter().map(|way| way_back(*way));
            let first = words.next().unwrap_or_default();
            match words.next() {
                Some(other) => format!("Back {first}; or {other}."),
                None => format!("Back {first}."),
            }
        }
    }
}

fn way_back(way: WayBack) -> String {
    match way {
        WayBack::App => "at once, with the authenticator app".into(),
        WayBack::SparePhone => "at once, with another phone".into(),
        WayBack::RecoveryCode => "at once, with the recovery code".into(),
        WayBack::Reset { two: false } => "as soon as an admin resets their 2FA".into(),
        WayBack::Reset { two: true } => "as soon as two others reset their 2FA together".into(),
        WayBack::Approval => "as soon as another owner approves a request".into(),
        WayBack::Wait(wait) => match (wait.0 / 3600, wait.0 / 60) {
            (0, minutes) => format!("in about {minutes} minutes, by Reset MFA"),
            (hours, _) => format!("in about {hours} hours, by Reset MFA"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Seconds;

    #[test]
    fn the_soonest_way_is_told_first_and_the_next_one_beside_it() {
        let ways = vec![WayBack::RecoveryCode, WayBack::Reset { two: false }, WayBack::Wait(Seconds::hours(72))];
        let told = "Back at once, with the recovery code; or as soon as an admin resets their 2FA.";
        assert_eq!(words(&Readiness::Back(ways)), told);
        let wait = Readiness::Back(vec![WayBack::Wait(Seconds::hours(72))]);
        assert_eq!(words(&wait), "Back in about 72 hours, by Reset MFA.");
        assert!(words(&Readiness::Nobody).starts_with("Cannot come back"));
    }
}
