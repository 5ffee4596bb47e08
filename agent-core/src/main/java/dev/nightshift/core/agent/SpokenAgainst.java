package dev.nightshift.core.agent;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * What a JSON value says against a change, whatever its shape: a verdict that is no yes, a request
 * that is not empty, a criterion that is not met, a no to what is named after an approval,
 * something in what is {@linkplain FieldLeaning named after} an objection. Where no verdict
 * approves, a bare no under any name objects. A text that holds JSON is read as what it holds;
 * other texts are read by {@link Embedded}, as beside an approval if the value holds one.
 */
final class SpokenAgainst {
  static final Set<String> VERDICTS =
      Set.of("verdict", "decision", "approve", "approved", "approval", "is_approved");

  private static final Set<String> WORDS_OF_A_VERDICT =
      Set.of("value", "type", "name", "word", "label", "choice", "kind", "status");

  static final Set<String> REQUESTS =
      Set.of(
          "request",
          "requests",
          "request_changes",
          "requested_change",
          "requested_changes",
          "required_change",
          "required_changes",
          "change_request",
          "change_requests",
          "change_requested",
          "changes_requested",
          "problem",
          "problems",
          "must_fix",
          "blocker",
          "blockers",
          "blocking",
          "blocking_issues",
          "objection",
          "objections",
          "escalate",
          "escalated",
          "reject",
          "rejected");

  private static final Set<String> CRITERIA =
      Set.of("criteria", "criterion", "acceptance", "acceptance_criteria");

  private static final Set<String> TRUTHS =
      Set.of(
          "met",
          "is_met",
          "status",
          "state",
          "result",
          "verdict",
          "value",
          "fulfilled",
          "satisfied",
          "pass",
          "passed",
          "ok",
          "holds");

  /** Where something is, not what is said of it. */
  private static final Set<String> PLACES =
      Set.of("path", "line", "category", "index", "id", "file", "severity", "closes");

  /** What says how bad a finding is, and the words that say it may not stay. */
  private static final Set<String> SEVERITIES =
      Set.of("severity", "priority", "level", "importance", "impact");

  private static final Pattern UNBEARABLE =
      Pattern.compile("(?:block(?:er|ing)|critical|fatal|must_fix|show_?stopper|p0|severe)s?");

  /** What asks for nothing without a problem or a change beside it. */
  private static final String HOW_TO_VERIFY = "how_to_verify";

  /** Texts that describe the code; a word in them is no verdict. */
  private static final Set<String> DESCRIPTIONS =
      Set.of("message", "why", "title", "text", "description", "evidence", "problem");

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  private static final Pattern UNMET =
      Pattern.compile(
          "^\\W*(?:false|no|fail(?:s|ed)?|partial(?:ly)?|missing)\\W*$"
              + "|\\b(?:un|(?:not|isn't)[ _-](?:yet[ _-])?)(?:met|satisfied|fulfilled)\\b",
          Pattern.CASE_INSENSITIVE);

  private final boolean approves;

  private SpokenAgainst(boolean approves) {
    this.approves = approves;
  }

