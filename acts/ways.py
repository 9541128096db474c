"""Every route as a function of its parameters: a way to a screen or a deed, with types that mypy checks.

A conversation links to another by a way, never by importing it. A test holds this file to what the conversations
register: each route has its way, of its name ("-" is "_"), with its parameters.
"""

from __future__ import annotations

from acts.way import Way

# The room commune, its file criteria_adoption


def basis(cycle: int) -> Way:
    """The sets in use, and how sure the commune is of each."""
    return Way(f"basis/{cycle}")


def set_(cycle: int, title: str) -> Way:
    """What the results of a title rest on, and how sure the commune is of it; adopt it here."""
    return Way(f"set/{cycle}/{title}")


def points(cycle: int, title: str) -> Way:
    """Of which question do the points differ from the paper?"""
    return Way(f"points/{cycle}/{title}")


def numbers(cycle: int, title: str) -> Way:
    """Which number differs from the paper?"""
    return Way(f"numbers/{cycle}/{title}")


def number(cycle: int, title: str, key: str) -> Way:
    """Ask for the number on the paper."""
    return Way(f"number/{cycle}/{title}/{key}")


def rule_off(cycle: int, title: str, key: str) -> Way:
    """The commune does not apply this rule; it counts only when the set is adopted."""
    return Way(f"rule-off/{cycle}/{title}/{key}")


def drop(cycle: int, title: str) -> Way:
    """Forget what was typed and not adopted."""
    return Way(f"drop/{cycle}/{title}")


def adopt(cycle: int, title: str, standing: str) -> Way:
    """Adopt the set for the cycle; if corrections would change results, whose is shown first."""
    return Way(f"adopt/{cycle}/{title}/{standing}")


def adopt_see(cycle: int, title: str, standing: str) -> Way:
    """Whose results would change."""
    return Way(f"adopt-see/{cycle}/{title}/{standing}")


def adopt_now(cycle: int, title: str, standing: str, mark: str) -> Way:
    """Adopt what was seen; results that corrections change are made anew, on record."""
    return Way(f"adopt-now/{cycle}/{title}/{standing}/{mark}")


# The room commune, its file indicators


def dossier() -> Way:
    """Where the commune stands in the year in hand: the result, what is missing, the criteria to choose from."""
    return Way("dossier")


def dossier_of(cycle: int) -> Way:
    """The same of a year that was chosen."""
    return Way(f"dossier-of/{cycle}")


def criterion(cycle: int, n: int) -> Way:
    """The indicators of a criterion and what is known of each."""
    return Way(f"criterion/{cycle}/{n}")


def indicator(cycle: int, key: str) -> Way:
    """One indicator: what the law asks, who supplies it, what is known of it."""
    return Way(f"indicator/{cycle}/{key}")


def entered(cycle: int, key: str) -> Way:
    """All that was ever entered of an indicator, the last first."""
    return Way(f"entered/{cycle}/{key}")


def enter(cycle: int, key: str, met: str, seen: int) -> Way:
    """Ask what the answer rests on."""
    return Way(f"enter/{cycle}/{key}/{met}/{seen}")


def supplier(cycle: int, key: str, met: str, seen: int) -> Way:
    """Ask for the unit that supplies it."""
    return Way(f"supplier/{cycle}/{key}/{met}/{seen}")


def entry_picture(cycle: int, key: str, seen: int) -> Way:
    """Ask for a picture of the paper."""
    return Way(f"entry-picture/{cycle}/{key}/{seen}")


# The room commune, its file assignment


def assignments(page: int, cycle: int) -> Way:
    """Each figure that is asked for, with who leads it."""
    return Way(f"assignments/{page}/{cycle}")


def assign(key: str, cycle: int) -> Way:
    """One figure: who leads, who supports, and changing that."""
    return Way(f"assign/{key}/{cycle}")


def assign_lead(key: str, cycle: int) -> Way:
    """Which unit leads?"""
    return Way(f"assign-lead/{key}/{cycle}")


def assign_to(key: str, unit: int, cycle: int) -> Way:
    """This unit leads from now on; its people hear of it by their own screen."""
    return Way(f"assign-to/{key}/{unit}/{cycle}")


def assign_support(key: str, cycle: int) -> Way:
    """Which units support it?"""
    return Way(f"assign-support/{key}/{cycle}")


def assign_tick(key: str, unit: int, cycle: int) -> Way:
    """This unit supports it from now on, or does so no more."""
    return Way(f"assign-tick/{key}/{unit}/{cycle}")


# The room commune, its file unit_filing


def unit_figures(place: int) -> Way:
    """What is assigned to the unit, how far each figure is, and by when."""
    return Way(f"unit-figures/{place}")


def unit_figure(key: str, place: int) -> Way:
    """One figure of the unit: what is asked, how far it is, why it went back."""
    return Way(f"unit-figure/{key}/{place}")


def file_number(key: str, place: int) -> Way:
    """Ask for the number."""
    return Way(f"file-number/{key}/{place}")


def file_met(key: str, met: int, place: int) -> Way:
    """Reached, or not."""
    return Way(f"file-met/{key}/{met}/{place}")


def file_note(key: str, place: int) -> Way:
    """Ask what it rests on."""
    return Way(f"file-note/{key}/{place}")


def file_sign(entry: int) -> Way:
    """Hand the figure in: from now on an officer decides."""
    return Way(f"file-sign/{entry}")


def file_picture(entry: int) -> Way:
    """Ask for a picture of the paper."""
    return Way(f"file-picture/{entry}")


# The room commune, its file unit_figures_desk


def who_filed(cycle: int) -> Way:
    """By unit: how many figures it leads, how many are handed in; who has handed in nothing comes first."""
    return Way(f"who-filed/{cycle}")


def filed(entry: int) -> Way:
    """One figure that a unit has handed in, with its pictures and everything before it."""
    return Way(f"filed/{entry}")


def filed_accept(entry: int) -> Way:
    """The figure counts from now on."""
    return Way(f"filed-accept/{entry}")


def filed_return(entry: int) -> Way:
    """Ask why it goes back."""
    return Way(f"filed-return/{entry}")


# The room commune, its file plan_targets


def plans() -> Way:
    """Which plan the commune follows in the year in hand, and the others to look at."""
    return Way("plans")


def plans_of(cycle: int) -> Way:
    """The same of a year that was chosen."""
    return Way(f"plans-of/{cycle}")


def plan(cycle: int, plan: str) -> Way:
    """The targets of the plan, from the first on."""
    return Way(f"plan/{cycle}/{plan}")


def plan_page(cycle: int, plan: str, page: int) -> Way:
    """More of them."""
    return Way(f"plan-page/{cycle}/{plan}/{page}")


def target(cycle: int, plan: str, key: str) -> Way:
    """One target: the plan's own words, its source, what is there, how far it is."""
    return Way(f"target/{cycle}/{plan}/{key}")


def figure(cycle: int, plan: str, key: str) -> Way:
    """Ask for the number."""
    return Way(f"figure/{cycle}/{plan}/{key}")


def reach(cycle: int, plan: str, key: str, met: int) -> Way:
    """Reached, or not."""
    return Way(f"reach/{cycle}/{plan}/{key}/{met}")


def paper(cycle: int, plan: str, key: str) -> Way:
    """Ask what the number rests on."""
    return Way(f"paper/{cycle}/{plan}/{key}")


def calendar(cycle: int, plan: str) -> Way:
    """Every deadline: when, how long from now, who sends what to whom."""
    return Way(f"calendar/{cycle}/{plan}")


def follow(cycle: int, plan: str) -> Way:
    """From now on the commune's year follows this plan."""
    return Way(f"follow/{cycle}/{plan}")


# The room commune, its file recognition


def recognitions(cycle: int) -> Way:
    """Each title: who could be put on a list, and the lists there are."""
    return Way(f"recognitions/{cycle}")


def recognition_new(cycle: int, title: str) -> Way:
    """Of the whole commune, or of one village first?"""
    return Way(f"recognition-new/{cycle}/{title}")


def recognition_draw(cycle: int, title: str, place_id: int) -> Way:
    """Draw the list up; ``place_id``: of one place, or 0."""
    return Way(f"recognition-draw/{cycle}/{title}/{place_id}")


def recognition(proposal: int) -> Way:
    """One list: how far it is, what can be done."""
    return Way(f"recognition/{proposal}")


def recognition_fill(proposal: int) -> Way:
    """Put on it who was confirmed since."""
    return Way(f"recognition-fill/{proposal}")


def recognition_post(proposal: int) -> Way:
    """From which day does the list hang?"""
    return Way(f"recognition-post/{proposal}")


def recognition_posted(proposal: int, first: str) -> Way:
    """The list hangs from that day."""
    return Way(f"recognition-posted/{proposal}/{first}")


def recognition_posting(proposal: int, ending: str) -> Way:
    """Ask for the list as it is to hang, as a file with this ending."""
    return Way(f"recognition-posting/{proposal}/{ending}")


def recognition_extract(proposal: int, ending: str) -> Way:
    """Ask for the list of a signed decision, for another office, as a file with this ending."""
    return Way(f"recognition-extract/{proposal}/{ending}")


def recognition_submit(proposal: int) -> Way:
    """The list goes to who signs."""
    return Way(f"recognition-submit/{proposal}")


def recognition_reopen(proposal: int) -> Way:
    """The list is a draft again."""
    return Way(f"recognition-reopen/{proposal}")


def recognition_drop(proposal: int) -> Way:
    """The list is given up."""
    return Way(f"recognition-drop/{proposal}")


def recognition_ask(proposal: int, key: str) -> Way:
    """One question of what stands on the signed paper."""
    return Way(f"recognition-ask/{proposal}/{key}")


def recognition_ask_next(proposal: int) -> Way:
    """Where that form stands."""
    return Way(f"recognition-ask-next/{proposal}")


def recognition_ask_say(proposal: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"recognition-ask-say/{proposal}/{key}/{value}")


def recognition_ask_tick(proposal: int, key: str, value: str) -> Way:
    """Tick or untick one of several answers."""
    return Way(f"recognition-ask-tick/{proposal}/{key}/{value}")


def recognition_ask_ticked(proposal: int, key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"recognition-ask-ticked/{proposal}/{key}")


def recognition_ask_offer(proposal: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"recognition-ask-offer/{proposal}/{key}/{value}")


def recognition_sign(proposal: int) -> Way:
    """Say what stands on the signed paper, afresh."""
    return Way(f"recognition-sign/{proposal}")


def recognition_check(proposal: int) -> Way:
    """Once more as it stands on the paper."""
    return Way(f"recognition-check/{proposal}")


def recognition_issue(proposal: int) -> Way:
    """The decision is entered: it recognises."""
    return Way(f"recognition-issue/{proposal}")


def recognition_revoke(proposal: int) -> Way:
    """Why is the whole decision revoked?"""
    return Way(f"recognition-revoke/{proposal}")


def recognition_revoke_sure(proposal: int) -> Way:
    """What goes, before it does."""
    return Way(f"recognition-revoke-sure/{proposal}")


def recognition_revoke_now(proposal: int) -> Way:
    """Revoke it."""
    return Way(f"recognition-revoke-now/{proposal}")


def recognition_names(proposal: int, after: int) -> Way:
    """Names of the list behind one of them."""
    return Way(f"recognition-names/{proposal}/{after}")


def recognition_off(proposal: int, after: int) -> Way:
    """Those who were struck, behind one of them."""
    return Way(f"recognition-off/{proposal}/{after}")


def recognition_found(proposal: int) -> Way:
    """The names that have the words that were typed."""
    return Way(f"recognition-found/{proposal}")


def recognition_name(proposed: int) -> Way:
    """One name, and what can be done about it."""
    return Way(f"recognition-name/{proposed}")


