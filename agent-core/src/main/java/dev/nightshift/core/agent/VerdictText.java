package dev.nightshift.core.agent;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a text says against a change. It objects where one of its clauses states a verdict that is
 * none for the change: names it ("Verdict: reject"), gives it ("I request changes", "I cannot
 * approve this") or forbids what an approval would do ("This must not be merged"). A clause that
 * speaks of an earlier round, of what others or the code say, or of what is possible, and one that
 * asks, negates or sets a condition, states nothing; what is quoted, fenced or thought was not
 * said. Beside an approval only that counts. Where no approval was given, a heading or another name
 * counts too ("Needs work: ...", "Decision: reject").
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class VerdictText {
  private static final String CHANGE =
      "(?:of )?(?:this|it|that|(?:the|this) (?:change|patch|pr|pull request|candidate|diff|commit))";

  private static final String LANDS =
      "(?:approve|merge|land|ship|accept|be (?:merged|approved|accepted|landed|shipped))";

  private static final String UNREAD =
      "(?:before|without) (?:i|reading|seeing|looking|checking|having)\\b";

  /** What may follow without making the clause one about the code. */
  private static final String END =
      "(?: (?:until|unless|as (?:is|it|long)|due|for now|given|while|like this|in (?:this|its) .*(?:state|form|shape)"
          + "|at (?:this|all)|again|here|now|yet|to a human|(?!"
          + UNREAD
          + ")(?:before|without))\\b.*)?";

  /** What the reviewer does to the change; with the change named, more may follow. */
  private static final String OBJECT =
      "(?: " + CHANGE + "(?! (?:blindly|or|more|" + UNREAD + "))\\b.*|" + END + ")";

  private static final Pattern NAMES =
      Pattern.compile(
          "(.*\\b)?verdict\\b(?: (?:is|remains|stays|stands|(?:will|must|should|has to|can only) be)\\b(?: to\\b)?)? ?(.*)");

  private static final Pattern NAMES_OTHERWISE =
      Pattern.compile(
          "(?:• )?(?:(?:my|the|our|final|code|review) ){0,3}(action|choice|vote|submit_review|i (?:decided?|choose|conclude)|review|decision|approved?|approval|recommendation|conclusion|outcome"
              + "|result|status|overall|assessment|answer)(?: is(?: to)?\\b)? ?(.*)");

  private static final Pattern GIVES =
      Pattern.compile(
          "(.*\\b)?(?:i|we) (?:(?:am|do|will|would|must|should|shall|going to|(?:have|need|want|like|vote|"
              + "recommend) to|have no choice but to|can only|vote|recommend|hereby|therefore|have decided to|still|also|now|again) ){0,6}(?:"
              + "(?:request|ask)(?:ing)?(?: for)?(?: (?:an?|the|one|some|more))?[ _]changes?\\b(?! (?:only \\w|when\\b|if\\b)).*"
              + "|(?:submit|submitt|choos|pick|select|giv|go|lean|return|issu)(?:e|ing)?(?: (?:with|for|a|towards?)){0,3}"
              + " (?:request[ _]changes|escalat(?:e|ion))\\b.*"
              + "|(?:reject|block|veto|escalat|disapprov)(?:e|ing)?"
              + OBJECT
              + "|(?:can |could )?(?:not|unable to)(?: (?:able to|recommend|(?:feel )?comfortable))?"
              + " (?:approv|accept|merg|land|sign)(?:e|ing)?(?: off on)?"
              + OBJECT
              + "|object(?:ing)?(?: to .*)?|withhold(?:ing)? .*approval.*|against (?:merging|approving).*"
              + "|not (?:think|believe) "
              + CHANGE
              + " (?:should|can|may|is ready to) "
              + LANDS
              + END
              + ")");

  private static final Pattern FORBIDS =
      Pattern.compile(
          "(?:• )?(?:(?:no|please|i (?:think|believe)|overall|\\w+ly) ){0,3}(?:(?:"
              + CHANGE
              + " )?(?:do|must|should|can|could|may|will) not (?:yet )?"
              + LANDS
              + "(?: "
              + CHANGE
              + ")?"
              + END
              + "|(?:"
              + CHANGE
              + " is )?not (?:yet )?(?:approved|mergeable|ready (?:to|for) (?:be )?(?:merged?|merging|land|ship))"
              + END
              + "|a human (?:must|has to|should|needs to) (?:decide|look|judge).*|"
              + CHANGE
              + " (?:(?:must|has to|should|needs to) be (?:escalated|rejected)|is (?:not acceptable|unacceptable"
              + "|not safe to (?:merge|land)|a blocker))"
              + END
              + "|(?:calling|submitting|using)\\b.*\\brequest_changes"
              + "|request_changes is (?:my|the|needed|warranted|required|justified)\\b.*)");

  private static final Pattern NEEDS =
      Pattern.compile(
          "(?:i (?:think|believe) )?(?:"
              + CHANGE
              + " )?(?:still )?(?:needs|requires) (?:more |some )?(?:work|changes|fixes|revision|another round)"
              + END
              + "|changes (?:are (?:needed|required)|must be made)"
              + END
              + "|requesting changes\\b.*");

  private static final Pattern NOT_NOW =
      Pattern.compile(
          "\\b(?:whether|if|unless|had|nothing|none|never|hardly|says?|said|asks?|told|instructions"
              + "|earlier|previous(?:ly)?|initially|round 1|should|could)\\b");

  private static final Pattern NOT_MINE =
      Pattern.compile(
          "\\b(?:prior|last|former|old|first|initial|original|implementer|coder|program|policy|field"
              + "|column|key|prints?|logs?|returns?|checks?|asserts?|expects?|no|not)\\b|"
              + NOT_NOW.pattern());

  private static final Pattern INTRODUCES =
      Pattern.compile(
          "(?!as ).*\\b(?:says?|said|wrote|writes|records?|recorded|prints?|printed|logs?|logged"
              + "|returns?|outputs?|answers?|(?:last|first|previous) round|round 1|earlier)");

  private static final Pattern IF_ONLY =
      Pattern.compile(".*\\bwould\\b.* (?:if|only|when|in an?)\\b.*");

  /** What says that there is nothing of what a heading is about, or that it is done. */
  private static final Pattern REFUTES =
      Pattern.compile(
          "no|none(?: (?:needed|found|required))?|false|0|no (?:issues|problems)"
              + "|nothing(?: (?:to|is|was) \\w+| needed| found)?"
              + "|no (?:changes?|issues?|problems?) (?:is |are )?(?:needed|required|requested|found)"
              + "|(?:it is )?not (?:needed|required|necessary|warranted|applicable)"
              + "|(?:(?:all|both|they|it|is|are|was|were|has|have|been) ){0,6}(?:done|made|present|added"
              + "|there|implemented|addressed|resolved|fixed|closed|completed?|in place|unnecessary)"
              + "(?: (?:now|already|as|in|by|at|on|here|too)\\b.*)?");

  private static final Pattern APPROVES =
      Pattern.compile(
          "(?:• )?(?:i |we )?(?:approve|approving|approved|lgtm)(?: " + CHANGE + ".*)?");

  private final List<Clauses.Clause> clauses;

  private VerdictText(String text) {
    clauses = Clauses.of(text);
  }

  /** Returns the words that object beside or inside an approval. */
  static Optional<String> outright(String text) {
    return new VerdictText(text).stated();
  }

  /** Returns the words that object in a text that stands alone. */
  static Optional<String> objection(String text) {
    VerdictText said = new VerdictText(text);
    return said.stated()
        .or(() -> said.first(said::namedOtherwise))
        .or(() -> said.first(said::needs))
        .or(said::heading);
  }

  private Optional<String> stated() {
    return first(this::named)
        .or(() -> first(this::given))
        .or(() -> first(this::forbidden))
        .or(() -> first(this::offered))
        .or(() -> first(at -> namedOtherwise(at).filter("request_changes"::equals)));
  }

  /** A clause that is asked, or that another introduces as what somebody says, does not count. */
  private Optional<String> first(IntFunction<Optional<String>> reading) {
    return IntStream.range(0, clauses.size())
        .filter(at -> !clauses.get(at).isAsked() && !isIntroduced(at))
        .mapToObj(reading)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> named(int at) {
    Matcher name = NAMES.matcher(words(at));
    boolean isKept = words(at).matches(".*\\bverdict (?:remains|stays|stands)\\b.*");
    if (!name.matches() || (!isKept && isIn(NOT_MINE, name.group(1)))) {
      return Optional.empty();
    }
    int place = value(at, name.group(2));
    String said = place == at ? name.group(2) : words(place);
    boolean isNo =
        said.equals("no")
            && (!clauses.get(place).leadsOn()
                || words(place + 1).isEmpty()
                || !VerdictWord.isFiller("no " + words(place + 1)));
    return (isNo || VerdictWord.beginsWithObjection(said))
            && (place == at || !clauses.get(place).isAsked())
        ? Optional.of(said)
        : Optional.empty();
  }

  private Optional<String> namedOtherwise(int at) {
    Matcher name = NAMES_OTHERWISE.matcher(words(at));
    if (!name.matches()) {
      return Optional.empty();
    }
    int place = value(at, name.group(2));
    String said = place == at ? name.group(2) : words(place);
    boolean objects =
        switch (name.group(1)) {
          case "approve", "approved", "approval" -> said.matches("no|false");
          case "decision" -> VerdictWord.isObjection(said);
          default -> VerdictWord.isReviewersObjection(said);
        };
    return objects ? Optional.of(said) : Optional.empty();
  }

  private Optional<String> given(int at) {
    String words = words(at);
    Matcher gives = GIVES.matcher(words);
    boolean isPlan = words(at + 1).startsWith("let me");
    boolean isConditional =
        IF_ONLY.matcher(words).matches()
            || (words.contains(" would ")
                && (words(at - 1).matches("(?:if|had|were)\\b.*")
                    || clauses.get(at).after().contains("but")));
    return gives.matches() && !isPlan && !isConditional && !isIn(NOT_NOW, gives.group(1))
        ? Optional.of(words)
        : Optional.empty();
  }

  private Optional<String> forbidden(int at) {
    return Optional.of(words(at)).filter(words -> FORBIDS.matcher(words).matches());
  }

  private Optional<String> needs(int at) {
    return Optional.of(words(at)).filter(words -> NEEDS.matcher(words).matches());
  }

  /** The very name that the tool offers, where a sentence begins; "escalate" only at the start. */
  private Optional<String> offered(int at) {
    String words = words(at);
    boolean isOffered = words.endsWith("request_changes") || (at == 0 && words.equals("escalate"));
    return isOffered ? headed(at) : Optional.empty();
  }

  /** A heading says nothing against what the same text approves. */
  private Optional<String> heading() {
    if (clauses.stream().anyMatch(clause -> APPROVES.matcher(clause.words()).matches())) {
      return Optional.empty();
    }
    return first(at -> at == 0 && VerdictWord.isObjection(words(0)) ? unrefuted(0) : headed(at));
  }

  private Optional<String> headed(int at) {
    String words = words(at).replaceFirst("^• (?=request|changes)", "");
    return clauses.get(at).isFirst() && VerdictWord.isReviewersObjection(words)
        ? unrefuted(at)
        : Optional.empty();
  }

  private Optional<String> unrefuted(int at) {
    boolean isLast = clauses.get(at).after().matches("\\.?");
    return !isLast && REFUTES.matcher(words(at + 1)).matches()
        ? Optional.empty()
        : Optional.of(words(at));
  }

  private boolean isIntroduced(int at) {
    return at > 0
        && clauses.get(at - 1).leadsOn()
        && clauses.get(at).before().matches("[:\n]+")
        && INTRODUCES.matcher(words(at - 1)).matches();
  }

  /** Where the value of a name stands: behind it in the clause, or in the next. */
  private int value(int at, String behind) {
    return behind.isEmpty() && clauses.get(at).leadsOn() ? at + 1 : at;
  }

  private String words(int at) {
    return at >= 0 && at < clauses.size() ? clauses.get(at).words() : "";
  }

  private static boolean isIn(Pattern words, @Nullable String text) {
    return text != null && words.matcher(text).find();
  }
}
