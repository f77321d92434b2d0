use super::fault::Fault;
use crate::env::{Env, Stopwatch};
use crate::meters::Meters;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use flume::{Receiver, RecvTimeoutError, Sender, TrySendError};
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;

/// argon2id on a few threads of its own with a bounded queue in front (v5.0.0-15.2.2, T19). Pages never wait behind a
/// password: a full queue is refused at once.
#[derive(Clone)]
pub struct Hasher {
    jobs: Sender<Job>,
    params: Params,
    /// Verified for people who do not exist, so that they cost the same (v5.0.0-6.3.8).
    dummy: Arc<str>,
    env: Env,
    meters: Meters,
}

/// How long a thread keeps its memory without work.
const KEEP_MEMORY: Duration = Duration::from_secs(2);

/// Room asked for, in blocks of 1 KiB: above 32 MiB glibc always maps memory apart, and gives it back to the system when
/// it is freed. What is never written to is never resident.
const MAPPED_BLOCKS: usize = 33 * 1024;

type Job = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// What checking a password found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Not the right one, or nobody to have one.
    Wrong,
    /// Right; `renew` says that the stored hash has out-of-date parameters.
    Right {
        /// Hash it again.
        renew: bool,
    },
}

impl Hasher {
    /// Memory floor in KiB (v5.0.0-11.4.2, Appendix C: m = 19456 with t = 2, p = 1).
    pub const FLOOR_KIB: u32 = 19_456;
    /// Seconds a refused caller is asked to wait.
    pub const RETRY_SECONDS: i64 = 2;

    /// Starts `threads` threads with a queue of `queue` jobs. `memory_kib` below the floor is raised to it.
    pub fn start(env: Env, threads: usize, queue: usize, memory_kib: u32) -> Hasher {
        let (jobs, inbox) = flume::bounded::<Job>(queue.max(1));
        for n in 0..threads.max(1) {
            let inbox = inbox.clone();
            // A thread that cannot be started leaves fewer threads, not a broken pool.
            let _ = std::thread::Builder::new().name(format!("argon2-{n}")).spawn(move || work(&inbox));
        }
        let params = Params::new(memory_kib.max(Self::FLOOR_KIB), 2, 1, Some(32)).unwrap_or_default();
        let mut memory = Vec::new();
        let dummy = make(&params, &env.bytes(), b"", &mut memory).unwrap_or_default();
        Hasher { jobs, params, dummy: dummy.into(), env, meters: Meters::default() }
    }

    /// The same, and it counts there.
    pub fn measured(self, meters: &Meters) -> Hasher {
        Hasher { meters: meters.clone(), ..self }
    }

    /// Passwords that wait for a thread.
    pub fn waiting(&self) -> usize {
        self.jobs.len()
    }

    /// Hashes a new secret with a fresh salt; PHC text.
    ///
    /// # Errors
    /// [`Fault::Busy`] when the queue is full.
    pub async fn hash(&self, secret: &str) -> Result<String, Fault> {
        let (params, salt, secret) = (self.params.clone(), self.env.bytes::<16>(), secret.to_owned());
        self.run(move |memory| make(&params, &salt, secret.as_bytes(), memory)).await?.ok_or(Fault::Broken("argon2"))
    }

    /// Checks a secret against stored PHC text; `None` does the same work for nobody.
    ///
    /// # Errors
    /// [`Fault::Busy`] when the queue is full.
    pub async fn check(&self, phc: Option<&str>, secret: &str) -> Result<Checked, Fault> {
        let (known, current) = (phc.is_some(), self.params.clone());
        let (phc, secret) = (phc.unwrap_or(&self.dummy).to_owned(), secret.to_owned());
        let right = self.run(move |memory| verify(&phc, secret.as_bytes(), &current, memory)).await?;
        let checked = right.ok_or(Fault::Broken("password hash"))?;
        Ok(if known { checked } else { Checked::Wrong })
    }

    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, result) = oneshot::channel();
        let watch = Stopwatch::start();
        let job: Job = Box::new(move |memory| {
            // The asker may have gone away; then nobody needs the answer.
            let _ = answer.send(job(memory));
        });
        match self.jobs.try_send(job) {
            Ok(()) => {
                let done = result.await.map_err(|_| Fault::Broken("hashing thread"));
                self.meters.hashed(watch.passed());
                done
            }
            Err(TrySendError::Full(_)) => {
                self.meters.hash_refused();
                Err(Fault::Busy { seconds: Self::RETRY_SECONDS })
            }
            Err(TrySendError::Disconnected(_)) => Err(Fault::Broken("hashing threads")),
        }
    }
}

