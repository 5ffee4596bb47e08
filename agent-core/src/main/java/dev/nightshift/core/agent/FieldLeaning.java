package dev.nightshift.core.agent;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;

/**
 * What the name of a field says of a yes under it. A schema does not know what else a reviewer
 * names, so a name is read by its words: {@code safe_to_merge}, {@code required_fix}.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
enum FieldLeaning {
  /** A yes speaks for the change, a no against it. */
  FOR,

  /** What stands there speaks against the change, or describes it: {@code issues}. */
  AGAINST,

  /** What stands there keeps the change from landing: {@code must_fix}. */
  PLAINLY_AGAINST,

  /** Nothing is known. */
  UNKNOWN;

  private static final Set<String> GOOD =
      words(
          "approve approved approves approval approvable lgtm accept accepted accepts acceptable"
              + " merge merged mergeable mergable land landed landable ship shipped shippable safe"
              + " ready pass passes passing ok okay good go correct correctness sound valid works"
              + " clean green satisfactory compliant vote");

  private static final Set<String> OUTCOMES =
      words(
          "met satisfied fulfilled fixed resolved solved addressed verified handled done passed"
              + " complete completed");

  private static final Set<String> BLOCKING =
      words(
          "blocking blocker blockers blocks block blocked reject rejected rejects rejection veto"
              + " vetoed unmet unsatisfied unfulfilled unacceptable unsafe unready unless until"
              + " escalate escalated escalation deny denied decline declined disapprove disapproved"
              + " disapproval objection objections nack showstopper showstoppers contingent");

  private static final Set<String> FAULTS =
      words(
          "issue issues problem problems concern concerns bug bugs error errors defect defects"
              + " warning warnings failure failures fail fails failed failing wrong broken breaks"
              + " break breaking regression regressions violation violations missing incomplete todo"
              + " todos unresolved dangerous danger harmful incorrect invalid insufficient flaw flaws"
              + " vulnerability vulnerabilities leak leaks untested unhandled conflict conflicts fix"
              + " fixes fixing change changes work rework revise revision revisions action actions"
              + " edit edits correction corrections repair repairs modification modifications human");

  /** What makes a fault one that has to go first; also if it is all that is said. */
  private static final Set<String> FIRST =
      words(
          "must mandatory required requires require needs need needed before critical fatal severe"
              + " serious major");

  /** What makes an approval one that does not hold yet. */
  private static final Set<String> CONDITIONS =
      words("if only after when once pending condition conditions conditional conditionally");

  private static final Set<String> NEGATIONS =
      words("not no dont cannot cant never without wont nothing");

  /** What was so once, or may stay as it is. */
  private static final Set<String> HARMLESS =
      words(
          "non optional minor nit nits suggested suggestion suggestions nice later future follow"
              + " followup previous earlier prior old base");

  /** Reads a name of whatever spelling. */
  static FieldLeaning of(String name) {
    Set<String> words = wordsOf(name);
    boolean isDenied = has(words, NEGATIONS);
    if (has(words, HARMLESS)) {
      return UNKNOWN;
    }
    if (has(words, OUTCOMES)) {
      return isDenied ? PLAINLY_AGAINST : FOR;
    }
    FieldLeaning fault = fault(words);
    if (fault != UNKNOWN) {
      return isDenied ? FOR : fault;
    }
    if (has(words, GOOD)) {
      return isDenied || has(words, CONDITIONS) ? PLAINLY_AGAINST : FOR;
    }
    boolean isAlone = words.size() == 1 && (has(words, FIRST) || has(words, CONDITIONS));
    return isAlone ? PLAINLY_AGAINST : UNKNOWN;
  }

  private static FieldLeaning fault(Set<String> words) {
    if (has(words, BLOCKING)) {
      return PLAINLY_AGAINST;
    }
    return has(words, FAULTS) ? has(words, FIRST) ? PLAINLY_AGAINST : AGAINST : UNKNOWN;
  }

  /** Tells whether a name turns its own words around, so that no value under it says nothing. */
  static boolean isNegation(String name) {
    return has(wordsOf(name), NEGATIONS);
  }

  private static Set<String> wordsOf(String name) {
    return words(SpokenAgainst.normalized(name).replaceAll("[^\\p{L}\\p{N}]+", " ").strip());
  }

  private static boolean has(Set<String> words, Set<String> known) {
    return !Collections.disjoint(words, known);
  }

  private static Set<String> words(String all) {
    return Set.copyOf(Arrays.asList(all.split(" +")));
  }
}