def recognition_strike(proposed: int) -> Way:
    """Why is the name struck?"""
    return Way(f"recognition-strike/{proposed}")


def recognition_strike_as(proposed: int, ready: str) -> Way:
    """Strike it for a ready reason."""
    return Way(f"recognition-strike-as/{proposed}/{ready}")


def recognition_put_back(proposed: int) -> Way:
    """Put a name back that was struck."""
    return Way(f"recognition-put-back/{proposed}")


def recognition_unname(proposed: int) -> Way:
    """Why is this person's recognition revoked?"""
    return Way(f"recognition-unname/{proposed}")


def recognition_unname_sure(proposed: int) -> Way:
    """What goes, before it does."""
    return Way(f"recognition-unname-sure/{proposed}")


def recognition_unname_now(proposed: int) -> Way:
    """Revoke it."""
    return Way(f"recognition-unname-now/{proposed}")


def objections(proposal: int) -> Way:
    """What was said while the list hung, with the answers."""
    return Way(f"objections/{proposal}")


def objection_new(proposal: int) -> Way:
    """What is said against the list?"""
    return Way(f"objection-new/{proposal}")


def objection_about(proposed: int) -> Way:
    """What is said against this name?"""
    return Way(f"objection-about/{proposed}")


def objection_answer(objection: int) -> Way:
    """What is answered?"""
    return Way(f"objection-answer/{objection}")


# The room commune, its file results


def results() -> Way:
    """Results made elsewhere: how many stand, and the lists that brought them."""
    return Way("results")


def results_bring() -> Way:
    """Bring a list."""
    return Way("results-bring")


def results_send() -> Way:
    """Send a file with a list."""
    return Way("results-send")


def results_template() -> Way:
    """Ask for an empty list to fill in."""
    return Way("results-template")


def results_file(results_file: int) -> Way:
    """One list: how far it is, what it says, what can be done with it."""
    return Way(f"results-file/{results_file}")


def results_ask(results_file: int, question: int) -> Way:
    """What must be known to read the file: one question."""
    return Way(f"results-ask/{results_file}/{question}")


def results_say(results_file: int, question: int, option: int) -> Way:
    """Answer it."""
    return Way(f"results-say/{results_file}/{question}/{option}")


def results_take(results_file: int) -> Way:
    """Take what can be taken."""
    return Way(f"results-take/{results_file}")


def results_undo(results_file: int) -> Way:
    """Take all of it back? What that means first."""
    return Way(f"results-undo/{results_file}")


def results_undo_now(results_file: int) -> Way:
    """Take all of it back."""
    return Way(f"results-undo-now/{results_file}")


def results_left(results_file: int) -> Way:
    """Ask for the lines that stay outside, each with the reason, as a file."""
    return Way(f"results-left/{results_file}")


def results_drop(results_file: int) -> Way:
    """Set the list aside."""
    return Way(f"results-drop/{results_file}")


# The room commune, its file results_lines


def results_lines(results_file: int, meaning: str, first: int) -> Way:
    """Lines of a list that come to the same, from a line on."""
    return Way(f"results-lines/{results_file}/{meaning}/{first}")


def results_doubt(results_file: int, settled: int) -> Way:
    """The next line that may mean somebody we know; ``settled``: the line before it, to be taken back, or 0."""
    return Way(f"results-doubt/{results_file}/{settled}")


def results_settle(results_line: int, who: str) -> Way:
    """Say whom a doubtful line means: "same" or "other"."""
    return Way(f"results-settle/{results_line}/{who}")


def results_unsettle(results_line: int) -> Way:
    """Take that back."""
    return Way(f"results-unsettle/{results_line}")


def results_differ(results_file: int, first: int) -> Way:
    """The next line, from one on, whose person has a result here: both, side by side."""
    return Way(f"results-differ/{results_file}/{first}")


def results_choose(results_line: int, which: str) -> Way:
    """Say which of the two counts: "theirs" or "ours"."""
    return Way(f"results-choose/{results_line}/{which}")


# The room commune, its file results_origin


def results_origin(results_file: int) -> Way:
    """Say where the list comes from, afresh."""
    return Way(f"results-origin/{results_file}")


def results_from(results_file: int, key: str) -> Way:
    """One question of where it comes from."""
    return Way(f"results-from/{results_file}/{key}")


def results_from_next(results_file: int) -> Way:
    """Where that form stands."""
    return Way(f"results-from-next/{results_file}")


def results_from_say(results_file: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"results-from-say/{results_file}/{key}/{value}")


def results_from_tick(results_file: int, key: str, value: str) -> Way:
    """Tick or untick one of several answers."""
    return Way(f"results-from-tick/{results_file}/{key}/{value}")


def results_from_ticked(results_file: int, key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"results-from-ticked/{results_file}/{key}")


def results_from_offer(results_file: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"results-from-offer/{results_file}/{key}/{value}")


def results_origin_save(results_file: int) -> Way:
    """Write down where the list comes from."""
    return Way(f"results-origin-save/{results_file}")


# The room commune, its file decision_papers


def decision_paper(proposal: int, document: str) -> Way:
    """How the Tờ trình or the decision is headed and signed, before it is made."""
    return Way(f"decision-paper/{proposal}/{document}")


def decision_make(proposal: int, document: str, ending: str, shown: int) -> Way:
    """Ask for the file, headed as it was shown."""
    return Way(f"decision-make/{proposal}/{document}/{ending}/{shown}")


def decision_issuer(proposal: int, document: str, issuer: str) -> Way:
    """From now on this body issues such papers."""
    return Way(f"decision-issuer/{proposal}/{document}/{issuer}")


def decision_signs(proposal: int, document: str) -> Way:
    """In what capacity does somebody sign?"""
    return Way(f"decision-signs/{proposal}/{document}")


def decision_capacity(proposal: int, document: str, capacity: str) -> Way:
    """From now on such papers are signed in this capacity."""
    return Way(f"decision-capacity/{proposal}/{document}/{capacity}")


def decision_field(proposal: int, document: str, field: str) -> Way:
    """Ask for one field of the heading, in own words."""
    return Way(f"decision-field/{proposal}/{document}/{field}")


def decision_empty(proposal: int, document: str, field: str) -> Way:
    """Leave a field open, or as it is by itself."""
    return Way(f"decision-empty/{proposal}/{document}/{field}")


# The room commune, its file decision_scans


def scans(proposal: int) -> Way:
    """What is kept of a list's signed papers."""
    return Way(f"scans/{proposal}")


def scan_link(proposal: int, paper_kind: str) -> Way:
    """The way to the screen that asks for a scan."""
    return Way(f"scan-link/{proposal}/{paper_kind}")


def scan_send(proposal: int, paper_kind: str) -> Way:
    """A picture or a file of the signed paper?"""
    return Way(f"scan-send/{proposal}/{paper_kind}")


def scan(proposal: int, number: int) -> Way:
    """One of them, the file with it."""
    return Way(f"scan/{proposal}/{number}")


def scan_drop(proposal: int, scan_id: int) -> Way:
    """The wrong file came: it goes."""
    return Way(f"scan-drop/{proposal}/{scan_id}")


# The room commune, its file certificates


def certificates(proposal: int, size: str) -> Way:
    """Giấy công nhận of a signed list: of all of it, or of one place; on which paper."""
    return Way(f"certificates/{proposal}/{size}")


def certificates_make(proposal: int, place_id: int, size: str) -> Way:
    """Ask for them; ``place_id``: of one place, or 0."""
    return Way(f"certificates-make/{proposal}/{place_id}/{size}")


def certificate_one(proposed: int, size: str) -> Way:
    """Ask for somebody's."""
    return Way(f"certificate-one/{proposed}/{size}")


def certificate_check(cycle: int) -> Way:
    """Whose is the code on a paper that somebody brings?"""
    return Way(f"certificate-check/{cycle}")


# The room commune, its file roster


def roster() -> Way:
    """The commune's list of people: how many it has, and a file that brings one."""
    return Way("roster")


def roster_bring() -> Way:
    """Bring a file with the list."""
    return Way("roster-bring")


def roster_send() -> Way:
    """Send a file with the list."""
    return Way("roster-send")


def roster_template() -> Way:
    """Ask for an empty file to fill in."""
    return Way("roster-template")


def roster_files() -> Way:
    """The files that were brought."""
    return Way("roster-files")


def roster_file(roster_file: int) -> Way:
    """One file: how far it is, what it says, what can be done with it."""
    return Way(f"roster-file/{roster_file}")


def roster_lines(roster_file: int, meaning: str, first: int) -> Way:
    """Lines of a file that mean the same, from a line on."""
    return Way(f"roster-lines/{roster_file}/{meaning}/{first}")


def roster_left(roster_file: int) -> Way:
    """Ask for the lines that could not be taken, each with the reason, as a file to put right."""
    return Way(f"roster-left/{roster_file}")


def roster_doubt(roster_file: int, settled: int) -> Way:
    """The next line that may mean somebody we know; ``settled``: the line before it, to be taken back, or 0."""
    return Way(f"roster-doubt/{roster_file}/{settled}")


def roster_settle(roster_line: int, who: str) -> Way:
    """Say whom a doubtful line means: "same" or "other"."""
    return Way(f"roster-settle/{roster_line}/{who}")


def roster_unsettle(roster_line: int) -> Way:
    """Take that back."""
    return Way(f"roster-unsettle/{roster_line}")


def roster_ask(roster_file: int, question: int) -> Way:
    """What must be known to read the file: one question."""
    return Way(f"roster-ask/{roster_file}/{question}")


def roster_say(roster_file: int, question: int, option: int) -> Way:
    """Answer it."""
    return Way(f"roster-say/{roster_file}/{question}/{option}")


def roster_origin(roster_file: int) -> Way:
    """Say where the list comes from, afresh."""
    return Way(f"roster-origin/{roster_file}")


def roster_from(roster_file: int, key: str) -> Way:
    """One question of where it comes from."""
    return Way(f"roster-from/{roster_file}/{key}")


def roster_from_next(roster_file: int) -> Way:
    """Where that form stands."""
    return Way(f"roster-from-next/{roster_file}")


def roster_from_say(roster_file: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"roster-from-say/{roster_file}/{key}/{value}")


def roster_from_tick(roster_file: int, key: str, value: str) -> Way:
    """Tick or untick one of several answers."""
    return Way(f"roster-from-tick/{roster_file}/{key}/{value}")


def roster_from_ticked(roster_file: int, key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"roster-from-ticked/{roster_file}/{key}")


def roster_from_offer(roster_file: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"roster-from-offer/{roster_file}/{key}/{value}")


def roster_origin_save(roster_file: int) -> Way:
    """Write down where the list comes from."""
    return Way(f"roster-origin-save/{roster_file}")


def roster_take(roster_file: int) -> Way:
    """Take the file over."""
    return Way(f"roster-take/{roster_file}")


def roster_gone(roster_file: int) -> Way:
    """Who is in no line of a file that was taken over, before they are taken off the roster."""
    return Way(f"roster-gone/{roster_file}")


def roster_gone_now(roster_file: int) -> Way:
    """Take them off."""
    return Way(f"roster-gone-now/{roster_file}")


def roster_drop(roster_file: int) -> Way:
    """Set the file aside."""
    return Way(f"roster-drop/{roster_file}")


# The room commune, its file statistics


def stats() -> Way:
    """The commune's numbers of the year in hand: the total first, then one short block a village."""
    return Way("stats")


def stats_of(cycle: int) -> Way:
    """The same of a year that was chosen."""
    return Way(f"stats-of/{cycle}")


def open_year(year: int) -> Way:
    """Open this year's cycle, with the sets and the plan of the last one; they must be adopted anew."""
    return Way(f"open-year/{year}")


