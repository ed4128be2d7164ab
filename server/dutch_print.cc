#include "server/dutch_print.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace wijkboek {
namespace {

// English and Dutch, with the same holes in the same order:
//   {}   what stands there is a name, a time or the like, and stays
//   {#}  a number
//   {@}  a day, "2026-03-02"
//   {:}  a time of day, "09:00"
//   {~}  a phrase, which is said in Dutch too
struct Sentence {
  absl::string_view english;
  absl::string_view dutch;
};

// Whole lines; of several that fit the first one holds.
constexpr Sentence kLines[] = {
    {"coverage: no kiosk is in use", "dekking: er is geen kiosk in gebruik"},
    {"coverage: no kiosk was in use through {}; {~} enrolled since",
     "dekking: tot en met {} was er geen kiosk in gebruik; {~} daarna aangemeld"},
    {"coverage: {#} of {~} heard through {}; not yet: {~}; waited for no more: {~}",
     "dekking: {#} van {~} gehoord tot en met {}; nog niet: {~}; daarop wordt niet meer "
     "gewacht: {~}"},
    {"coverage: {#} of {~} heard through {}; not yet: {~}",
     "dekking: {#} van {~} gehoord tot en met {}; nog niet: {~}"},
    {"coverage: {#} of {~} heard through {}; waited for no more: {~}",
     "dekking: {#} van {~} gehoord tot en met {}; daarop wordt niet meer gewacht: {~}"},
    {"coverage: {#} of {~} heard through {}", "dekking: {#} van {~} gehoord tot en met {}"},
    {"not in the figures: {~} set aside; {~} to settle (report doubts); {~} voided or "
     "practised",
     "niet in de cijfers: {~} apart gezet; {~} uit te zoeken; {~} ongeldig gemaakt of "
     "geoefend"},
    {"as known at position {#}, generation {}, {}",
     "zoals bekend op positie {#}, generatie {}, {}"},
    {"for outsiders: {} hides a count of 1 to {#}, or one from which such a count could "
     "be worked out; each that is hidden could have {#} values or more, as far as this "
     "table says",
     "voor buitenstaanders: {} verbergt een aantal van 1 tot en met {#}, of een waaruit "
     "zo'n aantal te berekenen is; elk verborgen aantal kan, voor zover deze tabel zegt, "
     "{#} waarden of meer hebben"},
    {"minutes are rounded half up where they are shown; totals are rounded sums of exact "
     "times; \"to confirm\" is not part of \"minutes\"",
     "minuten zijn afgerond waar ze staan (een halve naar boven); totalen zijn afgeronde "
     "sommen van de precieze tijden; \"te bevestigen\" hoort niet bij \"minuten\""},
    {"hours: the same times with two decimals, rounded by themselves; each minute counts "
     "once",
     "uren: dezelfde tijden met twee decimalen, apart afgerond; elke minuut telt één keer"},
    {"hours: towards the targets of enrolments, each minute once, of the enrolment's "
     "cohort and centre; with two decimals, rounded by themselves",
     "uren: voor de doelen van trajecten, elke minuut één keer, bij de groep en het "
     "centrum van het traject; met twee decimalen, apart afgerond"},
    {"expected: participants at sessions that have begun and were not cancelled, each "
     "once a session; known: expected less pending, unclear and unknown; late and left "
     "early are among the present",
     "verwacht: deelnemers bij bijeenkomsten die begonnen zijn en niet zijn afgezegd, elk "
     "één keer per bijeenkomst; bekend: verwacht zonder wie op een kiosk wacht, "
     "onduidelijk of niet bekend is; te laat en eerder weg horen bij aanwezig"},
    {"rate: present of present and absent together, final or not; what is excused, "
     "pending, unclear or unknown is in neither number; half up to one decimal, empty "
     "where nothing is known",
     "opkomst: aanwezig van aanwezig en afwezig samen, of dat nog kan veranderen of niet; "
     "wie is afgemeld, op een kiosk wacht, onduidelijk of niet bekend is, zit in geen van "
     "beide getallen; op één decimaal afgerond, leeg waar niets bekend is"},
    {"statuses: {#} of {#} known; pending {#}, unclear {#}, unknown {#}; absent and not "
     "yet final {#}",
     "van {#} van de {#} is bekend hoe het was; wacht op kiosk {#}, onduidelijk {#}, niet "
     "bekend {#}; afwezig wat nog kan veranderen {#}"},
    {"pending: {#} waiting for a kiosk, {#} at sessions that are not over",
     "daarvan wachten {#} op een kiosk, en {#} op het einde van de bijeenkomst"},
    {"waited for: {~}", "er wordt gewacht op: {~}"},
    {"unclear (there may be several reasons): {~}",
     "onduidelijk (er kan meer dan één reden zijn): {~}"},
    {"unknown (there may be several reasons): {~}",
     "niet bekend (er kan meer dan één reden zijn): {~}"},
    {"lost, or put away with something unsent: {~}",
     "kwijt, of opgeborgen met iets dat niet verstuurd is: {~}"},
    {"confirmed: signed off by the instructor; changed since: the entry is another one "
     "than was signed off; weak evidence: present, and only a tap on a name or less says "
     "so",
     "bevestigd: door de docent getekend; daarna veranderd: het is nu anders dan wat "
     "getekend is; zwak bewijs: aanwezig, en alleen een tik op een naam of minder zegt dat"},
    {"expected: the participant's own times where there are any; final: nothing that is "
     "still to come can make it worse; to confirm: the status holds, but when they came "
     "or went is not sure; minutes: at the centre or on visits within the expected times",
     "verwacht: de eigen tijden van de deelnemer waar die er zijn; definitief: niets wat "
     "nog komt kan het slechter maken; te bevestigen: wat er staat klopt, maar wanneer "
     "iemand kwam of ging is niet zeker; minuten: in het centrum of op bezoek binnen de "
     "verwachte tijden"},
    {"participant: how they themselves confirmed that they were there (own: by badge, QR "
     "code or PIN); instructor: signed the list of the session, and what is known of it "
     "is still what was signed. Evidence for a funder is what both confirmed: {#} of {#} "
     "who were present; {#} by the participant alone, {#} by the instructor alone, {#} by "
     "neither",
     "deelnemer: hoe die zelf bevestigde er te zijn (eigen: met pas, QR-code of pincode); "
     "docent: tekende de lijst van de bijeenkomst, en wat ervan bekend is, is nog wat "
     "getekend werd. Bewijs voor een subsidiegever is wat beiden bevestigden: {#} van de "
     "{#} die aanwezig waren; {#} alleen door de deelnemer, {#} alleen door de docent, "
     "{#} door geen van beiden"},
    {"which kiosks are waited for, and why something is unclear or unknown: see the list "
     "of the same days, report attendance --by status",
     "op welke kiosken gewacht wordt, en waarom iets onduidelijk of niet bekend is: zie "
     "\"Aanwezigheid, elke keer\" van dezelfde dagen"},
    {"gaps (days attended with fewer sightings than the goal): {#} of {#}; a gap says "
     "something of the day at the centre and never counts against the participant",
     "gaten (dagen waarop iemand er was en minder vaak gezien werd dan het doel): {#} van "
     "{#}; een gat zegt iets over de dag in het centrum en telt nooit tegen de deelnemer"},
    {"target: of the whole enrolment, whatever span of days was asked for; {#} of {~} "
     "one, the others have no per cent",
     "doel: van het hele traject, welke dagen er ook gevraagd zijn; {#} van {~} er een, "
     "de andere hebben geen percentage"},
    {"open: nobody; every presence has ended",
     "nog binnen: niemand; elke aanwezigheid is geëindigd"},
    {"open: {~} begun and not ended, the earliest at {}; no minutes of them are in the "
     "table",
     "nog open: {~} begonnen en niet geëindigd, de eerste op {}; minuten daarvan staan "
     "niet in de tabel"},
    {"a visit counts in full for each resident of the household and each participant who "
     "went, so the total is of shares",
     "een bezoek telt helemaal voor elke bewoner van het huishouden en elke deelnemer die "
     "meeging; het totaal is dus van aandelen"},
    {"by where the household is registered to live; boundaries are those of the year that "
     "was registered with the code",
     "naar waar het huishouden ingeschreven staat; de grenzen zijn die van het jaar dat "
     "bij de code staat"},
    {"tasks overlap: a visit with several stands, with all its minutes, under each of "
     "them, so the rows add up to more than the total, in which each visit counts once",
     "taken overlappen: een bezoek met meer dan één taak staat met al zijn minuten bij "
     "elk ervan; de rijen zijn samen dus meer dan het totaal, waarin elk bezoek één keer "
     "telt"},
    {"unreadable: somebody said what was done, but the data was erased; of {#} the key is "
     "not here; {#} of the others can be read in part",
     "niet te lezen: iemand zei wat er gedaan is, maar de gegevens zijn gewist; van {#} "
     "is de sleutel hier niet; {#} van de andere zijn voor een deel te lezen"},
    {"a visit belongs, whole, to the day on which it began",
     "een bezoek hoort helemaal bij de dag waarop het begon"},
    {"confirmed: both sides or a coach said so; claimed: one side did, and it is in no "
     "other figure; balance: confirmed minutes given less those received within the pair",
     "bevestigd: beide kanten of een coach zeiden het; gezegd: één kant, en het staat in "
     "geen ander cijfer; saldo: bevestigde minuten gegeven min gekregen binnen het paar"},
    {"minutes; balance: confirmed given less confirmed received; what one side claims or "
     "the other denies is in no balance",
     "minuten; saldo: bevestigd gegeven min bevestigd gekregen; wat alleen één kant zegt "
     "of de andere ontkent, zit in geen saldo"},
    {"old claims: {#} that nobody answered in {~}; each stands under both people: ask a "
     "coach",
     "oud en niet bevestigd: {#} waarop niemand antwoordde binnen {~}; elk staat bij "
     "beide mensen: vraag een coach"},
    {"there is no total: what one gives another receives",
     "er is geen totaal: wat de een geeft, krijgt de ander"},
    {"cases that were sent to a client manager, of every municipality: give a client "
     "manager those of their own alone",
     "meldingen die naar een klantmanager gestuurd zijn, van elke gemeente: geef een "
     "klantmanager alleen die van de eigen gemeente"},
    {"cases that were sent, of enrolments that name {}",
     "meldingen die gestuurd zijn, van trajecten met gemeente {}"},
    {"{~} retracted and the client manager has not said that they know: a sanction must "
     "be undone",
     "{~} ingetrokken en de klantmanager heeft niet gezegd dat te weten: een maatregel "
     "moet worden teruggedraaid"},
    {"unreadable: of {#} of these steps something was said that can't be read: its data "
     "was erased, or the key is not here",
     "niet te lezen: bij {#} van deze stappen is iets gezegd dat niet te lezen is: de "
     "gegevens zijn gewist, of de sleutel is hier niet"},
    {"levels are shown as the instrument gave them; none is converted into another scale",
     "niveaus staan er zoals het instrument ze gaf; geen enkel is omgerekend naar een "
     "andere schaal"},
    {"reference date {}; {#} of {#} who left were not spoken to since",
     "peildatum {}; met {#} van de {#} die vertrokken is sindsdien niet gesproken"},
    {"reference date {}; active: enrolled, not left, and attended something on one of the "
     "{#} days up to it",
     "peildatum {}; actief: ingeschreven, niet vertrokken, en ergens bij geweest op een "
     "van de {#} dagen tot en met die dag"},
    {"each step counts people of the step before it, each once; whoever enrolled without "
     "having come, or without an invitation, stands in a row apart",
     "elke stap telt mensen van de stap ervoor, elk één keer; wie zich inschreef zonder "
     "te zijn gekomen, of zonder uitnodiging, staat in een eigen rij"},
    {"enrolled: in another group than that of the invited people, on the day of the "
     "invitation or later",
     "ingeschreven: in een andere groep dan die van de uitgenodigden, op de dag van de "
     "uitnodiging of later"},
    {"reference date {}; from the first measurement in the cohort to the latest one, by "
     "the step as it was given: levels are never converted",
     "peildatum {}; van de eerste meting in de groep tot de laatste, met de trede zoals "
     "die gegeven is: niveaus worden nooit omgerekend"},
    {"measured once: nothing is known about a change; who was measured once stays out of "
     "the steps, not out of \"measured\"",
     "één keer gemeten: over verandering is niets bekend; wie één keer gemeten is, telt "
     "niet bij de treden, wel bij \"gemeten\""},
    {"reference date {}: running, left, milestones and exits as far as they lie before it "
     "or on it; active: attended something on one of the {#} days up to it",
     "peildatum {}: bezig, vertrokken, mijlpalen en uitstroom voor zover die dag of "
     "eerder; actief: ergens bij geweest op een van de {#} dagen tot en met die dag"},
    {"number: people, each once in a cohort and once in all of them, however often they "
     "began or were registered; the latest exit counts, unless they go on in another "
     "cohort. Of goals: goals",
     "aantal: mensen, elk één keer in een groep en één keer in alle groepen, hoe vaak ze "
     "ook begonnen of zijn ingeschreven; de laatste uitstroom telt, tenzij ze in een "
     "andere groep doorgaan. Bij doelen: doelen"},
    {"not known: those of the denominator about whom nothing is known that could put them "
     "in this row or keep them out of it; they stay in the denominator",
     "niet bekend: wie in de noemer zit en van wie niets bekend is waardoor die wel of "
     "niet in deze rij hoort; zij blijven in de noemer"},
    {"realised figures alone: what is planned or expected stands in no row of this report",
     "alleen wat gerealiseerd is: wat gepland of verwacht is, staat in geen rij van dit "
     "rapport"},
    {"by {~}: as answered at entry, the first time; (not known): not asked, not answered, "
     "or unreadable",
     "naar {~}: zoals geantwoord bij de start, de eerste keer; (niet bekend): niet "
     "gevraagd, niet geantwoord of niet te lezen"},
    {"reference date {}; a transfer is an exit or milestone whose code says from what to "
     "what, such as benefit_to_work; everybody counts once for each way; rows without a "
     "way: in it",
     "peildatum {}; een overgang is een uitstroom of mijlpaal waarvan de code zegt van "
     "wat naar wat, zoals benefit_to_work (van uitkering naar werk); iedereen telt één "
     "keer per weg; rijen zonder weg: in de groep"},
    {"reference date {}; participants: everybody whose first enrolment began in the span, "
     "one record each: who enters again keeps the first entry, and the latest exit counts",
     "peildatum {}; deelnemers: iedereen van wie het eerste traject in deze tijd begon, "
     "elk één keer: wie opnieuw begint houdt de eerste start, en de laatste uitstroom telt"},
    {"on leaving: answers about a day up to {#} days after the exit; of everybody who "
     "left. Six months: of everybody who left six months or more before the reference date",
     "bij vertrek: antwoorden over een dag tot {#} dagen na de uitstroom; van iedereen "
     "die vertrok. Zes maanden: van iedereen die zes maanden of langer voor de peildatum "
     "vertrok"},
    {"not known: not asked, not answered, refused or unreadable, where nothing else "
     "decides it; they stay in the denominator and are never taken for a no",
     "niet bekend: niet gevraagd, niet geantwoord, geweigerd of niet te lezen, waar niets "
     "anders het beslist; zij blijven in de noemer en tellen nooit als nee"},
    {"age: completed years on entering; long-term unemployed: more than 12 months, under "
     "25 more than 6",
     "leeftijd: hele jaren bij de start; langdurig werkloos: meer dan 12 maanden, onder "
     "de 25 meer dan 6"},
    {"absent: final alone; an absence that a kiosk's word may still change is not known",
     "afwezig: alleen wat definitief is; een afwezigheid die door een kiosk nog kan "
     "veranderen is niet bekend"},
    {"of their steps {#} can't be read: the data was erased, or the key is not here; "
     "levels are never converted",
     "van de stappen zijn er {#} niet te lezen: de gegevens zijn gewist, of de sleutel is "
     "hier niet; niveaus worden nooit omgerekend"},
    {"this is the participant's own: the office can tell by its code whether it is what "
     "the office gave",
     "dit is van de deelnemer zelf: het kantoor kan aan de code zien of dit is wat het "
     "kantoor gaf"},
    {"events: held here; behind: what the kiosk said it still had to send when it was "
     "last heard; forked: its log has two branches, both are kept",
     "gebeurtenissen: die hier zijn; nog te sturen: wat de kiosk zei nog te moeten sturen "
     "toen hij het laatst gehoord werd; twee geschiedenissen: beide worden bewaard"},
    {"events: held here then; what the kiosks said of themselves (behind, last heard, "
     "clock, version) is known of now alone; forked: its log has two branches, both are "
     "kept",
     "gebeurtenissen: die hier toen waren; wat kiosken over zichzelf zeiden (nog te "
     "sturen, laatst gehoord, klok, versie) is alleen van nu bekend; twee "
     "geschiedenissen: beide worden bewaard"},
    {"waiting: statuses of participants that are not final before this kiosk is heard; "
     "one may wait for several kiosks, so there is no total (report pending)",
     "wacht: aanwezigheid van deelnemers die niet definitief is voor deze kiosk gehoord "
     "is; een kan op meer kiosken wachten, dus er is geen totaal"},
    {"participants: those whose status is not final before this kiosk is heard, or "
     "unknown because it is lost; one may stand under several kiosks, so there is no "
     "total; altogether {~} at {~}",
     "deelnemers: bij wie de aanwezigheid niet definitief is voor deze kiosk gehoord is, "
     "of niet bekend omdat hij kwijt is; een kan bij meer kiosken staan, dus er is geen "
     "totaal; samen {~} bij {~}"},
    {"days {} to {}; {#} rows", "dagen {} tot en met {}; {#} rijen"},
    {"as known at position {#}, {}", "zoals bekend op positie {#}, {}"},
    {"read day by day, as known from position {#}, {} to position {#}, {}",
     "dag voor dag gelezen, zoals bekend van positie {#}, {} tot positie {#}, {}"},
    {"of the last days read:", "van de laatst gelezen dagen:"},
    {"all days, only {~}: {~}", "alle dagen, alleen {~}: {~}"},
    {"all days: {~}", "alle dagen: {~}"},
    {"from {@} to {@}, only {~}: {~}", "van {@} tot en met {@}, alleen {~}: {~}"},
    {"from {@} to {@}: {~}", "van {@} tot en met {@}: {~}"},
    {"from {@}, only {~}: {~}", "vanaf {@}, alleen {~}: {~}"},
    {"from {@}: {~}", "vanaf {@}: {~}"},
    {"to {@}, only {~}: {~}", "tot en met {@}, alleen {~}: {~}"},
    {"to {@}: {~}", "tot en met {@}: {~}"},
};

// What stands within them.
constexpr Sentence kPhrases[] = {
    {"centre {}, cohort {}, programme {}", "centrum {}, groep {}, programma {}"},
    {"centre {}, cohort {}", "centrum {}, groep {}"},
    {"centre {}, programme {}", "centrum {}, programma {}"},
    {"cohort {}, programme {}", "groep {}, programma {}"},
    {"centre {}", "centrum {}"},
    {"cohort {}", "groep {}"},
    {"programme {}", "programma {}"},
    {"{#} people with presence on {#} days", "{#} mensen met aanwezigheid op {#} dagen"},
    {"{#} people visited {#} residents", "{#} mensen bezochten {#} bewoners"},
    {"{#} pairs, each direction by itself", "{#} paren, elke richting apart"},
    {"{#} people gave or received help, {~}", "{#} mensen gaven of kregen hulp, {~}"},
    {"{~} of {~} that ran on a day of the span", "{~} van {~} op een dag in deze tijd"},
    {"{~} of {~} with a day in the span", "{~} van {~} met een dag in deze tijd"},
    {"{~} on {~} on which they attended something", "{~} op {~} waarop ze ergens bij waren"},
    {"{~} of {~} at {~}", "{~} van {~} bij {~}"},
    {"{~}, {~} in them", "{~}, {~} erin"},
    {"{~} and {~} set aside", "{~} en {~} apart gezet"},
    {"{~} of {~}", "{~} van {~}"},
    {"{~} in {~}", "{~} in {~}"},
    {"participants", "deelnemers"},
    {"{#} status", "{#} registratie"},
    {"{#} statuses", "{#} registraties"},
    {"{#} person", "{#} mens"},
    {"{#} people", "{#} mensen"},
    {"{#} session", "{#} bijeenkomst"},
    {"{#} sessions", "{#} bijeenkomsten"},
    {"{#} row", "{#} rij"},
    {"{#} rows", "{#} rijen"},
    {"{#} case", "{#} melding"},
    {"{#} cases", "{#} meldingen"},
    {"{#} case is", "{#} melding is"},
    {"{#} cases are", "{#} meldingen zijn"},
    {"{#} discrepancy", "{#} punt"},
    {"{#} discrepancies", "{#} punten"},
    {"{#} doubt", "{#} punt"},
    {"{#} doubts", "{#} punten"},
    {"{#} programme", "{#} programma"},
    {"{#} programmes", "{#} programma's"},
    {"{#} record", "{#} opgave"},
    {"{#} records", "{#} opgaven"},
    {"{#} enrolment has", "{#} traject heeft"},
    {"{#} enrolments have", "{#} trajecten hebben"},
    {"{#} enrolment", "{#} traject"},
    {"{#} enrolments", "{#} trajecten"},
    {"{#} participant", "{#} deelnemer"},
    {"{#} participants", "{#} deelnemers"},
    {"{#} kiosk", "{#} kiosk"},
    {"{#} kiosks", "{#} kiosken"},
    {"{#} kiosk was", "{#} kiosk is"},
    {"{#} kiosks were", "{#} kiosken zijn"},
    {"{#} cohort", "{#} groep"},
    {"{#} cohorts", "{#} groepen"},
    {"{#} step", "{#} stap"},
    {"{#} steps", "{#} stappen"},
    {"{#} day", "{#} dag"},
    {"{#} days", "{#} dagen"},
    {"{#} visit", "{#} bezoek"},
    {"{#} visits", "{#} bezoeken"},
    {"{#} fact", "{#} feit"},
    {"{#} facts", "{#} feiten"},
    {"{#} presence has", "{#} aanwezigheid is"},
    {"{#} presences have", "{#} aanwezigheden zijn"},
    {"time", "de tijd"},
    {"{} days", "{} dagen"},
    {"{} or {} days", "{} of {} dagen"},
    {"gender", "geslacht"},
    {"age", "leeftijd"},
    {"education", "opleiding"},
    {"{~} and {#} more", "{~} en nog {#}"},
    {"{}, out of use (never)", "{}, buiten gebruik (nog nooit)"},
    {"{}, out of use ({})", "{}, buiten gebruik ({})"},
    {"{}, parked since {} (never heard; {~})", "{}, opgeborgen sinds {} (nog nooit gehoord; {~})"},
    {"{}, parked since {} (heard through {}; {~})",
     "{}, opgeborgen sinds {} (gehoord tot en met {}; {~})"},
    {"{}, lost since {} (never heard; {~})", "{}, kwijt sinds {} (nog nooit gehoord; {~})"},
    {"{}, lost since {} (heard through {}; {~})",
     "{}, kwijt sinds {} (gehoord tot en met {}; {~})"},
    {"{}, replaced by {} since {} (heard through {}; {~})",
     "{}, vervangen door {} sinds {} (gehoord tot en met {}; {~})"},
    {"{}, replaced by {} since {} (never heard; {~})",
     "{}, vervangen door {} sinds {} (nog nooit gehoord; {~})"},
    {"{}, parked since {} ({})", "{}, opgeborgen sinds {} ({})"},
    {"{}, lost since {} ({})", "{}, kwijt sinds {} ({})"},
    {"{}, replaced by {} since {} ({})", "{}, vervangen door {} sinds {} ({})"},
    {"{}, parked ({})", "{}, opgeborgen ({})"},
    {"{}, lost ({})", "{}, kwijt ({})"},
    {"{} (never heard; {~})", "{} (nog nooit gehoord; {~})"},
    {"{} (heard through {}; {~})", "{} (gehoord tot en met {}; {~})"},
    {"{} (never)", "{} (nog nooit)"},
    {"{} ({@} {:})", "{} ({@} {:})"},
    {"{#} because of {}", "{#} door {}"},
    {"{#} because {~}", "{#} omdat {~}"},
    {"they were somewhere else at the time", "ze toen ergens anders waren"},
    {"somebody checked in there without a badge", "iemand daar zonder pas is ingecheckt"},
    {"a badge was used there that is nobody's", "daar een pas gebruikt is die van niemand is"},
    {"something was captured about them that this version does not understand",
     "er iets over hen is vastgelegd dat deze versie niet begrijpt"},
    {"something was captured while a kiosk did not know the time",
     "er iets is vastgelegd toen een kiosk de tijd niet wist"},
    {"they checked out without having checked in", "ze zijn uitgecheckt zonder te zijn ingecheckt"},
    {"a visit of theirs ended of which nobody knows the start",
     "een bezoek van hen eindigde waarvan niemand het begin weet"},
    {"they tapped while practising", "ze tikten terwijl ze oefenden"},
    {"one person moved the session, and another moved or cancelled it too",
     "de een de bijeenkomst verzette, en een ander die ook verzette of afzegde"},
    {"they say that it is not right", "ze zeggen dat het niet klopt"},
};

struct Piece {
  // What stands before the hole.
  absl::string_view text;
  // '\0': there is none, the sentence ends. ' ': anything.
  char hole = '\0';
};

std::vector<Piece> Take(absl::string_view sentence) {
  std::vector<Piece> pieces;
  while (true) {
    const std::size_t at = sentence.find('{');
    if (at == absl::string_view::npos) break;
    const bool any = sentence[at + 1] == '}';
    pieces.push_back({.text = sentence.substr(0, at), .hole = any ? ' ' : sentence[at + 1]});
    sentence.remove_prefix(at + (any ? 2 : 3));
  }
  pieces.push_back({.text = sentence});
  return pieces;
}

bool IsDigits(absl::string_view text, absl::string_view shape) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(), [](unsigned char c, char wanted) {
           return wanted == '0' ? absl::ascii_isdigit(c) : c == static_cast<unsigned char>(wanted);
         });
}

