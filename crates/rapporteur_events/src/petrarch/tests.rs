//! PETRARCH's dictionaries and patterns, on small ones written here.

use rapporteur_language::Pipeline;

use super::Dictionaries;

const VERBS: &str = "&FOOD\n+BREAD_\n+RICE_\n\n--- HELP [070] ---\nGIVE {GIVES GAVE GIVEN GIVING }\nSUPPLY\n\
    - * &FOOD [073] # bread\n- * {ROCKET PARTS} (TO +) [072]\n\n--- SAY [---] ---\nSAY {SAYS SAID SAYING}\n\n\
    --- SHOCK [:110] ---\nSHOCK\n\n--- MEET [040] ---\nMEET {MEETS MET MEETING}\n\n\
    --- ATTACK [190] ---\nATTACK\n~ a (a b ATTACK) SAY = a b 015\n~ a (b . ATTACK) SAY = a b 112\n";
const ACTORS: &str = "NORWAY_ [NOR]\n+NORWEGIAN_\nSWEDEN_ [SWE]\n+SWEDISH_\nDENMARK_ [DNK]\nMARIT_BERG_ # a name\n+BERG_\n\
    \t[NORGOV 20010120-20090120]\n\t[NOR]\n";
const AGENTS: &str = "!PERSON! = MAN, MEN\nPOLICE [~COP]\nREBEL [~REB]\nFISHER!PERSON! [~AGR]\n";

fn check(text: &str, date: &str) -> String {
    let mut dictionaries = Dictionaries::default();
    dictionaries.add_verbs(VERBS);
    dictionaries.add_actors(ACTORS);
    dictionaries.add_agents(AGENTS);
    dictionaries.add_discards("+VOLLEYBALL\n");
    let events = dictionaries.code(text, &Pipeline::embedded().analyse(text), date);
    let told: Vec<String> =
        events.iter().map(|event| format!("{} {} {}", event.source, event.code, event.target)).collect();
    told.join("; ")
}

#[test]
fn patterns_go_by_the_parse() {
    assert_eq!(check("Norway gave bread to Sweden.", ""), "NOR 073 SWE");
    assert_eq!(check("Norway supplied money to Sweden.", ""), "NOR 070 SWE");
    assert_eq!(check("Norway will supply rocket parts to Sweden.", ""), "NOR 072 SWE");
    assert_eq!(check("Swedish police were attacked by rebels.", ""), "---REB 190 SWECOP");
}

#[test]
fn codes_go_either_way() {
    assert_eq!(check("Norway shocked Sweden.", ""), "SWE 110 NOR");
    assert_eq!(check("Norway and Sweden met on Friday.", ""), "NOR 040 SWE; SWE 040 NOR");
}

#[test]
fn what_is_said_of_attacks_is_blame_or_a_claim() {
    assert_eq!(check("Norway said that Sweden attacked Denmark.", ""), "NOR 112 SWE");
    assert_eq!(check("Norway said that it attacked Denmark.", ""), "NOR 015 DNK");
}

#[test]
fn an_actor_is_coded_by_the_day() {
    assert_eq!(check("Marit Berg attacked Sweden.", "20050101"), "NORGOV 190 SWE");
    assert_eq!(check("Marit Berg attacked Sweden.", "20150101"), "NOR 190 SWE");
}

#[test]
fn negation_turns_and_discards_drop() {
    assert_eq!(check("Norway will not give bread to Sweden.", ""), "NOR 121 SWE");
    assert_eq!(check("Norway attacked Sweden at volleyball.", ""), "");
}

#[test]
fn what_is_not_honoured_is_told() {
    let mut dictionaries = Dictionaries::default();
    let verbs = dictionaries.add_verbs("--- X [010] ---\nDO\n- no verb [010]\n~ a b\n");
    assert_eq!(verbs.iter().map(|entry| entry.line).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(dictionaries.add_actors("NORWAY_ [NOR >someday]\n").len(), 1);
    assert_eq!(dictionaries.add_agents("POLICE\n").len(), 1);
}

#[test]
fn stories_are_coded_by_sentence() {
    let mut dictionaries = Dictionaries::default();
    dictionaries.add_verbs(VERBS);
    dictionaries.add_actors(ACTORS);
    dictionaries.add_discards("VOLLEYBALL\n+BASEBALL\n");
    dictionaries.add_issues("bread [FOOD]\n");
    let code = |text: &str| dictionaries.code_story(text, &Pipeline::embedded().analyse(text), "");
    let text = "Norway gave bread to Sweden. Norway attacked Sweden at volleyball. Sweden attacked Denmark.";
    let coded = code(text);
    assert_eq!(coded.len(), 2);
    let first = &coded[0].events[0];
    assert_eq!((&text[first.source.clone().unwrap()], &text[first.trigger.clone()]), ("Norway", "gave"));
    assert_eq!(coded[0].issues, [("FOOD".to_owned(), 1)]);
    assert_eq!(coded[1].events[0].event.code, "190");
    assert!(code("Norway gave bread to Sweden. Denmark likes baseball.").is_empty());
}