def export() -> Way:
    """Ask for the workbook of the year in hand; it is made outside the turn and arrives as a file."""
    return Way("export")


def export_of(cycle: int) -> Way:
    """Ask for that of a year that was chosen."""
    return Way(f"export-of/{cycle}")


# The room commune, its file year_papers


def year_paper(cycle: int, paper: str) -> Way:
    """How the year's report or table is headed and signed, before it is made."""
    return Way(f"year-paper/{cycle}/{paper}")


def paper_make(cycle: int, paper: str, shown: int) -> Way:
    """Ask for the file, headed as it was shown."""
    return Way(f"paper-make/{cycle}/{paper}/{shown}")


def paper_issuer(cycle: int, paper: str, issuer: str) -> Way:
    """From now on this body issues the commune's papers."""
    return Way(f"paper-issuer/{cycle}/{paper}/{issuer}")


def paper_signs(cycle: int, paper: str) -> Way:
    """In what capacity does somebody sign?"""
    return Way(f"paper-signs/{cycle}/{paper}")


def paper_capacity(cycle: int, paper: str, capacity: str) -> Way:
    """From now on the commune's papers are signed in this capacity."""
    return Way(f"paper-capacity/{cycle}/{paper}/{capacity}")


def paper_field(cycle: int, paper: str, field: str) -> Way:
    """Ask for one field of the heading, in own words."""
    return Way(f"paper-field/{cycle}/{paper}/{field}")


def paper_empty(cycle: int, paper: str, field: str) -> Way:
    """Leave a field open, or as it is by itself."""
    return Way(f"paper-empty/{cycle}/{paper}/{field}")


# The room commune, its file territory


def territory() -> Way:
    """The villages and units there are, and what can change about them."""
    return Way("territory")


def unit_new() -> Way:
    """What kind of unit?"""
    return Way("unit-new")


def unit_name(kind: int) -> Way:
    """Ask for the unit's name."""
    return Way(f"unit-name/{kind}")


def merge() -> Way:
    """Which village is no more?"""
    return Way("merge")


def merge_from(place: int) -> Way:
    """Into which?"""
    return Way(f"merge-from/{place}")


def merge_see(place: int, into: int) -> Way:
    """What will happen, before it does."""
    return Way(f"merge-see/{place}/{into}")


def merge_now(place: int, into: int) -> Way:
    """Merge them."""
    return Way(f"merge-now/{place}/{into}")


def unit_join(code: str) -> Way:
    """Be assessed at work instead of in the village?"""
    return Way(f"unit-join/{code}")


def unit_take(code: str) -> Way:
    """Be assessed in the unit from now on."""
    return Way(f"unit-take/{code}")


def unit_leave() -> Way:
    """Be assessed in the village again."""
    return Way("unit-leave")


def twins() -> Way:
    """People of one name and birth year in two places: one at a time."""
    return Way("twins")


def twin(resident: int, other: int, which: str) -> Way:
    """Settle whether two records are one person."""
    return Way(f"twin/{resident}/{other}/{which}")


# The room deciding, its file confirm_many


def batch() -> Way:
    """List them."""
    return Way("batch")


def batch_list() -> Way:
    """The names, each a button that takes it out; one button confirms them all."""
    return Way("batch-list")


def batch_next(declaration: int) -> Way:
    """List them, after the last doubtful declaration was decided."""
    return Way(f"batch-next/{declaration}")


def batch_after(declaration: int) -> Way:
    """The names; the decision before can still be taken back."""
    return Way(f"batch-after/{declaration}")


def batch_out(declaration: int) -> Way:
    """Take one out: it waits in the queue as before."""
    return Way(f"batch-out/{declaration}")


def batch_all() -> Way:
    """Put back what was taken out."""
    return Way("batch-all")


def batch_confirm(mark: str) -> Way:
    """Confirm exactly the list that was seen; what has changed meanwhile, or has become doubtful, is left waiting."""
    return Way(f"batch-confirm/{mark}")


def batch_done(number: int) -> Way:
    """The next names, with the way to take the whole batch back."""
    return Way(f"batch-done/{number}")


def batch_undo(number: int) -> Way:
    """Take a whole batch back: who made it may, in places they still serve; what was touched since stays."""
    return Way(f"batch-undo/{number}")


# The room deciding, its file evidence_gallery


def proof(declaration: int, number: int) -> Way:
    """One picture of the person's diary of that year, with the entry and the answers it speaks to."""
    return Way(f"proof/{declaration}/{number}")


# The room deciding, its file queue


def queue() -> Way:
    """The first page of the part of the queue that was chosen last."""
    return Way("queue")


def queue_page(skipped: int) -> Way:
    """How many wait and why some should be looked at, then one line each; a line opens its declaration."""
    return Way(f"queue-page/{skipped}")


def queue_found() -> Way:
    """Those of the name that was typed, among those that wait."""
    return Way("queue-found")


def queue_filters() -> Way:
    """Which part of the queue? With how many each holds."""
    return Way("queue-filters")


def queue_show(wanted: str) -> Way:
    """Look at this part of the queue from now on."""
    return Way(f"queue-show/{wanted}")


def decided(skipped: int) -> Way:
    """The latest decisions in the places served, each of which can be looked at and taken back."""
    return Way(f"decided/{skipped}")


# The room deciding, its file return_one


def return_(declaration: int, revision: int) -> Way:
    """Which answer should be looked at again? The doubtful ones first; or a reason about the whole."""
    return Way(f"return/{declaration}/{revision}")


def return_how(declaration: int, revision: int, key: str) -> Way:
    """Why this answer? A ready reason, or own words."""
    return Way(f"return-how/{declaration}/{revision}/{key}")


def return_as(declaration: int, revision: int, key: str, ready: str) -> Way:
    """Return with a ready reason."""
    return Way(f"return-as/{declaration}/{revision}/{key}/{ready}")


def return_why(declaration: int, revision: int, key: str) -> Way:
    """Ask for a reason in own words."""
    return Way(f"return-why/{declaration}/{revision}/{key}")


# The room deciding, its file review


def review(declaration: int) -> Way:
    """All that is needed to decide, on one screen; as it is now, whenever it is opened."""
    return Way(f"review/{declaration}")


def skip(declaration: int) -> Way:
    """Pass over this one for now: a button of older messages."""
    return Way(f"skip/{declaration}")


def confirm(declaration: int, revision: int) -> Way:
    """Confirm exactly what was seen: a declaration that has moved on is shown anew instead."""
    return Way(f"confirm/{declaration}/{revision}")


def confirm_as(declaration: int, revision: int, verdict: str) -> Way:
    """Confirm, and decide the result where no rule does."""
    return Way(f"confirm-as/{declaration}/{revision}/{verdict}")


def next_(declaration: int) -> Way:
    """After a decision: on to what comes next in the queue. Once nothing doubtful is left, the rest together."""
    return Way(f"next/{declaration}")


def after(declaration: int, following: int) -> Way:
    """The card of what comes next, with the way to take back the one just decided."""
    return Way(f"after/{declaration}/{following}")


def undo(declaration: int, revision: int) -> Way:
    """Take back a confirmation or a return: the declaration waits again."""
    return Way(f"undo/{declaration}/{revision}")


# The room declaring, its file declared_for_me


def said_for_me(declaration: int) -> Way:
    """Who declared, how the person had agreed, every answer in words, and the result."""
    return Way(f"said-for-me/{declaration}")


def endorse(declaration: int) -> Way:
    """It is right."""
    return Way(f"endorse/{declaration}")


def not_so(declaration: int) -> Way:
    """It is not: correct it, or, once it is confirmed, have it looked at again."""
    return Way(f"not-so/{declaration}")


# The room declaring, its file enrolment


def enrol(resident: int) -> Way:
    """Whether the person is registered this year, since when, and what can be done about it."""
    return Way(f"enrol/{resident}")


def enrol_now(resident: int, year: int) -> Way:
    """Register the person for this year."""
    return Way(f"enrol-now/{resident}/{year}")


def enrol_off(resident: int, year: int) -> Way:
    """The person does not take part after all."""
    return Way(f"enrol-off/{resident}/{year}")


def enrol_one(resident: int) -> Way:
    """Write down one person who signed the village's list."""
    return Way(f"enrol-one/{resident}")


# The room declaring, its file for_household


def whom() -> Way:
    """For whom? Oneself, somebody one speaks for already, or somebody new."""
    return Way("whom")


def add_them(key: str) -> Way:
    """One question."""
    return Way(f"add-them/{key}")


def add_them_next() -> Way:
    """Where the form stands."""
    return Way("add-them-next")


def add_them_say(key: str, value: str) -> Way:
    """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
    return Way(f"add-them-say/{key}/{value}")


def add_them_tick(key: str, value: str) -> Way:
    """Tick or untick one of several answers; nothing counts until "Xong"."""
    return Way(f"add-them-tick/{key}/{value}")


def add_them_ticked(key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"add-them-ticked/{key}")


def add_them_offer(key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"add-them-offer/{key}/{value}")


def they_refuse() -> Way:
    """They did not agree, or it was not meant: forget what was typed."""
    return Way("they-refuse")


def them_done() -> Way:
    """Speak for the person from now on: the one whom the roster knows, or a new one of the household."""
    return Way("them-done")


def let_go(person: int) -> Way:
    """Speak for them no more. What was declared stays."""
    return Way(f"let-go/{person}")


# The room declaring, its file for_villager


def helping(key: str) -> Way:
    """One question."""
    return Way(f"helping/{key}")


def helping_next() -> Way:
    """Where the form stands."""
    return Way("helping-next")


def helping_say(key: str, value: str) -> Way:
    """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
    return Way(f"helping-say/{key}/{value}")


def helping_tick(key: str, value: str) -> Way:
    """Tick or untick one of several answers; nothing counts until "Xong"."""
    return Way(f"helping-tick/{key}/{value}")


def helping_ticked(key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"helping-ticked/{key}")


def helping_offer(key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"helping-offer/{key}/{value}")


def helping_anew() -> Way:
    """Somebody else: forget what was typed."""
    return Way("helping-anew")


def helping_found() -> Way:
    """Those of that name and year in the places served; or the way to enter who is not on the roster."""
    return Way("helping-found")


def help_new(place: int) -> Way:
    """Nothing is entered before the person has agreed: ask that first, for the village chosen."""
    return Way(f"help-new/{place}")


def help_agree() -> Way:
    """Read the consent to somebody who is not entered yet."""
    return Way("help-agree")


def help_new_as(how: str) -> Way:
    """They agreed: enter them, and declare."""
    return Way(f"help-new-as/{how}")


def declare_for(resident: int) -> Way:
    """Read the consent to the person, who has no chat of their own."""
    return Way(f"declare-for/{resident}")


def help_as(resident: int, how: str) -> Way:
    """They agreed; ``how`` is on record with every declaration made for them."""
    return Way(f"help-as/{resident}/{how}")


def help_refused() -> Way:
    """They did not agree: forget what was typed."""
    return Way("help-refused")


# The room declaring, its file in_one_message


def compact(declaration: int) -> Way:
    """All questions in one message."""
    return Way(f"compact/{declaration}")


def compact_again(declaration: int) -> Way:
    """What was typed is not clear; short, because the questions stand in the message before."""
    return Way(f"compact-again/{declaration}")


def compact_check(declaration: int) -> Way:
    """The answers in words, before they are saved."""
    return Way(f"compact-check/{declaration}")


def compact_save(declaration: int, revision: int) -> Way:
    """Save what was read back, and send it if nothing is left out."""
    return Way(f"compact-save/{declaration}/{revision}")


def short(wanted: int) -> Way:
    """From now on: a whole form in one message, or one question a message."""
    return Way(f"short/{wanted}")


# The room declaring, its file listed_result