DutchLine Phrase(absl::string_view english);

// What stands in a hole, in Dutch; nothing when it can't be that.
std::optional<std::string> Fill(char hole, absl::string_view text) {
  if (text.empty()) return std::nullopt;
  switch (hole) {
    case '#':
      if (!std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) return std::nullopt;
      break;
    case '@':
      if (!IsDigits(text, "0000-00-00")) return std::nullopt;
      break;
    case ':':
      if (!IsDigits(text, "00:00")) return std::nullopt;
      break;
    case '~': {
      DutchLine phrase = Phrase(text);
      if (!phrase.whole) return std::nullopt;
      return std::move(phrase.text);
    }
    default:
      break;
  }
  return std::string(text);
}

// `rest`: the pieces from some on. What stands in the holes, each as short as it can be.
bool Match(absl::string_view text, const std::vector<Piece>& pieces, std::size_t next,
           std::vector<std::string>& holes) {
  const Piece& piece = pieces[next];
  if (piece.hole == '\0') return text == piece.text;
  if (!absl::StartsWith(text, piece.text)) return false;
  text.remove_prefix(piece.text.size());
  const absl::string_view following = pieces[next + 1].text;
  const bool is_last = next + 2 == pieces.size();
  for (std::size_t end = is_last ? text.size() - std::min(text.size(), following.size()) : 0;;
       ++end) {
    end = text.find(following, end);
    if (end == absl::string_view::npos) return false;
    std::optional<std::string> filled = Fill(piece.hole, text.substr(0, end));
    if (filled) {
      holes.push_back(*std::move(filled));
      if (Match(text.substr(end), pieces, next + 1, holes)) return true;
      holes.pop_back();
    }
    if (end >= text.size()) return false;
  }
}

