package dev.nightshift.core.agent;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a text plainly says against a change: it gives the verdict in the first person ("I request
 * changes", "I cannot approve this"), names it ("Verdict: reject", "Status: rejected", "LGTM: no")
 * or begins or ends with it as with a heading ("# Request changes"), forbids what an approval would
 * do ("Do not merge") or says what has to go first ("Blocking issue: ..", "needs fixing before
 * merging"). Only the frequent forms are read. What else might be an objection is {@linkplain
 * WordsBeside asked about}, and so is a statement whose sentence speaks of another round, of a
 * condition or of somebody else's words.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class VerdictText {
  private static final String CHANGE =
      "(?:of )?(?:this|it|that|(?:the|this) (?:change|patch|pr|pull request|candidate|diff|commit))\\b";

  private static final String THE_CHANGE =
      "(?:this|(?:the|this) (?:change|patch|pr|pull request|candidate|diff|commit))\\b";

  /** Where a statement ends, so that it is one about the change and not about the code. */
  private static final String END =
      "(?= ?(?:$|[.!,;:()\n—–-]| (?:until|unless|as (?:is|it)|yet|now|because|due|again|here|at (?:all|this)"
          + "|for now|to a human|in (?:this|its))\\b))";

  private static final String BEGIN =
      "(?:(?:^|[.!?;:,\n—–|(\"=])[^\\p{L}\\p{N}_\n]{0,12}|\\b(?:so|and|but|therefore|thus|hence)\\s)";

  private static final String LANDED =
      "(?:be (?:merged|approved|accepted|landed|shipped)|land|ship)";

  private static final String NAMED =
      BEGIN
          + "(?:(?:my|the|our|final|review|overall|code) ){0,3}"
          + "verdict(?: \\([^()\n]{0,60}\\))?(?:\\s(?:is|remains|stays|stands|will be|must be|can only be)\\b)?"
          + "[\\s:=|\"'>—–-]{0,12}(?:[^\\p{L}\\p{N}\n]{1,4}\\s)?(?:request(?:ing)?[ _](?:\\w+ )?changes?"
          + "|changes (?:requested|required|needed)|escalated?|reject(?:ed)?|block(?:ed)?|nack|veto|disapproved?|unacceptable|negative|no-go|(?:needs|requires) (?:changes|fixes|work)"
          + "|not (?:approved|mergeable|ready)|(?:do|can) not (?:approve|merge|be merged))\\b"
          + "(?! (?:is|was|has|would|seems|or)\\b)";

  private static final String GIVEN =
      BEGIN
          + "(?:i|we) (?:(?:am|do|will|must|shall|can|going to|(?:have|need|vote|decided?|recommend) to|no choice but to"
          + "|only|still|also|now|again|have|therefore|hereby|\\w+ly),? ){0,6}(?:"
          + "(?:request|ask)(?:ing)?(?: for)?(?: (?:an?|the|one|some|more))?[ _]changes?\\b"
          + "|(?:submit|submitt|choos|pick|select|giv|return)(?:e|ing)?(?: (?:with|for|an?))*"
          + " (?:request[ _]changes|escalat(?:e|ion))\\b"
          + "|(?:reject|block|veto|escalat|disapprov)(?:e|ing)?(?: "
          + CHANGE
          + "|"
          + END
          + ")|(?:not|unable to|refuse to|decline to)(?: (?:able to|recommend|yet))?"
          + " (?:approv|accept|merg|land|sign)(?:e|ing)?(?: off on)?(?: "
          + CHANGE
          + "|"
          + END
          + ")|object(?:ing)?(?: to (?:this|merging|landing)|"
          + END
          + ")|withhold(?:ing)?(?: my)? approval|not consent to (?:this\\b|landing|merging|shipping)"
          + "|(?:are )?against (?:merging|approving|(?:landing|shipping|accepting) "
          + CHANGE
          + "))";

  private static final String NOT_TO_LAND =
      CHANGE + " (?:must|should|can|may) not (?:yet )?" + LANDED;

  private static final String FORBIDDEN =
      BEGIN
          + "(?:please )?(?:"
          + NOT_TO_LAND
          + "|(?:do|can) not (?:merge|land|ship|approve)(?: (?:this|it|that))?|"
          + CHANGE
          + " is not ready to (?:merge|land|ship|be merged)|not (?:yet )?approved"
          + "|(?:we|i) (?:must|should|can) not (?:merge|land|ship|approve|accept) "
          + THE_CHANGE
          + "|(?:this|it) is an? (?:clear |hard |definite )?no from me|[-−]1 from me)"
          + END;

  /** The very name that the tool offers, with what it is about behind it. */
  private static final String OFFERED =
      "(?:^|[.!?\n]\\s{0,4})(?:so: |therefore,? )?(?:request_changes|escalate)(?=\\s{0,4}(?:$|[.:\n—–-]))"
          + "(?!\\W{0,12}(?:no(?!t? \\w+ \\w+)|none|false|not|is|was|now|handled|resolved|done|added as|addressed|approve)\\b)";

  /** A heading of a blocker with something behind it. */
  private static final String BLOCKER =
      BEGIN
          + "(?:this is |there is |(?:an?|one|my|the|\\d) ){0,3}(?:(?:blocking|critical) (?:issue|problem|bug|finding)|blocker|show-?stopper)s?"
          + "(?: found)?\\s?[:—–]\\s{0,4}(?!(?:no|none|nothing|not|n/a|0|zero|false|nil|resolved|fixed|gone)\\b|[-✅✓✔👍])[\\p{L}\\p{N}…][^\n]*";

  /** What has to be done first. */
  private static final String FIRST =
      "(?<!nothing |nothing else |no \\w{1,20} |none of (?:it|this|these|them) )"
          + "\\b(?:needs? (?:to be )?|(?:must|has to|have to) be |requires? )"
          + "(?:fix(?:ed|ing|es)?|changed?|changing|changes|address(?:ed|ing)|resolv(?:ed|ing)|correct(?:ed|ing)|rework(?:ed|ing)?|reverted|removed|restored)"
          + " (?:first\\b|(?:before|prior to) (?:(?:this|it|we|the (?:change|patch|pr)) (?:can |is |may |could )?(?:be )?)?"
          + "(?:merg(?:e|ed|ing)|land(?:s|ed|ing)?|approv(?:al|ed|ing)|ship(?:s|ped|ping)?)\\b)";

  /** What an approval would say of the change, and a plain no to it. */
  private static final String DENIED =
      BEGIN
          + "(?:lgtm|approved?|accept(?:ed|able)?|mergeable|(?:(?:safe|ok|okay|ready|fit) to|(?:can|should)(?: be)?)"
          + " (?:merged?|land(?:ed)?|ship(?:ped)?))\\s?[:=|]\\s?(?:(?:no|false|nope|not yet)\\b|[❌👎🚫⛔])"
          + END;

  /** A word that is a verdict where it stands alone. */
  private static final String WORD =
      "(?:request(?:s|ing)?[ _](?:(?:an?|one|some|the)[ _])?(?:changes?|revisions?)"
          + "|escalate[ds]?(?:[ _]this)?(?:[ _]to[ _](?:a[ _])?human)?|escalation|reject(?:ed|ion)?|nack|veto(?:ed)?|block(?:ed)?|disapproved?"
          + "|declined?|unacceptable|no-go|not[ _](?:approved|accepted|mergeable|ready)"
          + "|(?:do|can)[ _]not[ _](?:approve|merge|accept|land))"
          + "(?!\\W{0,12}(?:no(?!t? \\w+ \\w+)|none|nothing|0|zero|never|nil|all|both|false|not|n/a|is|was|were|now|handled"
          + "|resolved|done|added as|addressed|approved?)\\b)";

  /** What is a verdict where nothing follows; with a colon it is the heading of a list. */
  private static final String NEED =
      "(?:changes?[ _-](?:are[ _])?(?:requested|required|needed)"
          + "|(?:needs?|requires?)[ _](?:more[ _]|some[ _])?(?:work|changes?|fixes|revisions?))";

  private static final String WORD_OR_NEED = "(?:" + WORD + "|" + NEED + ")";

  /** The names under which a verdict is given. */
  private static final String LABEL =
      "(?:(?:my|the|our|final|review|overall|code|merge) ){0,3}"
          + "(?:decision|status|(?:review|overall|final) (?:outcome|result)|conclusion|recommendation|answer|disposition|assessment"
          + "|judge?ment|review|vote|resolution)";

  /** The verdict beside one of its other names. */
  private static final String LABELLED =
      "(?:^|[\n|(]|[.;!] )[^\\p{L}\\p{N}\n]{0,12}"
          + LABEL
          + "\\s?[:=|—–]\\s?[^\\p{L}\\p{N}\n]{0,6}"
          + WORD_OR_NEED
          + "(?: "
          + CHANGE
          + ")?(?=\\s{0,4}(?:$|[.!:\n|()—–-]|because\\b))";

  /** The verdict below its name, as below a heading, and nothing else below that. */
  private static final String BELOW =
      "(?:^|\n)[^\\p{L}\\p{N}\n]{0,12}"
          + LABEL
          + "\\s?:?[^\\p{L}\\p{N}\n]{0,4}\n\\s{0,4}[^\\p{L}\\p{N}\n]{0,6}"
          + WORD_OR_NEED
          + "(?=[^\\p{L}\\p{N}\n]{0,6}$)";

  /** Names that code uses for its own results: there the verdict stands apart from all else. */
  private static final String ALONE =
      "(?:^|(?<=[^:\\s][ \t]{0,4}\n[ \t]{0,4}\n))[^\\p{L}\\p{N}\n•]{0,12}(?:outcome|result|state|action|overall)\\s?[:=|—–]\\s?[^\\p{L}\\p{N}\n]{0,6}"
          + WORD_OR_NEED
          + "(?=[^\\p{L}\\p{N}\n]{0,6}$)";

  /**
   * The verdict as a heading: the first line begins with it, or it is all of the first or last one.
   */
  private static final Pattern HEADING =
      Pattern.compile(
          "^[^\\p{L}\\p{N}\n•]{0,12}(?:not approving|this is an? (?:clear |hard )?no-go)(?= ?[.!:,\n]| ?$)|"
              + "^[^\\p{L}\\p{N}\n•]{0,12}"
              + WORD
              + "(?: "
              + CHANGE
              + ")?(?=\\s{0,4}(?:$|[.!:;\n—–]|- |because\\b))|(?:^|\n)[^\\p{L}\\p{N}\n•]{0,12}"
              + WORD_OR_NEED
              + "(?=[^\\p{L}\\p{N}\n]{0,6}$)|^[^\\p{L}\\p{N}\n]{0,12}"
              + NEED
              + "(?=[^\\p{L}\\p{N}\n]{0,6}\n[^\\p{L}])|"
              + ALONE);

  /** A no in the politest form, without any condition. */
  private static final String POLITE =
      BEGIN
          + "(?:i|we) (?:would (?:\\w+ly )?(?:reject|block|veto|escalate(?: this)?(?: to a human)?|request[ _]changes"
          + "|not (?:merge|approve|accept|land|ship))"
          + "|(?:would )?(?:\\w+ly )?(?:recommend|suggest|advise|vote(?: for)?)"
          + " (?:request(?:ing)?[ _]changes|escalat(?:e|ion|ing)|reject(?:ing|ion)?"
          + "|against (?:merging|approving|landing|accepting)"
          + "|not (?:to )?(?:merge|merging|approve|approving|land|landing|accept|accepting)))(?: "
          + CHANGE
          + ")?(?= ?(?:$|[.!;\n]|,? ?(?:because|since)\\b|(?:yet|now|as is|as it is) ?(?:$|[.!;:,\n—–])))";

  private static final Pattern OBJECTS =
      Pattern.compile(
          String.join(
              "|", NAMED, GIVEN, FORBIDDEN, OFFERED, BLOCKER, FIRST, DENIED, LABELLED, BELOW,
              POLITE));

  /** An answer may quote what it was asked about, and then says of whom it is. */
  private static final Pattern ANSWERS =
      Pattern.compile(String.join("|", NAMED, GIVEN, BEGIN + NOT_TO_LAND + END));

  /** What makes a statement one of another time, another voice or another case. */
  private static final Pattern OTHERWISE =
      Pattern.compile(
          "\\b(?:if|whether|had|when|would|could|should|rounds?|earlier|previous(?:ly)?|prior|last (?:time|verdict)"
              + "|initially|no longer|says?|said|ask(?:s|ed)|told|prints?|writes?|wrote|returns?|answers?|logs?|expects?"
              + "|records?|recorded|instructions|never|let me|blindly|only for|or"
              + "|(?:before|without) (?:i|reading|seeing|looking|checking|having))\\b");

  private static final Pattern REST_OF_CLAUSE =
      Pattern.compile(
          "(?:(?! ?(?:because|since|until|unless|due)\\b)[^.!,;:\n(?]){0,300}\\??(?:\\s[-—–] let me\\b)?");

  /** The sentence so far, with the line before it, which may introduce it. */
  private static final Pattern BEFORE_WORDS = Pattern.compile("^(?![-−]1\\b)[\\W_]+");

  private static final Pattern SENTENCE_SO_FAR = Pattern.compile("[^.!?\n]*(?:\n\\s*[^.!?\n]*)?$");

  private static final int MAX_SENTENCE_CHARS = 300;

  private VerdictText() {}

  /** Returns the words that object. */
  static Optional<String> objection(String text) {
    // A colon makes a heading of the word, and says behind it what there is of it.
    return VerdictWord.isObjection(text) && text.indexOf(':') < 0
        ? Optional.of(text.strip())
        : found(OBJECTS, text).or(() -> isCode(text) ? Optional.empty() : found(HEADING, text));
  }

  /** A name of the code at the beginning is explained behind it. */
  private static boolean isCode(String text) {
    return text.stripLeading().startsWith("`");
  }

  /** Returns the words that object in the answer to the question which words count. */
  static Optional<String> inAnswer(String text) {
    return VerdictWord.isObjection(text) ? Optional.of(text.strip()) : found(ANSWERS, text);
  }

  private static Optional<String> found(Pattern against, String text) {
    String own = TextNormalizer.own(text).strip();
    return Stream.of(own, TextNormalizer.joined(own))
        .flatMap(said -> statements(against, said))
        .findFirst();
  }

  private static Stream<String> statements(Pattern against, String said) {
    return against
        .matcher(said)
        .results()
        .filter(found -> isSaidNow(said, found))
        .map(found -> BEFORE_WORDS.matcher(found.group()).replaceFirst(""));
  }

  private static boolean isSaidNow(String said, MatchResult found) {
    int from = Math.max(0, found.start() - MAX_SENTENCE_CHARS);
    Matcher before = SENTENCE_SO_FAR.matcher(said.substring(from, found.start()).stripTrailing());
    Matcher after = REST_OF_CLAUSE.matcher(said).region(found.end(), said.length());
    String rest = after.lookingAt() ? after.group() : "";
    return !(before.find() && OTHERWISE.matcher(before.group()).find())
        && !OTHERWISE.matcher(rest).find()
        && !rest.endsWith("?");
  }
}