def listed(declaration: int) -> Way:
    """One's result that was made elsewhere: whose it is, where it stands, what can be said to it."""
    return Way(f"listed/{declaration}")


def listed_wrong(declaration: int) -> Way:
    """It is wrong."""
    return Way(f"listed-wrong/{declaration}")


# The room declaring, its file my_declarations


def status() -> Way:
    """The latest declaration: one's own; where there are several persons, whose is asked."""
    return Way("status")


def mine(declaration: int) -> Way:
    """Where one's declaration stands, its result in words, and what can be done next."""
    return Way(f"mine/{declaration}")


def history(declaration: int) -> Way:
    """What happened to a declaration, from the audit log, the newest last."""
    return Way(f"history/{declaration}")


# The room declaring, its file one_by_one


def declare() -> Way:
    """Declare: for whom is asked only where there is a choice."""
    return Way("declare")


def begin(resident: int) -> Way:
    """Go on where the person stands with this year's declaration; if there is none, the first question registers."""
    return Way(f"begin/{resident}")


def title(resident: int, title: str) -> Way:
    """Register a person for another title of persons, and go on with that declaration."""
    return Way(f"title/{resident}/{title}")


def register(resident: int, year: int, occupation: str) -> Way:
    """Register a person for the title of this year: the declaration begins with its first answer."""
    return Way(f"register/{resident}/{year}/{occupation}")


def onward(declaration: int) -> Way:
    """Go on with a declaration where it stands."""
    return Way(f"onward/{declaration}")


def facts(declaration: int) -> Way:
    """What was told last year of what seldom changes: still true? It is offered, never copied unasked."""
    return Way(f"facts/{declaration}")


def facts_same(declaration: int, revision: int) -> Way:
    """Take last year's facts as this year's."""
    return Way(f"facts-same/{declaration}/{revision}")


def facts_anew(declaration: int) -> Way:
    """Something has changed: ask them one by one."""
    return Way(f"facts-anew/{declaration}")


def one_by_one(declaration: int) -> Way:
    """Answer this declaration one question after the other, though the rest is asked in one message."""
    return Way(f"one-by-one/{declaration}")


def ask(declaration: int, key: str) -> Way:
    """One question."""
    return Way(f"ask/{declaration}/{key}")


def ask_next(declaration: int) -> Way:
    """Where the form stands."""
    return Way(f"ask-next/{declaration}")


def ask_say(declaration: int, version: int, key: str, value: str) -> Way:
    """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
    return Way(f"ask-say/{declaration}/{version}/{key}/{value}")


def ask_tick(declaration: int, version: int, key: str, value: str) -> Way:
    """Tick or untick one of several answers; nothing counts until "Xong"."""
    return Way(f"ask-tick/{declaration}/{version}/{key}/{value}")


def ask_ticked(declaration: int, version: int, key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"ask-ticked/{declaration}/{version}/{key}")


def ask_offer(declaration: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"ask-offer/{declaration}/{key}/{value}")


def pause(declaration: int) -> Way:
    """Leave for now."""
    return Way(f"pause/{declaration}")


def check(declaration: int) -> Way:
    """All answers on one screen, the way to change one, and the button that sends them."""
    return Way(f"check/{declaration}")


def edit(declaration: int) -> Way:
    """Which answer? Each question's number on the screen is the number of its choice."""
    return Way(f"edit/{declaration}")


def submit(declaration: int, revision: int) -> Way:
    """Send it to the village head."""
    return Way(f"submit/{declaration}/{revision}")


# The room groups, its file clan


def clan() -> Way:
    """The clan as it is, for members of its households; its head declares for it."""
    return Way("clan")


def clan_begin(clan: int, title: str) -> Way:
    """Register the clan for a title; its declaration begins, once a year."""
    return Way(f"clan-begin/{clan}/{title}")


def clan_enrol(clan: int, title: str, wanted: int) -> Way:
    """Register the clan for a title of this year, or take that back."""
    return Way(f"clan-enrol/{clan}/{title}/{wanted}")


def clan_new() -> Way:
    """Ask for the clan's name."""
    return Way("clan-new")


def clan_code() -> Way:
    """Ask for the clan's code."""
    return Way("clan-code")


def clan_join(code: str) -> Way:
    """The whole household enters the clan: is that right?"""
    return Way(f"clan-join/{code}")


def clan_enter(code: str) -> Way:
    """The household belongs to the clan."""
    return Way(f"clan-enter/{code}")


def clan_leave(clan: int) -> Way:
    """The household belongs to no clan; the head of the clan hands over first."""
    return Way(f"clan-leave/{clan}")


def clan_hand(clan: int) -> Way:
    """Who heads the clan from now on? The heads of its households are named."""
    return Way(f"clan-hand/{clan}")


def clan_head(clan: int, person: int) -> Way:
    """Hand over."""
    return Way(f"clan-head/{clan}/{person}")


# The room groups, its file joining


def joinings() -> Way:
    """What waits for this person's word, and what they ask of others."""
    return Way("joinings")


def joining(joining: int) -> Way:
    """One of them, with yes and no; what became of it where it waits no more."""
    return Way(f"joining/{joining}")


def joining_agree(joining: int) -> Way:
    """Yes: it is so from now on."""
    return Way(f"joining-agree/{joining}")


def joining_refuse(joining: int) -> Way:
    """No: all stays as it is."""
    return Way(f"joining-refuse/{joining}")


def joining_withdraw(wish: str) -> Way:
    """Ask no more."""
    return Way(f"joining-withdraw/{wish}")


# The room groups, its file family


def family() -> Way:
    """The family as it is: who belongs to it, how far each is, and what the family can do next."""
    return Way("family")


def family_begin(household: int, title: str) -> Way:
    """Register the family for a title: its declaration begins, once a year."""
    return Way(f"family-begin/{household}/{title}")


def family_enrol(household: int, title: str, wanted: int) -> Way:
    """Register the family for a title of this year, or take that back."""
    return Way(f"family-enrol/{household}/{title}/{wanted}")


def family_new() -> Way:
    """A household of one's own; those one speaks for and who live nowhere yet belong to it."""
    return Way("family-new")


def family_invite(household: int) -> Way:
    """Make the household's code, if it has none yet, and see to it that somebody is its head."""
    return Way(f"family-invite/{household}")


def family_show() -> Way:
    """The code for those who have a telephone, and the way for those who have none."""
    return Way("family-show")


def family_code() -> Way:
    """Ask for the household's code."""
    return Way("family-code")


def family_join(code: str) -> Way:
    """What is the person to the head of the household?"""
    return Way(f"family-join/{code}")


def family_enter(code: str, relation: str) -> Way:
    """Enter the household; its head hears of it."""
    return Way(f"family-enter/{code}/{relation}")


def family_members(household: int) -> Way:
    """Whose place in the household is wrong?"""
    return Way(f"family-members/{household}")


def family_member(household: int, person: int) -> Way:
    """One member: what they are to the head, make them the head, or they live elsewhere."""
    return Way(f"family-member/{household}/{person}")


def family_relation(household: int, person: int, relation: str) -> Way:
    """Put right what a member is to the head."""
    return Way(f"family-relation/{household}/{person}/{relation}")


def family_head(household: int, person: int) -> Way:
    """Somebody else is the head of the household."""
    return Way(f"family-head/{household}/{person}")


def family_out(household: int, person: int) -> Way:
    """A member lives elsewhere. What was declared stays."""
    return Way(f"family-out/{household}/{person}")


def family_leave(household: int) -> Way:
    """Leave the household; its head says first who takes their place."""
    return Way(f"family-leave/{household}")


def family_left(household: int, heir: int) -> Way:
    """Leave now, after handing over."""
    return Way(f"family-left/{household}/{heir}")


# The room groups, its file place_title


def community(place: int) -> Way:
    """Where the village or unit stands, from what was confirmed in it."""
    return Way(f"community/{place}")


def community_begin(place: int, title: str) -> Way:
    """Register the village or unit for a title; its declaration begins, once a year."""
    return Way(f"community-begin/{place}/{title}")


def community_enrol(place: int, title: str, wanted: int) -> Way:
    """Register the village or unit for a title of this year, or take that back."""
    return Way(f"community-enrol/{place}/{title}/{wanted}")


# The room learning, its file diary


def diary() -> Way:
    """Whose diary? Asked only where there is a choice."""
    return Way("diary")


def diary_of(resident: int, year: int) -> Way:
    """A year of the diary: the sum, then the latest entries."""
    return Way(f"diary-of/{resident}/{year}")


def diary_page(resident: int, year: int, page: int) -> Way:
    """More of a year's entries."""
    return Way(f"diary-page/{resident}/{year}/{page}")


def entry_ask(resident: int, key: str) -> Way:
    """One question."""
    return Way(f"entry-ask/{resident}/{key}")


def entry_ask_next(resident: int) -> Way:
    """Where the form stands."""
    return Way(f"entry-ask-next/{resident}")


def entry_ask_say(resident: int, key: str, value: str) -> Way:
    """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
    return Way(f"entry-ask-say/{resident}/{key}/{value}")


def entry_ask_tick(resident: int, key: str, value: str) -> Way:
    """Tick or untick one of several answers; nothing counts until "Xong"."""
    return Way(f"entry-ask-tick/{resident}/{key}/{value}")


def entry_ask_ticked(resident: int, key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"entry-ask-ticked/{resident}/{key}")


def entry_ask_offer(resident: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"entry-ask-offer/{resident}/{key}/{value}")


def entry_new(resident: int) -> Way:
    """A new entry; one that is half-way is gone on with."""
    return Way(f"entry-new/{resident}")


def entry_stop(resident: int) -> Way:
    """Forget what is half-way; an entry that was being changed stays as it was."""
    return Way(f"entry-stop/{resident}")


def entry_save(resident: int) -> Way:
    """Write the entry, or put right the one that is being changed."""
    return Way(f"entry-save/{resident}")


def entry(activity: int) -> Way:
    """One entry, with its pictures, and what can be done with it."""
    return Way(f"entry/{activity}")


def entry_fix(activity: int) -> Way:
    """Which part is wrong? One that was attended says what its event says."""
    return Way(f"entry-fix/{activity}")


def entry_part(activity: int, part: str) -> Way:
    """Ask that part again; the others stay."""
    return Way(f"entry-part/{activity}/{part}")


def entry_drop(activity: int) -> Way:
    """Really?"""
    return Way(f"entry-drop/{activity}")


def entry_gone(activity: int) -> Way:
    """Delete the entry."""
    return Way(f"entry-gone/{activity}")


def certificate(activity: int) -> Way:
    """Ask for a photo of the certificate; several are fine."""
    return Way(f"certificate/{activity}")


# The room learning, its file events


def events() -> Way:
    """This year's events with their turnout, the latest first."""
    return Way("events")


def events_more() -> Way:
    """What is done seldom: writing down what is over, announcing, what people want to learn, reports."""
    return Way("events-more")


def event_new(place: int) -> Way:
    """Announce an event here."""
    return Way(f"event-new/{place}")


def event_ask(place: int, key: str) -> Way:
    """One question."""
    return Way(f"event-ask/{place}/{key}")


def event_ask_next(place: int) -> Way:
    """Where the form stands."""
    return Way(f"event-ask-next/{place}")


def event_ask_say(place: int, key: str, value: str) -> Way:
    """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
    return Way(f"event-ask-say/{place}/{key}/{value}")


def event_ask_tick(place: int, key: str, value: str) -> Way:
    """Tick or untick one of several answers; nothing counts until "Xong"."""
    return Way(f"event-ask-tick/{place}/{key}/{value}")


def event_ask_ticked(place: int, key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"event-ask-ticked/{place}/{key}")


def event_ask_offer(place: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"event-ask-offer/{place}/{key}/{value}")


def event_save(place: int) -> Way:
    """Announce it, with a short code of its own."""
    return Way(f"event-save/{place}")


def event(event: int) -> Way:
    """One event: its code for those who are there, and how many were."""
    return Way(f"event/{event}")


def event_qr(event: int) -> Way:
    """Ask for the picture of the event's code."""
    return Way(f"event-qr/{event}")


