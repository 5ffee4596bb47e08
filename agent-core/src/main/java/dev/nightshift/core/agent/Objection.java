package dev.nightshift.core.agent;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a submission that could not be used as a verdict said against the change, as far as it could
 * be read.
 *
 * @param word what the submission said, for example {@code request_changes}
 * @param text its arguments on one line, cut
 * @param findings the place and problem it names, if they can be read
 */
record Objection(String word, String text, List<Finding> findings) {
  private static final int MAX_TEXT_CHARS = 600;

  /** The verdict of arguments that are no JSON, or are cut off; quotes may be wrong or missing. */
  private static final Pattern VERDICT =
      insensitive("\\bverdict[\"'\\\\]*\\s*[:=]\\s*[\"'\\\\]*([A-Za-z][A-Za-z _-]*)");

  private static final Pattern VERDICT_TOOL =
      insensitive("submit|verdict|reject|request_?changes|escalat|approv");

  /** A tool of such a name may give a verdict, or read a file. */
  private static final Pattern REVIEW_TOOL = insensitive("review");

  private static final Pattern PLACE =
      Pattern.compile("(?:\\w+_)?(?:paths?|files?|lines?|id|index|offset|limit|start|end)");

  private static final Pattern VALUE = Pattern.compile("[\"']([^\"']{2,40})[\"']");

  private static final Pattern REQUEST =
      Pattern.compile("\"(?:problem|required_change)\"\\s*:\\s*\"([^\"]+)\"?");

  /** A field of arguments that are no JSON, with a value that is a yes or a no. */
  private static final Pattern FIELD =
      insensitive(
          "([\\w-]{1,40})[\"'\\\\]*\\s*[:=]\\s*[\"'\\\\]*(true|yes|false|no|-\\d+|👎|❌)(?!\\w)");

  private static final Pattern UNMET = insensitive("\"met\"\\s*:\\s*\"?(?:false|no|not|0)\\b");

  /** Returns what a call that is meant to submit says; its tool may be named as a verdict. */
  static Optional<Objection> in(ContentBlock.ToolUse use) {
    Optional<Objection> said = in(use.argumentsJson());
    return said.isPresent() || !VerdictWord.isObjection(use.name())
        ? said
        : Optional.of(
            new Objection(
                VisibleText.oneLine(use.name(), 80), excerpt(use.argumentsJson()), List.of()));
  }

  /** Returns what a call of {@code submit_review}, whatever its form, says against the change. */
  static Optional<Objection> in(String argumentsJson) {
    Optional<JsonValue> parsed = SpokenAgainst.parsed(argumentsJson);
    return (parsed.isPresent() ? parsed.flatMap(SpokenAgainst::in) : inBroken(argumentsJson))
        .map(
            said ->
                new Objection(VisibleText.oneLine(said, 80), excerpt(argumentsJson), List.of()));
  }

  /** Returns this objection with the place and problem that its call names, if it can be read. */
  Objection located(ContentBlock.ToolUse use, VerdictReader reader) {
    return new Objection(word, text, legible(use.argumentsJson(), reader));
  }

  /**
   * Returns what an answer says against the change in words.
   *
   * @param approves whether the answer also submits an approval, whole or not
   */
  static Optional<Objection> inText(String text, boolean approves) {
    return Embedded.in(text, approves)
        .map(said -> new Objection(VisibleText.oneLine(said, 80), excerpt(text), List.of()));
  }

  /** Returns what the words say against the change after they were asked about. */
  static Optional<Objection> inAnswer(String text) {
    return Embedded.in(text, true, VerdictText::inAnswer)
        .map(said -> new Objection(VisibleText.oneLine(said, 80), excerpt(text), List.of()));
  }

  /** Tells whether a call of {@code submit_review}, whatever its form, reads approve. */
  static boolean isApproval(String argumentsJson) {
    return SpokenAgainst.parsed(argumentsJson)
        .map(SpokenAgainst::approves)
        .orElseGet(
            () -> {
              Matcher verdict = VERDICT.matcher(TextNormalizer.calm(argumentsJson));
              return verdict.find() && VerdictWord.approves(verdict.group(1));
            });
  }

  /** Tells whether a call of a tool that does not exist is meant to give a verdict. */
  static boolean isMeantAsVerdict(ContentBlock.ToolUse use) {
    Optional<JsonValue> parsed = SpokenAgainst.parsed(use.argumentsJson());
    return VERDICT_TOOL.matcher(use.name()).find()
        || (REVIEW_TOOL.matcher(use.name()).find()
            && parsed.filter(Objection::namesPlaces).isEmpty())
        || parsed.filter(node -> SpokenAgainst.verdicts(node).findAny().isPresent()).isPresent();
  }

  private static boolean namesPlaces(JsonValue call) {
    return SpokenAgainst.properties(call)
        .allMatch(entry -> PLACE.matcher(SpokenAgainst.normalized(entry.getKey())).matches());
  }

  private static List<Finding> legible(String argumentsJson, VerdictReader reader) {
    try {
      return ToolArguments.parse(argumentsJson).optionalObject("request").stream()
          .flatMap(request -> reader.legible(request).stream())
          .toList();
    } catch (ToolArgumentException illegible) {
      return List.of();
    }
  }

  /** What JSON that is broken or cut off says, as far as it can be read. */
  static Optional<String> inBroken(String text) {
    String json = TextNormalizer.calm(text);
    Matcher verdicts = VERDICT.matcher(json);
    boolean approves = false;
    while (verdicts.find()) {
      String word = verdicts.group(1);
      boolean cut = verdicts.end() == json.length();
      if (VerdictWord.objects(word) && !(cut && VerdictWord.isCutApproval(word))) {
        return Optional.of(word.strip());
      }
      approves = true;
    }
    Optional<String> word =
        approves
            ? Optional.empty()
            : VALUE
                .matcher(json)
                .results()
                .map(value -> value.group(1))
                .filter(VerdictWord::isObjection)
                .findFirst();
    return word.or(() -> Optional.of(json.split("[:.,\n]", 2)[0]).filter(VerdictWord::isObjection))
        .or(() -> VerdictText.objection(json))
        .or(() -> contradiction(json));
  }

  /**
   * What objects beside any verdict: a request that says something, a criterion that is not met.
   */
  private static Optional<String> contradiction(String json) {
    Matcher request = REQUEST.matcher(json);
    while (request.find()) {
      if (!VerdictWord.isFiller(request.group(1))) {
        return Optional.of("a request");
      }
    }
    return UNMET.matcher(json).find()
        ? Optional.of("a criterion that is not met")
        : FIELD
            .matcher(json)
            .results()
            .filter(Objection::speaksAgainst)
            .findFirst()
            .map(MatchResult::group);
  }

  private static boolean speaksAgainst(MatchResult field) {
    boolean isYes = Set.of("true", "yes").contains(field.group(2).toLowerCase(Locale.ROOT));
    return FieldLeaning.of(field.group(1))
        == (isYes ? FieldLeaning.PLAINLY_AGAINST : FieldLeaning.FOR);
  }

  private static Pattern insensitive(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  private static String excerpt(String json) {
    return VisibleText.oneLine(json, MAX_TEXT_CHARS);
  }
}