  /**
   * Reads JSON; empty if the text is none, or names something twice: that has two meanings, and is
   * then searched as text.
   */
  static Optional<JsonValue> parsed(String text) {
    try {
      return Optional.of(text.isBlank() ? JsonValue.MISSING : JsonValue.parseStrictly(text));
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  /** Returns what objects, in words. */
  static Optional<String> in(JsonValue node) {
    return new SpokenAgainst(approves(node)).at("", node);
  }

  /** Tells whether a verdict, at whatever depth, reads approve. */
  static boolean approves(JsonValue node) {
    return verdicts(node)
        .anyMatch(value -> value.isString() ? VerdictWord.approves(value.text()) : value.isTrue());
  }

  /** Returns every value, at whatever depth, that has the name of a verdict. */
  static Stream<JsonValue> verdicts(JsonValue quoted) {
    JsonValue node = unquoted(quoted);
    return node.isObject()
        ? properties(node)
            .flatMap(
                entry ->
                    Stream.concat(
                        VERDICTS.contains(normalized(entry.getKey()))
                            ? Stream.of(unquoted(entry.getValue()))
                            : Stream.empty(),
                        verdicts(entry.getValue())))
        : children(node).flatMap(SpokenAgainst::verdicts);
  }

  /** Tells whether a request, in JSON, is more than what models fill in for none. */
  static boolean asks(String requestJson) {
    return parsed(requestJson).filter(node -> !asksForNothing(node)).isPresent();
  }

  private Optional<String> at(String given, JsonValue quoted) {
    String name = normalized(given);
    JsonValue node = unquoted(quoted);
    if (VERDICTS.contains(name)) {
      return verdict(node);
    }
    if (REQUESTS.contains(name)) {
      return asksForNothing(node) ? Optional.empty() : Optional.of("a request");
    }
    if (CRITERIA.contains(name)) {
      return isUnmet(node) ? Optional.of("a criterion that is not met") : Optional.empty();
    }
    if (name.equals("findings")) {
      return first(node, this::inFindings);
    }
    boolean isTold = PLACES.contains(name) || DESCRIPTIONS.contains(name);
    if (isUnbearable(name, node) || (!isTold && objects(name, node))) {
      return Optional.of(VisibleText.oneLine(given + ": " + node.text(node.toString()), 80));
    }
    return node.isContainer() ? first(node, this::at) : inText(name, node);
  }

  /** Where a verdict approves, a no or a fault under a name that is not plain is asked about. */
  private boolean objects(String name, JsonValue node) {
    return switch (FieldLeaning.of(name)) {
      case FOR -> isNo(node, VerdictWord::denies);
      case PLAINLY_AGAINST -> isSomething(node);
      case AGAINST -> !approves && isSomething(node);
      case UNKNOWN ->
          !approves && !node.isContainer() && !is(node, 0) && isNo(node, VerdictWord::isNo);
    };
  }

  /**
   * Tells whether a field that is no part of a verdict says nothing that could speak against it.
   */
  static boolean isHarmless(String name, JsonValue quoted) {
    JsonValue node = unquoted(quoted);
    return switch (FieldLeaning.of(name)) {
      case FOR ->
          node.isTrue()
              || (node.isString()
                  && (VerdictWord.approves(node.text()) || VerdictWord.isMet(node.text())));
      case AGAINST, PLAINLY_AGAINST ->
          isNothing(node) && (node.isBoolean() || !FieldLeaning.isNegation(name));
      case UNKNOWN -> false;
    };
  }

  /** Tells whether a value, at whatever depth, is named as what a verdict says. */
  static boolean judges(JsonValue quoted) {
    JsonValue node = unquoted(quoted);
    return node.isObject()
        ? properties(node)
            .anyMatch(
                entry ->
                    VERDICTS.contains(normalized(entry.getKey()))
                        || isPlain(FieldLeaning.of(entry.getKey()))
                        || judges(entry.getValue()))
        : children(node).anyMatch(SpokenAgainst::judges);
  }

  private static boolean isPlain(FieldLeaning leaning) {
    return leaning == FieldLeaning.FOR || leaning == FieldLeaning.PLAINLY_AGAINST;
  }

  private static boolean isNo(JsonValue node, Predicate<String> word) {
    if (node.isContainer()) {
      return properties(node)
          .filter(entry -> WORDS_OF_A_VERDICT.contains(normalized(entry.getKey())))
          .anyMatch(entry -> isNo(unquoted(entry.getValue()), word));
    }
    return node.isString()
        ? word.test(node.text())
        : isFalse(node) || node.decimal().filter(number -> number.signum() <= 0).isPresent();
  }

  /** What begins with a word for nothing may still say something, and is asked about. */
  private static boolean isSomething(JsonValue node) {
    return !isNothing(node) && !(node.isString() && VerdictWord.beginsWithNone(node.text()));
  }

  /** A zero is nothing, a list of them names something. */
  private static boolean isNothing(JsonValue node) {
    return asksForNothing(node)
        && !(node.isArray() && children(node).anyMatch(JsonValue::isNumber));
  }

  private static boolean isUnbearable(String name, JsonValue node) {
    return SEVERITIES.contains(name)
        && node.isString()
        && UNBEARABLE.matcher(VerdictWord.normalized(node.text())).matches();
  }

  private Optional<String> inText(String name, JsonValue node) {
    if (!node.isString() || PLACES.contains(name) || DESCRIPTIONS.contains(name)) {
      return Optional.empty();
    }
    String text = node.text();
    return VerdictWord.isObjection(text) ? Optional.of(text) : Embedded.in(text, approves);
  }

  /** What a finding asks for or says of the code is a hint; a verdict in it is one. */
  private Optional<String> inFindings(String given, JsonValue node) {
    if (node.isContainer()) {
      return REQUESTS.contains(normalized(given))
          ? Optional.empty()
          : first(node, this::inFindings);
    }
    String name = normalized(given);
    boolean blocks = node.isTrue() && FieldLeaning.of(name) == FieldLeaning.PLAINLY_AGAINST;
    return blocks || isUnbearable(name, node)
        ? Optional.of("a finding that blocks")
        : VERDICTS.contains(name) ? verdict(node) : Optional.empty();
  }

  private Optional<String> verdict(JsonValue quoted) {
    JsonValue node = unquoted(quoted);
    if (node.isContainer()) {
      return first(
          node,
          (name, value) ->
              node.isArray() || WORDS_OF_A_VERDICT.contains(normalized(name))
                  ? verdict(value)
                  : at(name, value));
    }
    boolean objects =
        node.isString()
            ? VerdictWord.objects(node.text())
            : node.isNumber() ? !is(node, 1) : isFalse(node);
    return objects ? Optional.of(node.text(node.toString())) : Optional.empty();
  }

  /** Models fill what they do not need; a place alone is not filled in for nothing. */
  private static boolean asksForNothing(JsonValue quoted) {
    JsonValue node = unquoted(quoted);
    if (node.isObject() && !node.isEmpty()) {
      boolean isPlace =
          properties(node).allMatch(entry -> PLACES.contains(normalized(entry.getKey())));
      return properties(node)
          .filter(entry -> isPlace || !PLACES.contains(normalized(entry.getKey())))
          .filter(entry -> !normalized(entry.getKey()).equals(HOW_TO_VERIFY))
          .allMatch(entry -> asksForNothing(entry.getValue()));
    }
    if (node.isArray()) {
      return children(node).allMatch(SpokenAgainst::asksForNothing);
    }
    return node.isNull()
        || node.isObject()
        || isFalse(node)
        || is(node, 0)
        || (node.isString() && VerdictWord.isFiller(node.text()));
  }

  private static boolean isUnmet(JsonValue quoted) {
    JsonValue node = unquoted(quoted);
    if (node.isObject()) {
      boolean judged = properties(node).anyMatch(SpokenAgainst::isTruth);
      return properties(node)
          .filter(entry -> !judged || TRUTHS.contains(normalized(entry.getKey())))
          .anyMatch(entry -> isUnmet(entry.getKey(), entry.getValue()));
    }
    if (node.isArray()) {
      return children(node).anyMatch(SpokenAgainst::isUnmet);
    }
    return isFalse(node)
        || (node.isString() && UNMET.matcher(TextNormalizer.calm(node.text())).find());
  }

  private static boolean isTruth(Map.Entry<String, JsonValue> entry) {
    return TRUTHS.contains(normalized(entry.getKey())) && !entry.getValue().isNull();
  }

  private static boolean isUnmet(String given, JsonValue quoted) {
    String name = normalized(given);
    JsonValue node = unquoted(quoted);
    if (node.isContainer() || !TRUTHS.contains(name)) {
      boolean isProse = node.isString() && PLACES.contains(name);
      return !isProse && isUnmet(node);
    }
    if (node.isString()) {
      return !VerdictWord.isBlank(node.text()) && !VerdictWord.isMet(node.text());
    }
    return node.isNumber() ? !is(node, 1) : isFalse(node);
  }

  /** What a text holds, if it is a JSON object, array or text. */
  static JsonValue unquoted(JsonValue node) {
    if (node.isString()) {
      String text = node.text().strip();
      if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
        return parsed(text).map(SpokenAgainst::unquoted).orElse(node);
      }
    }
    return node;
  }

  private static Optional<String> first(
      JsonValue node, BiFunction<String, JsonValue, Optional<String>> search) {
    return (node.isObject()
            ? properties(node).map(entry -> search.apply(entry.getKey(), entry.getValue()))
            : children(node).map(child -> search.apply("", child)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  static Stream<Map.Entry<String, JsonValue>> properties(JsonValue node) {
    return node.properties().entrySet().stream();
  }

  private static Stream<JsonValue> children(JsonValue node) {
    return node.values().stream();
  }

  private static boolean isFalse(JsonValue node) {
    return node.isBoolean() && !node.isTrue();
  }

  private static boolean is(JsonValue node, int number) {
    return node.decimal().filter(given -> given.doubleValue() == number).isPresent();
  }

  static String normalized(String name) {
    return VerdictWord.normalized(HUMP.matcher(name).replaceAll("_"));
  }
}