def event_cancel(event: int) -> Way:
    """It does not take place."""
    return Way(f"event-cancel/{event}")


def attend(code: str) -> Way:
    """Somebody was there: who is asked only where there is a choice."""
    return Way(f"attend/{code}")


def attend_who(code: str) -> Way:
    """Who was there?"""
    return Way(f"attend-who/{code}")


def attended(resident: int, code: str) -> Way:
    """The diary entry writes itself, once however often the code is scanned."""
    return Way(f"attended/{resident}/{code}")


def attended_all(code: str) -> Way:
    """All for whom this chat speaks were there; who is written down already stays so."""
    return Way(f"attended-all/{code}")


# The room learning, its file evidence_picture


def picture(evidence: int) -> Way:
    """The picture, with whose it is and when it was sent; or why it is not here."""
    return Way(f"picture/{evidence}")


# The room paper, its file enter_forms


def sheets() -> Way:
    """Type the next sheet."""
    return Way("sheets")


def sheet_check(resident: int) -> Way:
    """The sheet in words, before anything is saved."""
    return Way(f"sheet-check/{resident}")


def sheet_save(resident: int) -> Way:
    """Save what was read back, with the signed sheet as the consent; send it if nothing is left out."""
    return Way(f"sheet-save/{resident}")


def sheet_undo(declaration: int) -> Way:
    """Take the last sheet back, while nobody has decided on it."""
    return Way(f"sheet-undo/{declaration}")


# The room paper, its file photo_forms


def sheet_photo() -> Way:
    """Take the first photographed sheet that waits."""
    return Way("sheet-photo")


def sheet_photo_drop() -> Way:
    """Leave the photographed sheet that is looked through out."""
    return Way("sheet-photo-drop")


def sheet_whose() -> Way:
    """Ask for the number of a blank sheet that was photographed."""
    return Way("sheet-whose")


def sheet_ask(resident: int) -> Way:
    """Ask what a photo does not say for sure."""
    return Way(f"sheet-ask/{resident}")


def sheet_answer(resident: int, key: str, value: str) -> Way:
    """What stands on the sheet."""
    return Way(f"sheet-answer/{resident}/{key}/{value}")


def sheet_answered(resident: int, key: str) -> Way:
    """What is ticked of several is what stands on the sheet; where nothing is, it was left out."""
    return Way(f"sheet-answered/{resident}/{key}")


# The room paper, its file print_forms


def papers(place: int) -> Way:
    """Which forms? Each title's; the citizens' also with names, numbers and birth years printed on them."""
    return Way(f"papers/{place}")


def papers_make(place: int, title: str, kind: str) -> Way:
    """Ask for the forms; they are made outside the turn and arrive as a file."""
    return Way(f"papers-make/{place}/{title}/{kind}")


# The room start, its file home


def home() -> Way:
    """The menu: what there is to do for this person now, the likeliest first."""
    return Way("home")


def own() -> Way:
    """What heads and officers do as residents, one step away, so that their work fits the first screen."""
    return Way("own")


def help_() -> Way:
    """What can be done here, and whom to ask."""
    return Way("help")


def language() -> Way:
    """Ask for the language, each named in itself."""
    return Way("language")


def speak(tongue: str) -> Way:
    """Speak this language from now on."""
    return Way(f"speak/{tongue}")


# The room start, its file join


def join_ask(key: str) -> Way:
    """One question."""
    return Way(f"join-ask/{key}")


def join_ask_next() -> Way:
    """Where the form stands."""
    return Way("join-ask-next")


def join_ask_say(key: str, value: str) -> Way:
    """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
    return Way(f"join-ask-say/{key}/{value}")


def join_ask_tick(key: str, value: str) -> Way:
    """Tick or untick one of several answers; nothing counts until "Xong"."""
    return Way(f"join-ask-tick/{key}/{value}")


def join_ask_ticked(key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"join-ask-ticked/{key}")


def join_ask_offer(key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"join-ask-offer/{key}/{value}")


def open_(code: str) -> Way:
    """Come in with a code, from a link, a QR picture or typed; what it opens decides where it leads."""
    return Way(f"open/{code}")


def join() -> Way:
    """The next thing needed to join: consent, or the first question without an answer."""
    return Way("join")


def consent() -> Way:
    """Before the first question: who asks, what for, for how long, and which rights there are."""
    return Way("consent")


def agree() -> Way:
    """Yes: recorded with the text's version, time and channel."""
    return Way("agree")


def refuse() -> Way:
    """No: recorded, everything typed so far forgotten, the paper way pointed out."""
    return Way("refuse")


def refused() -> Way:
    """A dignified way out."""
    return Way("refused")


def join_check() -> Way:
    """Read back what was given, before anything is made of it."""
    return Way("join-check")


def join_done() -> Way:
    """Become a person of the village: the one the roster knows by this name and year, or a new one."""
    return Way("join-done")


def join_known() -> Way:
    """Somebody of this name and year has joined before: on another phone, or it is another person."""
    return Way("join-known")


def join_namesake() -> Way:
    """Another person of the same name and year joins."""
    return Way("join-namesake")


def role(code: str) -> Way:
    """Show what an invitation offers, before it is used up."""
    return Way(f"role/{code}")


def role_take(code: str) -> Way:
    """Take the role; the invitation is used up."""
    return Way(f"role-take/{code}")


# The room start, its file my_data


def data() -> Way:
    """What is kept of this person, and what can be done about it."""
    return Way("data")


def data_file() -> Way:
    """Send it as a file, made outside the turn."""
    return Way("data-file")


def record_file() -> Way:
    """Send the lifelong learning record, a sheet to keep."""
    return Way("record-file")


def keep_diary(wanted: int) -> Way:
    """Keep what is past its term of one's diary for oneself (1), or let it go (0)."""
    return Way(f"keep-diary/{wanted}")


def correct(key: str) -> Way:
    """One question."""
    return Way(f"correct/{key}")


def correct_next() -> Way:
    """Where the form stands."""
    return Way("correct-next")


def correct_say(key: str, value: str) -> Way:
    """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
    return Way(f"correct-say/{key}/{value}")


def correct_tick(key: str, value: str) -> Way:
    """Tick or untick one of several answers; nothing counts until "Xong"."""
    return Way(f"correct-tick/{key}/{value}")


def correct_ticked(key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"correct-ticked/{key}")


def correct_offer(key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"correct-offer/{key}/{value}")


def erase() -> Way:
    """Say what erasing means before it is done."""
    return Way("erase")


def erase_now() -> Way:
    """Withdraw the consent and erase, at once."""
    return Way("erase-now")


# The room start, its file my_devices


def devices() -> Way:
    """All chats that are this person's, and what can be done with each."""
    return Way("devices")


def prefer(seat: int) -> Way:
    """Choose where notices go; 0 is wherever one was last."""
    return Way(f"prefer/{seat}")


def link() -> Way:
    """Make a code that makes another chat this person's, too. It is shown once."""
    return Way("link")


def linking() -> Way:
    """The code, while its screen is open."""
    return Way("linking")


def sign_in(code: str) -> Way:
    """Show whose chat this would become, with the consent text, before the code is used up."""
    return Way(f"sign-in/{code}")


def sign_in_now(code: str) -> Way:
    """Use the code: this chat is the person's from now on."""
    return Way(f"sign-in-now/{code}")


def unlink(seat: int) -> Way:
    """Say what letting a chat go means before it is done."""
    return Way(f"unlink/{seat}")


def unlink_now(seat: int) -> Way:
    """Let a chat go; it may be this one."""
    return Way(f"unlink-now/{seat}")


# The room start, its file desk_door


def desk() -> Way:
    """What the desk is, its link while that can be used, and where it is open."""
    return Way("desk")


def desk_link() -> Way:
    """Make a link; the one before works no more."""
    return Way("desk-link")


def desk_close() -> Way:
    """Close it in every browser; whose role has ended may do so, too."""
    return Way("desk-close")


# The room start, its file who_looked


def who_looked(skipped: int) -> Way:
    """Each who looked on a day, the latest first; one's own household is not told of."""
    return Way(f"who-looked/{skipped}")


# The room start, its file next_part


def more(part: int) -> Way:
    """The open screen from that part on; the first one is 0."""
    return Way(f"more/{part}")


# The room village, its file digest_hour


def digest_time() -> Way:
    """When now, and when from now on?"""
    return Way("digest-time")


def digest_at(when: str) -> Way:
    """From now on at this minute of the day, or never."""
    return Way(f"digest-at/{when}")


# The room village, its file enrolment


def enrolments(place: int) -> Way:
    """How many of a place have registered this year, and the ways to write down more."""
    return Way(f"enrolments/{place}")


def enrol_all(place: int, title: str, skipped: int) -> Way:
    """Some of those who are not registered yet, all ticked."""
    return Way(f"enrol-all/{place}/{title}/{skipped}")


def enrol_tick(place: int, title: str, skipped: int, key: int) -> Way:
    """Take one out of the list, or put them back."""
    return Way(f"enrol-tick/{place}/{title}/{skipped}/{key}")


def enrol_rest(place: int, title: str, mark: str) -> Way:
    """Register exactly those who were ticked, at once."""
    return Way(f"enrol-rest/{place}/{title}/{mark}")


def enrol_done(place: int, number: int) -> Way:
    """What was written down, with the way to take it back."""
    return Way(f"enrol-done/{place}/{number}")


def enrol_undo(place: int, number: int) -> Way:
    """Take back what one act wrote down."""
    return Way(f"enrol-undo/{place}/{number}")


def enrol_homes(place: int, skipped: int) -> Way:
    """The households in which somebody has not registered."""
    return Way(f"enrol-homes/{place}/{skipped}")


def enrol_home(place: int, home: int) -> Way:
    """Who of a household signed."""
    return Way(f"enrol-home/{place}/{home}")


def enrol_member(place: int, home: int, key: int) -> Way:
    """One of the household did not sign, or did."""
    return Way(f"enrol-member/{place}/{home}/{key}")


def enrol_home_now(place: int, home: int, mark: str) -> Way:
    """The household's signature registers those who are ticked."""
    return Way(f"enrol-home-now/{place}/{home}/{mark}")


def enrol_paper(place: int) -> Way:
    """Ask for the list to be signed; it is made outside the turn and arrives as a file."""
    return Way(f"enrol-paper/{place}")


# The room village, its file help_sign_in


def residents() -> Way:
    """Whom? By name, with or without diacritics."""
    return Way("residents")


def residents_found() -> Way:
    """The people of the name that was typed."""
    return Way("residents-found")


def resident(resident: int) -> Way:
    """A person's chats, and what can be done about them."""
    return Way(f"resident/{resident}")


def consent_again() -> Way:
    """The consent text has changed: the text as it is now."""
    return Way("consent-again")


def consent_again_yes() -> Way:
    """Yes to the new text; on to where one was."""
    return Way("consent-again-yes")


def withdraw(resident: int) -> Way:
    """A sheet first, which the person signs; then the question."""
    return Way(f"withdraw/{resident}")


def withdraw_sheet(resident: int) -> Way:
    """The sheet is made; the request stands on the officer's list."""
    return Way(f"withdraw-sheet/{resident}")


def withdraw_sure(resident: int) -> Way:
    """Name what goes, and what stays, before it is done."""
    return Way(f"withdraw-sure/{resident}")


def withdraw_now(resident: int) -> Way:
    """Withdraw and erase, on record with who did it."""
    return Way(f"withdraw-now/{resident}")