template <std::size_t kCount>
std::optional<std::string> Say(const Sentence (&known)[kCount], absl::string_view english) {
  for (const Sentence& sentence : known) {
    std::vector<std::string> holes;
    if (!Match(english, Take(sentence.english), 0, holes)) continue;
    std::string dutch;
    auto hole = holes.begin();
    for (const Piece& piece : Take(sentence.dutch)) {
      absl::StrAppend(&dutch, piece.text, piece.hole == '\0' ? "" : *hole++);
    }
    return dutch;
  }
  return std::nullopt;
}

// Several with commas between them, or one. A comma may also belong to a name.
DutchLine Phrase(absl::string_view english) {
  for (std::size_t comma = english.find(", "); comma != absl::string_view::npos;
       comma = english.find(", ", comma + 1)) {
    std::optional<std::string> first = Say(kPhrases, english.substr(0, comma));
    if (!first) continue;
    const DutchLine rest = Phrase(english.substr(comma + 2));
    if (rest.whole) return {absl::StrCat(*first, ", ", rest.text)};
  }
  if (std::optional<std::string> dutch = Say(kPhrases, english)) return {*std::move(dutch)};
  return {.text = std::string(english), .whole = false};
}

}  // namespace

DutchLine DutchPrint(absl::string_view english) {
  if (std::optional<std::string> dutch = Say(kLines, english)) return {*std::move(dutch)};
  return {.text = std::string(english), .whole = false};
}

}  // namespace wijkboek
