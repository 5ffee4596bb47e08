package dev.nightshift.core.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a reviewer gives as the reason that a criterion is met. It describes code, which may well
 * "no longer throw"; here is told whether it says of the criterion that it is not met.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class CriterionReason {
  private static final Pattern EMBLEM = Pattern.compile("[\\p{So}&&[^✅✓✔👍]]");

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]*0?[^\\p{L}\\p{N}]*");

  /** A word that is a sentence by itself, and no name of the code. */
  private static final Pattern ONE_WORD =
      Pattern.compile(
          "^[\\W_]*(\\p{Lu}?\\p{Ll}+|\\p{Lu}+)(?=[\\W_]*$|[.:;!?](?=\\s|$)|\\s[-–—](?=\\s))");

  /** The words that are a reason by themselves, beside those of {@link VerdictWord#isMet}. */
  private static final Set<String> REASONS =
      Set.of(
          ("tested covered checked seen confirmed implemented documented fixed added "
                  + "handled updated removed deleted renamed replaced moved kept included addressed "
                  + "resolved enforced guarded validated asserted applied correct complete present "
                  + "good fine green works exists matches trivial obvious unchanged unaffected test "
                  + "tests gate build command javadoc readme changelog")
              .split(" "));

  private static final Pattern ARGUMENTS = Pattern.compile("(?<=\\w)\\([^()]*\\)");

  private static final String AS_ASKED =
      "as (?:required|requested|asked|specified|expected|intended|documented|described|demanded|wanted"
          + "|(?:it|the \\w{1,40}) (?:should|must|\\w{1,40}s))\\b";

  /** What goes wrong because it has to. */
  private static final Pattern INTENDED =
      Pattern.compile(
          "\\b(?:still )?(?:throws?|fails?|failed|crash\\w*|breaks?)\\b.{0,200}[ (,]"
              + AS_ASKED
              + ".*");

  private static final Pattern CLAUSE_END =
      Pattern.compile(
          "[.:](?=\\s|$)|[,(](?!\\s?"
              + AS_ASKED
              + ")|[;!?=)\\[\\]\n—–]+|(?<=\\s)-(?=\\s)|\\b(?:but|though|although|except)\\b");

  /** Where a clause begins to speak of a case, or of something else. */
  private static final Pattern SUBORDINATE =
      Pattern.compile(
          "\\b(?:if|when|where|that|which|who|whether|while|unless|so|because|before|until|instead|since)\\b.*");

  /** What is said of the code as it was, unless it is as well said of what it became. */
  private static final Pattern OF_THE_BASE =
      Pattern.compile(
          "^(?!.*\\b(?:still|and not|or)\\b).*(?:\\b(?:on|from|against) (?:(?:the )?(?:base|old|original|previous|unchanged)\\b|main\\b|master\\b)"
              + "|\\bwithout (?:it$|it and\\b|(?:the|this) (?:fix|change|patch|commit|guard|check)\\b)"
              + "|^before\\b|(?<!as )\\bbefore(?=$| and\\b| (?:the|this) (?:fix|change|patch|commit)\\b)"
              + "|\\b(?:is|was|were|are) reverted\\b)");

  private static final Pattern SUBJECT =
      Pattern.compile(
          "^[^\\p{L}\\p{N}]*(?:(?!only\\b|part|hardly|barely|nearly|mostly|0 failed)(?:(?:this|that|it)(?:'s)?|the|criterion|criteria|requirement|candidate"
              + "|change|patch|task|\\d+|is|are|was|were|still|been|has|have|i|at all|\\w+ly)\\s+)*+");

  private static final String JUDGED =
      "(?:met|meets?|satisf\\w+|fulfil\\w*|done|implement\\w*|complete\\w*|verif\\w+|confirm\\w*|cover\\w*|tested|addressed|proven"
          + "|true|correct|right|works?|compile|do (?:this|it|that|what)|ok|fixed|supported|(?:shown|hold|pass|there|handled|updated)(?=\\s*$))(?!\\w)";

  /** What denies at the beginning of a clause; after "not", all but what is said of code. */
  private static final Pattern BEGINS =
      Pattern.compile(
          "not\\b(?! (?:affected|needed|necessary|required|changed|touched|applicable|relevant|used|called|reachable|possible"
              + "|visible|longer|only|null|empty|an?)\\b)"
              + "|(?:only )?(?:partial(?:ly)?(?=$| fix| only)|partly|half(?=$| (?:of|done)\\b)|hardly|barely|almost|nearly)"
              + "|(?:incomplete|wrong|broken|failed)$|missing(?=$| (?:the|an?)\\b)|lacks?\\b"
              + "|(?:none|neither)\\b(?! (?:fails?|failed|passes \\w+)\\b)|nothing (?:in|does)\\b|only (?:for|some)\\b|no (?:such|code)\\b"
              + "|(?:needs?|must|should|would|please|maybe|probably|hopefully|opposite)\\b|to be\\b"
              + "|fails?(?=$| (?:for|on|in|with|to|at|this|it|the)\\b)"
              + "|un(?:met|tested|verified|clear|proven|fulfilled|satisfied|implemented|done|finished|covered)\\b");

  private static final Pattern DENIES =
      Pattern.compile(
          "\\b(?:not|never|hardly|barely|half|mostly|partially|partly)(?! longer)(?: \\w+){0,2}? "
              + JUDGED
              + "|\\bno (?:tests?|evidence|proof|coverage|sign)\\b(?! (?:is|are|was|were|has|have)\\b)"
              + "|(?:^|\\s)(?:no|not)$|^(?:false|fail(?:s|ed|ure)?|nope|unmet|negative)$"
              + "|\\b(?:is|are|was|were|remains?|seems) (?:still )?(?:missing|broken|wrong|incorrect|incomplete|insufficient|violated|unmet"
              + "|untested|open|absent|unclear|false|failing|red)$"
              + "|\\bstill (?:throws?|fails?|crash\\w*|leaks?|breaks?|races?|missing|open)\\b"
              + "|\\b(?:it|this|tests?|gate|criterion(?: \\d+)?|candidate|change|patch|requirement|(?<!\\d)[1-9]\\d*) (?:fails?|failed|crash\\w*|lacks?)\\b"
              + "|\\b(?:violates?|violated|contradicts?|contradicted)\\b"
              + "|^i\\b.*\\b(?:no|not|nothing|none|never|doubt)\\b");

  private CriterionReason() {}

  /** Tells whether the reason why a criterion is met says that it is not. */
  static boolean denies(String why) {
    String read = Wording.calm(Wording.read(why));
    if (EMBLEM.matcher(read).find()) {
      return true;
    }
    if (VerdictWord.isBlank(read) || VerdictWord.isMet(read)) {
      return false;
    }
    Matcher word = ONE_WORD.matcher(read);
    return NO_LETTERS.matcher(read).matches()
        || (word.find() && !isReason(word.group(1)))
        || clauses(read).anyMatch(CriterionReason::isDenial);
  }

  private static boolean isReason(String word) {
    return VerdictWord.isMet(word) || REASONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private static Stream<String> clauses(String why) {
    String said = Wording.plain(ARGUMENTS.matcher(why).replaceAll("")).replace('_', ' ');
    return Arrays.stream(CLAUSE_END.split(said));
  }

  private static boolean isDenial(String clause) {
    String met = INTENDED.matcher(clause.strip()).replaceFirst("");
    String own = SUBORDINATE.matcher(met).replaceFirst("").strip();
    return !OF_THE_BASE.matcher(clause.strip()).find()
        && (DENIES.matcher(own).find()
            || BEGINS.matcher(SUBJECT.matcher(own).replaceFirst("")).lookingAt());
  }
}