/// One thread: takes jobs until the pool is gone. It keeps its memory between them, and gives it back after a while
/// without any.
fn work(inbox: &Receiver<Job>) {
    let mut memory = Vec::new();
    loop {
        match inbox.recv_timeout(KEEP_MEMORY) {
            Ok(job) => job(&mut memory),
            Err(RecvTimeoutError::Timeout) => memory = Vec::new(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn digest(params: &Params, salt: &[u8], secret: &[u8], memory: &mut Vec<Block>, out: &mut [u8]) -> Option<()> {
    let blocks = params.block_count();
    if memory.len() < blocks {
        *memory = Vec::with_capacity(blocks.max(MAPPED_BLOCKS));
        memory.resize(blocks, Block::default());
    }
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    argon2.hash_password_into_with_memory(secret, salt, out, &mut memory[..blocks]).ok()
}

fn make(params: &Params, salt: &[u8; 16], secret: &[u8], memory: &mut Vec<Block>) -> Option<String> {
    let mut out = [0; 32];
    digest(params, salt, secret, memory, &mut out)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(&out).ok()?),
    };
    Some(hash.to_string())
}

fn verify(phc: &str, secret: &[u8], current: &Params, memory: &mut Vec<Block>) -> Option<Checked> {
    let stored = PasswordHash::new(phc).ok()?;
    let (salt, hash, params) = (stored.salt?, stored.hash?, Params::try_from(&stored).ok()?);
    let mut out = vec![0; hash.as_bytes().len()];
    digest(&params, salt.as_ref(), secret, memory, &mut out)?;
    let same: bool = out.as_slice().ct_eq(hash.as_bytes()).into();
    let renew = (params.m_cost(), params.t_cost()) != (current.m_cost(), current.t_cost());
    Some(if same { Checked::Right { renew } } else { Checked::Wrong })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn right_wrong_and_nobody() {
        let hasher = Hasher::start(Env::system(), 1, 8, Hasher::FLOOR_KIB);
        let phc = hasher.hash("correct horse battery staple").await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        let check = async |phc: Option<&str>, secret: &str| hasher.check(phc, secret).await.unwrap();
        assert_eq!(check(Some(&phc), "correct horse battery staple").await, Checked::Right { renew: false });
        assert_eq!(check(Some(&phc), "correct horse battery stapl").await, Checked::Wrong);
        assert_eq!(check(Some(&phc), "correct horse battery staple ").await, Checked::Wrong);
        assert_eq!(check(None, "").await, Checked::Wrong, "even the dummy's own secret opens nothing");
    }

    #[tokio::test]
    async fn out_of_date_parameters_are_renewed_and_the_floor_holds() {
        let strong = Hasher::start(Env::system(), 1, 8, Hasher::FLOOR_KIB * 2);
        let weak = Hasher::start(Env::system(), 1, 8, 8);
        let phc = weak.hash("x").await.unwrap();
        assert!(phc.contains("m=19456"), "{phc}");
        assert_eq!(strong.check(Some(&phc), "x").await.unwrap(), Checked::Right { renew: true });
    }

    #[tokio::test]
    async fn a_full_queue_is_refused_at_once() {
        let hasher = Hasher::start(Env::system(), 1, 1, Hasher::FLOOR_KIB);
        let many = (0..40).map(|_| hasher.check(None, "x"));
        let results = futures::future::join_all(many).await;
        let busy = results.iter().filter(|r| matches!(r, Err(Fault::Busy { .. }))).count();
        assert!(busy > 0 && busy < 40, "{busy} of 40 refused");
    }
}
