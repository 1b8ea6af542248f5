//! The names of the mechanisms, as the chapters of docs/mechanisms.md have them.

use crate::words::Words;

/// The names of M1 to M32, in order.
pub(super) const NAMES: [Words; 32] = [
    Words::new("Awareness and outreach", "Kendskab og oplysning"),
    Words::new("Being asked", "At blive spurgt"),
    Words::new("Willingness", "Villighed"),
    Words::new("Joining", "At gå med"),
    Words::new("Staying and leaving", "At blive og at gå"),
    Words::new("Hours", "Timer"),
    Words::new("Rewards and crowding", "Belønninger og fortrængning"),
    Words::new("Social influence", "Social påvirkning"),
    Words::new("Mastery, kits, letters", "Mestring, kufferter, breve"),
    Words::new(
        "Ties, trust, expectation, stance",
        "Bånd, tillid, forventning, indstilling",
    ),
    Words::new("Fatigue and burnout", "Træthed og udbrændthed"),
    Words::new("Professionals' attitude", "De fagprofessionelles holdning"),
    Words::new("Professionals' beliefs", "De fagprofessionelles tiltro"),
    Words::new("Facilitation", "Facilitering"),
    Words::new("Organisation", "Organisation"),
    Words::new("Council and incidents", "Byråd og hændelser"),
    Words::new(
        "Influence, ownership, implementation",
        "Indflydelse, ejerskab, gennemførelse",
    ),
    Words::new("Joint production", "Fælles produktion"),
    Words::new("Output, outcome, wellbeing", "Ydelser, virkning, trivsel"),
    Words::new("Equity, voice, fit", "Lighed, stemme, pasform"),
    Words::new(
        "Birth, life, and spread of initiatives",
        "Initiativers fødsel, liv og spredning",
    ),
    Words::new("Goals and evaluation", "Mål og evaluering"),
    Words::new("Costs and public value", "Omkostninger og offentlig værdi"),
    Words::new("Backlash", "Modreaktion"),
    Words::new("Case modules", "Casemoduler"),
    Words::new(
        "Individual and collective tasks",
        "Individuelle og kollektive opgaver",
    ),
    Words::new("Associations", "Foreninger"),
    Words::new("Roles", "Roller"),
    Words::new("Admission", "Optagelse"),
    Words::new("Co-destruction", "Fælles ødelæggelse"),
    Words::new(
        "Kinds of goals, and need by place",
        "Slags mål og behov efter sted",
    ),
    Words::new("Power between the sides", "Magt mellem parterne"),
];
