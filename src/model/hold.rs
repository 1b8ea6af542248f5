//! Paths of an effect: what a design acts through, held at what it is in another society.
//!
//! The other society, the baseline, lives in lockstep with the held one and with the same draws. It goes through a step
//! first, and what it has of the held paths is kept at every place at which mechanisms may have moved them; then the held
//! society goes through the same step, and at the same places what was kept takes the place of its own. So whatever reads a
//! path reads what the baseline has there, and what the held society would have made of the path is lost. Nothing is drawn:
//! draws have addresses.
//!
//! Citizens' states are held after each programme that citizens meet in a step, after they have tired, when they are
//! counted, and after every process; professionals and initiatives after every process and when proposals have been
//! answered; what initiatives offer when they have made their offers. Citizens and professionals are matched by their
//! places, which are the same ones in both; initiatives by the positions of programme and neighbourhood. Of a programme that
//! the baseline does not have, nobody knows where awareness is held; where an initiative runs that does not run in the
//! baseline, nobody is asked, facilitated, listened to or owns it, as far as that is held. All of this
//! holds before the first step too, so that first participants are drawn by what is held.
//!
//! Sources: Robins and Greenland, Epidemiology 3, 1992; Pearl, Uncertainty in Artificial Intelligence, 2001.

mod path;

use super::lane::Lane;
use super::mechanisms::professional::Professional;
use super::mechanisms::{Block, Initiative, Offer, Society};
pub use path::{Path, Paths};

/// Refuses societies of which one cannot be held at the other.
///
/// # Panics
/// When they have other citizens in other seats, or other numbers of professionals, and a path would need the same.
pub(super) fn assert_alike(paths: Paths, baseline: &Society, society: &Society) {
    let seats = |society: &Society| -> Vec<usize> { society.blocks.iter().map(|block| block.len).collect() };
    let same_citizens = || {
        let mut pairs = baseline.blocks.iter().zip(&society.blocks);
        seats(baseline) == seats(society) && pairs.all(|(one, other)| one.ids == other.ids)
    };
    assert!(
        !paths.any(Path::is_of_citizens) || same_citizens(),
        "a society whose citizens are held has the citizens of its baseline in the same seats"
    );
    assert!(
        !paths.any(Path::is_of_professionals) || baseline.professionals.len() == society.professionals.len(),
        "a society whose professionals are held has as many as its baseline"
    );
}

/// What happens at the places of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Nothing.
    #[default]
    Free,
    /// What a society has is kept.
    Keeping,
    /// What was kept takes the place of what a society has.
    Putting,
}

/// The way of held paths through a step, or through what comes before the first one; by default nothing is held.
#[derive(Debug, Default)]
pub(super) struct Course {
    mode: Mode,
    paths: Paths,
    /// Of the whole society, place by place.
    places: Vec<Held>,
    /// The next of them.
    next: usize,
    /// Of each block, while citizens go through a step.
    blocks: Vec<BlockCourse>,
}

impl Course {
    /// A course that keeps these paths of the society that takes it first.
    pub(super) fn keeping(paths: Paths) -> Self {
        Self {
            mode: Mode::Keeping,
            paths,
            ..Self::default()
        }
    }

    /// From the end of a step to its beginning: what was kept is put where the next society has its own, or, where it was
    /// put, the next step is kept.
    pub(super) fn turn(&mut self) {
        self.mode = match self.mode {
            Mode::Free => Mode::Free,
            Mode::Keeping => Mode::Putting,
            Mode::Putting => Mode::Keeping,
        };
        self.next = 0;
        for block in &mut self.blocks {
            block.mode = self.mode;
        }
    }

    /// A society has come to the next place.
    pub(super) fn pass(&mut self, society: &mut Society) {
        self.come_by(society, false);
    }

    /// A society has come to the next place, and its initiatives have just made their offers.
    pub(super) fn pass_offers(&mut self, society: &mut Society) {
        self.come_by(society, true);
    }

    fn come_by(&mut self, society: &mut Society, has_offered: bool) {
        let paths = self.paths;
        match self.mode {
            Mode::Free => {}
            Mode::Keeping => {
                if self.next == self.places.len() {
                    self.places.push(Held::default());
                }
                self.places[self.next].keep(paths, society);
            }
            Mode::Putting => {
                self.places[self.next].put(paths, society);
                self.places[self.next].put_into_initiatives(paths, society, has_offered);
            }
        }
        self.next += 1;
    }

