package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

  private static final String OBJECTING =
      "(request(?:s|ed|ing)?[ _-]changes?|changes?[ _-]request(?:ed)?|escalated?|reject(?:ed)?"
          + "|block(?:ed)?|declined?|den(?:y|ied)|needs?[ _-](?:work|changes?)|not[ _-]approved?)";

  /** The verdict of arguments that are no JSON, or are cut off; quotes may be wrong or missing. */
  private static final Pattern VERDICT =
      insensitive("\\bverdict[\"'\\\\]*\\s*[:=]\\s*[\"'\\\\]*([A-Za-z][A-Za-z _-]*)");

  /** A value that can only be an objection, under whatever name. */
  private static final Pattern OBJECTING_VALUE = insensitive("[\"']\\s*" + OBJECTING + "\\s*[\"']");

  /** In plain text only what is named as verdict counts, or the word that is offered for it. */
  private static final Pattern OBJECTING_TEXT =
      insensitive("\\bverdict\\W{1,8}" + OBJECTING + "\\b|\\b(request_changes)\\b");

  private static final Pattern REQUEST =
      Pattern.compile("\"(?:problem|required_change|how_to_verify)\"\\s*:\\s*\"([^\"]+)\"?");

  private static final Pattern UNMET = insensitive("\"met\"\\s*:\\s*\"?(?:false|no|not|0)\\b");

  /** Returns what a call of {@code submit_review}, whatever its form, says against the change. */
  static Optional<Objection> in(String argumentsJson, VerdictReader reader) {
    try {
      return in(ToolArguments.parse(argumentsJson), reader);
    } catch (ToolArgumentException malformed) {
      return inBroken(argumentsJson);
    }
  }

  /** Returns what an answer without a call says against the change in the form of a verdict. */
  static Optional<Objection> inText(String text) {
    Matcher said = OBJECTING_TEXT.matcher(text);
    return said.find()
        ? Optional.of(new Objection(said.group(), excerpt(text), List.of()))
        : Optional.empty();
  }

  private static Optional<Objection> in(ToolArguments submitted, VerdictReader reader) {
    Optional<ToolArguments> request = lenient(submitted, given -> given.optionalObject("request"));
    Optional<String> verdict =
        lenient(submitted, given -> given.optionalText("verdict")).filter(word -> !word.isBlank());
    String json = submitted.json();
    Optional<String> word =
        verdict.isPresent()
            ? verdict.filter(VerdictWord::objects)
            : firstObjecting(VERDICT.matcher(json)).or(() -> first(OBJECTING_VALUE.matcher(json)));
    Optional<String> said = word.or(() -> contradiction(json));
    return said.map(
        what ->
            new Objection(
                VisibleText.oneLine(what, 80),
                excerpt(json),
                request.flatMap(reader::legible).stream().toList()));
  }

  private static Optional<Objection> inBroken(String json) {
    Matcher verdicts = VERDICT.matcher(json);
    boolean approves = false;
    while (verdicts.find()) {
      String word = verdicts.group(1);
      boolean cut = verdicts.end() == json.length();
      if (VerdictWord.objects(word) && !(cut && VerdictWord.isCutApproval(word))) {
        return Optional.of(new Objection(word.strip(), excerpt(json), List.of()));
      }
      approves = true;
    }
    Optional<String> word = approves ? Optional.empty() : first(OBJECTING_VALUE.matcher(json));
    return word.or(() -> contradiction(json))
        .map(said -> new Objection(said, excerpt(json), List.of()));
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
        : Optional.empty();
  }

  private static Optional<String> firstObjecting(Matcher verdicts) {
    return verdicts.results().map(found -> found.group(1)).filter(VerdictWord::objects).findFirst();
  }

  private static Pattern insensitive(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  private static Optional<String> first(Matcher words) {
    return words.find() ? Optional.of(words.group(1)) : Optional.empty();
  }

  private static <T> Optional<T> lenient(
      ToolArguments submitted, Function<ToolArguments, Optional<T>> read) {
    try {
      return read.apply(submitted);
    } catch (ToolArgumentException mistyped) {
      return Optional.empty();
    }
  }

  private static String excerpt(String json) {
    return VisibleText.oneLine(json, MAX_TEXT_CHARS);
  }
}
