use super::Failure;
use crate::config::Config;
use crate::delivery::simulator::Sim;
use crate::delivery::text::test_words;
use crate::delivery::{Carrier, Carriers, Class, Message, Then};
use crate::env::Env;
use crate::model::{Channel, Email, Seconds};
use std::sync::Arc;

/// `rekey check --send-test`: hands one message to the carriers of its route, in order, until one takes it.
pub async fn send_test(config: &Config, destination: &str, call: bool) -> Result<(), Failure> {
    let channel = channel(destination, call)?;
    let env = Env::system();
    let carriers = match config.simulator {
        true => Carriers::only("simulator", Arc::new(Sim::new(env.clock.clone())) as Arc<dyn Carrier>),
        false => Carriers::new(config.providers.carriers.clone(), config.providers.routes.clone()),
    };
    let (words, script) = test_words(channel, &config.brand);
    let message = Message {
        id: env.id_text(),
        channel,
        to: destination.to_owned(),
        words,
        call: script,
        code: None,
        life: Seconds::minutes(10),
        // No row of ours waits for reports of it.
        ticket: String::new(),
    };
    let mut last = Class::NoRoute;
    for name in carriers.route(channel, destination) {
        match carriers.hand_over(name, message.clone(), || env.now()).await {
            Ok(taken) if config.simulator => {
                println!("test message: the simulator took it; nothing left this machine ({})", taken.reference);
                return Ok(());
            }
            Ok(taken) => {
                println!("test message: {name} took it ({})", taken.reference);
                return Ok(());
            }
            Err(failure) => {
                println!("test message: {name} did not: {} ({})", failure.class.word(), failure.code);
                last = failure.class;
                if last.then() == Then::Stop {
                    break;
                }
            }
        }
    }
    Err(Failure::Other(match last {
        Class::NoRoute => format!("test message: no route carries {} there", channel.word()),
        class => format!("test message: not sent, {}", class.word()),
    }))
}

fn channel(destination: &str, call: bool) -> Result<Channel, Failure> {
    let wrong = |said: &str| Err(Failure::Settings(format!("--send-test: {said}")));
    let digits = destination.strip_prefix('+').unwrap_or_default();
    let number = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    match (destination.contains('@'), number, call) {
        (true, _, true) => wrong("an address cannot be called"),
        (true, ..) if Email::parse(destination).is_some() => Ok(Channel::Email),
        (false, true, true) => Ok(Channel::Call),
        (false, true, false) => Ok(Channel::Sms),
        _ => wrong("must be a number such as +447400123456, or an address such as ana@example.com"),
    }
}