    /// The courses of so many blocks; `None` where nothing of citizens is held.
    pub(super) fn of_blocks(&mut self, count: usize) -> Option<&mut [BlockCourse]> {
        if self.mode == Mode::Free || !self.paths.any(Path::is_of_citizens) {
            return None;
        }
        if self.blocks.len() < count {
            let block = BlockCourse {
                mode: self.mode,
                paths: self.paths,
                ..BlockCourse::default()
            };
            self.blocks.resize(count, block);
        }
        Some(&mut self.blocks)
    }
}

/// A place on the way of a block's citizens through a step.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// They have met the programme at this position.
    Programme(usize),
    /// They have given hours and tired.
    Tired,
    /// They are about to be counted.
    End,
}

/// The way of held paths through the part of a step in which citizens act, in one block; by default nothing is held.
#[derive(Clone, Debug, Default)]
pub(super) struct BlockCourse {
    mode: Mode,
    paths: Paths,
    programmes: Vec<OfCitizens>,
    tired: OfCitizens,
    end: OfCitizens,
}

impl BlockCourse {
    /// The citizens of the block have come to a place.
    pub(super) fn pass(&mut self, place: Place, block: &mut Block) {
        match self.mode {
            Mode::Free => {}
            Mode::Keeping => {
                let paths = self.paths;
                self.kept_at(place).keep(paths, block);
            }
            Mode::Putting => self.found_at(place).put(self.paths, block),
        }
    }

    fn kept_at(&mut self, place: Place) -> &mut OfCitizens {
        match place {
            Place::Programme(position) => {
                if self.programmes.len() <= position {
                    self.programmes.resize_with(position + 1, OfCitizens::default);
                }
                &mut self.programmes[position]
            }
            Place::Tired => &mut self.tired,
            Place::End => &mut self.end,
        }
    }

    /// A programme that the baseline does not have comes after the last that it has.
    fn found_at(&self, place: Place) -> &OfCitizens {
        match place {
            Place::Programme(position) => {
                let last = self.programmes.last().unwrap_or(&self.tired);
                self.programmes.get(position).unwrap_or(last)
            }
            Place::Tired => &self.tired,
            Place::End => &self.end,
        }
    }
}

/// What the citizens of a block have of held paths.
#[derive(Clone, Debug, Default)]
struct OfCitizens {
    /// Their states, in the order of the paths.
    states: Vec<Lane>,
    /// Who knows of each programme.
    aware: Vec<u64>,
}

impl OfCitizens {
    fn keep(&mut self, paths: Paths, block: &mut Block) {
        self.states.clear();
        for path in paths.list() {
            self.states.extend(path.of_state(&mut block.state).copied());
        }
        self.aware.clear();
        if paths.has(Path::Awareness) {
            let memberships = block.memberships.iter();
            self.aware
                .extend(memberships.map(|membership| membership.awareness.aware));
        }
    }

    fn put(&self, paths: Paths, block: &mut Block) {
        let mut kept = self.states.iter();
        for path in paths.list() {
            if let Some(state) = path.of_state(&mut block.state)
                && let Some(held) = kept.next()
            {
                *state = *held;
            }
        }
        if paths.has(Path::Awareness) {
            let nobody = std::iter::repeat(&0);
            for (membership, aware) in block.memberships.iter_mut().zip(self.aware.iter().chain(nobody)) {
                membership.awareness.aware = *aware;
            }
        }
    }
}

/// What a society has of held paths at one place.
#[derive(Debug, Default)]
struct Held {
    blocks: Vec<OfCitizens>,
    professionals: Vec<Professional>,
    initiatives: Vec<OfInitiative>,
}

impl Held {
    fn keep(&mut self, paths: Paths, society: &mut Society) {
        if paths.any(Path::is_of_citizens) {
            self.blocks.resize_with(society.blocks.len(), OfCitizens::default);
            for (held, block) in self.blocks.iter_mut().zip(&mut society.blocks) {
                held.keep(paths, block);
            }
        }
        if paths.any(Path::is_of_professionals) {
            self.professionals.clone_from(&society.professionals);
        }
        if paths.any(Path::is_of_initiatives) {
            let (places, programmes) = (society.neighbourhoods(), society.programmes());
            let initiatives = society.initiatives.iter().enumerate();
            self.initiatives.clear();
            self.initiatives.extend(initiatives.map(|(index, initiative)| {
                OfInitiative::of(initiative, &society.offers[offer_at(index, places, programmes)])
            }));
        }
    }

