//! The purposes of draws: one number each, never reused, so that one process cannot disturb another.
//!
//! Draws of the initial population and network have numbers from 1000 on.

use crate::random::Purpose;

/// What a citizen meets in a programme in one step (added to the programme's index): four uniforms for
/// awareness, joining, leaving, and being reached.
pub(crate) const PARTICIPATION: u32 = 0;
/// Yearly change of generalised trust; by citizen.
pub(crate) const TRUST: Purpose = Purpose(100);
/// Which co-participant a citizen meets (added to the programme's index); by citizen.
pub(crate) const ENCOUNTER: u32 = 110;
/// Proposals and their implementation; by initiative.
pub(crate) const PROPOSALS: Purpose = Purpose(200);
/// Incidents; by initiative.
pub(crate) const INCIDENTS: Purpose = Purpose(201);
/// What the council sees; by initiative.
pub(crate) const OBSERVATION: Purpose = Purpose(202);
/// Whether an initiative is evaluated; by initiative.
pub(crate) const EVALUATION: Purpose = Purpose(203);
/// How a grown initiative moves on, ends, arrives from elsewhere, and through whom; by initiative.
pub(crate) const LIFE: Purpose = Purpose(204);
/// How many other municipalities take an idea up; by programme.
pub(crate) const SPREAD: Purpose = Purpose(205);
/// Support of a project and whether it is realised; by project of an initiative.
pub(crate) const BALLOT: Purpose = Purpose(206);
/// Whether a municipality of the run would take a programme up (at step 0), whether it does, and through whom; by
/// programme, then municipality.
pub(crate) const ADOPTION: Purpose = Purpose(207);
/// A politician's risk appetite; by member, municipality by municipality, at the step of the election.
pub(crate) const POLITICIAN: Purpose = Purpose(300);
/// An initiative's goal, earliest stage, and whether it can spread there; by initiative.
pub(crate) const DESIGN: Purpose = Purpose(400);
/// A professional's attitude and beliefs; by professional.
pub(crate) const PROFESSIONAL: Purpose = Purpose(500);
/// Initial awareness and participation (added to the programme's index); by citizen.
pub(crate) const START: u32 = 600;
/// A citizen's personal tipping point and whether the citizen objects to substitution.
pub(crate) const DISPOSITION: Purpose = Purpose(700);
/// Whether a citizen has an idea, and whether he or she follows a founder (added to the programme's index); by citizen.
pub(crate) const IDEA: u32 = 800;
/// Whether a citizen who is asked contributes to a step good (added to the programme's index); by citizen.
pub(crate) const CONTRIBUTION: u32 = 900;
/// Luck in the traits of a citizen: four traits to a purpose, in the order of
/// [`Trait::ALL`](super::observed::Trait::ALL).
pub(crate) const POPULATION_TRAITS: [Purpose; 4] =
    [Purpose(1000), Purpose(1001), Purpose(1002), Purpose(1003)];
/// Luck in what no trait is correlated with: threshold, type of cooperator, respondent, home.
pub(crate) const POPULATION_DISPOSITION: Purpose = Purpose(1004);
/// Place on the ring of the neighbourhood, and rounding of the number of ties.
pub(crate) const NETWORK_PLACE: Purpose = Purpose(1100);
/// Where a tie goes; the step is the number of the tie.
pub(crate) const NETWORK_TIE: Purpose = Purpose(1101);