def request_for(resident: int) -> Way:
    """What does the person ask about their data?"""
    return Way(f"request-for/{resident}")


def request_note(resident: int, kind: str) -> Way:
    """Write it down for the officer."""
    return Way(f"request-note/{resident}/{kind}")


def requests() -> Way:
    """What people ask about their own data and is not done yet."""
    return Way("requests")


def request(request: int) -> Way:
    """One request: when it was asked, what is due."""
    return Way(f"request/{request}")


def request_answered(request: int) -> Way:
    """The person was told that it is being done."""
    return Way(f"request-answered/{request}")


def request_done(request: int) -> Way:
    """It is done."""
    return Way(f"request-done/{request}")


def admit(resident: int) -> Way:
    """Make a one-time code with which this person signs in on another phone, another app or the web."""
    return Way(f"admit/{resident}")


def admitted(resident: int) -> Way:
    """The code, while its screen is open."""
    return Way(f"admitted/{resident}")


def cut(resident: int, seat: int) -> Way:
    """Say what cutting off means before it is done."""
    return Way(f"cut/{resident}/{seat}")


def cut_now(resident: int, seat: int) -> Way:
    """Cut a lost phone off."""
    return Way(f"cut-now/{resident}/{seat}")


# The room village, its file join_codes


def codes() -> Way:
    """The villages' codes for residents; for officers, invitations for heads."""
    return Way("codes")


def qr(place: int) -> Way:
    """Ask for the picture of one village's code, to be passed on in a group chat; it arrives as a picture."""
    return Way(f"qr/{place}")


def posters() -> Way:
    """Ask for the printed sheets with the villages' codes; they are made outside the turn and arrive as a file."""
    return Way("posters")


# The room village, its file newcomers


def newcomers() -> Way:
    """Who joined by name and birth year alone, as far as nobody has said that it is them."""
    return Way("newcomers")


def newcomers_all(mark: str) -> Way:
    """It is really them: all whose names were read."""
    return Way(f"newcomers-all/{mark}")


def newcomers_anew() -> Way:
    """Those taken out are on the list again."""
    return Way("newcomers-anew")


def newcomer(resident: int) -> Way:
    """One of them, and what to do about it."""
    return Way(f"newcomer/{resident}")


def newcomer_right(resident: int) -> Way:
    """It is really them."""
    return Way(f"newcomer-right/{resident}")


def newcomer_aside(resident: int) -> Way:
    """Not known: the others first."""
    return Way(f"newcomer-aside/{resident}")


# The room village, its file not_declared


def missing(place: int) -> Way:
    """How many people and households stand where in the year in hand, and the ways on."""
    return Way(f"missing/{place}")


def missing_of(place: int, year: int) -> Way:
    """The same of another year, to look at and to print."""
    return Way(f"missing-of/{place}/{year}")


def missing_list(place: int, standing: str, skipped: int) -> Way:
    """Some people of one standing, by given name."""
    return Way(f"missing-list/{place}/{standing}/{skipped}")


def missing_list_of(place: int, year: int, standing: str, skipped: int) -> Way:
    """The same of another year."""
    return Way(f"missing-list-of/{place}/{year}/{standing}/{skipped}")


def missing_homes(place: int, skipped: int) -> Way:
    """The households where somebody has still something to do."""
    return Way(f"missing-homes/{place}/{skipped}")


def missing_home(place: int, home: int, skipped: int) -> Way:
    """Who of one household has still something to do; a code that many share is leafed through, too."""
    return Way(f"missing-home/{place}/{home}/{skipped}")


def missing_one(resident: int) -> Way:
    """One person: where they stand, and what can be done."""
    return Way(f"missing-one/{resident}")


def remind(resident: int) -> Way:
    """Remind one person."""
    return Way(f"remind/{resident}")


def remind_all(place: int) -> Way:
    """Whom a reminder would reach, and whom not, before it is sent."""
    return Way(f"remind-all/{place}")


def remind_all_now(place: int) -> Way:
    """Remind everybody who may be reminded."""
    return Way(f"remind-all-now/{place}")


def no_reminders(resident: int) -> Way:
    """Somebody does not want to be reminded; said by themselves, or by who speaks for them."""
    return Way(f"no-reminders/{resident}")


def unreminded(resident: int) -> Way:
    """That is settled, and can be changed back."""
    return Way(f"unreminded/{resident}")


def reminders(resident: int) -> Way:
    """And now does again."""
    return Way(f"reminders/{resident}")


def doors(place: int) -> Way:
    """Ask for the printed list for knocking on doors; it is made outside the turn and arrives as a file."""
    return Way(f"doors/{place}")


def doors_of(place: int, year: int) -> Way:
    """Ask for that of another year."""
    return Way(f"doors-of/{place}/{year}")


# The room village, its file overview


def village(place: int) -> Way:
    """The village's progress in the year in hand in words, and everything that is done for it."""
    return Way(f"village/{place}")


def village_of(place: int, year: int) -> Way:
    """How far it was in another year, and who had not declared."""
    return Way(f"village-of/{place}/{year}")


def villages() -> Way:
    """Which village? For officers."""
    return Way("villages")


def progress(place: int) -> Way:
    """Ask for the picture of the village's progress; it is made outside the turn and arrives as a picture."""
    return Way(f"progress/{place}")


def progress_of(place: int, year: int) -> Way:
    """Ask for that of another year."""
    return Way(f"progress-of/{place}/{year}")


# The room village, its file role_holders


def keepers(place: int) -> Way:
    """Who holds which role here, until when, and what can be done about it."""
    return Way(f"keepers/{place}")


def ask_in(place: int, role: str, days: int) -> Way:
    """Make a one-time invitation. Its code is shown once; the invitation on the screen is not followed by a second."""
    return Way(f"ask-in/{place}/{role}/{days}")


def invited(place: int, role: str, days: int) -> Way:
    """The invitation's code, while its screen is open."""
    return Way(f"invited/{place}/{role}/{days}")


def uninvite(place: int) -> Way:
    """Call back what was not used: an invitation that got into other hands works no more."""
    return Way(f"uninvite/{place}")


def role_end(grant: int) -> Way:
    """Say what ending a role means before it is done."""
    return Way(f"role-end/{grant}")


def role_end_now(grant: int) -> Way:
    """End it, and tell whom it concerns."""
    return Way(f"role-end-now/{grant}")


# The room village, its file tell_in_person


def visits() -> Way:
    """Whom to tell in person, the longest waiting first."""
    return Way("visits")


def visit(visit: int) -> Way:
    """What to tell this person."""
    return Way(f"visit/{visit}")


def visited(visit: int) -> Way:
    """They have been told."""
    return Way(f"visited/{visit}")


# The room commune, its file people


def people() -> Way:
    """Whom? By parts of the name, with or without marks."""
    return Way("people")


def people_found(page: int) -> Way:
    """Those of that name, ten at a time, with year and village."""
    return Way(f"people-found/{page}")


def person(resident: int) -> Way:
    """A person's card."""
    return Way(f"person/{resident}")


# The room commune, its file people_put_right


def put_right(resident: int, key: str) -> Way:
    """One question of what is put right."""
    return Way(f"put-right/{resident}/{key}")


def put_right_next(resident: int) -> Way:
    """Where it stands."""
    return Way(f"put-right-next/{resident}")


def put_right_say(resident: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"put-right-say/{resident}/{key}/{value}")


def put_right_tick(resident: int, key: str, value: str) -> Way:
    """One of several answers."""
    return Way(f"put-right-tick/{resident}/{key}/{value}")


def put_right_ticked(resident: int, key: str) -> Way:
    """Several answers, taken."""
    return Way(f"put-right-ticked/{resident}/{key}")


def put_right_offer(resident: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"put-right-offer/{resident}/{key}/{value}")


def moving(resident: int) -> Way:
    """What is another: the village, the household or the unit?"""
    return Way(f"moving/{resident}")


def moving_place(resident: int) -> Way:
    """Into which village?"""
    return Way(f"moving-place/{resident}")


def moving_unit(resident: int) -> Way:
    """In which unit are they assessed?"""
    return Way(f"moving-unit/{resident}")


def moving_see(resident: int, into: int) -> Way:
    """What will follow, before it does."""
    return Way(f"moving-see/{resident}/{into}")


def moving_now(resident: int, into: int) -> Way:
    """Move them."""
    return Way(f"moving-now/{resident}/{into}")


def moving_home(resident: int) -> Way:
    """Which household?"""
    return Way(f"moving-home/{resident}")


def moving_home_see(resident: int, home: int) -> Way:
    """Who lives there, before they move in."""
    return Way(f"moving-home-see/{resident}/{home}")


def moving_home_now(resident: int, home: int) -> Way:
    """They live there from now on."""
    return Way(f"moving-home-now/{resident}/{home}")


def taking_off(resident: int) -> Way:
    """Why is somebody taken off the roster?"""
    return Way(f"taking-off/{resident}")


def off_day(resident: int, why: str) -> Way:
    """Since which day?"""
    return Way(f"off-day/{resident}/{why}")


def off_see(resident: int, why: str, day: int) -> Way:
    """What will follow, before it does."""
    return Way(f"off-see/{resident}/{why}/{day}")


def off_now(resident: int, why: str, day: int) -> Way:
    """Take them off."""
    return Way(f"off-now/{resident}/{why}/{day}")


def putting_back(resident: int) -> Way:
    """On the roster again?"""
    return Way(f"putting-back/{resident}")


def put_back_now(resident: int) -> Way:
    """On the roster again."""
    return Way(f"put-back-now/{resident}")


def changes(resident: int) -> Way:
    """What was put right about somebody."""
    return Way(f"changes/{resident}")


def undo_change(resident: int, change: int) -> Way:
    """Take it back."""
    return Way(f"undo-change/{resident}/{change}")


# The room commune, its file villages


def village_new() -> Way:
    """What is the new village called?"""
    return Way("village-new")


def village_pick() -> Way:
    """Which village or unit changes?"""
    return Way("village-pick")


def village_edit(place: int) -> Way:
    """One of them: since when, who lives there, what can change."""
    return Way(f"village-edit/{place}")


def village_name(place: int) -> Way:
    """What is it called from now on?"""
    return Way(f"village-name/{place}")


def village_end(place: int) -> Way:
    """No more? Only where nobody lives."""
    return Way(f"village-end/{place}")


def village_end_now(place: int) -> Way:
    """It is no more."""
    return Way(f"village-end-now/{place}")


def village_split(place: int) -> Way:
    """What is the village called that is split off?"""
    return Way(f"village-split/{place}")


def village_homes(place: int, page: int) -> Way:
    """Which households go?"""
    return Way(f"village-homes/{place}/{page}")


def village_home_tick(place: int, home: int, page: int) -> Way:
    """This household goes, or does not."""
    return Way(f"village-home-tick/{place}/{home}/{page}")


def village_split_see(place: int) -> Way:
    """What will happen, before it does."""
    return Way(f"village-split-see/{place}")


def village_split_now(place: int) -> Way:
    """Split them off."""
    return Way(f"village-split-now/{place}")


# The room commune, its file people_merging


def merging(resident: int) -> Way:
    """With which other record? Those offered, or one found by name."""
    return Way(f"merging/{resident}")


def merging_found(resident: int, page: int) -> Way:
    """Those of the name that was typed."""
    return Way(f"merging-found/{resident}/{page}")


def merging_with(resident: int, other: int) -> Way:
    """Two records side by side: which is kept, or are they two people?"""
    return Way(f"merging-with/{resident}/{other}")


def merging_two(resident: int, other: int) -> Way:
    """They are two people: not offered again."""
    return Way(f"merging-two/{resident}/{other}")