    fn put(&self, paths: Paths, society: &mut Society) {
        for (held, block) in self.blocks.iter().zip(&mut society.blocks) {
            held.put(paths, block);
        }
        for (held, professional) in self.professionals.iter().zip(&mut society.professionals) {
            if paths.has(Path::Attitude) {
                professional.attitude = held.attitude;
            }
            if paths.has(Path::Belief) {
                professional.can = held.can;
                professional.will = held.will;
                professional.beyond = held.beyond;
            }
            if paths.has(Path::Skill) {
                professional.skill = held.skill;
            }
        }
    }

    /// Offers follow from initiatives, so they are made anew from what is held where they have just been made.
    fn put_into_initiatives(&self, paths: Paths, society: &mut Society, has_offered: bool) {
        if !paths.any(Path::is_of_initiatives) {
            return;
        }
        let (places, programmes) = (society.neighbourhoods(), society.programmes());
        for index in 0..society.initiatives.len() {
            let initiative = &mut society.initiatives[index];
            let held = self.initiatives.get(index).copied().unwrap_or_default();
            // Where it runs here alone, there is none of it to hold.
            let held = if initiative.is_running() && !held.is_running {
                OfInitiative::default()
            } else {
                held
            };
            held.put(paths, initiative);
            if has_offered {
                let at = offer_at(index, places, programmes);
                if paths.has(Path::Facilitation) || paths.has(Path::Influence) {
                    society.offers[at] = society.offer_of(index);
                }
                held.put_into_offer(paths, &mut society.offers[at]);
            }
        }
    }
}

/// Position of the offer of an initiative.
const fn offer_at(index: usize, places: usize, programmes: usize) -> usize {
    index % places * programmes + index / places
}

/// What an initiative has of held paths; by default none.
#[derive(Clone, Copy, Debug, Default)]
struct OfInitiative {
    is_running: bool,
    enabling_share: f64,
    support: f64,
    influence_offered: f64,
    influence: f64,
    listened: f64,
    ownership: f64,
    asked_per_year: f32,
    asked_per_tie_per_year: f32,
    usual_asked_per_year: f32,
    usual_asked_per_tie_per_year: f32,
}

impl OfInitiative {
    fn of(initiative: &Initiative, offer: &Offer) -> Self {
        Self {
            is_running: initiative.is_running(),
            enabling_share: initiative.facilitation.enabling_share,
            support: initiative.facilitation.support,
            influence_offered: initiative.ownership.influence_offered,
            influence: initiative.ownership.influence,
            listened: initiative.ownership.listened,
            ownership: initiative.ownership.mean,
            asked_per_year: offer.joining.asked_per_year,
            asked_per_tie_per_year: offer.joining.asked_per_tie_per_year,
            usual_asked_per_year: offer.joining.usual_asked_per_year,
            usual_asked_per_tie_per_year: offer.joining.usual_asked_per_tie_per_year,
        }
    }

    fn put(&self, paths: Paths, initiative: &mut Initiative) {
        if paths.has(Path::Facilitation) {
            initiative.facilitation.enabling_share = self.enabling_share;
            initiative.facilitation.support = self.support;
        }
        if paths.has(Path::Influence) {
            initiative.ownership.influence_offered = self.influence_offered;
            initiative.ownership.influence = self.influence;
            initiative.ownership.listened = self.listened;
        }
        if paths.has(Path::Ownership) {
            initiative.ownership.mean = self.ownership;
        }
    }

