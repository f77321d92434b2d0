//! The `rekey` command: reads the settings, puts the parts together, serves. Exit 0 well, 2 wrong settings or
//! arguments, 1 anything else.

use clap::{Parser, Subcommand};
use rekey::auth::Decision;
use rekey::cli::{self, Failure};
use std::path::PathBuf;
use std::process::ExitCode;

/// Self-hosted account-security console for two-factor authentication by phone.
#[derive(Parser)]
#[command(version, about)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve people; runs the migrations first.
    Serve {
        /// Fill an empty database with the demo's people, and make a key beside it if none is set.
        #[arg(long)]
        demo: bool,
    },
    /// Fill an empty database with the demo's people and many more, and stop.
    Demo {
        /// How many people in all.
        #[arg(long, default_value_t = 10_000)]
        people: i64,
    },
    /// Bring the database to this version, and stop.
    Migrate,
    /// Make an owner with an organization of their own; prints a first password, to be changed at the first sign-in.
    CreateOwner {
        /// Address to sign in with.
        #[arg(long)]
        email: String,
        /// Name of the organization.
        #[arg(long)]
        organization: String,
    },
    /// Check settings and database, and verify every chain of the audit trail.
    Check {
        /// Send a test message to this number (E.164) or address by the carriers that are set up.
        #[arg(long, value_name = "DESTINATION")]
        send_test: Option<String>,
        /// Call the number instead of texting it.
        #[arg(long, requires = "send_test")]
        call: bool,
    },
    /// Verify the audit trail, in the database or offline in an export.
    Audit {
        #[command(subcommand)]
        what: Audit,
    },
    /// Look at requests of `Reset MFA`, and decide them.
    Case {
        #[command(subcommand)]
        what: Case,
    },
    /// Look at what is held back because it looks like toll fraud, and end it.
    Block {
        #[command(subcommand)]
        what: Block,
    },
    /// Bring the password back that somebody replaced through the mailbox: as "This wasn't me" in its notice does.
    RestorePassword {
        /// Address that they sign in with.
        #[arg(long)]
        email: String,
    },
    /// Take somebody's second factors away as they asked, where no second person can approve it: the password and the code of
    /// the mail lead to a new phone. Everybody concerned is told.
    #[command(name = "reset-2fa")]
    Reset2fa {
        /// Address that they sign in with.
        #[arg(long)]
        email: String,
        /// Why, in words that the person reads as well.
        #[arg(long)]
        reason: String,
        /// Number of a ticket elsewhere.
        #[arg(long, default_value = "")]
        ticket: String,
        /// Print the code, to be told by another way than email, and mail none: for somebody whose mailbox is lost, or whose
        /// password was replaced through it.
        #[arg(long)]
        tell_code: bool,
    },
    /// Lift the waits of somebody who is locked out after wrong tries; they sign in as always.
    Unlock {
        /// Address that they sign in with.
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
enum Block {
    /// List the numbers that get no codes for now, and what was spent today.
    List,
    /// Let codes go to such numbers again.
    Lift {
        /// Its id, as `rekey block list` prints it.
        id: String,
    },
}

#[derive(Subcommand)]
enum Audit {
    /// Find an edit, a gap, a reorder and a cut-off end. Exit 0: sound; 1: not; 2: wrong arguments.
    Verify {
        /// Verify this file offline instead: an export as JSON Lines, or the dossier of a reset.
        #[arg(long, value_name = "FILE")]
        export: Option<PathBuf>,
        /// The key that must have signed, as `rekey audit key` prints it; without it, the one of these settings.
        #[arg(long, value_name = "KEY")]
        public_key: Option<String>,
        /// Compare the database with the file, too: whether its chain was cut off or written anew since then.
        #[arg(long, requires = "export")]
        and_database: bool,
    },
    /// Print the public key that signs checkpoints and exports.
    Key,
}

#[derive(Subcommand)]
enum Case {
    /// List the open requests, with what is claimed and what is known.
    List,
    /// Approve a request: its person can add a new phone.
    Approve {
        /// Its number, such as R-4821-7730.
        number: String,
    },
    /// Lead somebody back who cannot ask: everybody is told, and password and mailed code lead to a new phone.
    Grant {
        /// Address that they sign in with.
        #[arg(long)]
        email: String,
    },
    /// Refuse a request.
    Refuse {
        /// Its number, such as R-4821-7730.
        number: String,
    },
}

fn main() -> ExitCode {
    let command = Args::parse().command;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("rekey: cannot start: {error}");
            return ExitCode::from(1);
        }
    };
    let done = runtime.block_on(async {
        match command {
            Command::Serve { demo } => cli::serve(demo).await,
            Command::Demo { people } => cli::demo(people).await,
            Command::Migrate => cli::migrate().await,
            Command::CreateOwner { email, organization } => cli::create_owner(&email, &organization).await,
            Command::Check { send_test, call } => cli::check(send_test.as_deref(), call).await,
            Command::Block { what: Block::List } => cli::block_list().await,
            Command::Block { what: Block::Lift { id } } => cli::block_lift(&id).await,
            Command::Audit { what: Audit::Key } => cli::audit::key(),
            Command::Audit { what: Audit::Verify { export, public_key, and_database } } => {
                cli::audit::verify(export.as_deref(), public_key.as_deref(), and_database).await
            }
            Command::Case { what: Case::List } => cli::case_list().await,
            Command::Case { what: Case::Approve { number } } => cli::case_decide(&number, Decision::Approve).await,
            Command::Case { what: Case::Refuse { number } } => cli::case_decide(&number, Decision::Refuse).await,
            Command::Case { what: Case::Grant { email } } => cli::case_grant(&email).await,
            Command::RestorePassword { email } => cli::restore_password(&email).await,
            Command::Reset2fa { email, reason, ticket, tell_code } => {
                cli::reset_2fa(&email, &reason, &ticket, tell_code).await
            }
            Command::Unlock { email } => cli::unlock(&email).await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Settings(said)) => {
            eprintln!("rekey: {said}");
            ExitCode::from(2)
        }
        Err(Failure::Other(said)) => {
            eprintln!("rekey: {said}");
            ExitCode::from(1)
        }
    }
}