def merging_see(resident: int, other: int) -> Way:
    """What will happen; where both have declared, which one counts."""
    return Way(f"merging-see/{resident}/{other}")


def merging_keep(resident: int, other: int, declared: int) -> Way:
    """This declaration counts."""
    return Way(f"merging-keep/{resident}/{other}/{declared}")


def merging_now(resident: int, other: int) -> Way:
    """One person: merge the records."""
    return Way(f"merging-now/{resident}/{other}")


def parting(resident: int, change: int) -> Way:
    """Take a merger apart?"""
    return Way(f"parting/{resident}/{change}")


def parting_now(resident: int, change: int) -> Way:
    """Take it apart."""
    return Way(f"parting-now/{resident}/{change}")


# The room village, its file away


def away(resident: int) -> Way:
    """Where are they?"""
    return Way(f"away/{resident}")


def away_from(resident: int, why: str) -> Way:
    """Since when?"""
    return Way(f"away-from/{resident}/{why}")


def away_to(resident: int, why: str, since: int) -> Way:
    """Until when?"""
    return Way(f"away-to/{resident}/{why}/{since}")


def away_now(resident: int, why: str, since: int, until: int) -> Way:
    """They are elsewhere in these days."""
    return Way(f"away-now/{resident}/{why}/{since}/{until}")


def away_over(resident: int) -> Way:
    """They are here."""
    return Way(f"away-over/{resident}")


# The room commune, its file left_out


def left_out(cycle: int) -> Way:
    """Which of those who are elsewhere the totals leave out."""
    return Way(f"left-out/{cycle}")


def left_out_tick(cycle: int, why: str) -> Way:
    """Leave them out, or count them again."""
    return Way(f"left-out-tick/{cycle}/{why}")


# The room commune, its files year_settings, year_state, snapshots


def year_settings(cycle: int) -> Way:
    """How the commune does this year: its steps, what counts, the official population."""
    return Way(f"year-settings/{cycle}")


def year_step(cycle: int, step: str) -> Way:
    """Use a step, or do without it."""
    return Way(f"year-step/{cycle}/{step}")


def year_counts(cycle: int, counting: str) -> Way:
    """Confirmed counts, or recognised."""
    return Way(f"year-counts/{cycle}/{counting}")


def year_field(cycle: int, field: str) -> Way:
    """Ask for one of the settings that are typed."""
    return Way(f"year-field/{cycle}/{field}")


def year_field_empty(cycle: int, field: str) -> Way:
    """Leave it open, or as it is by itself."""
    return Way(f"year-field-empty/{cycle}/{field}")


def year_steps(cycle: int) -> Way:
    """The last days of the steps, counted back from the report's."""
    return Way(f"year-steps/{cycle}")


def year(cycle: int) -> Way:
    """Where the year stands, what is still open, and what can be done about it."""
    return Way(f"year/{cycle}")


def year_close(cycle: int) -> Way:
    """What is still open, before the year is closed."""
    return Way(f"year-close/{cycle}")


def year_close_now(cycle: int) -> Way:
    """Take the final figures and close the year."""
    return Way(f"year-close-now/{cycle}")


def year_reopen(cycle: int) -> Way:
    """Why is the year opened again?"""
    return Way(f"year-reopen/{cycle}")


def year_reopen_sure(cycle: int) -> Way:
    """What opening it again means."""
    return Way(f"year-reopen-sure/{cycle}")


def year_reopen_now(cycle: int) -> Way:
    """Open it again."""
    return Way(f"year-reopen-now/{cycle}")


def year_lock(cycle: int) -> Way:
    """What locking means."""
    return Way(f"year-lock/{cycle}")


def year_lock_now(cycle: int) -> Way:
    """Lock the year for good."""
    return Way(f"year-lock-now/{cycle}")


def snapshots(cycle: int) -> Way:
    """The figures that were taken down of a year."""
    return Way(f"snapshots/{cycle}")


def snapshot_now(cycle: int) -> Way:
    """Take provisional figures down."""
    return Way(f"snapshot-now/{cycle}")


def snapshot_correct(cycle: int) -> Way:
    """Why do other figures replace the last ones?"""
    return Way(f"snapshot-correct/{cycle}")


def snapshot_correct_sure(cycle: int) -> Way:
    """The reason once more, before they are taken."""
    return Way(f"snapshot-correct-sure/{cycle}")


def snapshot_correct_now(cycle: int) -> Way:
    """Take figures that replace the last ones."""
    return Way(f"snapshot-correct-now/{cycle}")


def snapshot(snapshot: int) -> Way:
    """Figures that were taken down."""
    return Way(f"snapshot/{snapshot}")


def snapshot_changes(snapshot: int) -> Way:
    """What is another than in the ones before, by place and cause."""
    return Way(f"snapshot-changes/{snapshot}")


def snapshot_file(snapshot: int, paper: str) -> Way:
    """The report or the table with exactly these numbers."""
    return Way(f"snapshot-file/{snapshot}/{paper}")


def snapshot_send(snapshot: int) -> Way:
    """Note that they were sent, afresh."""
    return Way(f"snapshot-send/{snapshot}")


def snapshot_ask(snapshot: int, key: str) -> Way:
    """One question of the sending."""
    return Way(f"snapshot-ask/{snapshot}/{key}")


def snapshot_ask_next(snapshot: int) -> Way:
    """Where that form stands."""
    return Way(f"snapshot-ask-next/{snapshot}")


def snapshot_ask_say(snapshot: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"snapshot-ask-say/{snapshot}/{key}/{value}")


def snapshot_ask_tick(snapshot: int, key: str, value: str) -> Way:
    """Tick or untick one of several answers."""
    return Way(f"snapshot-ask-tick/{snapshot}/{key}/{value}")


def snapshot_ask_ticked(snapshot: int, key: str) -> Way:
    """Take what is ticked as the answer."""
    return Way(f"snapshot-ask-ticked/{snapshot}/{key}")


def snapshot_ask_offer(snapshot: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"snapshot-ask-offer/{snapshot}/{key}/{value}")


def snapshot_sent_check(snapshot: int) -> Way:
    """Once more, before it is noted."""
    return Way(f"snapshot-sent-check/{snapshot}")


def snapshot_sent(snapshot: int) -> Way:
    """Note it."""
    return Way(f"snapshot-sent/{snapshot}")


# The room commune, its file publishing


def publish(snapshot: int) -> Way:
    """What everybody would see of these figures."""
    return Way(f"publish/{snapshot}")


def publish_now(snapshot: int) -> Way:
    """Show them."""
    return Way(f"publish-now/{snapshot}")


def publish_end(snapshot: int) -> Way:
    """Show nothing more of that year."""
    return Way(f"publish-end/{snapshot}")


def publish_sheet(snapshot: int) -> Way:
    """Ask for the sheet for the notice board."""
    return Way(f"publish-sheet/{snapshot}")


def data_keys() -> Way:
    """The keys with which other offices' programs read what is shown."""
    return Way("data-keys")


def data_key_name() -> Way:
    """For whom is a new key?"""
    return Way("data-key-name")


def data_key(data_key: int) -> Way:
    """One key: for whom, since when."""
    return Way(f"data-key/{data_key}")


def data_key_end(data_key: int) -> Way:
    """It opens nothing any more."""
    return Way(f"data-key-end/{data_key}")


# The room deciding, its files meetings, meeting_names, meeting_facts, meeting_papers


def meetings(place: int) -> Way:
    """The place's meeting about the proposed, or the ways to open one."""
    return Way(f"meetings/{place}")


def meeting_open(place: int, kind: str) -> Way:
    """Open it, of today."""
    return Way(f"meeting-open/{place}/{kind}")


def meeting(meeting: int) -> Way:
    """A meeting: how far it is, who is proposed, what can be done."""
    return Way(f"meeting/{meeting}")


def meeting_signer(meeting: int) -> Way:
    """Which head signed its paper?"""
    return Way(f"meeting-signer/{meeting}")


def meeting_signed(meeting: int, who: int) -> Way:
    """That head signed it; ``who``: a person, or 0 for nobody."""
    return Way(f"meeting-signed/{meeting}/{who}")


def meeting_hold(meeting: int) -> Way:
    """What it says holds."""
    return Way(f"meeting-hold/{meeting}")


def meeting_reopen(meeting: int) -> Way:
    """Write it on."""
    return Way(f"meeting-reopen/{meeting}")


def meeting_drop(meeting: int) -> Way:
    """It did not take place."""
    return Way(f"meeting-drop/{meeting}")


def council_open(proposal: int) -> Way:
    """Open the council's meeting about a list."""
    return Way(f"council-open/{proposal}")


def meeting_pick(meeting: int, after: int) -> Way:
    """Those whom it is about, behind one of them."""
    return Way(f"meeting-pick/{meeting}/{after}")


def meeting_found(meeting: int) -> Way:
    """Those of the name that was typed."""
    return Way(f"meeting-found/{meeting}")


def meeting_marked(meeting: int) -> Way:
    """The exceptions."""
    return Way(f"meeting-marked/{meeting}")


def meeting_name(meeting: int, of: int) -> Way:
    """One of them; ``of``: a declaration."""
    return Way(f"meeting-name/{meeting}/{of}")


def meeting_mark(meeting: int, of: int, what: str) -> Way:
    """Write a mark or an outcome down."""
    return Way(f"meeting-mark/{meeting}/{of}/{what}")


def meeting_votes(meeting: int, of: int) -> Way:
    """How was it voted?"""
    return Way(f"meeting-votes/{meeting}/{of}")


def meeting_said(meeting: int, of: int) -> Way:
    """What was said?"""
    return Way(f"meeting-said/{meeting}/{of}")


def meeting_facts(meeting: int) -> Way:
    """Its day, its place, who leads it, how many came."""
    return Way(f"meeting-facts/{meeting}")


def meeting_fact(meeting: int, fact: str) -> Way:
    """One of these, typed."""
    return Way(f"meeting-fact/{meeting}/{fact}")


def meeting_fact_empty(meeting: int, fact: str) -> Way:
    """Leave it open."""
    return Way(f"meeting-fact-empty/{meeting}/{fact}")


def meeting_list(place: int) -> Way:
    """Ask for the list to print before a meeting."""
    return Way(f"meeting-list/{place}")


def meeting_paper(meeting: int, paper: str) -> Way:
    """Ask for the invitation or the minutes."""
    return Way(f"meeting-paper/{meeting}/{paper}")


# The room commune, its files council, paper_checks, recognition_steps, recognition_papers


def council(cycle: int) -> Way:
    """Who sits in the commune's council."""
    return Way(f"council/{cycle}")


def council_member(cycle: int) -> Way:
    """Who is to be in it?"""
    return Way(f"council-member/{cycle}")


def council_role(cycle: int) -> Way:
    """What are they in it?"""
    return Way(f"council-role/{cycle}")


def council_add(cycle: int, office: str) -> Way:
    """They are in it."""
    return Way(f"council-add/{cycle}/{office}")


def council_off(cycle: int, who: int) -> Way:
    """They are not in it any more."""
    return Way(f"council-off/{cycle}/{who}")


def council_field(cycle: int, what: str) -> Way:
    """Number or day of its decision."""
    return Way(f"council-field/{cycle}/{what}")


def council_paper(cycle: int) -> Way:
    """Ask for the draft of its decision."""
    return Way(f"council-paper/{cycle}")


def paper_checks_all() -> Way:
    """The samples of the newest year that has some left to check."""
    return Way("paper-checks-all")


def paper_checks(cycle: int) -> Way:
    """Who was drawn of those confirmed by signed papers."""
    return Way(f"paper-checks/{cycle}")


def paper_check(cycle: int, drawn: int) -> Way:
    """One of them beside the paper."""
    return Way(f"paper-check/{cycle}/{drawn}")