    fn put_into_offer(&self, paths: Paths, offer: &mut Offer) {
        if paths.has(Path::Asking) {
            offer.joining.asked_per_year = self.asked_per_year;
            offer.joining.asked_per_tie_per_year = self.asked_per_tie_per_year;
            offer.joining.usual_asked_per_year = self.usual_asked_per_year;
            offer.joining.usual_asked_per_tie_per_year = self.usual_asked_per_tie_per_year;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::path::Path as File;
    use std::sync::Arc;

    use super::*;
    use crate::model::Model;
    use crate::model::columns::Column;
    use crate::model::executor::Serial;
    use crate::model::measures::measure_at;
    use crate::model::mechanisms::Parameters;
    use crate::model::setup::Setup;
    use crate::random::Draws;
    use crate::scenario::Scenario;

    /// A town with two programmes, so that citizens meet one after the other in a step.
    const TOWN: &str = "[simulation]\nhorizon_years = 1.5\n[population]\ncitizens = 260\nneighbourhoods = 3\n\
        [organisation]\nunits = 2\n[programme.kits]\nstaff_share = 0.5\nkit = 2.0\ntarget_share = 0.5\n\
        training = 1.0\ninitial_participants = 0.2\n[barriers]\nunclear_goals = 0.0\n[programme.parks]\nstaff_share = 0.4\nmixed = true\n";

    fn setup(text: &str) -> Setup {
        let scenario = Scenario::from_text(File::new("town.toml"), text, &[]);
        scenario.unwrap_or_else(|error| panic!("{error}")).setup
    }

    /// The town with parameters that change after a month, so that all are born alike.
    fn changed(change: impl Fn(&mut Parameters)) -> Setup {
        let mut setup = setup(TOWN);
        let mut phase = setup.phases[0].clone();
        phase.from_step = 1;
        change(&mut phase.parameters);
        setup.phases.push(phase);
        setup
    }

    fn unchanged() -> Arc<Setup> {
        Arc::new(changed(|_| {}))
    }

    /// What `look` sees of a society at the start and after every step.
    fn seen<T>(setup: &Setup, look: impl Fn(&[f64], &Society) -> T) -> Vec<T> {
        let mut seen = Vec::new();
        let _ = Model::new(setup).simulate(&Draws::new(5, 1), &Serial, &mut |observation| {
            seen.push(look(observation.row, observation.society));
            ControlFlow::Continue(())
        });
        seen
    }

    /// All measures, to the bit.
    fn measures(setup: &Setup) -> Vec<Vec<u64>> {
        seen(setup, |row, _| row.iter().map(|value| value.to_bits()).collect())
    }

    /// A design that acts through one path alone.
    type Design = (Path, fn(&mut Parameters));

    const DESIGNS: [Design; 12] = [
        (Path::Trust, |of| of.social_capital.trust_participation += 0.3),
        (Path::Expectation, |of| {
            of.social_capital.expectation_participants *= 3.0;
        }),
        (Path::Efficacy, |of| {
            of.mastery.learning *= 3.0;
            of.mastery.kit_efficacy *= 3.0;
        }),
        (Path::Stance, |of| of.social_capital.stance_adaptation += 1.0),
        (Path::Fatigue, |of| of.fatigue.gain *= 3.0),
        (Path::Awareness, |of| of.awareness.outreach *= 4.0),
        (Path::Attitude, |of| of.attitude.learning *= 4.0),
        (Path::Belief, |of| of.belief.updating *= 4.0),
        (Path::Skill, |of| of.facilitation.training_rate *= 4.0),
        (Path::Facilitation, |of| of.facilitation.volunteers_per_fte *= 0.2),
        (Path::Asking, |of| of.asking.per_active_tie *= 5.0),
        (Path::Influence, |of| of.implementation.prior_proposals *= 9.0),
    ];

    #[test]
    fn holding_the_path_that_a_design_acts_through_gives_the_baseline_back() {
        let baseline = unchanged();
        let expected = measures(&baseline);
        for (path, change) in DESIGNS {
            let variant = changed(change);
            assert!(measures(&variant) != expected, "{path:?} does nothing");
            let held = variant.holding(Arc::clone(&baseline), Paths::from_iter([path]));
            assert!(measures(&held) == expected, "{path:?} is not all that is held");
        }
    }

    /// Designs that set professionals apart before the first step, and so who takes part at the start.
    #[test]
    fn paths_are_held_from_birth_on() {
        let baseline = Arc::new(setup(TOWN));
        let expected = measures(&baseline);
        let designs: [Design; 2] = [
            (Path::Belief, |of| of.barriers.distrust_of_citizens = 0.9),
            (Path::Attitude, |of| of.professionals.attitude_mean = 0.7),
        ];
        for (path, change) in designs {
            let mut variant = setup(TOWN);
            change(&mut variant.phases[0].parameters);
            assert!(
                measures(&variant)[0] != expected[0],
                "{path:?} changes nothing at the start"
            );
            let held = variant.holding(Arc::clone(&baseline), Paths::from_iter([path]));
            assert!(measures(&held) == expected, "{path:?} is not all that is held");
        }
    }

    #[test]
    fn holding_all_paths_of_a_design_gives_the_baseline_back_and_holding_some_does_not() {
        let (baseline, all) = (unchanged(), DESIGNS.map(|(path, _)| path));
        let variant = changed(|parameters| {
            for (_, change) in DESIGNS {
                change(parameters);
            }
        });
        let held = |paths: &[Path]| {
            let paths = paths.iter().copied().collect();
            measures(&variant.clone().holding(Arc::clone(&baseline), paths))
        };
        let expected = measures(&baseline);
        assert!(held(&all) == expected);
        assert!(held(&all[1..]) != expected && held(&all[..11]) != expected);
    }

    #[test]
    fn holding_nothing_gives_the_variant() {
        let variant = changed(|of| of.mastery.learning *= 3.0);
        let held = variant.clone().holding(unchanged(), Paths::default());
        assert!(measures(&held) == measures(&variant));
    }

    #[test]
    fn a_held_path_is_what_the_baseline_has_and_the_others_go_their_own_way() {
        let baseline = unchanged();
        let variant = changed(|of| {
            of.mastery.learning *= 3.0;
            of.social_capital.expectation_participants *= 3.0;
        });
        let held = variant.holding(Arc::clone(&baseline), Paths::from_iter([Path::Expectation]));
        let of = |setup: &Setup, column: Column| seen(setup, |_, society| society.column(column));
        assert!(of(&held, Column::Expectation) == of(&baseline, Column::Expectation));
        assert!(of(&held, Column::Efficacy) != of(&baseline, Column::Efficacy));
    }

    /// Ownership acts through implementation alone, so that nothing else is left of a goal that makes an initiative one's own.
    #[test]
    fn ownership_is_held_where_implementation_looks_at_it() {
        let baseline = unchanged();
        let others = |setup: &Setup| {
            let is_other = |index: usize| !measure_at(index, 2).key.ends_with("ownership");
            let rows = measures(setup).into_iter().map(|row| {
                let values = row.into_iter().enumerate();
                values.filter(|(index, _)| is_other(*index)).collect::<Vec<_>>()
            });
            rows.collect::<Vec<_>>()
        };
        let variant = changed(|of| of.ownership.goal_bonus += 0.5);
        let held = variant
            .clone()
            .holding(Arc::clone(&baseline), Paths::from_iter([Path::Ownership]));
        assert!(others(&variant) != others(&baseline) && others(&held) == others(&baseline));
        assert!(measures(&held) != measures(&baseline));
    }

    /// Nobody is asked to join what does not run in the baseline, and nobody joins.
    #[test]
    fn what_the_baseline_does_not_have_is_held_at_none() {
        let with =
            format!("{TOWN}[programme.dike]\nstaff_share = 0.1\nestablished = false\ninvitation = 4.0\n");
        let (without, with) = (Arc::new(setup(TOWN)), setup(&with));
        let joined = |setup: &Setup| {
            let active = seen(setup, |_, society| society.participants(2).contains(&true));
            active.contains(&true)
        };
        assert!(joined(&with));
        for path in [Path::Asking, Path::Awareness] {
            let held = with
                .clone()
                .holding(Arc::clone(&without), Paths::from_iter([path]));
            assert!(!joined(&held), "{path:?}");
        }
        let support = |society: &Society| {
            let dike = society.initiatives[6..].iter();
            dike.map(|one| one.facilitation.support).fold(0.0, f64::max)
        };
        let held = with
            .clone()
            .holding(without, Paths::from_iter([Path::Facilitation]));
        assert!(
            seen(&held, |_, society| support(society))
                .iter()
                .all(|support| *support <= 0.0)
        );
        assert!(
            seen(&with, |_, society| support(society))
                .iter()
                .any(|support| *support > 0.0)
        );
    }

    #[test]
    fn seats_are_those_of_the_same_citizens_whatever_they_are_like() {
        let (town, larger) = (setup(TOWN), setup(&TOWN.replace("260", "270")));
        assert!(town.seats_as(&setup(TOWN)) && !town.seats_as(&larger));
        let more_trusting = TOWN.replace("neighbourhoods = 3", "neighbourhoods = 3\nmotivation_mean = 0.7");
        assert!(town.seats_as(&setup(&more_trusting)) && town.staffed_as(&larger));
    }

    #[test]
    #[should_panic(expected = "in the same seats")]
    fn a_society_is_not_held_at_other_citizens() {
        let larger = Arc::new(setup(&TOWN.replace("260", "270")));
        let _ = measures(&setup(TOWN).holding(larger, Paths::from_iter([Path::Trust])));
    }

    #[test]
    fn sets_of_paths_hold_what_they_are_made_of() {
        let paths: Paths = [Path::Skill, Path::Trust, Path::Skill].into_iter().collect();
        assert_eq!(paths.list().collect::<Vec<_>>(), [Path::Trust, Path::Skill]);
        assert!(!paths.has(Path::Ownership) && Paths::default().list().next().is_none());
        let mut words = Path::ALL.map(Path::word);
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