def paper_check_say(cycle: int, drawn: int, finding: str) -> Way:
    """It agrees with the paper, or differs."""
    return Way(f"paper-check-say/{cycle}/{drawn}/{finding}")


def recognition_missing(proposal: int) -> Way:
    """Which steps of the year a list lacks."""
    return Way(f"recognition-missing/{proposal}")


def recognition_paper(proposal: int, paper: str) -> Way:
    """Ask for a paper of its posting."""
    return Way(f"recognition-paper/{proposal}/{paper}")


# The room commune, its file officials


def officials(cycle: int) -> Way:
    """Officials by office."""
    return Way(f"officials/{cycle}")


def officials_of(place: int, skipped: int) -> Way:
    """Who of an office is missing."""
    return Way(f"officials-of/{place}/{skipped}")


def officials_file(cycle: int) -> Way:
    """The list of all offices, as a file."""
    return Way(f"officials-file/{cycle}")


# The room commune, its file archive


def year_archive(cycle: int) -> Way:
    """All papers of the year in one file."""
    return Way(f"year-archive/{cycle}")


def handover(cycle: int) -> Way:
    """What a new officer must know."""
    return Way(f"handover/{cycle}")


# The room commune, its file this_month


def month() -> Way:
    """What is to be done this month."""
    return Way("month")


# The room learning, its files coming, comers, needs, took_place, week_report


def classes() -> Way:
    """What is on in the resident's village, unit and commune, what their result lacks first."""
    return Way("classes")


def class_(lesson: int) -> Way:
    """One of them, and signing up for it."""
    return Way(f"class/{lesson}")


def class_join(resident: int, lesson: int) -> Way:
    """The person wants to come."""
    return Way(f"class-join/{resident}/{lesson}")


def class_leave(resident: int, lesson: int) -> Way:
    """They do not any more."""
    return Way(f"class-leave/{resident}/{lesson}")


def event_comers(event: int, page: int) -> Way:
    """A page of who wants to come."""
    return Way(f"event-comers/{event}/{page}")


def needs() -> Way:
    """What this person would like to learn."""
    return Way("needs")


def need(key: str) -> Way:
    """One question of it."""
    return Way(f"need/{key}")


def need_next() -> Way:
    """Where it stands."""
    return Way("need-next")


def need_say(key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"need-say/{key}/{value}")


def need_tick(key: str, value: str) -> Way:
    """One of several answers."""
    return Way(f"need-tick/{key}/{value}")


def need_ticked(key: str) -> Way:
    """Several answers, taken."""
    return Way(f"need-ticked/{key}")


def need_offer(key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"need-offer/{key}/{value}")


def need_save() -> Way:
    """Write it down."""
    return Way("need-save")


def need_drop(need: int) -> Way:
    """Take one back."""
    return Way(f"need-drop/{need}")


def needs_of(place: int) -> Way:
    """How many people of a place want to learn what."""
    return Way(f"needs-of/{place}")


def took_new(place: int) -> Way:
    """Write down what took place here."""
    return Way(f"took-new/{place}")


def took_ask(place: int, key: str) -> Way:
    """One question of it."""
    return Way(f"took-ask/{place}/{key}")


def took_ask_next(place: int) -> Way:
    """Where it stands."""
    return Way(f"took-ask-next/{place}")


def took_ask_say(place: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"took-ask-say/{place}/{key}/{value}")


def took_ask_tick(place: int, key: str, value: str) -> Way:
    """One of several answers."""
    return Way(f"took-ask-tick/{place}/{key}/{value}")


def took_ask_ticked(place: int, key: str) -> Way:
    """Several answers, taken."""
    return Way(f"took-ask-ticked/{place}/{key}")


def took_ask_offer(place: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"took-ask-offer/{place}/{key}/{value}")


def took_save(place: int) -> Way:
    """Write it down; pictures can follow."""
    return Way(f"took-save/{place}")


def held(event: int) -> Way:
    """What is known of an event that took place; pictures of it."""
    return Way(f"held/{event}")


def held_count(event: int, key: str) -> Way:
    """One question of it."""
    return Way(f"held-count/{event}/{key}")


def held_count_next(event: int) -> Way:
    """Where it stands."""
    return Way(f"held-count-next/{event}")


def held_count_say(event: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"held-count-say/{event}/{key}/{value}")


def held_count_tick(event: int, key: str, value: str) -> Way:
    """One of several answers."""
    return Way(f"held-count-tick/{event}/{key}/{value}")


def held_count_ticked(event: int, key: str) -> Way:
    """Several answers, taken."""
    return Way(f"held-count-ticked/{event}/{key}")


def held_count_offer(event: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"held-count-offer/{event}/{key}/{value}")


def held_counted(event: int) -> Way:
    """So many were there, as somebody counted."""
    return Way(f"held-counted/{event}")


def week_reports(place: int) -> Way:
    """Of which occasion is a report wanted?"""
    return Way(f"week-reports/{place}")


def week_report(place: int, what: str, year: int) -> Way:
    """What is known of it, before the paper is made."""
    return Way(f"week-report/{place}/{what}/{year}")


def week_report_make(place: int, what: str, year: int) -> Way:
    """Ask for the paper."""
    return Way(f"week-report-make/{place}/{what}/{year}")


# The room village, its file announcing


def announce(place: int) -> Way:
    """What was announced here, and announcing something."""
    return Way(f"announce/{place}")


def announce_see(place: int) -> Way:
    """The announcement as it will be read, and whom it reaches."""
    return Way(f"announce-see/{place}")


def announce_send(place: int) -> Way:
    """Send it, once."""
    return Way(f"announce-send/{place}")


def announcements_off(resident: int) -> Way:
    """The person wants no announcements."""
    return Way(f"announcements-off/{resident}")


def announcements_are_off(resident: int) -> Way:
    """That is settled, and can be changed back."""
    return Way(f"announcements-are-off/{resident}")


def announcements_on(resident: int) -> Way:
    """And now does again."""
    return Way(f"announcements-on/{resident}")


# The room commune, its file funds


def funds(cycle: int) -> Way:
    """The scholarship funds of a year."""
    return Way(f"funds/{cycle}")


def funds_file(cycle: int) -> Way:
    """The book of the funds, as a file."""
    return Way(f"funds-file/{cycle}")


def fund(place: int, of_clan: int) -> Way:
    """One fund: of the place, or of a clan there; 0: no clan."""
    return Way(f"fund/{place}/{of_clan}")


def fund_history(place: int, of_clan: int) -> Way:
    """What was entered of it."""
    return Way(f"fund-history/{place}/{of_clan}")


def fund_begin(place: int, of_clan: int) -> Way:
    """Begin to enter its year."""
    return Way(f"fund-begin/{place}/{of_clan}")


def fund_ask(place: int, key: str) -> Way:
    """One question about the fund."""
    return Way(f"fund-ask/{place}/{key}")


def fund_ask_next(place: int) -> Way:
    """Where these questions stand."""
    return Way(f"fund-ask-next/{place}")


def fund_ask_say(place: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"fund-ask-say/{place}/{key}/{value}")


def fund_ask_tick(place: int, key: str, value: str) -> Way:
    """One of several answers."""
    return Way(f"fund-ask-tick/{place}/{key}/{value}")


def fund_ask_ticked(place: int, key: str) -> Way:
    """Several answers, taken."""
    return Way(f"fund-ask-ticked/{place}/{key}")


def fund_ask_offer(place: int, key: str, value: str) -> Way:
    """What was worked out from what was typed."""
    return Way(f"fund-ask-offer/{place}/{key}/{value}")


def fund_check(place: int) -> Way:
    """All that was given, before it counts."""
    return Way(f"fund-check/{place}")


def fund_keep(place: int) -> Way:
    """It counts from now on."""
    return Way(f"fund-keep/{place}")


def enter_funds(cycle: int, met: str, seen: int) -> Way:
    """2.2 by what the book of funds says."""
    return Way(f"enter-funds/{cycle}/{met}/{seen}")


def dossier_folder(cycle: int) -> Way:
    """The commune's dossier of a year: its papers, and what became of it."""
    return Way(f"dossier-folder/{cycle}")


def dossier_make(cycle: int, paper: str) -> Way:
    """Ask for the whole dossier, or for one of its papers."""
    return Way(f"dossier-make/{cycle}/{paper}")


def dossier_begin(cycle: int, state: str) -> Way:
    """Begin to note what became of it."""
    return Way(f"dossier-begin/{cycle}/{state}")


def dossier_note(cycle: int, key: str) -> Way:
    """One question about that."""
    return Way(f"dossier-note/{cycle}/{key}")


def dossier_note_next(cycle: int) -> Way:
    """Where noting it stands."""
    return Way(f"dossier-note-next/{cycle}")


def dossier_note_say(cycle: int, key: str, value: str) -> Way:
    """A chosen answer."""
    return Way(f"dossier-note-say/{cycle}/{key}/{value}")


def dossier_note_tick(cycle: int, key: str, value: str) -> Way:
    """One of several answers."""
    return Way(f"dossier-note-tick/{cycle}/{key}/{value}")


def dossier_note_ticked(cycle: int, key: str) -> Way:
    """Several answers, taken."""
    return Way(f"dossier-note-ticked/{cycle}/{key}")


def dossier_note_offer(cycle: int, key: str, value: str) -> Way:
    """What was worked out from what was typed, for a yes or a no."""
    return Way(f"dossier-note-offer/{cycle}/{key}/{value}")


def dossier_check(cycle: int) -> Way:
    """Once more, before it is noted."""
    return Way(f"dossier-check/{cycle}")


def dossier_noted(cycle: int) -> Way:
    """Note it."""
    return Way(f"dossier-noted/{cycle}")


def forms() -> Way:
    """The superiors' forms of the commune."""
    return Way("forms")


def form_bring() -> Way:
    """Make a link by which a form can come."""
    return Way("form-bring")


def form_send() -> Way:
    """The screen that takes a form."""
    return Way("form-send")


def form(form: int) -> Way:
    """One form: its blanks, and which figures go into them."""
    return Way(f"form/{form}")


def form_page(form: int, page: int) -> Way:
    """Some of its blanks."""
    return Way(f"form-page/{form}/{page}")


def form_blank(form: int, n: int) -> Way:
    """One group of blanks: of which title is the figure?"""
    return Way(f"form-blank/{form}/{n}")


def form_title(form: int, n: int, title: str) -> Way:
    """Which figure of that title?"""
    return Way(f"form-title/{form}/{n}/{title}")


def form_say(form: int, n: int, figure: str) -> Way:
    """This figure goes into these blanks."""
    return Way(f"form-say/{form}/{n}/{figure}")


def form_fill(form: int) -> Way:
    """Ask for a filled copy."""
    return Way(f"form-fill/{form}")


def site(cycle: int) -> Way:
    """What of a year is in the association's site."""
    return Way(f"site/{cycle}")


def site_tick(cycle: int, at: int) -> Way:
    """A village's results are in the site."""
    return Way(f"site-tick/{cycle}/{at}")


def site_untick(cycle: int, at: int) -> Way:
    """They are not, after all."""
    return Way(f"site-untick/{cycle}/{at}")


def site_sheet(cycle: int) -> Way:
    """Ask for the sheet to type from."""
    return Way(f"site-sheet/{cycle}")


def site_bring() -> Way:
    """Make a link by which the site's list can come."""
    return Way("site-bring")


def site_send() -> Way:
    """The screen that takes the site's list."""
    return Way("site-send")


def voices() -> Way:
    """Which questions can be heard, and which are to be read yet."""
    return Way("voices")


def voice(key: str) -> Way:
    """One question to be read aloud."""
    return Way(f"voice/{key}")


def voice_drop(key: str) -> Way:
    """That question is not heard any more."""
    return Way(f"voice-drop/{key}")
